"""Where on a sheet the tables are: titles above, one or several rows of headings, the body, tables side by side.

Headings are found by the vocabulary of `headings`; where it knows none, by the rows below, which look like persons.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.importing import headings
from app.importing.book import Value
from app.importing.grid import Grid, turned
from app.importing.profile import looks
from app.importing.words import plain, relation

LONGEST_HEADING = 40
_ALSO_VALUES = frozenset(
    "户主 本人 其他 其它 男女 姓 号 名 类别 无 户口 说明 人户分离 人户一致 党员 住户 居民 租户 租客 房东 手机 电话 身份证 服务对象 流动人口 常住".split()
)
_PERSONAL = frozenset(("id", "phone"))
_ABOUT = frozenset(("gender", "relation", "door", "date"))


@dataclass(slots=True)
class Region:
    """heads: column -> headings above it, outermost first, "" for none. body: rows below, empty ones left out.
    above: texts of the rows over the headings, from the top."""

    grid: Grid
    header_rows: tuple[int, ...]
    first_col: int
    last_col: int
    heads: dict[int, tuple[str, ...]]
    body: list[int]
    above: tuple[str, ...] = ()
    ends: int = 0
    no_header: bool = False
    width_of_merge: dict[int, int] = field(default_factory=dict)

    def header(self, col: int) -> str:
        return " / ".join(self.heads.get(col, ()))


def regions(grid: Grid) -> list[Region]:
    """Every table of a sheet that might hold persons, from the top, then from the left."""
    starts = _header_blocks(grid)
    if starts:
        return [part for region in _below_headers(grid, starts) for part in side_by_side(region)]
    if (on_side := _turned(grid)) is not None:
        return [on_side]
    bare = _without_header(grid)
    return side_by_side(bare) if bare else []


# ---- headings


def _header_blocks(grid: Grid) -> list[tuple[int, ...]]:
    """Rows of headings, one tuple for each table; a page that repeats its headings does not begin a new table."""
    blocks: list[tuple[int, ...]] = []
    row, last, told = 1, len(grid.rows), False
    seen: list[tuple[str, ...]] = []
    while row <= last:
        if _worth_a_look(grid, row, bool(blocks)) and is_heading_row(grid, row):
            block = _block(grid, row)
            texts = tuple(plain(value) for _, value in grid.filled(block[-1]))
            if texts not in seen:
                blocks.append(block)
                seen.append(texts)
            row, told = block[-1] + 1, True
        else:
            row += 1
    return blocks if told else []


def _worth_a_look(grid: Grid, row: int, inside: bool) -> bool:
    """Deep in a body a heading row is only looked for where several cells are exact words of the vocabulary."""
    if row <= 60 or not inside:
        return bool(grid.rows[row - 1])
    if headings.EXACT.isdisjoint(grid.rows[row - 1][:5]):
        return False
    exact = headings.EXACT.intersection([value for value in grid.rows[row - 1] if isinstance(value, str)])
    return len(exact) >= 3


def is_heading_row(grid: Grid, row: int) -> bool:
    """Two and more cells name fields, most cells do, none is a value of a person."""
    filled = list(grid.filled(row))
    strong, weak = _named_fields(value for _, value in filled)
    if len(set(strong)) < 2 and not _enough_beside(strong, weak):
        return False
    texts = [value for _, value in filled if isinstance(value, str)]
    if _is_card(filled):
        return False
    return (
        (len(strong) + len(weak)) * 2 >= len(filled) and not _has_values(filled) and len(texts) * 10 >= len(filled) * 8
    )


def _enough_beside(strong: Sequence[str], weak: Sequence[str]) -> bool:
    """One sure heading is enough beside several tags, or when it is the name beside any other; relations are values."""
    return bool(strong) and (
        len({one for one in weak if one.startswith("tag:")}) > 1 or ("name" in strong and bool(weak))
    )


def _is_card(filled: Sequence[tuple[int, Value]]) -> bool:
    """姓名 | 王建国 | 性别 | 男: names of fields and values take turns."""
    named = [bool(sum(map(len, _named_fields(iter((value,)))))) for _, value in filled]
    if len(named) < 2 or len(named) % 2 or any(flag == bool(at % 2) for at, flag in enumerate(named)):
        return False
    return any(not _PERSONAL.union(_ABOUT, ("name",)).isdisjoint(looks(value)) for _, value in filled[1::2])


def _named_fields(values: Iterator[Value]) -> tuple[list[str], list[str]]:
    """(fields named beyond doubt, fields whose name could also be a value: 户主, 独居)."""
    strong: list[str] = []
    weak: list[str] = []
    for value in values:
        if not isinstance(value, str) or len(value) > LONGEST_HEADING or _is_note(value) or _is_door(value):
            continue
        heading = headings.read(value)
        if heading.field and heading.surety >= 0.5:
            said = headings.plain(value)
            is_value = heading.field.startswith("tag:") or said in _ALSO_VALUES or relation(plain(value)) is not None
            (weak if is_value else strong).append(heading.field)
    return strong, weak


def _is_door(text: str) -> bool:
    return any(sign.isdecimal() for sign in text) and "door" in looks(text)


_UNIT_LINE = re.compile(
    r"(填报|填表|制表|编制|报送|统计|审核|负责|单位|社区|村|街道|日期|时间|年\s*月).{0,12}[:：]|年\s+月\s+日"
)


def _is_note(text: str) -> bool:
    """`填报人:李敏`, `填报日期: 年 月 日` and sentences are no headings."""
    told = text.strip()
    mark = max(told.find(":"), told.find("："))
    said = 0 < mark < len(told) - 1 and not any(sign in told for sign in "(（")
    return said or _UNIT_LINE.search(told) is not None or told.endswith(("。", ";", "；"))


def _has_values(filled: Sequence[tuple[int, Value]]) -> bool:
    return any(not _PERSONAL.isdisjoint(looks(value)) for _, value in filled)


def _block(grid: Grid, row: int) -> tuple[int, ...]:
    """The rows of headings that belong together: groups above, leaves below."""
    rows = [row]
    if row > 1 and _is_group_row(grid, row - 1, row):
        rows.insert(0, row - 1)
    rows += range(row + 1, _merged_down(grid, row) + 1)
    while rows[-1] < len(grid.rows) and len(rows) < 4 and _continues(grid, rows[-1]):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _merged_down(grid: Grid, row: int) -> int:
    """The last row that headings of this row reach down to by a merge, if no values stand there."""
    bottom = max((grid.spans.get((row, col), (row, col))[0] for col, _ in grid.filled(row)), default=row)
    below = range(row + 1, min(bottom, row + 3, len(grid.rows)) + 1)
    texts = all(isinstance(value, str) for at in below for _, value in grid.filled(at))
    return max(below, default=row) if texts and not any(_has_values(list(grid.filled(at))) for at in below) else row


def _continues(grid: Grid, row: int) -> bool:
    """Whether the row below names what this one leaves open: under a group, or where this one is empty."""
    below = list(grid.filled(row + 1))
    if not below or _has_values(below) or any(not isinstance(value, str) for _, value in below):
        return False
    here = dict(grid.filled(row))
    new = [value for col, value in below if col not in here]
    if new and all(_under_group(grid, row, col) for col, _ in below) and all(len(str(v)) <= 16 for _, v in below):
        return True
    strong, weak = _named_fields(value for _, value in below)
    if not new or len(strong) + len(weak) < max(1, len(below) * 0.5):
        return False
    return any(_spread(grid, row, col) > 1 for col in here) or len(new) >= 2 or bool(_named_fields(iter(new))[0])


def _under_group(grid: Grid, row: int, col: int) -> bool:
    """Whether a cell of the row, merged over several columns but not over the table, covers the column."""
    width = sum(1 for _ in grid.filled(row))
    return (
        any(at <= col <= at + _spread(grid, row, at) - 1 and _spread(grid, row, at) > 1 for at, _ in grid.filled(row))
        and width > 1
    )


def _is_group_row(grid: Grid, row: int, leaves: int) -> bool:
    """A row of groups over the headings: merged over several, not over all, and no unit line (`填报单位:`)."""
    filled = list(grid.filled(row))
    if not filled or any(not isinstance(value, str) or ":" in value or "：" in value for _, value in filled):
        return False
    count = sum(1 for _ in grid.filled(leaves))
    spans = [_spread(grid, row, col) for col, _ in filled]
    return any(1 < span < count for span in spans) and all(len(str(value)) <= 16 for _, value in filled)


def _spread(grid: Grid, row: int, col: int) -> int:
    """Columns that a merged cell covers."""
    return grid.spans.get((row, col), (row, col))[1] - col + 1


def _heads(grid: Grid, block: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """For each column its headings, groups first; a group counts for all columns that its cell covers."""
    heads: dict[int, list[str]] = {}
    for row in block:
        leaf = row == block[-1]
        for col, value in grid.filled(row):
            right = grid.spans.get((row, col), (row, col))[1]
            wide = right if right > col else col if leaf else _until_next(grid, block, row, col)
            for at in range(col, wide + 1):
                heads.setdefault(at, []).append(" ".join(str(value).split()))
    return {col: tuple(dict.fromkeys(parts)) for col, parts in heads.items()}


def _until_next(grid: Grid, block: Sequence[int], row: int, col: int) -> int:
    """A group that is not merged reaches over the empty cells to its right which have headings below."""
    at = col
    while grid.cell(row, at + 1) in (None, "") and _first_named_below(grid, block, row, at + 1) and at - col < 12:
        at += 1
    return at if grid.cell(block[-1], col) not in (None, "") else col


def _first_named_below(grid: Grid, block: Sequence[int], row: int, col: int) -> bool:
    return any(grid.cell(below, col) not in (None, "") for below in block if below > row)


# ---- bodies


def _below_headers(grid: Grid, blocks: Sequence[tuple[int, ...]]) -> Iterator[Region]:
    for number, block in enumerate(blocks):
        end = blocks[number + 1][0] - 1 if number + 1 < len(blocks) else len(grid.rows)
        begin = blocks[number - 1][-1] + 1 if number else 1
        heads = _heads(grid, block)
        body = [row for row in range(block[-1] + 1, end + 1) if any(True for _ in grid.filled(row))]
        if number + 1 < len(blocks):
            body = _without_titles(grid, body)
        if not heads:
            continue
        above = _texts_above(grid, range(begin, block[0]), last=number > 0)
        yield Region(grid, block, min(heads), max(heads), heads, body, above, end)


def _without_titles(grid: Grid, body: list[int]) -> list[int]:
    """Without the title lines of the next table."""
    while body and sum(1 for _ in grid.filled(body[-1])) == 1:
        body = body[:-1]
    return body


def _texts_above(grid: Grid, rows: Sequence[int], last: bool) -> tuple[str, ...]:
    """Title and notes; between two tables only the lines directly over the headings."""
    lines = [[str(value) for _, value in grid.filled(row) if isinstance(value, str)] for row in rows]
    if last:
        lines = lines[-3:]
        lines = [line for line in lines if len(line) <= 2]
    return tuple(text.strip() for line in lines for text in line if text.strip())


# ---- side by side


def side_by_side(region: Region) -> list[Region]:
    """Tables that share rows: the headings start again, or an empty column parts two tables with names of their own."""
    cuts = [col for col in sorted(region.heads) if _starts_again(region, col)] or _parted(region)
    if not cuts:
        return [region if region.no_header else _with_bare_columns(region)]
    edges = [region.first_col, *cuts, region.last_col + 1]
    parts = []
    for first, after in pairwise(edges):
        heads = {col: texts for col, texts in region.heads.items() if first <= col < after}
        body = [row for row in region.body if any(first <= col < after for col, _ in region.grid.filled(row))]
        parts.append(replace(region, first_col=min(heads), last_col=max(heads), heads=heads, body=body))
    return parts


def _starts_again(region: Region, col: int) -> bool:
    """The headings from here on repeat those from the first column on, at least two that speak of a person."""
    first = [region.heads[at] for at in sorted(region.heads)]
    again = [region.heads[at] for at in sorted(region.heads) if at >= col]
    if col == region.first_col or again[:3] != first[:3] or len(again) < 2 or not any(again[:3]):
        return False
    period = len(first) - len(again)
    fields = {headings.read(texts[-1], texts[:-1]).field for texts in again[:period]}
    return "name" in fields or (len(again) >= 3 and not fields.isdisjoint(("id_no", "phone")))


def _parted(region: Region) -> list[int]:
    """Columns that begin after an empty column, when both sides have a name, or one counts dwellings and heads."""
    cuts = []
    start = region.first_col
    for col in range(region.first_col + 1, region.last_col):
        if col in region.heads or not all(region.grid.cell(row, col) in (None, "") for row in region.body[:200]):
            continue
        left = _fields(region, start, col)
        right = _fields(region, col + 1, region.last_col + 1)
        counts = "household_size" in right and "name" not in right
        if "name" in left and ("name" in right or counts):
            start = col + 1
            cuts.append(min(at for at in region.heads if at > col))
    return cuts


def _fields(region: Region, first: int, after: int) -> set[str]:
    return {headings.read(texts[-1], texts[:-1]).field for col, texts in region.heads.items() if first <= col < after}


def _with_bare_columns(region: Region) -> Region:
    """Values without a heading, inside the table or right beside it, belong to it as well."""
    rows = region.body[:300]
    heads = dict(region.heads)

    def used(col: int) -> bool:
        return sum(region.grid.cell(row, col) not in (None, "") for row in rows) > max(1, len(rows) * 0.1)

    first, last = region.first_col, region.last_col
    while first > 1 and used(first - 1):
        first -= 1
    while used(last + 1):
        last += 1
    for col in range(first, last + 1):
        if col not in heads and used(col):
            heads[col] = ()
    return replace(region, first_col=first, last_col=last, heads=heads)


# ---- no headings


def _turned(grid: Grid) -> Region | None:
    """A table whose fields run down the first columns and whose persons stand side by side."""
    if grid.width > 400 or len(grid.rows) > 400 or grid.turned:
        return None
    other = turned(grid)
    for row in range(1, min(4, len(other.rows)) + 1):
        strong, _ = _named_fields(value for _, value in other.filled(row))
        if len(set(strong)) >= 4 and "name" in strong and is_heading_row(other, row) and row < len(other.rows):
            heads = _heads(other, (row,))
            body = [at for at in range(row + 1, len(other.rows) + 1) if sum(1 for _ in other.filled(at)) > 1]
            return Region(other, (row,), min(heads), max(heads), heads, body, (), len(other.rows))
    return None


def _without_header(grid: Grid) -> Region | None:
    """Rows that look like persons, under headings in unknown words or under none."""
    persons = [row for row in range(1, len(grid.rows) + 1) if grid.rows[row - 1] and _person_like(grid, row)]
    if len(persons) < 2 or len(persons) * 3 < sum(1 for line in grid.rows if len(line) > 1):
        return None
    above = _unknown_headings(grid, persons[0])
    cols = sorted({col for row in persons[:200] for col, _ in grid.filled(row)})
    heads: dict[int, tuple[str, ...]] = dict.fromkeys(cols, ()) | (_heads(grid, (above,)) if above else {})
    body = [row for row in range(persons[0], len(grid.rows) + 1) if any(True for _ in grid.filled(row))]
    texts = _texts_above(grid, range(1, above or persons[0]), last=False)
    return Region(
        grid, (above,) if above else (), min(heads), max(heads), heads, body, texts, len(grid.rows), not above
    )


def _person_like(grid: Grid, row: int) -> bool:
    told = [frozenset(looks(value)) for _, value in grid.filled(row)]
    named = any("name" in look for look in told)
    personal = any("id" in look or "phone" in look for look in told)
    about = sum(bool(_ABOUT & look) for look in told)
    named_fields = headings.EXACT.intersection(value for _, value in grid.filled(row) if isinstance(value, str))
    return named and len(told) >= 2 and (personal or about >= 2) and len(named_fields - _ALSO_VALUES) < 2


def _unknown_headings(grid: Grid, first: int) -> int:
    """The row directly above the first person, when it has as many short texts as he has values."""
    if first < 2:
        return 0
    filled = list(grid.filled(first - 1))
    short = [value for _, value in filled if isinstance(value, str) and len(value) <= 16 and not _is_note(value)]
    enough = len(filled) >= max(2, 0.5 * sum(1 for _ in grid.filled(first)))
    return first - 1 if enough and len(short) == len(filled) and not _has_values(filled) else 0
