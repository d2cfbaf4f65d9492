"""Working time: how many minutes of an office count, and when a limit is used up (`clock.md` 1, after `domain.md` 1.8.4).

Instants are aware datetimes and are cut to the minute; local time is always UTC+8. A day that the calendar does not name is
working from Monday to Friday; a year that it does not know is assumed to be like that and said so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from app.rules.office_days import DAY, OfficeDays

Pauses = Sequence[tuple[datetime, datetime]]  # [from, to), in any order, may overlap


class Unit(StrEnum):
    CLOCK_HOUR = "clock_hour"  # 自然小时
    WORK_HOUR = "work_hour"  # 工作时
    WORKING_DAY = "working_day"  # 工作日
    CALENDAR_DAY = "calendar_day"  # 日


HOURS = frozenset({Unit.CLOCK_HOUR, Unit.WORK_HOUR})
OFFICE = frozenset({Unit.WORK_HOUR, Unit.WORKING_DAY})


@dataclass(frozen=True, slots=True)
class Limit:
    """So many hours (whole minutes, more than none) or days (whole, none means the same day); else `ValueError`."""

    amount: int | Fraction
    unit: Unit
    whole: int = field(init=False, repr=False, compare=False)  # minutes of an hour limit, days of a day limit

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int | Fraction):
            raise ValueError("a limit is a whole number or a fraction")
        hours = self.unit in HOURS
        whole = Fraction(self.amount) * (60 if hours else 1)
        if whole.denominator != 1 or whole < (1 if hours else 0):
            raise ValueError("hours are whole minutes and more than none, days are whole and not below zero")
        object.__setattr__(self, "whole", int(whole))


@dataclass(frozen=True)
class Calendar:
    """`days`: True working, False off. `years`: those whose arrangement is known."""

    days: Mapping[date, bool]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        decided = self.days.get(day)
        return day.weekday() < 5 if decided is None else decided


@dataclass(frozen=True, slots=True)
class Hours:
    """Windows [start, end) of a working day, in order and apart, from `since` on; closing is the end of the last.
    A day without any has no closing: `ValueError`, as for windows that are empty or overlap."""

    since: date
    windows: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        overlap = any(before[1] > after[0] for before, after in pairwise(self.windows))
        if not self.windows or overlap or any(start >= end for start, end in self.windows):
            raise ValueError("office hours are at least one window, in order and apart")


USUAL_HOURS = (Hours(date.min, ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))),)  # editable, `domain.md` 1.8.3


@dataclass(frozen=True)
class Office:
    """When a unit works. `hours`: the last row with since <= the day holds, before all the first; none: the usual ones."""

    calendar: Calendar
    hours: tuple[Hours, ...] = USUAL_HOURS
    days: OfficeDays = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = sorted(self.hours or USUAL_HOURS, key=lambda row: row.since)
        spans = [tuple((_of_day(start), _of_day(end)) for start, end in row.windows) for row in rows]
        days = OfficeDays(self.calendar.is_working, [row.since.toordinal() for row in rows], spans)
        object.__setattr__(self, "days", days)


@dataclass(frozen=True, slots=True)
class Due:
    """`budget`: counted minutes of the limit. `assumed_years`: unknown years on the way; () for natural units."""

    at: datetime
    budget: int
    assumed_years: tuple[int, ...] = ()


def due(start: datetime, limit: Limit, office: Office, pauses: Pauses = ()) -> Due:
    """The first minute mark from start with the limit's budget counted behind it, pauses left out."""
    begin, unit = _minute(start), limit.unit
    if unit is Unit.WORKING_DAY:
        end, budget = office.days.closing(begin, limit.whole)
        if pauses:
            end = _after(begin, budget, pauses, office.days)
        return Due(_instant(end), budget, _assumed(begin, end, office.calendar.years))
    if unit is Unit.WORK_HOUR:
        end = _after(begin, limit.whole, pauses, office.days)
        return Due(_instant(end), limit.whole, _assumed(begin, end, office.calendar.years))
    budget = limit.whole if unit is Unit.CLOCK_HOUR else (begin // DAY + limit.whole + 1) * DAY - 1 - begin
    return Due(_instant(_after(begin, budget, pauses, None)), budget)


def minutes(start: datetime, end: datetime, unit: Unit, office: Office, pauses: Pauses = ()) -> int:
    """Counted minutes between two instants: of the office for work_hour and working_day, all for the rest; 0 if end <= start."""
    days = office.days if unit in OFFICE else None
    begin, until, counted = _minute(start), _minute(end), 0
    for pause_from, pause_to in _merged(pauses):
        if begin < until:
            counted += _between(begin, min(until, pause_from), days)
        begin = max(begin, pause_to)
    return counted + _between(begin, until, days)


def next_opening(at: datetime, office: Office) -> datetime:
    """The instant itself if the office is open then (at 12:00 it is not), else the start of its next window."""
    return _instant(office.days.opening(_minute(at)))


def share(limit: Limit, percent: int | Fraction) -> Limit:
    """A part of a limit, rounded up to whole days or minutes; at least 1 day or 1 hour, never above the limit."""
    part = -(-limit.whole * Fraction(percent) // 100)
    if limit.unit in HOURS:
        return Limit(Fraction(min(limit.whole, max(60, int(part))), 60), limit.unit)
    return Limit(min(limit.whole, max(1, int(part))), limit.unit)


def add_workdays(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after the day, which never counts itself; the day itself for 0."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n:
        day += timedelta(days=1)
        n -= calendar.is_working(day)
    return day


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_ONE_MINUTE = timedelta(minutes=1)
_LOCAL = 8 * 60 + _EPOCH_DAY * DAY  # minutes: local ones are counted from the day 0 of date.toordinal()


def _of_day(mark: time) -> int:
    return mark.hour * 60 + mark.minute


def _minute(at: datetime) -> int:
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    since = at - _EPOCH
    return since.days * DAY + since.seconds // 60 + _LOCAL


def _instant(minute: int) -> datetime:
    return _EPOCH + _ONE_MINUTE * (minute - _LOCAL)


def _merged(pauses: Pauses) -> list[tuple[int, int]]:
    return sorted((_minute(begin), _minute(end)) for begin, end in pauses) if pauses else []


def _between(begin: int, end: int, days: OfficeDays | None) -> int:
    if end <= begin:
        return 0
    return end - begin if days is None else days.counted(end) - days.counted(begin)


def _after(begin: int, budget: int, pauses: Pauses, days: OfficeDays | None) -> int:
    """The minute mark at which the budget is used up."""
    for pause_from, pause_to in _merged(pauses):
        before = _between(begin, pause_from, days)
        if before >= budget:
            break
        budget -= before
        begin = max(begin, pause_to)
    if days is None or not budget:
        return begin + budget
    return days.mark(days.counted(begin) + budget)


def _assumed(begin: int, end: int, known: frozenset[int]) -> tuple[int, ...]:
    first, last = date.fromordinal(begin // DAY).year, date.fromordinal(end // DAY).year
    return () if first == last and first in known else tuple(y for y in range(first, last + 1) if y not in known)
