"""Was a row hidden by the filter that was left on, or by hand? The file marks both alike; the filter's conditions tell.

ECMA-376 part 1, 18.3.2. A row inside the filtered range that meets every condition cannot have been hidden by it.
Conditions that need more than the cell (colour, top ten, "this month") count as met by none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.importing.book import Value

_DATE_PARTS = ("year", "month", "day", "hour", "minute", "second")


@dataclass(slots=True)
class Condition:
    """The condition of one column: a list of texts and date groups, or up to two comparisons."""

    texts: set[str] = field(default_factory=set)
    dates: set[tuple[int, ...]] = field(default_factory=set)
    blank: bool = False
    comparisons: list[tuple[str, str]] = field(default_factory=list)
    all_of: bool = False
    unknown: bool = False

    def is_met(self, value: Value) -> bool:
        if self.unknown:
            return False
        if self.comparisons:
            results = [_compares(value, operator, text) for operator, text in self.comparisons]
            return all(results) if self.all_of else any(results)
        if value is None:
            return self.blank
        return _shown(value) in self.texts or any(_in_group(value, group) for group in self.dates)


@dataclass(slots=True)
class AutoFilter:
    """A filter with at least one condition, over rows first..last below its heading; columns from 1."""

    first: int
    last: int
    conditions: dict[int, Condition] = field(default_factory=dict)

    def hides(self, row: int, values: Sequence[Value]) -> bool:
        """Whether this filter is what hides the row."""
        if not self.conditions or not self.first <= row <= self.last:
            return False
        return not all(
            condition.is_met(values[col - 1] if col <= len(values) else None)
            for col, condition in self.conditions.items()
        )


def date_group(parts: dict[str, str]) -> tuple[int, ...]:
    """(2026,) or (2026, 11) ... of a dateGroupItem's attributes."""
    group = []
    for part in _DATE_PARTS:
        if not parts.get(part, "").isdigit():
            break
        group.append(int(parts[part]))
    return tuple(group)


def _in_group(value: Value, group: tuple[int, ...]) -> bool:
    if not isinstance(value, date) or not group:
        return False
    return value.timetuple()[: len(group)] == group


def _shown(value: Value) -> str:
    """As the filter's list shows it; case does not count."""
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, float):
        return f"{value:.15g}".casefold()
    return str(value).strip().casefold()


def listed(text: str) -> str:
    """A text of the filter's list, comparable with a value."""
    return text.strip().casefold()


def _compares(value: Value, operator: str, text: str) -> bool:
    if operator in ("equal", "notEqual"):
        return _matches(value, text) == (operator == "equal")
    try:
        wanted = float(text)
    except ValueError:
        return False
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    match operator:
        case "greaterThan":
            return value > wanted
        case "greaterThanOrEqual":
            return value >= wanted
        case "lessThan":
            return value < wanted
        case "lessThanOrEqual":
            return value <= wanted
    return False


def _matches(value: Value, text: str) -> bool:
    if not text.strip():
        return value is None
    if value is None:
        return False
    pattern = re.escape(listed(text)).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(pattern, _shown(value), re.DOTALL) is not None
