"""When a household is due follows from its tags, its tenancy and who was really reached; an undo takes that back too."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import bootstrap, undo
from app.modules import care_tags, due_days, residents, visits
from app.modules.buildings import RENTED, Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from app.modules.visits import Visit, VisitPlan
from app.today import today
from db.store import Store, World
from tests.db.test_changes import settle
from tests.helpers.stores import KEY, NOW

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


def test_after_a_death_somebody_calls_within_a_day_whoever_was_visited_before(store: Store, home: str) -> None:
    visit(store, home, days_ago=3)
    uid = person(store, home)
    store.write_now("建档", lambda s: setattr(s.get_one(Household, home), "registered_on", TODAY - timedelta(days=90)))
    _, done = store.write_now("登记去世", lambda s: residents.record_death(s, uid, TODAY))
    assert state(store, home)[2] == TODAY + timedelta(days=1)
    store.undo_now(done.tx)
    assert state(store, home)[2] == TODAY + timedelta(days=177)
    store.write_now("登记去世", lambda s: residents.record_death(s, uid, TODAY - timedelta(days=400)))
    assert state(store, home)[2] == TODAY + timedelta(days=177)  # before the household was entered


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


def next_due(store: Store) -> list[date | None]:
    """What each visit says of the next, the oldest visit first."""
    return store.read_now(lambda s: [v.next_due_on for v in s.query(Visit).order_by(Visit.visited_at)])


def test_a_visit_says_when_the_next_is_due_and_the_latest_follows_the_plan(store: Store, home: str) -> None:
    visit(store, home, days_ago=20)
    assert next_due(store) == [TODAY + timedelta(days=160)]
    visit(store, home)
    assert next_due(store) == [TODAY + timedelta(days=160), TODAY + timedelta(days=180)]
    store.write_now("约定", lambda s: s.add(VisitPlan(household_uid=home, agreed_on=TODAY + timedelta(days=9))))
    assert next_due(store) == [TODAY + timedelta(days=160), TODAY + timedelta(days=9)]
    assert state(store, home)[2] == TODAY + timedelta(days=9)


def test_a_visit_entered_late_does_not_follow_what_came_after(store: Store, home: str) -> None:
    visit(store, home)
    visit(store, home, days_ago=30)
    assert next_due(store) == [TODAY + timedelta(days=150), TODAY + timedelta(days=180)]


def test_after_a_closed_door_the_next_visit_is_the_one_that_was_due(store: Store, home: str) -> None:
    visit(store, home, days_ago=20)
    visit(store, home, method="6", outcome="3")
    assert next_due(store) == [TODAY + timedelta(days=160)] * 2


def test_an_undo_gives_the_visit_before_its_next_day_back(store: Store, home: str) -> None:
    visit(store, home, days_ago=20)
    tx = visit(store, home)
    store.undo_now(tx)
    assert next_due(store) == [TODAY + timedelta(days=160)]


def tagged(store: Store, home: str, first: date | None, last: date | None) -> None:
    uid = person(store, home)
    new = [care_tags.CareTag(resident_uid=uid, sub=sub, valid_from=first, valid_to=last) for sub in ("G101", "G104")]
    store.write_now("关爱标签", lambda s: s.add_all(new))


DAYS = st.one_of(st.none(), st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)))


@given(DAYS, DAYS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_tag_holds_from_its_first_day_to_its_last_wherever_it_is_asked(
    store: Store, home: str, first: date | None, last: date | None
) -> None:
    store.write_now("清空", lambda s: s.query(care_tags.CareTag).delete())
    tagged(store, home, first, last)
    uid = person(store, home)
    holds = (first is None or first <= TODAY) and (last is None or last >= TODAY)
    assert bool(store.read_now(lambda s: care_tags.current(s, [uid], TODAY))) is holds
    assert {care_tags.holds(tag, TODAY) for tag in store.read_now(lambda s: s.query(care_tags.CareTag).all())} == {
        holds
    }
    assert (state(store, home)[0] == "red") is holds
    assert bool(store.read_now(lambda s: s.query(care_tags.CareTag).filter(care_tags.in_force(TODAY)).all())) is holds


def on_day(folder: Path, days: int) -> Store:
    """The same store on another day; nobody writes meanwhile."""
    path = folder / "linli.db"
    store = Store(path, KEY, actor="", world=World(now=lambda: NOW + timedelta(days=days)), keepers=bootstrap.KEEPERS)
    store.actor = store.read_now(bootstrap.meta)["actor"]
    return store


@pytest.mark.parametrize(
    ("first", "last", "colours"), [(-9, 2, "red red green green"), (2, 3, "green red red green"), (9, 10, "green " * 4)]
)
def test_a_day_that_begins_or_ends_a_tag_changes_the_colour(
    store: Store, home: str, tmp_path: Path, first: int, last: int, colours: str
) -> None:
    tagged(store, home, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    store.commit_now(due_days.catch_up)
    for day, colour in enumerate(colours.split(), start=1):
        later = on_day(tmp_path, day)
        later.commit_now(due_days.catch_up)
        assert state(later, home)[0] == colour
        assert later.commit_now(due_days.catch_up)[0] == 0  # once a day
        later.close()


def test_days_that_were_slept_through_and_a_clock_put_back_are_caught_up(
    store: Store, home: str, tmp_path: Path
) -> None:
    tagged(store, home, TODAY + timedelta(days=2), None)
    for day, colour in ((0, "green"), (40, "red"), (1, "green")):
        later = on_day(tmp_path, day)
        later.commit_now(due_days.catch_up)
        assert state(later, home)[0] == colour
        later.close()


def test_nobody_undoes_the_change_of_day(store: Store, home: str, tmp_path: Path) -> None:
    tagged(store, home, None, TODAY)
    store.commit_now(due_days.catch_up)
    later = on_day(tmp_path, 1)
    assert later.commit_now(due_days.catch_up)[0] == 1
    step = later.read_now(lambda s: undo.steps(s, later.actor)).undo
    later.close()
    assert step and step.name == "撤销 关爱标签"
