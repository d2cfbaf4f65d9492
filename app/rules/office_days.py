"""Counted minutes of an office as a table over days, so that a limit is found by bisection and not by walking.

Days are those of `date.toordinal()`, minutes count from midnight of day 0 in local time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

DAY = 24 * 60
Windows = tuple[tuple[int, int], ...]  # of a day, in minutes; () when it is off
_ANCHOR = date(2024, 1, 1).toordinal()  # where counts are 0, so that tables grown in another order agree
_LAST = date.max.toordinal()
_SPAN = 400  # days that a table gains when it is too short


class _Table(NamedTuple):
    first: int
    open: list[Windows]
    before: list[int]  # office minutes before each day, and after the last
    worked: list[int]  # working days likewise

    @property
    def end(self) -> int:
        return self.first + len(self.open)


class OfficeDays:
    """Grows as far as it is asked; a table once made is never changed, so threads may share it."""

    def __init__(self, is_working: Callable[[date], bool], since: Sequence[int], windows: Sequence[Windows]) -> None:
        """`since` (ascending) and `windows` belong together; the first holds before all."""
        self._is_working, self._since, self._windows = is_working, since, windows
        self._table = _Table(_ANCHOR, [], [0], [0])

    def counted(self, minute: int) -> int:
        """Office minutes since the anchor; only differences mean something."""
        day, within = divmod(minute, DAY)
        table = self._reaching(day)
        total = table.before[day - table.first]
        for start, end in table.open[day - table.first]:
            if within <= start:
                break
            total += min(within, end) - start
        return total

    def mark(self, counted: int) -> int:
        """The first minute with so many office minutes before it."""
        table = self._reaching(_ANCHOR)
        while table.before[-1] < counted:
            table = self._reaching(table.end)
        at = bisect_left(table.before, counted) - 1
        rest = counted - table.before[at]
        for start, end in table.open[at]:
            if rest <= end - start:
                return (table.first + at) * DAY + start + rest
            rest -= end - start
        raise AssertionError("a day holds its own minutes")

    def closing(self, begin: int, days: int) -> tuple[int, int]:
        """Closing of the n-th working day after a minute's date, and the office minutes up to it. 0: of that day or the next."""
        day, within = divmod(begin, DAY)
        table = self._reaching(day)
        today = table.open[day - table.first]
        nth = table.worked[day - table.first + 1] + max(days, 1)
        if not days and today and within < today[-1][1]:
            nth -= 1
        while table.worked[-1] < nth:
            table = self._reaching(table.end)
        at = bisect_left(table.worked, nth)
        return (table.first + at - 1) * DAY + table.open[at - 1][-1][1], table.before[at] - self.counted(begin)

    def opening(self, minute: int) -> int:
        """The minute itself if it lies in a window, else the start of the next one."""
        day, within = divmod(minute, DAY)
        while True:
            table = self._reaching(day)
            for start, end in table.open[day - table.first]:
                if within < end:
                    return day * DAY + max(within, start)
            day, within = day + 1, 0

    def _reaching(self, day: int) -> _Table:
        """The table, grown until it holds the day."""
        table = self._table
        if table.first <= day < table.end:
            return table
        if not 0 < day <= _LAST:
            raise ValueError("no working day is left in the calendar")
        if day < table.first:
            first = max(1, day - _SPAN)
            table = _joined(first, self._windows_of(first, table.first), table, earlier=True)
        else:
            table = _joined(table.first, self._windows_of(table.end, min(day + _SPAN, _LAST) + 1), table, earlier=False)
        self._table = table
        return table

    def _windows_of(self, start: int, end: int) -> list[Windows]:
        return [
            self._windows[max(bisect_right(self._since, day) - 1, 0)] if self._is_working(date.fromordinal(day)) else ()
            for day in range(start, end)
        ]


def _joined(first: int, more: list[Windows], table: _Table, *, earlier: bool) -> _Table:
    """The table with days before or after it; its own counts stay as they are."""
    minutes = list(accumulate((sum(end - start for start, end in windows) for windows in more), initial=0))
    worked = list(accumulate((1 if windows else 0 for windows in more), initial=0))
    if earlier:
        minutes = [table.before[0] - minutes[-1] + count for count in minutes]
        worked = [table.worked[0] - worked[-1] + count for count in worked]
        return _Table(first, more + table.open, minutes[:-1] + table.before, worked[:-1] + table.worked)
    minutes = [table.before[-1] + count for count in minutes]
    worked = [table.worked[-1] + count for count in worked]
    return _Table(first, table.open + more, table.before[:-1] + minutes, table.worked[:-1] + worked)
