import csv
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.workday_calendar import shipped, shipped_days
from app.rules.working_time import (
    USUAL_HOURS,
    Calendar,
    Due,
    Hours,
    Limit,
    Office,
    Pauses,
    Unit,
    add_workdays,
    due,
    minutes,
    next_opening,
    share,
)

CHINA = timezone(timedelta(hours=8))
MINUTE = timedelta(minutes=1)
CALENDAR = shipped()
OFFICE = Office(CALENDAR)
WINTER_SUMMER = Office(
    CALENDAR,
    (
        Hours(date(2026, 6, 1), ((time(8), time(11, 30)), (time(14, 30), time(18)))),
        Hours(date(2026, 1, 1), ((time(9), time(12)), (time(13), time(17)))),
        Hours(date(2026, 10, 1), ((time(9), time(17)),)),
    ),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


def table(data: Path) -> dict[date, bool]:
    with (data / "07-workdays/workday_table_2007_2026.csv").open(encoding="utf-8") as lines:
        return {date.fromisoformat(row["date"]): row["is_workday_holidaycn"] == "1" for row in csv.DictReader(lines)}


# What was published


@pytest.mark.field
def test_every_day_of_twenty_years_works_or_not_as_published(field_data: Path) -> None:
    published = table(field_data)
    assert len(published) == 7305
    assert {day: CALENDAR.is_working(day) for day in published} == published
    assert CALENDAR.years == {day.year for day in published}


@pytest.mark.field
def test_all_published_deadlines(field_data: Path) -> None:
    vectors = json.loads((field_data / "07-workdays/add_workdays_vectors.json").read_text("utf-8"))["vectors"]
    assert len(vectors) == 400
    for vector in vectors:
        start, days = date.fromisoformat(vector["start"]), vector["working_days"]
        assert add_workdays(start, days, CALENDAR).isoformat() == vector["deadline"]
        end = due(datetime.combine(start, time(20), CHINA), Limit(days, Unit.WORKING_DAY), OFFICE)
        assert end.at.astimezone(CHINA).isoformat(timespec="minutes") == vector["deadline"] + "T17:30+08:00"


def as_office(case: dict[str, Any], unit: str, days: dict[date, bool]) -> Office:
    first = case["calendars"][0]
    changes = {date.fromisoformat(day): works for day, works in first.get("changes", {}).items()}
    known = {day: works for day, works in days.items() if day.year in first["years"]} | changes
    rows = case["hours"].get(unit) or case["hours"]["*"]
    hours = tuple(
        Hours(
            date.fromisoformat(row["since"]),
            tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in row["windows"]),
        )
        for row in rows
    )
    return Office(Calendar(known, frozenset(first["years"])), hours)


def answer(ask: dict[str, Any], office: Office) -> Any:
    instant = datetime.fromisoformat
    pauses = [(instant(start), instant(end)) for start, end in ask.get("pauses", ())]
    match ask["fn"]:
        case "due":
            amount, unit = ask["limit"]
            found = due(instant(ask["start"]), Limit(Fraction(amount), Unit(unit)), office, pauses)
            return {"at": shown(found.at), "budget": found.budget, "assumed_years": list(found.assumed_years)}
        case "minutes":
            return minutes(instant(ask["start"]), instant(ask["end"]), Unit(ask["measure"]), office, pauses)
        case "next_opening":
            return shown(next_opening(instant(ask["at"]), office))
        case "share":
            part = share(Limit(Fraction(ask["limit"][0]), Unit(ask["limit"][1])), ask["percent"])
            return [Fraction(part.amount), part.unit.value]
        case "add_workdays":
            return add_workdays(date.fromisoformat(ask["day"]), ask["n"], office.calendar).isoformat()
    raise AssertionError(ask["fn"])


def shown(instant: datetime) -> str:
    return instant.astimezone(CHINA).isoformat(timespec="minutes")


@pytest.mark.field
def test_all_time_cases_of_the_clock(field_data: Path) -> None:
    days = table(field_data)
    cases = json.loads((field_data / "12-clock/vectors.json").read_text("utf-8"))["cases"]
    asked = 0
    for case in cases:
        for ask in case["asks"] if case["kind"] == "time" else ():
            asked += 1
            office, expected = as_office(case, ask.get("unit", "*"), days), ask["expect"]
            if expected == {"error": "ValueError"}:
                with pytest.raises(ValueError):
                    answer(ask, office)
            elif ask["fn"] == "share":
                assert answer(ask, office) == [Fraction(expected[0]), expected[1]], (case["id"], ask)
            else:
                assert answer(ask, office) == expected, (case["id"], ask)
    assert asked == 231


# What is told


def test_a_limit_of_days_ends_at_closing_and_never_counts_its_first_day() -> None:
    friday = at("2026-02-13T09:00")
    assert due(friday, Limit(1, Unit.WORKING_DAY), OFFICE) == Due(at("2026-02-14T17:30"), 870)  # a Saturday made up
    assert due(friday, Limit(2, Unit.WORKING_DAY), OFFICE).at == at("2026-02-24T17:30")  # after the Spring Festival


def test_a_limit_of_no_days_ends_the_same_day_or_the_next_that_works() -> None:
    assert due(at("2026-03-02T17:29"), Limit(0, Unit.WORKING_DAY), OFFICE).at == at("2026-03-02T17:30")
    assert due(at("2026-03-02T17:30"), Limit(0, Unit.WORKING_DAY), OFFICE).at == at("2026-03-03T17:30")


def test_hours_run_from_the_opening_and_end_before_the_noon_break() -> None:
    assert due(at("2026-03-02T12:15"), Limit(4, Unit.WORK_HOUR), OFFICE).at == at("2026-03-02T17:30")
    assert due(at("2026-03-02T08:00"), Limit(Fraction(7, 2), Unit.WORK_HOUR), OFFICE).at == at("2026-03-02T12:00")


def test_the_unpublished_year_is_assumed_and_said_so() -> None:
    found = due(at("2026-12-31T09:00"), Limit(1, Unit.WORKING_DAY), OFFICE)
    assert (found.at, found.assumed_years) == (at("2027-01-01T17:30"), (2027,))
    assert due(at("2026-12-31T09:00"), Limit(48, Unit.CLOCK_HOUR), OFFICE).assumed_years == ()
    assert 2027 not in CALENDAR.years and 2006 not in CALENDAR.years


def test_seconds_are_cut() -> None:
    assert due(at("2026-03-02T09:00:59"), Limit(1, Unit.CLOCK_HOUR), OFFICE).at == at("2026-03-02T10:00")


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        minutes(datetime(2026, 3, 2, 9), at("2026-03-02T10:00"), Unit.WORK_HOUR, OFFICE)  # noqa: DTZ001


@pytest.mark.parametrize("amount", [True, 0.5, "1", None])
def test_a_limit_is_a_number_that_means_what_it_says(amount: Any) -> None:
    with pytest.raises(ValueError):
        Limit(amount, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    "windows",
    [
        (),
        ((time(9), time(9)),),
        ((time(9), time(12)), (time(11), time(17))),
        ((time(13), time(17)), (time(9), time(12))),
    ],
)
def test_hours_that_cannot_be_are_refused(windows: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError):
        Hours(date(2026, 1, 1), windows)


def test_a_calendar_without_working_days_ends_in_an_error_not_in_a_loop() -> None:
    class Never(dict[date, bool]):
        def get(self, key: Any, default: Any = None) -> bool:
            return False

    with pytest.raises(ValueError):
        due(at("9990-01-01T09:00"), Limit(1, Unit.WORK_HOUR), Office(Calendar(Never(), frozenset())))


def test_every_shipped_day_has_its_source() -> None:
    assert all(day.source.startswith("http") and day.name for day in shipped_days())
    assert len({day.day for day in shipped_days()}) == len(shipped_days())


# What always holds, against counting minute by minute

offices = st.sampled_from([OFFICE, WINTER_SUMMER])
instants = st.integers(0, 120 * 1440).map(lambda minute: datetime(2026, 1, 20, tzinfo=UTC) + minute * MINUTE)
spans = st.tuples(instants, st.integers(0, 4000)).map(lambda span: (span[0], span[0] + span[1] * MINUTE))
pauses = st.lists(spans, max_size=3)
limits = st.one_of(
    st.builds(lambda n: Limit(Fraction(n, 60), Unit.WORK_HOUR), st.integers(1, 1500)),
    st.builds(Limit, st.integers(0, 9), st.just(Unit.WORKING_DAY)),
    st.builds(lambda n: Limit(Fraction(n, 60), Unit.CLOCK_HOUR), st.integers(1, 3000)),
    st.builds(Limit, st.integers(0, 4), st.just(Unit.CALENDAR_DAY)),
)


def is_open(instant: datetime, office: Office) -> bool:
    local = instant.astimezone(CHINA)
    if not office.calendar.is_working(local.date()):
        return False
    rows = sorted(office.hours, key=lambda row: row.since)
    row = next((row for row in reversed(rows) if row.since <= local.date()), rows[0])
    return any(start <= local.time() < end for start, end in row.windows)


def counts(instant: datetime, unit: Unit, office: Office, stops: Pauses) -> bool:
    if any(start <= instant < end for start, end in stops):
        return False
    return unit in (Unit.CLOCK_HOUR, Unit.CALENDAR_DAY) or is_open(instant, office)


@given(spans, st.sampled_from(Unit), offices, pauses)
def test_minutes_are_those_counted_one_by_one(
    span: tuple[datetime, datetime], unit: Unit, office: Office, stops: Pauses
) -> None:
    start, end = span
    every = (start + n * MINUTE for n in range((end - start) // MINUTE))
    assert minutes(start, end, unit, office, stops) == sum(counts(one, unit, office, stops) for one in every)


@given(instants, limits, offices, pauses)
def test_due_is_the_first_mark_with_the_budget_behind_it(
    start: datetime, limit: Limit, office: Office, stops: Pauses
) -> None:
    found = due(start, limit, office, stops)
    assert minutes(start, found.at, limit.unit, office, stops) == found.budget
    if found.budget:
        assert minutes(start, found.at - MINUTE, limit.unit, office, stops) == found.budget - 1
    else:
        assert found.at == start


@given(instants, offices)
def test_the_next_opening_is_open_and_none_is_before_it(at: datetime, office: Office) -> None:
    opening = next_opening(at, office)
    assert is_open(opening, office) and opening >= at
    assert minutes(at, opening, Unit.WORK_HOUR, office) == 0


@given(limits, st.integers(1, 300))
def test_a_share_is_never_above_the_limit_nor_below_one(limit: Limit, percent: int) -> None:
    part = share(limit, percent)
    assert part.unit is limit.unit
    assert part.whole <= limit.whole
    least = 60 if limit.unit in (Unit.CLOCK_HOUR, Unit.WORK_HOUR) else 1
    assert part.whole == limit.whole or part.whole >= max(least, limit.whole * percent / 100)


@given(st.permutations([date(1998, 3, 2), date(2026, 3, 2), date(2051, 3, 6), date(2010, 3, 2), date(2024, 1, 1)]))
def test_a_table_grown_in_any_order_says_the_same(order: list[date]) -> None:
    fresh = Office(CALENDAR)
    for day in order:
        start = datetime.combine(day, time(9), CHINA)
        assert due(start, Limit(3, Unit.WORKING_DAY), fresh) == due(start, Limit(3, Unit.WORKING_DAY), OFFICE)
    first, last = (datetime.combine(day, time(9), CHINA) for day in (min(order), max(order)))
    assert minutes(first, last, Unit.WORK_HOUR, fresh) == minutes(first, last, Unit.WORK_HOUR, OFFICE)


def test_an_office_without_hours_keeps_the_usual_ones() -> None:
    monday = at("2026-03-02T00:00")
    assert next_opening(monday, Office(CALENDAR, ())) == next_opening(monday, Office(CALENDAR, USUAL_HOURS))
