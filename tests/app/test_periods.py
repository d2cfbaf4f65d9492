"""Periods begin and end where a calendar says so."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.periods import month, quarter, week

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 1))


@given(DAYS)
def test_a_day_lies_in_its_periods_and_they_end_where_the_next_begins(day: date) -> None:
    for of in (week, month, quarter):
        first, last = of(day)
        assert first <= day <= last
        assert of(last) == (first, last)
        assert of(last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_november() -> None:
    day = date(2026, 11, 24)
    assert week(day) == (date(2026, 11, 23), date(2026, 11, 29))
    assert month(day) == (date(2026, 11, 1), date(2026, 11, 30))
    assert quarter(day) == (date(2026, 10, 1), date(2026, 12, 31))
