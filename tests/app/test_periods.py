"""Periods begin and end where a calendar says so, have neighbours, and are named as a whole."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import periods
from app.periods import KINDS, beside, month, quarter, read, short, week, words

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 1))


@given(DAYS)
def test_a_day_lies_in_its_periods_and_they_end_where_the_next_begins(day: date) -> None:
    for of in KINDS.values():
        first, last = of(day)
        assert first <= day <= last
        assert of(last) == (first, last)
        assert of(last + timedelta(days=1))[0] == last + timedelta(days=1)


@given(DAYS, st.sampled_from([*KINDS]))
def test_one_back_and_one_on_is_the_same_again(day: date, kind: str) -> None:
    period = KINDS[kind](day)
    before, after = beside(period, -1, kind), beside(period, 1, kind)
    assert before[1] + timedelta(days=1) == period[0] and period[1] + timedelta(days=1) == after[0]
    assert beside(before, 1, kind) == beside(after, -1, kind) == period


@given(DAYS, st.integers(0, 400))
def test_days_of_ones_own_choice_have_neighbours_as_long_as_they(day: date, length: int) -> None:
    period = day, day + timedelta(days=length)
    before, after = beside(period, -1), beside(period, 1)
    assert {last - first for first, last in (before, period, after)} == {timedelta(days=length)}
    assert beside(before, 1) == beside(after, -1) == period


@given(st.lists(st.tuples(DAYS, st.integers(0, 400)), min_size=2, max_size=2))
def test_two_periods_never_share_a_name(pairs: list[tuple[date, int]]) -> None:
    one, two = ((day, day + timedelta(days=length)) for day, length in pairs)
    assert (one == two) == (short(one) == short(two)) == (words(one) == words(two))


@given(DAYS)
def test_a_whole_month_quarter_or_year_is_called_so(day: date) -> None:
    assert {words(of(day)).count("至") for of in (month, quarter, periods.year)} == {0}
    assert len({short(of(day)) for of in KINDS.values()}) == len(KINDS)


def test_november() -> None:
    day = date(2026, 11, 24)
    assert week(day) == (date(2026, 11, 23), date(2026, 11, 29))
    assert month(day) == (date(2026, 11, 1), date(2026, 11, 30))
    assert quarter(day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert [short(of(day)) for of in KINDS.values()] == ["20261123-20261129", "202611", "2026Q4", "2026"]
    named = ["2026年11月23日至11月29日", "2026年11月", "2026年第4季度", "2026年"]
    assert [words(of(day)) for of in KINDS.values()] == named
    assert words(week(date(2026, 12, 31))) == "2026年12月28日至2027年1月3日"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2028-02", (date(2028, 2, 1), date(2028, 2, 29))),
        ("2026Q4", quarter(date(2026, 12, 1))),
        ("2026-q1", quarter(date(2026, 1, 1))),
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-11-24", (date(2026, 11, 24), date(2026, 11, 24))),
        ("2026-11-23..2026-11-29", week(date(2026, 11, 24))),
        ("2026-10..2026-11", (date(2026, 10, 1), date(2026, 11, 30))),
    ],
)
def test_what_people_write_is_read(text: str, period: periods.Period) -> None:
    assert read(text) == period


@given(st.text("0123456789Qq-. 年月至", max_size=12))
def test_whatever_else_is_refused(text: str) -> None:
    try:
        first, last = read(text)
    except ValueError:
        return
    assert first <= last


@pytest.mark.parametrize("text", ["", "November", "2026-13", "2026Q5", "2026-11-31", "2026-11..2026-10", "0000"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)
