"""What a reader saw in a workbook: values and marks by place, no meaning. No Qt, no database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows a fault of its formula, by Excel's own name: `#REF!`, `#N/A`, `#DIV/0!` ..."""

    code: str


@dataclass(frozen=True, slots=True)
class NoValue:
    """A formula whose result was never stored; all of them are equal."""


NO_VALUE = NoValue()

Value = str | int | float | bool | date | datetime | time | ErrorValue | NoValue | None
"""An integral number below 2**53 is an int, any other number a float: an id of 18 digits typed as a number is a
float that has lost its last digits. A date is a `date` unless its cell carries a time of day too; a duration
longer than a day is a float of days. Text is whole as stored, with spaces and invisible characters."""

Kind = Literal["xlsx", "xls", "csv"]
Place = tuple[int, int]
"""Row and column, both from 1, as Excel shows them."""


@dataclass(slots=True)
class Sheet:
    """One sheet. All rows and columns count from 1; `rows[r - 1][c - 1]` is the cell, and short rows are usual:
    trailing empty cells and trailing empty rows are cut. A cell with a fault holds an `ErrorValue`, a formula
    without a stored result `NO_VALUE`, so both also count as filled.

    filtered_rows: hidden by an autofilter; they are not in hidden_rows.
    struck_rows_cells: filled cells whose font is struck through, wholly or (rich text) in every run.
    coloured: ARGB such as `FFFFFF00` of solid fills that are not white, of filled cells only.
    number_formats: of number and date cells whose format is not General.
    ghost_rows: rows after the last filled one that only carry borders or formats.
    """

    name: str
    hidden: bool = False
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    filtered_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    struck_rows_cells: set[Place] = field(default_factory=set)
    coloured: dict[Place, str] = field(default_factory=dict)
    comments: dict[Place, str] = field(default_factory=dict)
    formulas_without_value: set[Place] = field(default_factory=set)
    formula_errors: dict[Place, str] = field(default_factory=dict)
    number_formats: dict[Place, str] = field(default_factory=dict)
    ghost_rows: int = 0


@dataclass(slots=True)
class Book:
    """A file as read. `kind` is what the bytes are, not what the name says; if those differ `wrong_extension`.
    A csv is one sheet named ""; `sha256` is that of the file on disk (encrypted, if it was)."""

    name: str
    sheets: list[Sheet]
    kind: Kind
    sha256: str
    encrypted: bool = False
    date_system_1904: bool = False
    wrong_extension: bool = False
