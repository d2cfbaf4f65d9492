"""Text with separators: bytes -> rows of text. Every value stays text, as written.

Decoding is strict and never replaces: UTF-8, then GB18030 (which holds every Chinese character), UTF-16 only with its
mark, as Excel's "Unicode text" writes it. See design/safety.md 4.3.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from app.importing.limits import Limits, Refusal

_SEPARATORS = (",", "\t", ";")
_SAMPLE_ROWS = 50
_SAMPLE_LENGTH = 200_000
_TELLING_WIDTH = 3
_END = "\0"  # no text that reaches us holds it


def rows(data: bytes, limits: Limits) -> Iterator[list[str]]:
    """The rows of the file; a row with line breaks inside quotes is one row. Raises Refusal."""
    text = decode(data)
    if "\0" in text:
        raise Refusal("not_workbook")
    declared = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)  # a line that Excel obeys and hides
    if declared:
        text = text[declared.end() :]
    mark = declared[1] if declared else separator(text, limits)
    width = _usual_width(text, mark, limits)[0]
    for row in _parse(text, mark, limits):
        is_broken = width >= _TELLING_WIDTH and "\n" in "".join(row)
        if is_broken and any(_swallows_rows(value, mark, width) for value in row):
            raise Refusal("csv_quotes")
        yield row


def _swallows_rows(value: str, mark: str, width: int) -> bool:
    """Whether a value with line breaks holds whole rows: a quote that stands too much, and one rows later that ends it."""
    return sum(line.count(mark) >= width - 1 for line in value.split("\n")[1:]) >= 2


def decode(data: bytes) -> str:
    """Text of the bytes, or Refusal: what neither reading accepts whole would be garbled."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith(b"\xef\xbb\xbf") or _is_damaged_utf8(data):
            raise Refusal("csv_encoding") from None
    return _decode(data, "gb18030")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("csv_encoding") from None


def _is_damaged_utf8(data: bytes) -> bool:
    """UTF-8 with one bad byte often passes as GB18030 and comes out as nonsense; real GB18030 hardly looks like UTF-8."""
    above_ascii = sum(len(run) for run in re.findall(rb"[\x80-\xff]+", data))
    as_utf8 = 3 * len(re.findall(rb"[\xe0-\xef][\x80-\xbf]{2}", data))
    return as_utf8 > 0.8 * above_ascii


def separator(text: str, limits: Limits) -> str:
    """The separator under which the first rows have the most equal widths; a comma if nothing separates them."""
    return max(_SEPARATORS, key=lambda mark: _usual_width(text, mark, limits)[::-1])


def _usual_width(text: str, mark: str, limits: Limits) -> tuple[int, int]:
    """The most frequent width of the first rows, if they are separated at all, and how many have it."""
    widths: Counter[int] = Counter()
    try:
        for row in islice(_parse(text[:_SAMPLE_LENGTH], mark, limits, whole=False), _SAMPLE_ROWS):
            widths[len(row)] += len(row) > 1
    except Refusal:
        return 0, -1
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))


def _parse(text: str, mark: str, limits: Limits, whole: bool = True) -> Iterator[list[str]]:
    """Rows; of a whole text also the check that its last quote is closed, else the rest of the rows is in one cell."""
    csv.field_size_limit(limits.cell_length)
    lines = io.StringIO(text, newline="")
    try:
        for row in csv.reader(chain(lines, (_END,)) if whole else lines, delimiter=mark):
            if row == [_END]:
                return
            yield row
    except csv.Error:  # a value that does not end, or is too long
        pass
    if whole:
        raise Refusal("csv_quotes")
