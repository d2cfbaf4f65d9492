"""What an .xls says beside its values, and the date system: a walk over its BIFF records ([MS-XLS] 2.4). Runs in the child."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.importing.book import Place, Sheet
from app.importing.limits import Refusal
from app.importing.styles import Styles, as_argb, format_code, indexed_colour
from app.importing.xlsx_marks import Marks

Record = tuple[int, bytes]
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BIFF8 = 0x0600
_MOST_MERGES = 100_000


def workbook_stream(data: bytes) -> bytes:
    """The stream that holds the workbook. Raises Refusal."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - damaged containers raise whatever goes wrong first
        raise Refusal("damaged") from None
    raise Refusal("damaged")


def records(stream: bytes, start: int) -> Iterator[Record]:
    """Records from a place to the end of their substream."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        start += 4
        yield kind, stream[start : start + length]
        start += length
        depth += (kind == 0x0809) - (kind == 0x000A)  # a chart is a substream inside a sheet
        if depth <= 0:
            return


@dataclass(slots=True)
class _Globals:
    """What holds for all sheets."""

    from_1904: bool = False
    biff8: bool = True
    places: list[int] = field(default_factory=list)
    names: list[tuple[bool, int]] = field(default_factory=list)  # hidden, sheet type
    struck_fonts: list[bool] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    xfs: list[bytes] = field(default_factory=list)
    palette: list[str] = field(default_factory=list)

    def add(self, kind: int, body: bytes) -> None:
        match kind:
            case 0x0809:
                self.biff8 = body[:2] == struct.pack("<H", _BIFF8)
            case 0x0022:
                self.from_1904 = body[:1] == b"\1"
            case 0x0085:
                place, state, sheet_type = struct.unpack_from("<IBB", body)
                self.places.append(place)
                self.names.append((state & 3 != 0, sheet_type))
            case 0x0031:
                self.struck_fonts.append(bool(body[2] & 0x08))
            case 0x041E:
                self.codes[struct.unpack_from("<H", body)[0]] = _format_text(body, self.biff8)
            case 0x00E0:
                self.xfs.append(body)
            case 0x0092:
                self.palette = ["000000"] * 8 + [body[at : at + 3].hex().upper() for at in range(2, len(body) - 3, 4)]

    def styles(self) -> Styles:
        found = Styles()
        for style, body in enumerate(self.xfs):
            font, code = struct.unpack_from("<HH", body)
            font -= font > 4  # there is no font 4
            if font < len(self.struck_fonts) and self.struck_fonts[font]:
                found.struck.add(style)
            if colour := self._fill(body):
                found.fills[style] = colour
            if text := format_code(code, self.codes):
                found.formats[style] = text
        return found

    def _fill(self, body: bytes) -> str:
        if not self.biff8 or len(body) < 20:
            return ""
        pattern, colours = struct.unpack_from("<I", body, 14)[0] >> 26, struct.unpack_from("<H", body, 18)[0]
        return as_argb(indexed_colour(colours & 0x7F, self.palette)) if pattern == 1 else ""


def _format_text(body: bytes, biff8: bool) -> str:
    if not biff8:
        return body[3:].decode("gb18030", "replace")
    return _characters(body[5:], body[4])


def _characters(body: bytes, flags: int) -> str:
    return body.decode("utf-16-le", "replace") if flags & 1 else body.decode("latin-1")


class XlsMarks:
    """The marks of the sheets of an xls, in their order. Raises Refusal, struct.error or IndexError on damage."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._globals = _Globals()
        for kind, body in records(self._stream, 0):
            self._globals.add(kind, body)
        self._styles = self._globals.styles()
        self.from_1904 = self._globals.from_1904
        self.sheet_numbers = [number for number, (_, kind) in enumerate(self._globals.names) if kind == 0]

    def read(self, number: int) -> Marks:
        """The marks of the sheet with this number."""
        reader = _SheetRecords(self._styles, Marks(Sheet("", self._globals.names[number][0])))
        for kind, body in records(self._stream, self._globals.places[number]):
            reader.add(kind, body)
        return reader.finish()


@dataclass(slots=True)
class _SheetRecords:
    """Takes the records of one sheet."""

    styles: Styles
    marks: Marks
    _is_filtered: bool = False
    _object: int = 0
    _length: int = 0
    _texts: dict[int, str] = field(default_factory=dict)
    _notes: dict[Place, int] = field(default_factory=dict)

    def add(self, kind: int, body: bytes) -> None:
        if kind in _CELLS:
            self._add_cell(kind, body)
        elif kind in _SPANS:
            self._add_span(kind, body)
        else:
            self._add_other(kind, body)

    def _add_cell(self, kind: int, body: bytes) -> None:
        row, col, style = struct.unpack_from("<HHH", body)
        self._mark((row + 1, col + 1), style, kind in _NUMBERS)
        if kind == 0x0205 and body[7]:
            self._fault(row, col, body[6])
        if kind in (0x0006, 0x0206) and body[12:14] == b"\xff\xff" and body[6] == 2:
            self._fault(row, col, body[8])

    def _add_span(self, kind: int, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        size = 6 if kind == 0x00BD else 2
        for index in range((len(body) - 6) // size):
            style = struct.unpack_from("<H", body, 4 + index * size)[0]
            self._mark((row + 1, first + index + 1), style, is_number=True)

    def _mark(self, place: Place, style: int, is_number: bool) -> None:
        sheet = self.marks.sheet
        if style in self.styles.struck:
            sheet.struck_rows_cells.add(place)
        if style in self.styles.fills:
            sheet.coloured[place] = self.styles.fills[style]
        if is_number and style in self.styles.formats:
            sheet.number_formats[place] = self.styles.formats[style]

    def _fault(self, row: int, col: int, code: int) -> None:
        self.marks.sheet.formula_errors[row + 1, col + 1] = _ERRORS.get(code, "#VALUE!")

    def _add_other(self, kind: int, body: bytes) -> None:
        sheet = self.marks.sheet
        match kind:
            case 0x0208:  # ROW
                row = struct.unpack_from("<H", body)[0] + 1
                self.marks.last_row = max(self.marks.last_row, row)
                if body[12] & 0x20:
                    sheet.hidden_rows.add(row)
            case 0x007D if body[8] & 1:  # COLINFO
                first, last = struct.unpack_from("<HH", body)
                sheet.hidden_cols.update(range(first + 1, min(last, 255) + 2))
            case 0x00E5 if len(sheet.merges) < _MOST_MERGES:  # MERGEDCELLS
                for at in range(2, len(body) - 7, 8):
                    top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
                    sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))
            case 0x009B:  # FILTERMODE
                self._is_filtered = True
            case _:
                self._add_note(kind, body)

    def _add_note(self, kind: int, body: bytes) -> None:
        match kind:
            case 0x005D if body[:2] == b"\x15\0":  # OBJ: the number by which a note names its text box
                self._object = struct.unpack_from("<H", body, 6)[0]
            case 0x01B6:  # TXO
                self._length = struct.unpack_from("<H", body, 10)[0]
            case 0x003C if self._length:  # CONTINUE: first the characters, then their fonts
                text = _characters(body[1:], body[0])[: self._length]
                self._texts[self._object] = self._texts.get(self._object, "") + text
                self._length -= len(text)
            case 0x001C if len(body) >= 8:  # NOTE
                row, col, _, number = struct.unpack_from("<HHHH", body)
                self._notes[row + 1, col + 1] = number

    def finish(self) -> Marks:
        sheet = self.marks.sheet
        sheet.comments = {place: self._texts[n].strip() for place, n in self._notes.items() if n in self._texts}
        # BIFF keeps the filtered range elsewhere; while a filter is on, all hidden rows count as its doing.
        if self._is_filtered:
            sheet.filtered_rows, sheet.hidden_rows = sheet.hidden_rows, set()
        return self.marks


_NUMBERS = frozenset((0x0203, 0x0003, 0x027E, 0x0006, 0x0206))
_CELLS = _NUMBERS | {0x00FD, 0x0204, 0x00D6, 0x0205}
_SPANS = frozenset((0x00BD,))
