"""Rows of persons that are not imported: hidden, filtered, struck through, coloured or said in words to be gone."""

from collections.abc import Sequence

from app.importing import words
from app.importing.book import Value
from app.importing.grid import Grid
from app.importing.lines import GONE_WORDS, LEGEND, Lines, gone_colours
from app.importing.result import Column


def left_out(grid: Grid, lines: Lines, columns: Sequence[Column], take_hidden: bool) -> dict[int, tuple[str, int]]:
    """Row -> (kind of finding, column that shows it; 0 for the row as a whole)."""
    sheet = grid.sheet
    out: dict[int, tuple[str, int]] = {}
    if grid.turned:
        return out
    name_col = next((column.col for column in columns if column.field == "name"), columns[0].col if columns else 1)
    if not take_hidden:
        out |= {row: ("hidden_row", 0) for row in lines.persons if row in sheet.hidden_rows}
        out |= {row: ("filtered_row", 0) for row in lines.persons if row in sheet.filtered_rows}
    if sheet.struck_rows_cells:
        out |= {
            row: ("strike_through", name_col)
            for row in lines.persons
            if row not in out and _struck(grid, row, name_col)
        }
    if sheet.coloured and (gone := gone_colours(_legends(grid), sheet.coloured)):
        rows = [row for row in lines.persons if row not in out and not gone.isdisjoint(_fills(grid, row, name_col))]
        out |= dict.fromkeys(rows, ("colour_marked", name_col))
    for row, col in _said_gone(grid, lines.persons, columns):
        out.setdefault(row, ("strike_through", col))
    return out


def _legends(grid: Grid) -> list[tuple[int, int, str]]:
    """Every text of the sheet that could explain a colour; legends stand above, below and beside tables."""
    return [
        (row, col, text)
        for row in range(1, len(grid.rows) + 1)
        for col, value in grid.filled(row)
        if isinstance(value, str) and 3 <= len(text := words.plain(value)) <= 200 and LEGEND.search(text)
    ]


def unexplained(grid: Grid, rows: Sequence[int], name_col: int) -> list[int]:
    """Rows that are coloured as a whole, few among many, where no legend says why."""
    coloured = grid.sheet.coloured
    if not coloured or grid.turned or gone_colours(_legends(grid), coloured) or _legend_of_colours(grid):
        return []
    found = [row for row in rows if _fills(grid, row, name_col) and (row, name_col) in coloured]
    return found if len(found) * 4 <= len(rows) else []


def _legend_of_colours(grid: Grid) -> bool:
    return any("色" in text for _, _, text in _legends(grid))


def _fills(grid: Grid, row: int, name_col: int) -> set[str]:
    """The fill that a row has as a whole: that of most of its cells, or of the name."""
    coloured = grid.sheet.coloured
    fills = [coloured.get((row, col), "") for col, _ in grid.filled(row)]
    most = {fill for fill in fills if fill and fills.count(fill) * 2 > len(fills)}
    return most | {coloured[row, name_col]} if (row, name_col) in coloured and not most else most


def _struck(grid: Grid, row: int, name_col: int) -> bool:
    struck = grid.sheet.struck_rows_cells
    if (row, name_col) in struck:
        return True
    filled = [col for col, _ in grid.filled(row)]
    return sum((row, col) in struck for col in filled) * 2 > len(filled)


def _said_gone(grid: Grid, rows: Sequence[int], columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Rows whose state or remark is nothing but 已迁出, 死亡 and the like."""
    found: list[tuple[int, int]] = []
    known: dict[Value, bool] = {}
    for column in columns:
        if column.field not in ("residence_kind", "remark"):
            continue
        for row, value in zip(rows, grid.column(column.col, rows), strict=True):
            if not isinstance(value, str):
                continue
            if value not in known:
                known[value] = bool(GONE_WORDS.match(words.plain(value)))
            if known[value]:
                found.append((row, column.col))
    return found
