"""What passes between the parent and the child that reads: frames of JSON, so no byte of it can run as code.

A frame is its length (4 bytes), one letter, and JSON. `P` progress 0..1, `R` rows of the sheet under way, `S` that sheet
with its marks, `B` the book (the end), `X` a refusal. Dates, times, faults and missing results travel as one-key objects.
"""

import json
import struct
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from app.importing.book import NO_VALUE, ErrorValue, NoValue, Place, Sheet, Value

_HEAD = struct.Struct(">Ic")
MAX_FRAME = 128 * 1024 * 1024
_EXACT = 2**53
Rows = list[list[Value]]


class BadFrame(Exception):
    """The other side sent what no honest reader sends."""


def pack(letter: str, content: object) -> bytes:
    """One frame."""
    body = _ENCODER.encode(content).encode("utf-8", "surrogatepass")
    return _HEAD.pack(len(body), letter.encode()) + body


def frames(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Frames until the stream ends; a stream that ends inside a frame just ends. Raises BadFrame."""
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        length, letter = _HEAD.unpack(head)
        if length > MAX_FRAME:
            raise BadFrame
        body = stream.read(length)
        if len(body) < length:
            return
        yield letter.decode("latin-1"), _decode(body)


def _decode(body: bytes) -> Any:
    try:
        return _DECODER.decode(body.decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        raise BadFrame from None


def _encode_value(value: object) -> object:
    """What JSON has no form for. A moment without time of day is a date; a duration of a day or more is a number of days."""
    match value:
        case datetime():
            return {"t": value.isoformat()} if value.time() != time(0) else {"d": value.date().isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"h": value.isoformat()}
        case timedelta():
            return _time_of_day(value) if timedelta(0) <= value < timedelta(1) else value / timedelta(1)
        case ErrorValue():
            return {"e": value.code}
        case NoValue():
            return {"n": ""}
    raise TypeError(type(value).__name__)


def _time_of_day(span: timedelta) -> time:
    minutes, seconds = divmod(span.seconds, 60)
    return time(minutes // 60, minutes % 60, seconds, span.microseconds)


def _decode_value(content: dict[str, Any]) -> Any:
    if len(content) != 1:
        return content
    ((key, text),) = content.items()
    match key:
        case "d":
            return date.fromisoformat(text)
        case "t":
            return datetime.fromisoformat(text)
        case "h":
            return time.fromisoformat(text)
        case "e":
            return ErrorValue(str(text))
        case "n":
            return NO_VALUE
    return content


def _exact_of(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and -_EXACT < value < _EXACT else value


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_encode_value)
_DECODER = json.JSONDecoder(object_hook=_decode_value, parse_float=_exact_of)
_CELL_TYPES = frozenset((str, int, float, bool, date, datetime, time, ErrorValue, NoValue, type(None)))


def rows_from(content: Any) -> Rows:
    """Rows of an `R` frame as Values. Raises BadFrame for a cell of a type that no Value has."""
    if type(content) is not list:
        raise BadFrame
    return [settle(row) for row in content]


def settle(row: Any) -> list[Value]:
    """A row as a reader gave it, as Values: no empty texts. Raises BadFrame."""
    if type(row) is not list or not _CELL_TYPES.issuperset(map(type, row)):
        raise BadFrame
    return [None if value == "" else value for value in row] if "" in row else row


# Marks of many neighbouring cells travel as runs [row, first column, last column].


def marks_of(sheet: Sheet) -> dict[str, object]:
    """The sheet without its rows, for an `S` frame."""
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "merges": sheet.merges,
        "rows": sorted(sheet.hidden_rows),
        "filtered": sorted(sheet.filtered_rows),
        "cols": sorted(sheet.hidden_cols),
        "struck": _runs(sheet.struck_rows_cells),
        "fills": _grouped(sheet.coloured),
        "formats": _grouped(sheet.number_formats),
        "comments": [[*place, text] for place, text in sheet.comments.items()],
        "unstored": _runs(sheet.formulas_without_value),
        "faults": _grouped(sheet.formula_errors),
        "ghosts": sheet.ghost_rows,
    }


def sheet_from(content: Any, rows: Rows) -> Sheet:
    """The sheet of an `S` frame and the rows before it; marks outside its filled cells are left out. Raises BadFrame."""
    try:
        return _sheet(content, rows)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadFrame from None


def _sheet(content: dict[str, Any], rows: Rows) -> Sheet:
    height, width = len(rows), max(map(len, rows), default=0)
    faults = _spread(content["faults"], rows)
    return Sheet(
        name=_text(content["name"]),
        hidden=bool(content["hidden"]),
        rows=rows,
        merges=[(int(a), int(b), int(c), int(d)) for a, b, c, d in content["merges"]],
        hidden_rows={int(row) for row in content["rows"] if row <= height},
        filtered_rows={int(row) for row in content["filtered"] if row <= height},
        hidden_cols={int(col) for col in content["cols"] if col <= width},
        struck_rows_cells={place for place in _places(content["struck"]) if _filled(rows, place)},
        coloured=_spread(content["fills"], rows),
        comments={(int(row), int(col)): _text(text) for row, col, text in content["comments"]},
        formulas_without_value={place for place in _places(content["unstored"]) if _filled(rows, place)},
        formula_errors=faults,
        number_formats={
            place: code
            for place, code in _spread(content["formats"], rows).items()
            if not isinstance(rows[place[0] - 1][place[1] - 1], (str, bool, ErrorValue, NoValue))
        },
        ghost_rows=int(content["ghosts"]),
    )


def _filled(rows: Rows, place: Place) -> bool:
    row, col = place
    return 0 < row <= len(rows) and 0 < col <= len(rows[row - 1]) and rows[row - 1][col - 1] is not None


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _runs(places: Iterable[Place]) -> list[list[int]]:
    runs: list[list[int]] = []
    for row, col in sorted(places):
        if runs and runs[-1][0] == row and runs[-1][2] == col - 1:
            runs[-1][2] = col
        else:
            runs.append([row, col, col])
    return runs


def _places(runs: Iterable[Any]) -> Iterator[Place]:
    for row, first, last in runs:
        for col in range(int(first), min(int(last), 16_384) + 1):
            yield int(row), col


def _grouped(marks: dict[Place, str]) -> list[list[object]]:
    groups: dict[str, list[Place]] = {}
    for place, text in marks.items():
        groups.setdefault(text, []).append(place)
    return [[text, _runs(places)] for text, places in groups.items()]


def _spread(groups: Iterable[Any], rows: Rows) -> dict[Place, str]:
    return {place: _text(text) for text, runs in groups for place in _places(runs) if _filled(rows, place)}
