"""Periods that ledgers are asked for, as days of China."""

from datetime import date, timedelta

Period = tuple[date, date]  # first and last day


def week(day: date) -> Period:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def month(day: date) -> Period:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def quarter(day: date) -> Period:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return first, month(first + timedelta(days=62))[1]
