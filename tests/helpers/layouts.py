"""Rosters as offices lay them out, written straight as a Book, with the truth beside them."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.importing.book import Book, Sheet
from tests.helpers.people import Cells, Someone, address, community, written

HEADS: dict[str, tuple[str, ...]] = {  # usual names, and some that no vocabulary need hold
    "seq": ("序号", "编号", "NO.", "序"),
    "name": ("姓名", "姓 名", "居民姓名", "人员姓名(必填)", "被登记人", "称呼", "全名"),
    "id_no": ("身份证号", "公民身份号码", "证件号码*", "身份证(18位)", "ID号码", "身份信息"),
    "birth": ("出生日期", "出生年月", "生日", "出生(年/月/日)"),
    "gender": ("性别", "性 别", "男/女"),
    "phone": ("联系电话", "手机号码", "联系方式(本人)", "电话/手机", "联络号码"),
    "building": ("楼栋", "幢号", "楼号", "栋(幢)"),
    "unit": ("单元", "单元号", "门洞"),
    "room": ("室号", "房号", "房间号", "门牌号"),
    "address": ("住址", "现住地址", "家庭住址(详细)", "居住地", "所住房屋"),
    "relation": ("与户主关系", "家庭关系", "称谓", "与户主的关系*"),
    "tags": ("人员类别", "特殊群体", "关爱类型", "帮扶类别"),
    "head_name": ("户主姓名", "户主"),
    "household_no": ("户号", "户编号"),
    "remark": ("备注", "说明"),
}
TITLES = ("锦溪社区人员花名册", "居民信息登记表(2026年)", "人口摸底表")
NOTES = ("填报单位：锦溪社区居委会", "填表说明：1.带*为必填项；", "2.身份证号码请用文本格式填写。")


@dataclass
class Roster:
    """where: (sheet, row, column of the table or 0, person's name) -> who stands there; written: which fields a layout shows."""

    book: Book
    truth: dict[tuple[str, int, str], Cells] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)  # rows that must not come in


def _book(sheets: Sequence[Sheet]) -> Book:
    return Book("名册.xlsx", list(sheets), "xlsx", "0" * 64)


def _columns(rng: random.Random, address_style: str) -> list[str]:
    door = {"parts": ["building", "unit", "room"], "text": ["address"], "title": ["unit", "room"], "none": []}[
        address_style
    ]
    others = [name for name in ("gender", "birth", "phone", "relation", "tags", "remark") if rng.random() < 0.75]
    groups = [["name"], ["id_no"], door, *[[name] for name in others]]
    if rng.random() < 0.3:
        groups.append(["head_name"])
    if rng.random() < 0.3:
        groups.append(["household_no"])
    rng.shuffle(groups)
    return (
        ["seq", *[name for group in groups for name in group]] if rng.random() < 0.8 else [n for g in groups for n in g]
    )


def _head_words(rng: random.Random, columns: Iterable[str]) -> list[str]:
    return [rng.choice(HEADS[name]) for name in columns]


def plain(rng: random.Random, damage: float = 0.15) -> Roster:
    """One table: title and note lines, any order and naming of columns, subtotals, page heads, signatures."""
    style = rng.choice(("parts", "text", "none"))
    columns = _columns(rng, style)
    left = rng.choice((0, 0, 0, 1, 2))
    rows: list[list[object]] = [[] for _ in range(rng.choice((0, 0, 2)))]
    rows += [
        [None] * left + [text]
        for text in rng.sample(TITLES, rng.choice((0, 1))) + rng.sample(NOTES, rng.choice((0, 0, 1, 2)))
    ]
    heads = _head_words(rng, columns)
    rows.append([None] * left + list(heads))
    roster = Roster(_book([Sheet("Sheet1", rows=rows)]), shown=set(columns))
    if rng.random() < 0.2:
        example = {"name": "张三", "id_no": "110105199001011234", "phone": "13800000000", "seq": "例"}
        rows.append([None] * left + [example.get(name, "示例") for name in columns])
    for building, group in groupby(community(rng, rng.randint(6, 40)), lambda one: one.building):
        members = list(group)
        for who in members:
            _write(roster, "Sheet1", rows, columns, who, rng, damage, left)
            if rng.random() < 0.03:
                rows.append(rng.choice(([], [None] * left + list(heads))))
        if rng.random() < 0.3:
            rows.append([None] * left + [f"{building}小计", None, f"{len(members)}人"])
    rows += rng.choice(
        ([], [[None] * left + ["合计", len(roster.truth)]], [[], [None] * left + ["审核人：        负责人：      "]])
    )
    return roster


def _write(
    roster: Roster, sheet: str, rows: list[list[object]], columns: Sequence[str], who: Someone, rng: random.Random,
    damage: float, left: int,
) -> None:  # fmt: skip
    cells = written(who, rng, damage)
    cells.values |= {"seq": len(roster.truth) + 1, "address": address(who, rng.randrange(5))}
    rows.append([None] * left + [cells.values.get(name) for name in columns])
    roster.truth[sheet, len(rows), who.name] = cells


def by_building(rng: random.Random, damage: float = 0.15) -> Roster:
    """One sheet for each building, which stands only in the title or the sheet's name; a sheet of counts first."""
    columns = _columns(rng, "title")
    counts = Sheet("汇总", rows=[["楼栋", "户数", "人数"], ["1号楼", 9, 20], ["2号楼", 8, 17]])
    roster = Roster(_book([counts]), shown={*columns, "building"})
    for building, group in groupby(community(rng, 30), lambda one: one.building):
        name = building if building[0] > "9" else f"{building}{rng.choice(('号楼', '幢', '栋'))}"
        title = f"锦溪社区{name}住户花名册"
        sheet = Sheet(
            name if rng.random() < 0.7 else f"表{len(roster.book.sheets)}", rows=[[title], _head_words(rng, columns)]
        )
        roster.book.sheets.append(sheet)
        for who in group:
            _write(roster, sheet.name, sheet.rows, columns, who, rng, damage, 0)
    return roster


def blocks(rng: random.Random, damage: float = 0.1) -> Roster:
    """A household a block: number, head and address once, merged over the members or blank below."""
    columns = ["household_no", "head_name", "address", "name", "relation", "gender", "id_no", "phone"]
    merged = rng.random() < 0.6
    rows: list[list[object]] = [["锦溪社区家庭户登记册"], _head_words(rng, columns)]
    roster = Roster(_book([Sheet("家庭", rows=rows)]), shown=set(columns), answers={"merged": "fill"})
    for _, group in groupby(community(rng, 20), lambda one: one.household_no):
        first = len(rows) + 1
        for who in group:
            _write(roster, "家庭", rows, columns, who, rng, damage, 0)
            if len(rows) > first:
                rows[-1][:3] = [None, None, None]
        if merged and len(rows) > first:
            roster.book.sheets[0].merges += [(first, col, len(rows), col) for col in (1, 2, 3)]
    return roster


def side_by_side(rng: random.Random, damage: float = 0.1) -> Roster:
    """Two tables in the same rows, with or without an empty column between."""
    columns = ["seq", "name", "id_no", "phone", "address"]
    people = community(rng, 24)
    half = len(people) // 2
    heads = _head_words(rng, columns)
    gap = [None] * rng.choice((0, 1))
    rows: list[list[object]] = [["名单"], [*heads, *gap, *heads]]
    roster = Roster(_book([Sheet("名单", rows=rows)]), shown=set(columns))
    for at in range(half):
        pair: list[object] = []
        for place, who in enumerate((people[at], people[half + at])):
            cells = written(who, rng, damage)
            cells.values["seq"] = at + 1 + place * half
            pair += [cells.values.get(name) for name in columns] + (gap if not place else [])
            roster.truth["名单", len(rows) + 1, who.name] = cells
        rows.append(pair)
    return roster


def sections(rng: random.Random, damage: float = 0.1) -> Roster:
    """One table; lines between the rows say which building follows."""
    columns = _columns(rng, "title")
    rows: list[list[object]] = [["人员名册"], _head_words(rng, columns)]
    roster = Roster(_book([Sheet("名册", rows=rows)]), shown={*columns, "building"})
    for building, group in groupby(community(rng, 30), lambda one: one.building):
        rows.append([building if building[0] > "9" else f"{building}号楼"])
        roster.book.sheets[0].merges.append((len(rows), 1, len(rows), len(columns)))
        for who in group:
            _write(roster, "名册", rows, columns, who, rng, damage, 0)
    return roster


def grouped(rng: random.Random, damage: float = 0.1) -> Roster:
    """Two rows of headings, groups above, tags as yes/no columns."""
    tags = ["独居", "空巢", "低保", "残疾", "失能", "退役军人", "特困", "优抚"]
    first = ["序号", "基本信息", None, None, "住址", None, None, "重点人群", *[None] * 7, "备注"]
    second = [
        None,
        "姓名",
        rng.choice(HEADS["gender"]),
        rng.choice(HEADS["id_no"]),
        "楼栋",
        "单元",
        "房号",
        *tags,
        None,
    ]
    rows: list[list[object]] = [["人口信息采集表"], first, second]
    merges = [(1, 1, 1, 16), (2, 1, 3, 1), (2, 2, 2, 4), (2, 5, 2, 7), (2, 8, 2, 15), (2, 16, 3, 16)]
    roster = Roster(_book([Sheet("采集", rows=rows, merges=merges)]))
    roster.shown = {"name", "gender", "id_no", "building", "unit", "room", "tags"}
    mark = rng.choice(("√", "是", 1))
    for number, who in enumerate(community(rng, 20), 1):
        cells = written(who, rng, damage)
        v = cells.values
        marks = [mark if tag in who.tags else None for tag in tags]
        rows.append(
            [number, v["name"], v["gender"], v["id_no"], v["building"], v["unit"], v["room"], *marks, v["remark"]]
        )
        roster.truth["采集", len(rows), who.name] = cells
    return roster


def without_headings(rng: random.Random, damage: float = 0.05) -> Roster:
    """A table whose headings are gone, or are words that say nothing."""
    roster = plain(rng, damage)
    sheet = roster.book.sheets[0]
    head = min(row for _, row, _ in roster.truth) - 1
    names = {plain_text for words in HEADS.values() for plain_text in words}
    for row in sheet.rows:
        if sum(value in names for value in row if isinstance(value, str)) >= 3:
            row[:] = [
                f"列{at}" if row is sheet.rows[head - 1] and rng.random() < 0.0 else None for at, _ in enumerate(row)
            ]
    return roster


LAYOUTS: tuple[Callable[[random.Random], Roster], ...] = (
    plain, by_building, blocks, side_by_side, sections, grouped, without_headings,
)  # fmt: skip
