"""A dressed application and a loop of Qt and asyncio for the tests of the window."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import qasync
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from tests.helpers.stores import house_of
from ui import tasks
from ui.main import window_on
from ui.rubbish import collected_here
from ui.shell.window import Window
from ui.theme import look


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    look.wear(qapp)
    return qapp


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """What tests of the window leave in cycles dies here: later a store's thread may collect it, and Qt complains there."""
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()


@pytest.fixture(autouse=True)
def _light_and_standard(dressed: QApplication) -> Iterator[None]:
    yield
    if look.colours() is not look.LIGHT or look.sizes() is not look.STANDARD:
        look.wear(dressed)


@pytest.fixture(autouse=True)
def _fonts_are_copied_before_they_are_changed(dressed: QApplication) -> Iterator[None]:
    """All share those of `look.font`: who made one smaller would make it smaller for everybody."""
    yield
    for size in ("caption", "body", "title", "lead", "number"):
        for bold in (False, True):
            font = look.font(size, bold)
            now = (font.pointSize(), font.bold(), font.underline(), font.italic())
            assert now == (getattr(look.sizes(), size), bold, False, False)


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Runs a coroutine to its end in the loop the program uses."""
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    with loop, collected_here():
        yield loop.run_until_complete
        loop.run_until_complete(tasks.stop_all())
    asyncio.set_event_loop(None)


@pytest.fixture
def idle(run: Callable[[Coroutine[Any, Any, Any]], Any]) -> Callable[[], None]:
    """Turns the loop until nothing runs any more."""

    async def rest() -> None:
        quiet = 0
        while quiet < 3:
            await asyncio.sleep(0)
            quiet = 0 if tasks.running() else quiet + 1

    return lambda: run(rest())


@pytest.fixture
def open_window(store: Store, qtbot: QtBot, idle: Callable[[], None]) -> Callable[[], Window]:
    """Opens the program's window on the store as it is by then, at 今日."""

    def opens() -> Window:
        made = window_on(house_of(store))
        made.resize(1366, 768)
        qtbot.addWidget(made)
        made.go("today")
        made.show()
        made.activateWindow()
        idle()
        return made

    return opens


@pytest.fixture
def compose(qapp: QApplication) -> Callable[[QWidget, str, str], None]:
    """What an input method does: letters being composed, then the text it commits."""

    def sends(widget: QWidget, preedit: str, commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        qapp.sendEvent(widget, event)

    return sends
