"""Waiting for what the window does, and answering its dialogs."""

import asyncio
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.messages import Box
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Turns the loop until it is so."""

    async def waits() -> None:
        while not true():
            await asyncio.sleep(0)

    await asyncio.wait_for(waits(), seconds)


async def box_over(window: QWidget) -> Box:
    def boxes() -> list[Box]:
        return [box for box in window.findChildren(Box) if box.isVisible()]

    await until(boxes)
    return boxes()[0]


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(SafeLabel))


def press(widget: QWidget, words: str) -> None:
    next(button for button in widget.findChildren(Button) if button.words() == words).click()
