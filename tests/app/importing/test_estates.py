"""Two estates may both have a building 3: nobody moves in with a stranger because of that."""

from datetime import date

import pytest
from sqlalchemy import select

from app.bootstrap import meta
from app.importing import held, trial, writing
from app.importing.result import Understood
from app.importing.understand import understand
from app.modules.buildings import Building, Dwelling
from db.store import Store
from tests.helpers.sheets import book, kinds, number, sheet

TODAY = date(2026, 11, 24)
HEADS = ["姓名", "身份证号", "小区", "楼栋", "单元", "室号"]
TEXTS = ["姓名", "身份证号", "住址"]
PEOPLE = [[f"王{name}", number(f"19{60 + n}-03-04")] for n, name in enumerate("一二三四五六")]


def tried(store: Store, heads: list[str], *rows: list[str]) -> Understood:
    lines = [heads, *([*person, *row] for person, row in zip(PEOPLE, rows, strict=False))]
    return understand(book(sheet(lines)), store.read_now(lambda s: held.known(s, TODAY)), today=TODAY)


def take(store: Store, understood: Understood) -> writing.Counts:
    grid, ready = store.read_now(meta)["grid"], trial.accepted(understood)
    return store.write_now("导入名册", lambda s: writing.write(s, understood, ready, grid))[0]


def homes(store: Store) -> list[tuple[str, str, str]]:
    return sorted(
        (one.estate, one.building, one.room) for one in store.read_now(lambda s: held.known(s, TODAY)).persons
    )


def estates(store: Store, name: str) -> list[str | None]:
    query = select(Building.estate).where(Building.name == name).order_by(Building.estate)
    return [*store.read_now(lambda s: s.scalars(query).all())]


def test_the_same_door_of_two_estates_is_two_homes_and_stays_so_with_the_next_file(store: Store) -> None:
    rows = (["阳光花园", "8幢", "2单元", "501室"], ["月亮花园", "8幢", "2单元", "501室"])
    assert take(store, tried(store, HEADS, *rows)).new == 2
    assert homes(store) == [("月亮花园", "8", "501"), ("阳光花园", "8", "501")]
    again = tried(store, HEADS, *rows)
    assert not again.changes and not again.findings
    doors = store.read_now(lambda s: s.scalars(select(Dwelling.uid).where(Dwelling.door == "8-2-501")).all())
    assert len(doors) == 2


def test_estates_of_an_address_in_one_cell_are_told_apart_too(store: Store) -> None:
    rows = [[f"{estate}8幢2单元{n}01"] for n, estate in enumerate(("阳光花园", "月亮花园") * 2, start=1)]
    take(store, tried(store, TEXTS, *rows))
    assert [one[:2] for one in homes(store)] == [("月亮花园", "8")] * 2 + [("阳光花园", "8")] * 2


def test_a_row_that_leaves_the_estate_out_belongs_to_the_only_one_and_is_asked_about_where_there_are_two(
    store: Store,
) -> None:
    one = tried(store, TEXTS, ["阳光花园8幢2单元101"], ["阳光花园8幢2单元201"], ["8幢2单元301"])
    assert not {"address_estate", "address_incomplete"} & {*kinds(one)}
    assert [record.estate for record in one.records] == ["阳光花园"] * 3
    lines = [f"{estate}8幢2单元{n}01" for n, estate in enumerate(("阳光花园", "月亮花园") * 2)] + ["8幢2单元501"]
    two = tried(store, TEXTS, *([line] for line in lines))
    assert [f.row for f in two.findings if f.kind == "address_estate"] == [6]


def test_a_name_that_one_row_alone_writes_otherwise_is_asked_about(store: Store) -> None:
    found = tried(store, TEXTS, *([f"晋吉花园8幢2单元{n}01"] for n in (1, 2, 3)), ["晋吉花圆8幢2单元401"])
    assert "address_estate" in kinds(found, 5) and not [
        f for f in found.findings if f.level == "decision" and f.row < 5
    ]


def test_a_building_that_stood_without_its_estate_gets_it_and_another_estate_gets_its_own(store: Store) -> None:
    assert estates(store, "3") == [None]
    take(store, tried(store, HEADS, ["阳光花园", "3幢", "2单元", "501室"]))
    assert estates(store, "3") == ["阳光花园"]
    other = tried(
        store,
        [*HEADS[:2], *HEADS[2:]],
        *([["阳光花园小区", "3幢", "2单元", "501室"]]),
        ["月亮花园", "3幢", "2单元", "501室"],
    )
    assert take(store, other).told() == {"new": 1, "changed": 0, "same": 1}
    assert estates(store, "3") == ["月亮花园", "阳光花园"]
    assert "address_incomplete" in kinds(tried(store, TEXTS, [""], [""], ["3幢2单元502"]), 4)


def test_the_first_building_of_a_second_estate_is_not_taken_for_the_one_we_hold(store: Store) -> None:
    take(store, tried(store, TEXTS, *([f"阳光花园8幢1单元{n}01"] for n in (1, 2))))
    new = tried(store, TEXTS, [""], [""], *([f"月亮花园8幢1单元{n}01"] for n in (1, 2)))
    take(store, new)
    assert estates(store, "8") == ["月亮花园", "阳光花园"]


@pytest.mark.parametrize(
    "text",
    ["原8幢2单元501", "搬到8幢2单元501", "已迁至8幢2单元501", "原阳光花园8幢2单元501", "阳光花园对面8幢2单元501"],
)
def test_where_somebody_lived_or_went_is_not_where_he_lives(store: Store, text: str) -> None:
    found = tried(store, TEXTS, *([f"阳光花园8幢2单元{n}01"] for n in (1, 2, 3)), [text])
    assert "address_note" in kinds(found, 5)


def test_somebody_who_moved_to_the_same_door_of_another_estate_is_asked_about(store: Store) -> None:
    take(store, tried(store, HEADS, ["阳光花园", "8幢", "2单元", "501室"]))
    moved = tried(store, HEADS, ["月亮花园", "8幢", "2单元", "501室"])
    assert "moved_home" in kinds(moved, 2)
    grid = store.read_now(meta)["grid"]
    store.write_now("导入名册", lambda s: writing.write(s, moved, [0], grid))
    assert homes(store) == [("月亮花园", "8", "501")]


@pytest.mark.parametrize("text", ["8幢2单元501(已搬走)", "8幢2单元501（原9幢）", "8幢2单元501、502", "8幢2单元50l"])
def test_what_else_an_address_says_is_told(store: Store, text: str) -> None:
    found = tried(store, TEXTS, [text], ["8幢2单元601(拆迁安置房，出租)"])
    assert any(f.level == "decision" and f.row == 2 for f in found.findings)
    assert not [f for f in found.findings if f.level == "decision" and f.row == 3]


def test_registered_addresses_in_the_column_of_homes_are_told_and_no_others(store: Store) -> None:
    heads = ["姓名", "身份证号", "居住地址", "户籍地址"]
    far, near = (
        [f"江苏省南京市鼓楼区中山路{n}号" for n in range(6)],
        [f"浙江省杭州市河西街道晋吉社区8幢2单元{n}01" for n in range(6)],
    )
    rows = (
        [[f"8幢2单元{n}01", far[n]] for n in (1, 2)]
        + [[near[3], far[3]]]
        + [[far[n], f"8幢2单元{n}01"] for n in (4, 5)]
    )
    found = tried(store, heads, *rows)
    assert [f.row for f in found.findings if f.kind == "address_note"] == [5, 6]


def test_two_rows_that_alone_name_an_estate_do_not_make_all_the_others_doubtful(store: Store) -> None:
    rows = [["阳光花园8幢2单元101"], ["月亮花园8幢2单元201"], *([f"8幢2单元{n}01"] for n in (3, 4, 5))]
    found = tried(store, TEXTS, *rows)
    assert [f.row for f in found.findings if f.kind == "address_estate"] == [2, 3]
