"""How wide the columns and how high the rows of a sheet must be, so that nothing is cut where a program does not fit them itself.

Widths are Excel's: digits of the default font. A character of Han takes two, and SimSun at 11 pt a little more than that.
"""

from collections.abc import Iterator, Sequence
from math import ceil

LINE, HIGHEST = 15.0, 409.0  # pt: of one line at 11 pt, and the most that a row may have
LEAST, WIDEST = 6, 40
TIGHT = 0.9  # of a line is filled before it breaks


def digits(text: str) -> int:
    """How many digits wide a line of text is."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


class Room:
    """Grows with the texts of a column, from its heading in two lines to `most`; what is longer makes its row higher."""

    def __init__(self, headings: Sequence[str], most: Sequence[int]) -> None:
        self._most = [min(max(wide, LEAST), WIDEST) for wide in most]
        self._wide = [max(LEAST, ceil(digits(words) / 2)) for words in headings]
        self._long: dict[int, list[tuple[int, list[int]]]] = {}
        self._headings = headings

    def note(self, row: int, column: int, text: str) -> None:
        if 2 * len(text) <= self._wide[column] and "\n" not in text:  # of a hundred cells all but a few
            return
        wide = digits(text)
        if wide > self._most[column] or "\n" in text:
            parts = [digits(part) for part in text.split("\n")]
            self._long.setdefault(row, []).append((column, parts))
            wide = min(max(parts), self._most[column])
        if wide > self._wide[column]:
            self._wide[column] = wide

    def widths(self) -> list[int]:
        return [ceil(wide * 1.06) + 1 for wide in self._wide]

    def heights(self) -> Iterator[tuple[int, float]]:
        """Only of rows that need more than a line."""
        for row, cells in self._long.items():
            yield row, self._height(max(self._lines(column, parts) for column, parts in cells))

    def heading(self) -> float:
        """The height of the row of headings."""
        lines = (self._lines(column, [digits(words)]) for column, words in enumerate(self._headings))
        return self._height(max(lines, default=1))

    def _lines(self, column: int, parts: list[int]) -> int:
        return sum(1 if part <= self._wide[column] else ceil(part / (self._wide[column] * TIGHT)) for part in parts)

    def _height(self, lines: int) -> float:
        return min(lines * LINE, HIGHEST)
