"""The values of a workbook, sheet by sheet: calamine first, openpyxl where calamine gives up. Runs in the child."""

import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.importing.book import Value
from app.importing.limits import Limits
from app.importing.refusals import Refusal

_EXACT = 2**53
Row = list[Value]


@dataclass(slots=True)
class SheetValues:
    """One sheet's name, its number in the workbook (from 0, charts counted) and its rows from row 1, column A."""

    name: str
    number: int
    rows: Iterable[Row]


def by_calamine(data: bytes) -> Iterator[SheetValues]:
    """Reads xlsx and xls. Anything may be raised on a damaged file, a PanicException (no Exception) among it."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            yield SheetValues(sheet.name, index, _calamine_rows(book, index))


def _calamine_rows(book: Any, index: int) -> Iterator[Row]:
    sheet = book.get_sheet_by_index(index)
    left = [None] * sheet.start[1] if sheet.start else []
    for row in sheet.iter_rows():
        yield left + clean(row) if left else clean(row)


def by_openpyxl(data: bytes, limits: Limits) -> Iterator[SheetValues]:
    """Reads xlsx cell by cell, so a far cell costs nothing. Slower by ten times; anything may be raised."""
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise Refusal("child_failed")
    warnings.simplefilter("ignore")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        yield SheetValues(sheet.title, book.sheetnames.index(sheet.title), _openpyxl_rows(sheet, limits))


def _openpyxl_rows(sheet: Any, limits: Limits) -> Iterator[Row]:
    for row in sheet.iter_rows(max_row=limits.rows + 1, max_col=16_384, values_only=True):
        yield clean(row)


def clean(row: Iterable[Any]) -> Row:
    """A reader's row as Values: no empty texts, whole numbers exact, a date without time of day as a date."""
    kinds = set(map(type, row))
    if kinds == {str}:
        cleaned: Row = [value or None for value in row]
    else:
        cleaned = [value or None if type(value) is str else _value(value) for value in row]
    while cleaned and cleaned[-1] is None:
        cleaned.pop()
    return cleaned


def _value(value: Any) -> Value:
    match value:
        case bool() | int() | None:
            return value
        case float():
            return int(value) if value.is_integer() and -_EXACT < value < _EXACT else value
        case datetime():
            return value if value.time() != time(0) else value.date()
        case date() | time():
            return value
        case timedelta():
            return (datetime.min + value).time() if timedelta(0) <= value < timedelta(1) else value / timedelta(1)
    return str(value)
