"""A table of few columns uses the width it has; a wide ledger scrolls."""

import asyncio
from pathlib import Path

import pytest

from app import bootstrap
from tests.db.test_changes import settle
from tests.helpers.stores import FOUNDING, WORLD
from ui.pages.roster import RosterPage


@pytest.fixture
def roster(tmp_path: Path, qtbot):
    house, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD)
    house.store.write_now("新增居民", settle)
    page = RosterPage(house)
    qtbot.addWidget(page)
    page.resize(1150, 600)
    page.show()
    yield page
    house.close()


def test_the_rows_of_the_roster_reach_the_right_edge(roster: RosterPage, run, qtbot) -> None:
    async def painted() -> None:
        roster.arrive("")
        while not roster.model.rowCount() or roster.model.index(0, 1).data() == "…":
            await asyncio.sleep(0)

    run(painted())
    heads, view = roster.table.horizontalHeader(), roster.table.viewport()
    assert heads.length() >= view.width()
