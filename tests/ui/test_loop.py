"""The program ends when its work or its last window does, and an error never ends it."""

import asyncio
import sys

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui import tasks
from ui.loop import run


@pytest.fixture
def errors(monkeypatch, qapp: QApplication):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield []
    tasks.report_errors_to(None)
    qapp.setQuitOnLastWindowClosed(True)
    asyncio.set_event_loop(None)


def test_the_exit_code_is_what_the_work_says(qapp: QApplication, errors: list) -> None:
    async def works() -> int:
        await asyncio.sleep(0)
        return 3

    assert run(qapp, works, errors.append) == 3
    assert errors == []


def test_the_last_window_ends_the_program_after_its_work_was_cleaned_up(qapp: QApplication, errors: list) -> None:
    cleaned: list[str] = []

    async def background() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append("background")

    async def works() -> int:
        window = QWidget()
        window.show()
        tasks.start(background(), qapp)
        QTimer.singleShot(0, window.close)
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append("main")
        return 1

    assert run(qapp, works, errors.append) == 0
    assert sorted(cleaned) == ["background", "main"]


def test_errors_of_tasks_and_of_slots_are_told_and_the_program_goes_on(qapp: QApplication, errors: list, qtbot) -> None:
    async def fails() -> None:
        raise KeyError

    async def works() -> int:
        owner = QObject()
        tasks.start(fails(), owner)
        while len(errors) < 1:
            await asyncio.sleep(0)
        sys.excepthook(ValueError, ValueError(), None)
        return 0

    assert run(qapp, works, errors.append) == 0
    assert [type(error) for error in errors] == [KeyError, ValueError]
