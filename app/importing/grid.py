"""A sheet as the table finder walks it: plain, or turned so that fields which run down become columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.importing.book import Sheet, Value


@dataclass(slots=True)
class Grid:
    """rows and columns from 1, as in the sheet, or exchanged when `turned`; marks of cells are always the sheet's own."""

    sheet: Sheet
    rows: Sequence[Sequence[Value]]
    turned: bool = False
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # first cell of a merge -> last cell

    def cell(self, row: int, col: int) -> Value:
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return line[col - 1] if 0 < col <= len(line) else None

    def column(self, col: int, rows: Sequence[int]) -> list[Value]:
        at = col - 1
        lines = self.rows
        return [line[at] if at < len(line := lines[row - 1]) else None for row in rows]

    def columns(self, rows: Sequence[int], first: int, last: int) -> dict[int, list[Value]]:
        """Whole columns at once, by number."""
        lines = [self.rows[row - 1] for row in rows]
        padding = [None] * last
        padded = [line if len(line) >= last else [*line, *padding[len(line) :]] for line in lines]
        vectors = list(zip(*padded, strict=False)) if padded else []
        return {col: list(vectors[col - 1]) if vectors else [] for col in range(first, last + 1)}

    def filled(self, row: int) -> Iterator[tuple[int, Value]]:
        return ((at, value) for at, value in enumerate(self.rows[row - 1], 1) if value is not None and value != "")

    def place(self, row: int, col: int) -> tuple[int, int]:
        """Where a cell stands in the sheet."""
        return (col, row) if self.turned else (row, col)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


def grid_of(sheet: Sheet) -> Grid:
    return Grid(sheet, sheet.rows, False, {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges})


def turned(grid: Grid) -> Grid:
    width = grid.width
    rows = [[line[at] if at < len(line) else None for line in grid.rows] for at in range(width)]
    spans = {(left, top): (right, bottom) for (top, left), (bottom, right) in grid.spans.items()}
    return Grid(grid.sheet, rows, True, spans)
