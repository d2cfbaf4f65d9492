"""The window on a real store: who is due, everyone found while typing, ledgers with their rows."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import bootstrap, undo
from app.modules import buildings
from app.modules.households import Household
from app.modules.residents import Resident
from app.today import today
from tests.helpers.stores import FOUNDING, WORLD
from ui import tasks, undoing
from ui.main import search


@pytest.fixture
def house(tmp_path: Path):
    made, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD)
    made.store.write_now("新增居民", _settle)
    yield made
    made.close()


def _settle(session) -> None:
    for name, door in (("王桂芳", "3-2-501"), ("张伟", "3-1-101")):
        dwelling = session.query(buildings.Dwelling).filter_by(door=door).one()
        household = Household(dwelling_uid=dwelling.uid, registered_on=WORLD.now().date())
        session.add(household)
        session.add(Resident(household_uid=household.uid, name=name, relation="02", phone="15412345678"))


def test_who_was_never_visited_is_due_along_the_stairs(house) -> None:
    view = house.store.read_now(lambda session: today(session, house.today(), by_stairs=True))
    assert [(due.who, due.address, due.days_over) for due in view.due] == [
        ("张伟", "3幢1单元101室", 0),
        ("王桂芳", "3幢2单元501室", 0),
    ]
    assert (view.count, view.visited, view.anybody) == (2, 0, True)


def test_the_palette_shows_who_was_found_and_leads_there(house, run) -> None:
    groups = run(search(house, "wangguif"))
    assert [(group.title, [hit.row.title for hit in group.hits]) for group in groups] == [
        ("居民，1 人", ["王桂芳"]),
        ("住户，1 户", ["3幢2单元501室"]),
    ]
    assert {hit.place.page for group in groups for hit in group.hits} == {"household"}


def test_the_palette_shows_what_of_a_row_was_asked_for(house, run) -> None:
    row, _ = (group.hits[0].row for group in run(search(house, "wangguif")))
    assert (row.found, row.state and row.state.words) == (((0, 3),), "全拼")
    row = run(search(house, "5678"))[0].hits[0].row
    assert (row.found, row.state and row.state.words) == ((), "电话尾号")
    assert "电话尾号" in row.spoken


def test_the_palette_says_that_there_are_more_than_it_shows(house, run, monkeypatch) -> None:
    monkeypatch.setattr("app.find.SHOWN", 1)
    assert [group.title for group in run(search(house, "5678"))] == ["居民，前 1 人，还有更多"]
    titles = [group.title for group in run(search(house, "3-"))]
    assert titles == ["居民，前 1 人，还有更多", "住户，前 1 户，还有更多"]


def test_the_window_opens_on_its_pages(house, qtbot: QtBot, run) -> None:
    from ui.main import window_on

    window = window_on(house)
    qtbot.addWidget(window)
    assert [entry.id for entry in window.places.entries] == ["today", "visits", "ledgers"]


def test_undo_is_named_works_by_key_and_lists_what_stays(house, qtbot: QtBot, run) -> None:
    from ui.main import window_on

    window = window_on(house)
    qtbot.addWidget(window)
    uid = house.store.read_now(lambda session: session.query(Resident.uid).filter_by(name="张伟").scalar())

    async def edit(number: str) -> None:
        await house.store.write(
            "修改联系电话", lambda session: setattr(session.get_one(Resident, uid), "phone", number)
        )
        await quiet()

    run(edit("15400000001"))
    assert window.actions.qt("undo").text() == "撤销 修改联系电话"
    first = house.store.read_now(lambda session: undo.steps(session, house.store.actor)).undo.tx
    run(edit("15400000002"))
    run(undoing.take_back(house, window, first))
    assert "保持原样" in window.toasts.words.text()
    assert house.store.read_now(lambda session: session.get_one(Resident, uid).phone) == "15400000002"
    window.toasts.go()
    window.actions.run("undo")
    run(quiet())
    assert house.store.read_now(lambda session: session.get_one(Resident, uid).phone) == "15400000001"
    assert window.actions.qt("redo").text() == "恢复 修改联系电话"


async def quiet() -> None:
    import asyncio

    while tasks.running():
        await asyncio.sleep(0)
