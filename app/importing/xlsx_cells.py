"""The cells of a sheet's XML that carry a mark: struck, filled, formatted, a fault, a formula without result, a hidden row.

Cells are nearly all the bytes of a workbook. Usual writing is searched with patterns (ten times faster than parsing);
unusual writing (prefixes, cells without reference, CDATA, comments) is parsed. Both find the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.importing.book import Place, Sheet
from app.importing.package import Attributes, is_true, walk
from app.importing.places import area_of, column_of
from app.importing.styles import Styles, number


@dataclass(slots=True)
class CellMarks:
    """What to look for, and the sheet that takes what is found."""

    styles: Styles
    struck_strings: set[int]
    sheet: Sheet

    def style(self, place: Place, style: int, is_number: bool) -> None:
        if style in self.styles.struck:
            self.sheet.struck_rows_cells.add(place)
        if style in self.styles.fills:
            self.sheet.coloured[place] = self.styles.fills[style]
        if is_number and style in self.styles.formats:
            self.sheet.number_formats[place] = self.styles.formats[style]


def search(rows: bytes, marks: CellMarks) -> int:
    """Finds the marks in usually written rows; the number of the last row of the sheet."""
    _search_styles(rows, marks)
    _search_formulas(rows, marks.sheet)
    if marks.struck_strings:
        _search_struck_strings(rows, marks)
    return _search_rows(rows, marks.sheet)


def is_usual(rows: bytes) -> bool:
    """Whether every cell names its place first, every row somewhere, and nothing but elements stands between them."""
    return re.search(rb'<(?:c(?! r="|[a-zA-Z])|row(?![^>]{0,300} r="|[a-zA-Z])|!)', rows) is None


_REF = rb'<c r="([A-Z]{1,3})([0-9]{1,7})"'
_REST = rb"[^>]{0,200}"
_FORMULA = rb"<f(?:/>| [^>]*/>|(?: [^>]*)?>[^<]*</f>)"
_FEW = 24
_FAULT = re.compile(_REF + _REST + rb'\bt="e"' + _REST + rb">\s*(?:" + _FORMULA + rb")?\s*<v>([^<]{1,30})</v>")
_UNSTORED = re.compile(_REF + rb"(" + _REST + rb")>\s*" + _FORMULA + rb"\s*(<v ?/>|<v></v>)?\s*</c>")
_STRING = re.compile(_REF + _REST + rb'\bt="s"' + _REST + rb">\s*(?:" + _FORMULA + rb")?\s*<v>([0-9]{1,9})</v>")
_ROW = rb'<row(?=[^>]{0,300} r="([0-9]{1,7})")'
_HIDDEN = re.compile(_ROW + rb'[^>]{0,300} (?:hidden="(?:1|true)"|ht="0(?:\.0*)?")')


def _search_styles(rows: bytes, marks: CellMarks) -> None:
    """Cells that are not self-closed and have a style with a meaning; one pass for all kinds of marks."""
    wanted = marks.styles.marked()
    if not wanted:
        return
    digits = b"|".join(b"%d" % style for style in wanted) if len(wanted) <= _FEW else rb"[0-9]{1,6}"
    # Nearly all programs write s next to r; the second way, for the rest, must look ahead and costs twice the time.
    way = rb'(?: s="(%b)"(?: t="([a-zA-Z]+)")?|(?! s=)(?=%b\bs="(%b)")(?=(?:%b\bt="([a-zA-Z]+)")?))[^>/]{0,200}>'
    pattern = _REF + way % (digits, _REST, digits, _REST)
    for letters, row, next_style, next_type, far_style, far_type in re.findall(pattern, rows):
        style = int(next_style or far_style)
        if style in wanted:
            marks.style(_place(letters, row), style, (next_type or far_type or b"n") == b"n")


def _place(letters: bytes, row: bytes) -> Place:
    return int(row), column_of(letters.decode())


def _search_formulas(rows: bytes, sheet: Sheet) -> None:
    if b't="e"' in rows:
        for letters, row, code in _FAULT.findall(rows):
            sheet.formula_errors[_place(letters, row)] = code.decode("utf-8", "replace")
    if b"<f" in rows:
        for letters, row, attributes, value in _UNSTORED.findall(rows):
            if not (value and b't="str"' in attributes):  # a stored result that is an empty text
                sheet.formulas_without_value.add(_place(letters, row))


def _search_struck_strings(rows: bytes, marks: CellMarks) -> None:
    for letters, row, index in _STRING.findall(rows):
        if int(index) in marks.struck_strings:
            marks.sheet.struck_rows_cells.add(_place(letters, row))


def _search_rows(rows: bytes, sheet: Sheet) -> int:
    if b' hidden="' in rows or b' ht="0' in rows:
        sheet.hidden_rows.update(int(row) for row in _HIDDEN.findall(rows))
    last = re.match(_ROW, rows[rows.rfind(b"<row ") :][:330])
    return int(last[1]) if last else 0


def parse(chunks: Iterable[bytes], marks: CellMarks) -> int:
    """Finds the same by parsing; the number of the last row. Raises Refusal for broken XML."""
    reader = _Cells(marks)
    walk(chunks, reader.start, reader.end, reader.text)
    return reader.row


@dataclass(slots=True)
class _Cells:
    """Follows rows and cells; places that are not written follow from the one before."""

    marks: CellMarks
    row: int = 0
    _col: int = 0
    _type: str = "n"
    _tag: str = ""
    _has_content: bool = False
    _has_formula: bool = False
    _value: list[str] = field(default_factory=list)
    _is_stored: bool = False
    _style: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        self._tag = tag
        match tag:
            case "row":
                self.row, self._col = number(attributes.get("r"), self.row + 1), 0
                if is_true(attributes.get("hidden", "0")) or attributes.get("ht", "1").strip("0.") == "":
                    self.marks.sheet.hidden_rows.add(self.row)
            case "c":
                self._start_cell(attributes)
            case "f":
                self._has_formula = self._has_content = True
            case "v":
                self._is_stored = self._type == "str"  # an empty text is a result, elsewhere an empty value is none
                self._has_content = True
            case "is":
                self._is_stored = self._has_content = True

    def _start_cell(self, attributes: Attributes) -> None:
        area = area_of(attributes.get("r", ""))
        self.row, self._col = area[:2] if area else (self.row, self._col + 1)
        self._type, self._style = attributes.get("t", "n"), number(attributes.get("s"))
        self._has_content = self._has_formula = self._is_stored = False
        self._value.clear()

    def text(self, text: str) -> None:
        if self._tag == "v":
            self._value.append(text)

    def end(self, tag: str) -> None:
        self._tag = ""
        if tag == "c" and self._has_content:
            self._end_cell((self.row, self._col), "".join(self._value))

    def _end_cell(self, place: Place, value: str) -> None:
        sheet = self.marks.sheet
        self.marks.style(place, self._style, self._type == "n")
        if self._type == "e" and value:
            sheet.formula_errors[place] = value
        if self._has_formula and not value and not self._is_stored:
            sheet.formulas_without_value.add(place)
        if self._type == "s" and value.isdigit() and int(value) in self.marks.struck_strings:
            sheet.struck_rows_cells.add(place)
