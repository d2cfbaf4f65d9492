"""Past midnight the list of today is that of the new day, without a press of a key."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from sqlalchemy.orm import Session

from app import bootstrap
from app.modules.care_tags import CareTag
from app.modules.households import Household
from app.modules.residents import Resident
from db.store import World
from tests.db.test_changes import settle
from tests.helpers.boxes import until
from tests.helpers.stores import FOUNDING, NOW
from ui.new_day import NewDay
from ui.pages.today import TodayPage


class Clock:
    def __init__(self) -> None:
        self.now = NOW


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock):
    made, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, World(now=lambda: clock.now))
    made.store.write_now("关爱标签", _alone_for_two_more_days)
    yield made
    made.close()


def _alone_for_two_more_days(session: Session) -> None:
    uid, day = settle(session), NOW.date()
    session.flush()
    session.get_one(Household, session.get_one(Resident, uid).household_uid).registered_on = day
    ends = day + timedelta(days=1)
    session.add_all(CareTag(resident_uid=uid, sub=sub, valid_to=ends) for sub in ("G101", "G104"))


def test_a_window_left_open_shows_the_new_day(house: bootstrap.House, clock: Clock, qtbot, run) -> None:
    page = TodayPage(house)
    qtbot.addWidget(page)
    page.show()
    owner = QObject(page)

    def planned() -> str:
        return house.store.read_now(lambda s: s.query(Household).one().colour)

    async def night() -> None:
        await page.refresh()
        keeper, drawn = NewDay(house, owner, every=10**6), []
        page.draw = drawn.append  # type: ignore[method-assign]
        await keeper.look()
        assert (planned(), drawn) == ("red", [])
        clock.now += timedelta(days=2)
        await keeper.look()
        await until(lambda: drawn)
        assert drawn[0].due[0].days_over == 2

    run(night())
    assert planned() == "green"


def test_a_start_on_a_later_day_has_followed_the_tags(house: bootstrap.House, clock: Clock) -> None:
    folder = house.folder
    house.close()
    clock.now += timedelta(days=2)
    again = bootstrap.unlock(folder, "correct horse battery", World(now=lambda: clock.now))
    colour = again.store.read_now(lambda s: s.query(Household).one().colour)
    again.close()
    assert colour == "green"
