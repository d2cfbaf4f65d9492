"""Rosters in shapes that are rare, but that offices do send."""

import random
from itertools import groupby

from app.importing.book import Sheet
from tests.helpers.layouts import HEADS, Roster, _book, _head_words, _write
from tests.helpers.people import community, written


def stacked(rng: random.Random, damage: float = 0.1) -> Roster:
    """A table for each building under a title of its own, all on one sheet."""
    columns = ["seq", "unit", "room", "name", "relation", "id_no", "phone"]
    heads = _head_words(rng, columns)
    rows: list[list[object]] = []
    roster = Roster(_book([Sheet("名册", rows=rows)]), shown={*columns, "building"})
    for building, group in groupby(community(rng, 24), lambda one: one.building):
        rows += [[]] if rows and rng.random() < 0.5 else []
        rows += [[f"锦溪社区{building}{'号楼' if building < '9' else ''}住户名册"], list(heads)]
        for who in group:
            _write(roster, "名册", rows, columns, who, rng, damage, 0)
    return roster


def across(rng: random.Random, damage: float = 0.1) -> Roster:
    """Fields run down the first column, persons stand side by side."""
    columns = ["name", "gender", "id_no", "phone", "address", "relation"]
    people = community(rng, 8)
    cells = [written(who, rng, damage) for who in people]
    heads = [HEADS[name][0] for name in columns]
    rows: list[list[object]] = [
        [head, *(one.values[name] for one in cells)] for head, name in zip(heads, columns, strict=True)
    ]
    roster = Roster(_book([Sheet("人员", rows=rows)]), shown=set(columns))
    roster.truth = {("人员", 1, one.who.name): one for one in cells}
    return roster


def a_household_a_row(rng: random.Random, damage: float = 0.05) -> Roster:
    """Head, spouse and members of a household in one row."""
    kinds = ("户主", "配偶", "成员1", "成员2")
    heads = [rng.choice(("家庭住址", "住址")), *(f"{kind}{what}" for kind in kinds for what in ("姓名", "身份证号"))]
    rows: list[list[object]] = [["一户一档"], heads]
    roster = Roster(_book([Sheet("户", rows=rows)]), shown={"name", "id_no", "address"})
    for _, group in groupby(community(rng, 20), lambda one: one.household_no):
        places: dict[str, list[object]] = {}
        members = [written(who, rng, damage) for who in group]
        rest = iter(("成员1", "成员2"))
        for one in members:
            kind = one.who.relation if one.who.relation in ("户主", "配偶") else next(rest)
            places[kind] = [one.values["name"], one.values["id_no"]]
            roster.truth["户", len(rows) + 1, one.who.name] = one
        rows.append(
            [members[0].values["address"], *(value for kind in kinds for value in places.get(kind, [None, None]))]
        )
    return roster


def coded(rng: random.Random, damage: float = 0.1) -> Roster:
    """Sexes and relations as codes of the standards, as an old system exports them."""
    codes = {"户主": "02", "配偶": "10", "子": "20", "女": "30", "父亲": "51", "母亲": "52", "非亲属": "99"}
    columns = ["household_no", "name", "gender", "id_no", "birth", "relation", "building", "unit", "room", "phone"]
    rows: list[list[object]] = [_head_words(rng, columns)]
    roster = Roster(_book([Sheet("导出", rows=rows)]), shown=set(columns))
    as_number = rng.random() < 0.5
    for who in community(rng, 20):
        _write(roster, "导出", rows, columns, who, rng, damage, 0)
        code = codes[who.relation]
        rows[-1][columns.index("relation")] = int(code) if as_number else code
        rows[-1][columns.index("gender")] = 1 if who.gender == "男" else 2
    return roster


def with_people_gone(rng: random.Random, damage: float = 0.05) -> Roster:
    """Rows struck through, coloured by a legend, hidden, and said to have left: none comes in, each is listed."""
    columns = ["seq", "name", "id_no", "phone", "address", "relation", "remark"]
    rows: list[list[object]] = [["注：红色为已死亡，蓝色为新增"], _head_words(rng, columns)]
    sheet = Sheet("动态", rows=rows)
    roster = Roster(_book([sheet]), shown=set(columns))
    for who in community(rng, 24):
        _write(roster, "动态", rows, columns, who, rng, damage, 0)
        row, fate = len(rows), rng.random()
        filled = [(row, col) for col, value in enumerate(rows[-1], 1) if value is not None]
        if fate < 0.08:
            sheet.struck_rows_cells |= set(filled)
        elif fate < 0.16:
            sheet.coloured |= dict.fromkeys(filled, "FFFF0000")
        elif fate < 0.24:
            sheet.coloured |= dict.fromkeys(filled, "FF00B0F0")
        elif fate < 0.3:
            sheet.hidden_rows.add(row)
        elif fate < 0.36:
            rows[-1][columns.index("remark")] = "已搬走"
        else:
            continue
        if not 0.16 <= fate < 0.24:
            roster.gone.add(row)
    return roster


ODD = (stacked, across, a_household_a_row, coded, with_people_gone)
