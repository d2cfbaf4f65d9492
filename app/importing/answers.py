"""What the person said, now and at earlier imports, that decides how a workbook is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.importing import headings


@dataclass(frozen=True, slots=True)
class Answers:
    """merged: fill merged (and blank block) cells down, or keep them as they stand. hidden: rows, also filtered ones,
    and sheets. fields: {(sheet, column from 1): field} as corrected on the screen. staff: take lists that look like staff.
    dashed: what the 2 of the room 2-101 is, beside a column of buildings."""

    merged: Literal["ask", "fill", "keep"] = "ask"
    hidden: Literal["ask", "skip", "take"] = "ask"
    staff: Literal["ask", "skip", "take"] = "ask"
    dashed: Literal["ask", "unit", "storey", "building", "none"] = "ask"
    fields: Mapping[tuple[str, int], str] = field(default_factory=dict)


ANSWERABLE = frozenset(("merged", "hidden", "staff", "dashed"))


@dataclass(frozen=True, slots=True)
class Memory:
    """Headings that a person has confirmed before, made comparable, with the field they meant."""

    fields: Mapping[str, str] = field(default_factory=dict)

    def recall(self, header: str) -> str | None:
        return self.fields.get(headings.plain(header)) if header else None

    def with_columns(self, columns: Mapping[str, str]) -> "Memory":
        """The memory after an import: {header as shown: field}."""
        return Memory({**self.fields, **{headings.plain(text): field for text, field in columns.items() if text}})
