"""What the menu would undo is never older than what was done last."""

import asyncio

import pytest
from PySide6.QtWidgets import QWidget
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.modules.buildings import Building, Plan, build
from app.modules.grids import Grid
from app.modules.residents import Resident
from app.undo import Steps
from db.changes import Transaction
from db.store import Store
from tests.db.test_changes import settle
from tests.db.test_undo import street
from tests.helpers.boxes import box_over, press, until, words_of
from tests.helpers.stores import house_of
from ui import undoing
from ui.main import window_on
from ui.pages.visit import VisitPage
from ui.shell.window import Window
from ui.undoing import _Undoing


def test_an_answer_that_comes_late_overtakes_no_newer_one(store: Store, qtbot, run, monkeypatch) -> None:
    window = Window(())
    qtbot.addWidget(window)
    house = house_of(store)
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


@pytest.fixture
def window(qtbot) -> Window:
    made = Window(())
    qtbot.addWidget(made)
    made.show()
    return made


def people(store: Store) -> int:
    return store.read_now(lambda session: session.scalar(select(func.count(Resident.uid)))) or 0


def test_the_toast_names_what_went_and_for_whom(store: Store, window: Window, run) -> None:
    _, done = store.write_now("登记居民", settle)
    run(undoing.take_back(house_of(store), window, done.tx))
    assert window.toasts.words.text() == "已撤销：登记居民，王桂芳"


def test_many_records_are_asked_about_by_number_and_stay_if_one_thinks_again(
    store: Store, window: Window, run, monkeypatch
) -> None:
    monkeypatch.setattr(undoing, "MANY", 12)
    house = house_of(store)
    _, done = store.write_now("导入名册", street)

    async def presses(answer: str) -> None:
        undone = asyncio.ensure_future(undoing.take_back(house, window, done.tx))
        box = await box_over(window)
        assert "撤销 导入名册？" in words_of(box)
        assert "12 条记录" in words_of(box)
        await undoing.take_back(house, window, done.tx)  # an impatient second press asks no second time
        press(box, answer)
        await undone

    run(presses("取消"))
    assert people(store) == 6
    run(presses("撤销 12 条"))
    assert people(store) == 0


def test_few_are_not_asked_about_and_neither_is_bringing_many_back(
    store: Store, window: Window, run, monkeypatch
) -> None:
    house = house_of(store)
    _, done = store.write_now("导入名册", street)
    run(undoing.take_back(house, window, done.tx))
    assert people(store) == 0
    monkeypatch.setattr(undoing, "MANY", 1)
    run(undoing.take_back(house, window, done.tx + 1))
    assert people(store) == 6
    assert window.toasts.words.text().startswith("已恢复：导入名册")


def test_an_undo_that_takes_its_time_shows_that_it_works(store: Store, window: Window, run, monkeypatch) -> None:
    going_on = asyncio.Event()
    undo, (_, done) = store.undo, store.write_now("登记居民", settle)

    async def slow(tx: int, stop):
        await going_on.wait()
        return await undo(tx, stop)

    monkeypatch.setattr(store, "undo", slow)

    async def takes() -> None:
        undone = asyncio.ensure_future(undoing.take_back(house_of(store), window, done.tx))
        await until(lambda: (bar := window.findChild(QWidget, "busy")) and bar.isVisible())
        assert "正在撤销" in words_of(window.findChild(QWidget, "busy"))
        going_on.set()
        await undone

    run(takes())
    assert people(store) == 0


def test_a_long_undo_can_be_stopped_and_then_nothing_was_taken_back(
    store: Store, window: Window, run, monkeypatch
) -> None:
    undo, (_, done) = store.undo, store.write_now("导入名册", street)
    heard: list[object] = []
    store.listeners.append(heard.append)

    async def slow(tx: int, stop):
        await until(stop)
        return await undo(tx, stop)

    monkeypatch.setattr(store, "undo", slow)

    async def takes() -> None:
        undone = asyncio.ensure_future(undoing.take_back(house_of(store), window, done.tx))
        await until(lambda: (bar := window.findChild(QWidget, "busy")) and bar.isVisible())
        press(window.findChild(QWidget, "busy"), "取消")
        await undone

    run(takes())
    assert (people(store), heard) == (6, [])
    assert window.toasts.words.text() == "已停下，一条也没有改动"
    monkeypatch.setattr(store, "undo", undo)
    run(undoing.take_back(house_of(store), window, done.tx))
    assert people(store) == 0


def test_ctrl_z_twice_at_once_takes_back_one_and_writes_no_empty_undo(
    store: Store, window: Window, run, monkeypatch
) -> None:
    monkeypatch.setattr(window.actions, "rename", lambda *_: None)
    store.write_now("登记居民", settle)
    store.write_now("登记居民", lambda session: settle(session, "3-1-101", "李四"))
    undoing_ = _Undoing(house_of(store), window)

    async def presses() -> None:
        await undoing_.refresh()
        await asyncio.gather(undoing_.undo(), undoing_.undo())
        assert people(store) == 1
        stale = undoing_.steps
        await undoing_.undo()
        assert (people(store), undoing_.steps) == (0, stale)

    run(presses())
    assert store.read_now(lambda session: session.scalar(select(func.count(Transaction.tx)))) == 5


def test_what_was_taken_back_already_is_said_and_nothing_is_written(store: Store, window: Window, run) -> None:
    _, done = store.write_now("登记居民", settle)
    for _ in range(2):
        run(undoing.take_back(house_of(store), window, done.tx))
    assert window.toasts.words.text() == "已经撤销过了：登记居民，王桂芳"
    assert store.read_now(lambda session: session.scalar(select(func.count(Transaction.tx)))) == 3


def settled(page: VisitPage) -> int:
    return sum(bool(door.household) for door in page.building.doors.values())


def test_the_building_chart_follows_an_undo_and_its_undo(store: Store, qtbot, idle) -> None:
    store.write_now("导入名册", street)
    window = window_on(house_of(store))
    qtbot.addWidget(window)
    window.show()
    window.go("visit")
    idle()
    page = window.page()
    assert isinstance(page, VisitPage)
    assert (settled(page), page.form.isVisible()) == (6, True)
    window.actions.run("undo")
    idle()
    assert (settled(page), page.form, page.household()) == (0, None, "")
    window.actions.run("redo")
    idle()
    assert settled(page) == 6
    window.actions.run("undo")
    idle()
    assert settled(page) == 0


def test_a_building_that_went_with_its_batch_leaves_no_chart(store: Store, qtbot, idle) -> None:
    def founded(session: Session) -> None:
        for building in session.scalars(select(Building)).all():
            session.delete(building)

    grid = store.read_now(lambda session: session.scalars(select(Grid.uid)).one())
    store.write_now("拆除", founded)
    store.write_now("新建楼栋", lambda session: build(session, grid, Plan("9", floors=2)))
    window = window_on(house_of(store))
    qtbot.addWidget(window)
    window.show()
    window.go("visit")
    idle()
    page = window.page()
    assert page.building.isVisible()
    window.actions.run("undo")
    idle()
    assert not page.building.isVisible()
    window.actions.run("redo")
    idle()
    assert page.building.isVisible()
