"""When a household is due follows from its tags, its tenancy and who was really reached; an undo takes that back too."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.modules import care_tags, residents, visits
from app.modules.buildings import RENTED, Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from app.modules.visits import VisitPlan
from app.today import today
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TODAY = NOW.date()


@pytest.fixture
def home(store: Store) -> str:
    uid, _ = store.write_now("新增居民", settle)
    return store.read_now(lambda s: s.get_one(Resident, uid).household_uid)


def person(store: Store, home: str) -> str:
    return store.read_now(lambda s: s.query(Resident.uid).filter_by(household_uid=home).scalar())


def state(store: Store, home: str) -> tuple[str, date | None, date | None]:
    found = store.read_now(lambda s: s.get_one(Household, home))
    return found.colour, found.last_visit_on, found.due_on


def visit(store: Store, home: str, days_ago: int = 0, method: str = "1", outcome: str = "1") -> int:
    values = {"visited_at": NOW - timedelta(days=days_ago), "method": method, "outcome": outcome}
    _, done = store.write_now("记录走访", lambda s: visits.record_visit(s, home, values, [], {}).uid)
    return done.tx or 0


def test_an_ordinary_household_is_due_half_a_year_after_a_visit(store: Store, home: str) -> None:
    visit(store, home)
    assert state(store, home) == ("green", TODAY, TODAY + timedelta(days=180))


@pytest.mark.parametrize(("method", "outcome", "counts"), [("1", "1", True), ("2", "1", True), ("1", "2", True),
                                                           ("6", "3", False), ("4", "1", False), ("1", "4", False)])  # fmt: skip
def test_only_who_was_reached_counts(store: Store, home: str, method: str, outcome: str, counts: bool) -> None:
    visit(store, home, method=method, outcome=outcome)
    assert (state(store, home)[1] is not None) is counts
    assert visits.counts(method, outcome) is counts


def test_an_old_person_alone_is_due_every_week_until_the_tag_is_over(store: Store, home: str) -> None:
    visit(store, home, days_ago=3)
    uid = person(store, home)
    store.write_now("关爱标签", lambda s: care_tags.set_words(s, uid, ["独居", "高龄"], TODAY))
    assert state(store, home) == ("red", TODAY - timedelta(days=3), TODAY + timedelta(days=4))
    store.write_now("标签到期", lambda s: s.query(care_tags.CareTag).update({"valid_to": TODAY - timedelta(days=1)}))
    assert state(store, home)[0] == "green"


def test_a_rented_flat_is_visited_every_quarter(store: Store, home: str) -> None:
    def rent(session: Session) -> None:
        session.get_one(Dwelling, session.get_one(Household, home).dwelling_uid).ownership = RENTED

    visit(store, home)
    store.write_now("改为出租", rent)
    assert state(store, home)[0] == "blue"


def test_a_worker_may_raise_it_and_agree_on_a_day(store: Store, home: str) -> None:
    visit(store, home, days_ago=10)
    store.write_now("提高频次", lambda s: s.add(VisitPlan(household_uid=home, raised="amber", agreed_on=TODAY)))
    assert state(store, home) == ("amber", TODAY - timedelta(days=10), TODAY)


def test_an_undo_takes_the_due_day_back_too(store: Store, home: str) -> None:
    before = state(store, home)
    store.undo_now(visit(store, home))
    assert state(store, home) == before


def test_who_moved_away_is_no_longer_counted(store: Store, home: str) -> None:
    uid = person(store, home)
    store.write_now("迁出", lambda s: residents.move_out(s, uid, TODAY, None))
    assert store.read_now(lambda s: s.get_one(Household, home).members) == 0
    assert store.read_now(lambda s: today(s, TODAY)).due == ()


def test_more_than_a_day_holds_is_put_off_but_never_the_urgent(store: Store) -> None:
    def crowd(session: Session) -> list[str]:
        doors = [f"12-{floor}0{room}" for floor in range(1, 6) for room in range(1, 5)]
        return [settle(session, door, f"张{door[3:]}") for door in doors]

    uids, _ = store.write_now("新增居民", crowd)
    store.write_now("关爱标签", lambda s: care_tags.set_words(s, uids[-1], ["独居", "高龄"], TODAY))
    view = store.read_now(lambda s: today(s, TODAY))
    now = [due for due in view.due if due.planned_on <= TODAY]
    assert (view.count, len(now)) == (20, 12)
    assert "独居" in {tag for due in now for tag in due.tags}
