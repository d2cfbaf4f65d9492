"""Cell references of Excel as numbers, rows and columns from 1."""

import re
from functools import lru_cache

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def area_of(ref: str) -> tuple[int, int, int, int] | None:
    """`B2:D9` as (2, 2, 9, 4): first row, first column, last row, last column. None for anything else."""
    found = _AREA.fullmatch(ref)
    if not found:
        return None
    left, top, right, bottom = found.groups()
    row, col = int(top), column_of(left)
    return row, col, int(bottom or row), column_of(right) if right else col


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """1 for A, 27 for AA."""
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return col
