"""Text with separators: bytes -> rows of text. Every value stays text, as written.

Decoding is strict and never replaces: UTF-8, then GB18030 (which holds every Chinese character), UTF-16 only with its
mark, as Excel's "Unicode text" writes it. See design/safety.md 4.3.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from app.importing.limits import Limits, Refusal

_SEPARATORS = (",", "\t", ";")
_SAMPLE_ROWS = 50
_SAMPLE_LENGTH = 200_000


def rows(data: bytes, limits: Limits) -> Iterator[list[str]]:
    """The rows of the file; a row with line breaks inside quotes is one row. Raises Refusal."""
    text = decode(data)
    declared = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)  # a line that Excel obeys and hides
    if declared:
        text = text[declared.end() :]
    return _parse(text, declared[1] if declared else separator(text, limits), limits)


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
    return max(_SEPARATORS, key=lambda mark: _regularity(text[:_SAMPLE_LENGTH], mark, limits))


def _regularity(text: str, mark: str, limits: Limits) -> float:
    widths: Counter[int] = Counter()
    try:
        for number, row in enumerate(_parse(text, mark, limits)):
            if number == _SAMPLE_ROWS:
                break
            widths[len(row)] += len(row) > 1
    except Refusal:
        return -1.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count + width / 1000 if count else 0.0


def _parse(text: str, mark: str, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(limits.cell_length)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
    except csv.Error:  # a field without end: its closing quote is missing
        raise Refusal("csv_quotes") from None
