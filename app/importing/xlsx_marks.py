"""What a sheet of an xlsx says beside its values: merges, hidden rows, struck cells, fills, comments, formulas.

Runs in the child, beside the reader of values. The cells (by far the most bytes) are searched with patterns, which is ten
times faster than parsing them; a sheet that is written unusually (prefixes, missing references, CDATA) is parsed instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importing import autofilter
from app.importing.autofilter import AutoFilter, Condition
from app.importing.book import Place, Sheet, Value
from app.importing.limits import Limits
from app.importing.package import Attributes, Package, SheetPart, is_true, walk
from app.importing.places import area_of
from app.importing.styles import Styles, number, read_styles
from app.importing.xlsx_cells import CellMarks, is_usual, parse, search

_MOST_MERGES = 100_000


@dataclass(slots=True)
class Marks:
    """A sheet without rows; its hidden_rows still hold the filtered ones, `filters` tell them apart."""

    sheet: Sheet
    filters: list[AutoFilter] = field(default_factory=list)
    last_row: int = 0

    def is_filtered(self, row: int, values: Sequence[Value]) -> bool:
        """Whether a hidden row was hidden by a filter and not by hand."""
        return any(each.hides(row, values) for each in self.filters)


class XlsxMarks:
    """The marks of a package's sheets, sheet by sheet. Raises Refusal for broken XML."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._package = Package(data)
        self.parts, self.from_1904 = self._package.workbook()
        self._styles: Styles = read_styles(self._package.styles(), self._package.theme())
        self._struck_strings = struck_strings(self._package.strings())
        self._limits = limits

    def read(self, part: SheetPart) -> Marks:
        """The marks of one sheet."""
        marks = Marks(Sheet(part.name, part.hidden))
        frame = _Frame(marks, self._limits)
        data = self._package.read(part.part)
        cells = CellMarks(self._styles, self._struck_strings, marks.sheet)
        usual = None if 0 in self._styles.marked() else split(data)  # a cell that names no style has style 0
        if usual:
            walk(usual[::2], frame.start)
            marks.last_row = search(usual[1], cells)
        else:
            walk([data], frame.start)
            marks.last_row = parse([data], cells)
        for table in self._package.related(part.part, "table"):
            walk([self._package.read(table)], frame.start)
        self._read_comments(part.part, marks.sheet)
        return marks

    def _read_comments(self, part: str, sheet: Sheet) -> None:
        for kind, element, words_in in (("comments", "comment", "t"), ("threadedComment", "threadedComment", "text")):
            found: dict[Place, str] = {}
            for path in self._package.related(part, kind):
                _collect_comments(self._package.read(path), element, words_in, found)
            sheet.comments.update(found)  # a thread replaces the note that Excel leaves for older programs


def split(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    """What stands before, in and after the rows; None where the sheet is written unusually and must be parsed."""
    first, last = data.find(b"<sheetData>"), data.rfind(b"</sheetData>")
    if first < 0 or last < first or b"<!" in data[:first]:
        return None
    first += len(b"<sheetData>")
    rows = data[first:last]
    return (data[:first], rows, data[last:]) if is_usual(rows) else None


class _Frame:
    """Listens to what stands around the rows, and to the filters of tables."""

    def __init__(self, marks: Marks, limits: Limits) -> None:
        self._sheet, self._filters, self._limits = marks.sheet, marks.filters, limits
        self._filter: AutoFilter | None = None
        self._left = 1
        self._condition = Condition()

    def start(self, tag: str, attributes: Attributes) -> None:
        match tag:
            case "col" if is_true(attributes.get("hidden", "0")) or attributes.get("width") == "0":
                first, last = number(attributes.get("min")), number(attributes.get("max"))
                self._sheet.hidden_cols.update(range(max(first, 1), min(last, self._limits.columns) + 1))
            case "mergeCell" if len(self._sheet.merges) < _MOST_MERGES:
                if area := area_of(attributes.get("ref", "")):
                    self._sheet.merges.append(area)
            case "autoFilter":
                self._open_filter(attributes.get("ref", ""))
            case "filterColumn" if self._filter:
                self._condition = Condition()
                self._filter.conditions[self._left + number(attributes.get("colId"))] = self._condition
            case _ if self._filter:
                _add_condition(self._condition, tag, attributes)

    def _open_filter(self, ref: str) -> None:
        area = area_of(ref)
        if area:
            self._filter, self._left = AutoFilter(area[0] + 1, area[2]), area[1]
            self._filters.append(self._filter)


def _add_condition(condition: Condition, tag: str, attributes: Attributes) -> None:
    match tag:
        case "filters":
            condition.blank = is_true(attributes.get("blank", "0"))
        case "filter":
            condition.texts.add(autofilter.listed(attributes.get("val", "")))
        case "dateGroupItem":
            condition.dates.add(autofilter.date_group(attributes))
        case "customFilters":
            condition.all_of = is_true(attributes.get("and", "0"))
        case "customFilter":
            condition.comparisons.append((attributes.get("operator", "equal"), attributes.get("val", "")))
        case "top10" | "dynamicFilter" | "colorFilter" | "iconFilter":
            condition.unknown = True


def struck_strings(strings: bytes) -> set[int]:
    """Numbers of the shared strings whose every run of text is struck through."""
    if b"strike" not in strings:
        return set()
    reader = _StruckStrings()
    walk([strings], reader.start, reader.end, reader.text)
    return reader.found


class _StruckStrings:
    def __init__(self) -> None:
        self.found: set[int] = set()
        self._index = -1
        self._is_struck = self._in_text = False
        self._runs: list[bool] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "si":
            self._index, self._runs = self._index + 1, []
        elif tag == "r":
            self._is_struck = False
        elif tag == "strike":
            self._is_struck = is_true(attributes.get("val", "1"))
        self._in_text = tag == "t"

    def text(self, text: str) -> None:
        if self._in_text and text.strip():
            self._runs.append(self._is_struck)

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "si" and self._runs and all(self._runs):
            self.found.add(self._index)
        if tag == "r":
            self._is_struck = False


def _collect_comments(data: bytes, element: str, words_in: str, found: dict[Place, str]) -> None:
    reader = _Comments(element, words_in, found)
    walk([data], reader.start, reader.end, reader.text)


@dataclass(slots=True)
class _Comments:
    """The texts of comments by place; several at one place (a thread) are lines."""

    element: str
    words_in: str
    found: dict[Place, str]
    _place: Place | None = None
    _words: list[str] = field(default_factory=list)
    _inside: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == self.element:
            area = area_of(attributes.get("ref", ""))
            self._place = area[:2] if area else None
            self._words.clear()
        self._inside = tag == self.words_in

    def text(self, text: str) -> None:
        if self._inside:
            self._words.append(text)

    def end(self, tag: str) -> None:
        self._inside = False
        if tag == self.element and self._place:
            lines = (self.found.get(self._place), "".join(self._words).strip())
            self.found[self._place] = "\n".join(filter(None, lines))
