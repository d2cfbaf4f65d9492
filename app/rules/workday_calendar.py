"""The statutory calendar that comes with the program: days moved by the State Council's notices, 2007 to 2026.

Facts of the notices (their addresses stand beside each day), transcribed by NateScarlet/holiday-cn (MIT). A year that is
not there is not known: whoever counts in it is told so.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from app.rules.working_time import Calendar


class DayKind(StrEnum):
    WORKDAY = "工作日"
    DAY_OFF = "休息日"
    HOLIDAY = "法定节假日"
    MADE_UP = "调休上班"

    @property
    def works(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MADE_UP)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    day: date
    kind: DayKind
    name: str  # 春节
    source: str  # address of the notice


@cache
def shipped_days() -> tuple[CalendarDay, ...]:
    """Every day that a notice names, to seed the editable table of a store."""
    lines = (files("resources") / "calendar" / "workdays.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(
        CalendarDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"], row["source"]) for row in rows
    )


def calendar_of(days: Iterable[CalendarDay]) -> Calendar:
    """The calendar of rows. A year is known when its 1 October is named, as every year's notice does; a notice also names
    some days of the year before."""
    rows = tuple(days)
    years = frozenset(row.day.year for row in rows if (row.day.month, row.day.day) == (10, 1))
    return Calendar({row.day: row.kind.works for row in rows}, years)


@cache
def shipped() -> Calendar:
    return calendar_of(shipped_days())
