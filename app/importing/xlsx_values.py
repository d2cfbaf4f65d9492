"""The values of a workbook, sheet by sheet: calamine first, openpyxl where calamine gives up. Runs in the child.

Rows are as the library gives them; `wire` makes Values of them, in the parent, while the child goes on.
"""

import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.importing.limits import Limits, Refusal

RawRow = list[Any]
_EXCEL_ROWS = 1_048_576
_EXACT = 2**53  # a cell holds no more; openpyxl reads the digits beyond as if they were kept


@dataclass(slots=True)
class SheetValues:
    """One sheet's name, its number in the workbook (from 0, charts counted) and its rows from row 1, column A."""

    name: str
    number: int
    rows: Iterable[RawRow]


def by_calamine(data: bytes) -> Iterator[SheetValues]:
    """Reads xlsx and xls. Anything may be raised on a damaged file, a PanicException (no Exception) among it."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            yield SheetValues(sheet.name, index, _calamine_rows(book, index))


def _calamine_rows(book: Any, index: int) -> Iterator[RawRow]:
    sheet = book.get_sheet_by_index(index)
    left = [None] * sheet.start[1] if sheet.start else []
    for row in sheet.iter_rows():
        yield left + row if left else row


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


def _openpyxl_rows(sheet: Any, limits: Limits) -> Iterator[RawRow]:
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number > _EXCEL_ROWS:
            raise Refusal("too_many_rows", limits.rows)
        yield [float(value) if type(value) is int and abs(value) >= _EXACT else value for value in row]
