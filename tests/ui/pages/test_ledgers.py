"""A ledger on the screen is what goes out; a number opens its records."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app import bootstrap
from app.modules.disputes import Dispute
from app.modules.grids import Grid
from tests.db.test_changes import settle
from tests.helpers.stores import FOUNDING, WORLD
from ui.pages.ledgers import LedgersPage


@pytest.fixture
def page(tmp_path: Path, qtbot):
    house, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD)
    house.store.write_now("新增居民", settle)
    house.store.write_now("登记纠纷", _disputes)
    made = LedgersPage(house)
    qtbot.addWidget(made)
    yield made
    house.close()


def _disputes(session) -> None:
    grid = session.scalars(select(Grid.uid)).one()
    for day in (date(2026, 11, 3), date(2026, 2, 1)):
        session.add(Dispute(grid_uid=grid, happened_on=day, name="漏水", category="01", people=3))


def test_what_is_exported_is_what_was_shown(page, tmp_path: Path, run) -> None:
    page.choose("L01")
    run(page.refresh())
    run(page.export_to(tmp_path / "out"))
    sheet = openpyxl.load_workbook(next((tmp_path / "out").glob("*.xlsx")))["L01"]
    assert sheet["I4"].value == "王*芳"
    assert page.model.rowCount() == 1


def test_a_number_opens_the_records_it_was_counted_from(page, run) -> None:
    page.choose("L10")
    run(page.refresh())
    neighbours = page.model.index(0, 1)
    run(_painted(page, neighbours))
    uids = page.model.behind(0, 1)
    assert len(uids) == 1
    run(page.show_behind(uids))
    assert page.model.rowCount() == 1
    assert page.back.isVisibleTo(page)


def test_the_month_is_asked_for_where_a_ledger_has_one(page, run) -> None:
    page.choose("L01")
    assert not page.period.isVisibleTo(page)
    page.choose("L05")
    assert page.period.isVisibleTo(page)


async def _painted(page, index) -> None:
    from ui import tasks

    page.model.data(index)
    while tasks.running():
        import asyncio

        await asyncio.sleep(0)
