"""What the first run asks: errors stand at their field, buildings come out as one would write their doors."""

import pytest
from sqlalchemy import select

from app import bootstrap
from app.first_run import (
    Answers,
    Doors,
    Row,
    doors,
    names_in,
    problems_of_password,
    problems_of_person,
    problems_of_rows,
)
from app.modules.buildings import HIGH, LANE, Building, Dwelling
from app.modules.grids import Community, Grid
from app.modules.staff import Staff
from tests.helpers.stores import WORLD

TEXTS = {"person": "李敏", "post": "网格员", "community": "潍坊三村", "street": "潍坊新村街道", "grid": "第四网格"}


def test_only_what_a_store_cannot_do_without_is_demanded() -> None:
    assert problems_of_person({"post": " "}) == {
        "person": "请填写姓名",
        "community": "请填写社区名称",
        "grid": "请填写网格名称",
    }
    assert problems_of_person(TEXTS) == {}
    assert problems_of_person({**TEXTS, "grid": "长" * 201}) == {"grid": "最多 200 个字，现在有 201 个"}


def test_a_password_is_refused_with_what_to_do() -> None:
    names = TEXTS.values()
    assert problems_of_password("short", "short", names) == {"password": "至少 10 位，现在有 5 位"}
    assert "三个不相干的词" in problems_of_password("潍坊三村2026年底", "", names)["password"]
    assert problems_of_password("correct horse battery", "correct horse", names) == {"again": "两次输入的口令不一样"}
    assert problems_of_password("correct horse battery", "correct horse battery", names) == {}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("6-8", ["6", "7", "8"]), ("6 至 8", ["6", "7", "8"]), ("6至8", ["6", "7", "8"]), ("6幢到8幢", ["6", "7", "8"]),
        ("1、3，5", ["1", "3", "5"]), ("3号楼", ["3"]), ("3号", ["3"]), ("河东巷 河西巷", ["河东巷", "河西巷"]),
        ("综合楼", ["综合楼"]), ("A座", ["A"]), ("8-6", ["8-6"]), ("1-9999", ["1-9999"]),
    ],
)  # fmt: skip
def test_several_buildings_of_one_kind_stand_in_one_row(typed: str, names: list[str]) -> None:
    assert names_in(typed) == names


def test_count_and_first_and_last_door_are_known_before_anything_is_made() -> None:
    assert doors([Row("6-18", floors="6", entrances="3", rooms="2"), Row()]) == Doors(13, 468, "6-1-101", "18-3-602")
    assert doors([Row("1", HIGH, "11", "1", "4"), Row("河东巷", LANE, "", "", "12")]) == Doors(
        2, 56, "1-101", "河东巷12"
    )
    assert doors([Row()]) == Doors()


def test_errors_of_a_row_stand_at_their_field_and_empty_rows_are_passed_over() -> None:
    rows = [Row(), Row("3", floors="零", rooms="100"), Row("1-3"), Row("5", LANE), Row("9", floors="")]
    assert problems_of_rows(rows) == {
        1: {"floors": "请填写整数", "rooms": "应在 1 与 99 之间"},
        2: {"names": "上面已经有 3"},
        3: {"names": "自建房请写巷名或路名，如 河东巷"},
        4: {"floors": "请填写整数"},
    }
    assert problems_of_rows([Row("1-200", floors="60", entrances="2", rooms="9")]) == {
        0: {"rooms": "一共超过 20,000 套，请检查"}
    }


def test_the_answers_become_a_store_whose_histories_name_the_person(tmp_path) -> None:
    answers = Answers(dict(TEXTS), [Row("3", floors="6", entrances="2"), Row("河东巷", LANE, rooms="3")])
    house, _ = bootstrap.create(tmp_path / "store", "correct horse battery", answers.founding(), WORLD)
    with_rows = house.store.read_now(
        lambda s: (
            s.get(Staff, house.store.actor), s.scalars(select(Community)).one(), s.scalars(select(Grid)).one(),
            [*s.scalars(select(Dwelling.door).order_by(Dwelling.place))], [*s.scalars(select(Building.name))],
        )
    )  # fmt: skip
    person, community, grid, found, buildings = with_rows
    assert (person.name, person.post, community.name, community.street, grid.name) == (
        "李敏", "网格员", "潍坊三村", "潍坊新村街道", "第四网格",
    )  # fmt: skip
    assert (len(found), found[0], sorted(buildings)) == (27, "3-1-101", ["3", "河东巷"])
    house.close()


def test_a_password_never_stands_in_what_is_printed_of_the_answers() -> None:
    assert "horse" not in repr(Answers(password="correct horse", again="correct horse"))
