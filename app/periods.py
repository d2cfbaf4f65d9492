"""Periods that ledgers are asked for, as days of China: their bounds, their neighbours, and how they are written."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from app.texts import tr

Period = tuple[date, date]  # first and last day
DAY = timedelta(days=1)


def week(day: date) -> Period:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def month(day: date) -> Period:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - DAY


def quarter(day: date) -> Period:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return first, month(first + timedelta(days=62))[1]


def year(day: date) -> Period:
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


KINDS: Mapping[str, Callable[[date], Period]] = {"week": week, "month": month, "quarter": quarter, "year": year}


def beside(period: Period, step: int, kind: str = "") -> Period:
    """The one before (-1) or after (1) of the same kind; without a kind one that is as long."""
    first, last = period
    edge = last + DAY if step > 0 else first - DAY
    if kind:
        return KINDS[kind](edge)
    length = last - first
    return (edge, edge + length) if step > 0 else (edge - length, edge)


def words(period: Period) -> str:
    """As it stands in a title: 2026年11月, 2026年第4季度, 2026年, or its first and last day."""
    first, last = period
    match _kind(period):
        case "month":
            return tr("{year}年{month}月").format(year=first.year, month=first.month)
        case "quarter":
            return tr("{year}年第{number}季度").format(year=first.year, number=_quarter(first))
        case "year":
            return tr("{year}年").format(year=first.year)
        case _:
            return (
                _day(first)
                if first == last
                else tr("{first}至{last}").format(first=_day(first), last=_end(first, last))
            )


def short(period: Period) -> str:
    """As it stands in the name of a file: 202611, 2026Q4, 2026, 20261123-20261129."""
    first, last = period
    match _kind(period):
        case "month":
            return f"{first:%Y%m}"
        case "quarter":
            return f"{first.year}Q{_quarter(first)}"
        case "year":
            return str(first.year)
        case _:
            return f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"


def read(text: str) -> Period:
    """What a person writes: 2026-11, 2026Q4, 2026, 2026-11-23, 2026-11-23..2026-11-29. ValueError: nothing of these."""
    first, apart, last = text.strip().partition("..")
    period = (_read(first)[0], _read(last)[1]) if apart else _read(first)
    if period[1] < period[0]:
        raise ValueError(text)
    return period


def _read(text: str) -> Period:
    if found := re.fullmatch(r"(\d{4})-?Q([1-4])", text, re.ASCII | re.IGNORECASE):
        return quarter(date(int(found[1]), int(found[2]) * 3, 1))
    if not (found := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text, re.ASCII)):
        raise ValueError(text)
    day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    return (day, day) if found[3] else month(day) if found[2] else year(day)


def _kind(period: Period) -> str:
    return next((kind for kind in ("month", "quarter", "year") if KINDS[kind](period[0]) == period), "")


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _end(first: date, last: date) -> str:
    """Without the year that was said already."""
    return _day(last) if last.year != first.year else tr("{month}月{day}日").format(month=last.month, day=last.day)


def _day(day: date) -> str:
    return tr("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)
