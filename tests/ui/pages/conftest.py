"""王桂芳 in a store of her own, and the page of her household."""

from datetime import date
from pathlib import Path

import pytest

from app import bootstrap
from app.modules.residents import Resident
from tests.db.test_changes import settle
from tests.helpers.stores import FOUNDING, WORLD
from ui.pages.household import HouseholdPage

NUMBER = "11010519491231002X"


@pytest.fixture
def house(tmp_path: Path):
    made, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD)
    yield made
    made.close()


@pytest.fixture
def wang(house) -> str:
    def work(session) -> str:
        uid = settle(session)
        person = session.get_one(Resident, uid)
        person.citizen_id, person.birth, person.gender = NUMBER, date(1950, 1, 1), "2"  # imported with a fault
        return uid

    return house.store.write_now("新增居民", work)[0]


@pytest.fixture
def page(house, wang: str, qtbot, run) -> HouseholdPage:
    made = HouseholdPage(house)
    qtbot.addWidget(made)
    made.resize(1140, 640)
    made.show()
    run(made.show_home(wang))
    return made
