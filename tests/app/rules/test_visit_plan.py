from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.visit_plan import ORDER, Colour, Due, Policy, Visit, plan, spread, state, urgency
from app.rules.workday_calendar import shipped

TODAY = date(2026, 11, 24)  # a Tuesday
URGENT = {Colour.RED, Colour.AMBER}  # not put off, however many they are (domain.md 2.3)
CALENDAR = shipped()
SUBS = [
    "G101",
    "G102",
    "G104",
    "G201",
    "G202",
    "G204",
    "G301",
    "G302",
    "G401",
    "G404",
    "G501",
    "G502",
    "G601",
    "G701",
    "G807",
    "X1",
]
tags = st.sets(st.sampled_from(SUBS), max_size=5)
days = st.dates(TODAY - timedelta(400), TODAY)


@pytest.mark.parametrize(
    ("tags", "colour", "interval"),
    [
        ({"G101", "G104"}, Colour.RED, 7),  # over 80 and alone
        ({"G104", "G204"}, Colour.RED, 7),  # over 80 with a grave illness
        ({"G101", "G202"}, Colour.RED, 7),  # half disabled and alone
        ({"G101"}, Colour.AMBER, 30),
        ({"G205"}, Colour.AMBER, 30),
        ({"G302"}, Colour.AMBER, 30),  # gravely disabled
        ({"G304"}, Colour.BLUE, 90),
        ({"G401"}, Colour.AMBER, 30),
        ({"G404"}, Colour.BLUE, 90),
        ({"G502"}, Colour.AMBER, 30),
        ({"G501"}, Colour.BLUE, 90),
        ({"G601"}, Colour.AMBER, 30),
        ({"G701"}, Colour.AMBER, 30),
        ({"G807"}, Colour.BLUE, 90),
        (set(), Colour.GREEN, 180),
        ({"G807", "G101"}, Colour.AMBER, 30),  # the highest decides
    ],
)
def test_how_often_each_group_is_visited(tags: set[str], colour: Colour, interval: int) -> None:
    found = plan(tags, False, TODAY, None, TODAY)
    assert (found.colour, found.interval_days, found.due_on) == (colour, interval, TODAY + timedelta(interval))


def test_a_rented_house_is_visited_each_quarter() -> None:
    assert plan((), True, TODAY, None, TODAY).colour is Colour.BLUE
    assert plan((), True, TODAY, None, TODAY).reasons == ("rented",)


def test_what_a_worker_raised_stays_raised_and_never_lowers() -> None:
    assert plan({"G807"}, False, TODAY, "red", TODAY).reasons == ("raised",)
    assert plan({"G101", "G104"}, False, TODAY, "green", TODAY).colour is Colour.RED


def test_who_was_never_reached_is_due_today() -> None:
    assert plan({"G807"}, False, None, None, TODAY).due_on == TODAY


def test_after_an_event_the_visit_is_due_within_a_day_until_it_was_made() -> None:
    event = TODAY - timedelta(2)
    found = plan((), False, TODAY - timedelta(9), None, TODAY, event_on=event)
    assert (found.due_on, found.reasons) == (TODAY - timedelta(1), ("event",))
    assert plan((), False, event, None, TODAY, event_on=event).due_on == event + timedelta(180)


def test_a_district_may_decide_otherwise() -> None:
    policy = Policy(days={Colour.RED: 3, Colour.AMBER: 14, Colour.BLUE: 60, Colour.GREEN: 365}, rented=Colour.RED)
    assert plan((), True, TODAY, None, TODAY, policy).interval_days == 3


@pytest.mark.parametrize(
    ("due", "word"),
    [(None, Due.NONE), (-1, Due.OVERDUE), (0, Due.SOON), (3, Due.SOON), (4, Due.IN_TIME)],
)
def test_the_word_for_a_due_day(due: int | None, word: Due) -> None:
    assert state(None if due is None else TODAY + timedelta(due), TODAY) is word


@given(tags, tags, st.booleans(), days)
def test_more_tags_never_mean_fewer_visits(some: set[str], more: set[str], rented: bool, last: date) -> None:
    less, full = plan(some, rented, last, None, TODAY), plan(some | more, rented, last, None, TODAY)
    assert ORDER.index(full.colour) <= ORDER.index(less.colour) and full.due_on <= less.due_on


visits = st.lists(
    st.tuples(st.integers(-40, 60), st.sampled_from(Colour)).map(lambda one: (TODAY + timedelta(one[0]), one[1])),
    max_size=90,
).map(lambda found: [Visit(f"{n:03}", due, colour) for n, (due, colour) in enumerate(found)])


@given(visits, st.integers(1, 12), st.integers(0, 9))
def test_the_load_is_spread_over_low_risk_visits_only(visits: list[Visit], per_day: int, offset: int) -> None:
    today = TODAY + timedelta(offset)
    policy = Policy(per_day=per_day)
    planned = spread(visits, today, CALENDAR, policy)
    assert planned.keys() == {visit.uid for visit in visits}
    high = Counter(planned[visit.uid] for visit in visits if visit.colour in URGENT)
    every = Counter(planned.values())
    for visit in visits:
        day = planned[visit.uid]
        assert day >= today
        if visit.colour in URGENT:
            assert day <= max(visit.due_on, today)
        else:
            assert CALENDAR.is_working(day) and every[day] <= max(per_day, high[day])
            assert day >= visit.due_on - timedelta(policy.ahead)


def test_forty_quarterly_visits_due_the_same_day_fill_the_days_before_it_first() -> None:
    due = TODAY + timedelta(7)
    visits = [Visit(f"{n:02}", due, Colour.BLUE) for n in range(40)]
    load = Counter(spread(visits, TODAY, CALENDAR).values())
    assert load == {due: 12, due - timedelta(1): 12, due - timedelta(4): 12, due - timedelta(5): 4}


def test_a_weekly_visit_due_on_a_holiday_is_made_before_it() -> None:
    visit = Visit("a", date(2026, 10, 3), Colour.RED)
    assert spread([visit], date(2026, 9, 28), CALENDAR) == {"a": date(2026, 9, 30)}


def test_a_plan_does_not_depend_on_the_order_of_the_list() -> None:
    visits = [Visit(f"{n:02}", TODAY + timedelta(n % 5), list(Colour)[n % 4]) for n in range(60)]
    assert spread(visits, TODAY, CALENDAR) == spread(visits[::-1], TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((3, Colour.RED), (10, Colour.GREEN)),  # days over
        ((6, Colour.RED), (6, Colour.GREEN)),
        ((2, Colour.RED), (1, Colour.RED)),
        ((0, Colour.RED), (0, Colour.AMBER)),
        ((-1, Colour.GREEN), (-3, Colour.RED)),  # before their day: whose day comes first
    ],
)
def test_the_most_urgent_is_late_by_the_largest_share_of_its_interval(
    first: tuple[int, Colour], then: tuple[int, Colour]
) -> None:
    one, other = (urgency(TODAY - timedelta(days=over), colour, TODAY) for over, colour in (first, then))
    assert one < other
