"""What the menu would undo is never older than what was done last."""

import asyncio

from app.bootstrap import House
from app.undo import Steps
from db.store import Store
from tests.db.test_changes import settle
from ui.shell.window import Window
from ui.undoing import _Undoing


def test_an_answer_that_comes_late_overtakes_no_newer_one(store: Store, qtbot, run, monkeypatch) -> None:
    window = Window(())
    qtbot.addWidget(window)
    house = House(None, store)  # type: ignore[arg-type]
    undoing = _Undoing(house, window)
    monkeypatch.setattr(window.actions, "rename", lambda *_: None)
    later, read = asyncio.Event(), store.read

    async def slow(query):
        found = await read(query)
        await later.wait()
        return found

    async def both() -> Steps:
        monkeypatch.setattr(store, "read", slow)
        old = asyncio.ensure_future(undoing.refresh())
        await asyncio.sleep(0)
        monkeypatch.setattr(store, "read", read)
        await store.write("登记居民", settle)
        await undoing.refresh()
        later.set()
        await old
        return undoing.steps

    steps = run(both())
    assert steps.undo is not None
    assert steps.undo.name == "撤销 登记居民"
