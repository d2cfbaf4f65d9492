"""Cells that stand for several rows: merged ones, and blocks whose head and address are written only once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importing import words
from app.importing.book import Value
from app.importing.grid import Grid
from app.importing.result import Column

OWN = frozenset(
    "name id_no gender birth relation age seq ignore record_id".split()
)  # one person's, never his neighbour's
DOOR = ("building", "unit", "room", "address", "floor", "estate")
BLOCK = (*DOOR, "household_no", "head_name", "head_id", "grid", "household_size")


@dataclass(slots=True)
class Filled:
    """vectors: column -> values by row, with what was filled in. rows: those that took, or would take, a value from above."""

    vectors: dict[int, list[Value]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)


def fill(grid: Grid, rows: Sequence[int], columns: Sequence[Column], really: bool) -> Filled:
    """The values of all columns; with `really` those of merged cells and of blocks go down to the rows they cover."""
    vectors = grid.columns(rows, min(column.col for column in columns), max(column.col for column in columns))
    filled = Filled({column.col: vectors[column.col] for column in columns})
    place = {row: at for at, row in enumerate(rows)}
    took: set[int] = set()
    kept = {column.col: column.field for column in columns if column.field not in OWN}
    for (top, left), (bottom, right) in grid.spans.items():
        if bottom > top and left in kept and left == right:
            took |= _merged(filled.vectors[left], grid.cell(top, left), range(top + 1, bottom + 1), place, really)
    took |= _blocks(filled, columns, rows, really)
    filled.rows = sorted(took)
    return filled


def _merged(vector: list[Value], value: Value, under: range, place: dict[int, int], really: bool) -> set[int]:
    if value in (None, ""):
        return set()
    rows = {row for row in under if row in place}
    if really:
        for row in rows:
            vector[place[row]] = value
    return rows


def _blocks(filled: Filled, columns: Sequence[Column], rows: Sequence[int], really: bool) -> set[int]:
    """Rows under a head that leave number, head and address blank, in a table where most households are written so."""
    by_field = {column.field: column.col for column in columns}
    block = [
        by_field[name] for name in BLOCK if name in by_field and any(_has(v) for v in filled.vectors[by_field[name]])
    ]
    if not block or not rows:
        return set()
    took: set[int] = set()
    if _written_once(filled, by_field, block):
        took |= _down(filled, by_field, rows, block, really)
    if (building := by_field.get("building")) is not None and _written_once(filled, by_field, [building]):
        took |= _down(filled, {}, rows, [building], really)
    return took


def _has(value: Value) -> bool:
    return value not in (None, "")


def _written_once(filled: Filled, by_field: dict[str, int], block: Sequence[int]) -> bool:
    """The first row has it, a third and more of the rows have none of it, and where relations stand, heads have it."""
    vectors = [filled.vectors[col] for col in block]
    blank = [not any(_has(vector[at]) for vector in vectors) for at in range(len(vectors[0]))]
    if blank[0] or sum(blank) * 10 < len(blank) * 3:
        return False
    relation = filled.vectors.get(by_field.get("relation", 0))
    if relation is None:
        return len(block) == 1 or "head_name" in by_field
    heads = [at for at, value in enumerate(relation) if words.relation(words.plain(value)) == "户主"]
    return sum(not blank[at] for at in heads) * 10 >= len(heads) * 8


def _down(
    filled: Filled, by_field: dict[str, int], rows: Sequence[int], block: Sequence[int], really: bool
) -> set[int]:
    """Copies the last row that has something; a head without an address begins a household that none is known of."""
    relation = filled.vectors.get(by_field.get("relation", 0))
    vectors = [filled.vectors[col] for col in block]
    took: set[int] = set()
    source = -1
    for at, row in enumerate(rows):
        if any(_has(vector[at]) for vector in vectors):
            source = at
        elif relation is not None and words.relation(words.plain(relation[at])) == "户主":
            source = -1
        elif source >= 0:
            took.add(row)
            if really:
                for vector in vectors:
                    vector[at] = vector[source]
    return took
