"""Which column is taken for what, and the reason that the screen shows."""

import pytest

from app.importing import headings
from app.importing.answers import Answers, Memory
from app.importing.result import Column
from app.importing.trial import accepted
from tests.helpers.sheets import number, read, sheet

NUMBERS = [number(f"19{50 + at}-03-04", "男女"[at % 2]) for at in range(6)]
NAMES = ["王建国", "李秀英", "张强", "赵玉兰", "周平", "陈静"]
PHONES = [f"1660000000{at}" for at in range(6)]
DOORS = [f"{1 + at % 2}幢1单元{at + 1}01室" for at in range(6)]


def columns(*vectors: list[object], heads: list[object] | None = None, **more: object) -> dict[int, Column]:
    rows = [list(row) for row in zip(*vectors, strict=True)]
    result = read(sheet([heads, *rows] if heads else rows), **more)  # type: ignore[arg-type]
    return {column.col: column for table in result.tables for column in table.columns}


@pytest.mark.parametrize(("heading", "field"), [
    ("姓　名", "name"), ("居民姓名（必填）", "name"), ("★证件号码★", "id_no"), ("公民身份号码/证件号码", "id_no"), ("手机/微信", "phone"),
    ("现住门（楼）详址", "address"), ("现住门(楼)详址", "address"), ("户籍门(楼)详址", "registered_address"),
    ("户籍门（楼）详址", "registered_address"), ("户籍地", "registered_region"), ("户主身份证号码", "head_id"), ("与户主关系", "relation"),
    ("房东电话", "landlord_phone"),
    ("子女电话", "ignore"), ("监护人身份证号", "ignore"), ("残疾证号", "ignore"), ("是否低保户", "tag:低保"), ("独居", "tag:独居"),
    ("网格员", "collector"), ("来杭时间", "arrived"),
    ("随便什么", ""),
])  # fmt: skip
def test_a_heading_says_whose_and_what(heading: str, field: str) -> None:
    assert headings.read(heading).field == field


def test_a_heading_below_a_group_belongs_to_the_group() -> None:
    assert headings.read("姓名", ("房东信息",)).field == "landlord_name"
    assert headings.read("电话", ("监护人",)).field == "ignore"
    assert headings.read("姓名", ("基本信息",)).field == "name"


def test_without_any_heading_name_id_phone_and_address_are_found_in_any_order() -> None:
    found = columns(DOORS, PHONES, NAMES, NUMBERS)
    assert {col: one.field for col, one in found.items()} == {1: "address", 2: "phone", 3: "name", 4: "id_no"}
    assert [one.reason for one in found.values()] == [
        "内容像住址",
        "内容像联系电话",
        "内容像姓名",
        "内容像公民身份号码",
    ]


def test_headings_that_say_nothing_leave_the_word_to_the_values() -> None:
    found = columns(NAMES, NUMBERS, PHONES, DOORS, heads=["甲", "乙", "丙", "丁"])
    assert [one.field for one in found.values()] == ["name", "id_no", "phone", "address"]


def test_a_usual_heading_is_certain_and_says_so() -> None:
    name = columns(NAMES, NUMBERS, heads=["姓名", "身份证号"])[1]
    assert (name.field, name.reason) == ("name", "表头一致") and name.sure and name.confidence > 0.95


def test_what_was_confirmed_before_is_remembered_by_its_heading() -> None:
    memory = Memory().with_columns({"随访标识": "tags"})
    found = columns(NAMES, NUMBERS, ["独居"] * 6, heads=["姓名", "身份证号", "随访 标识"], memory=memory)
    assert (found[3].field, found[3].reason) == ("tags", "上次用过")


def test_memory_yields_to_values_of_another_kind() -> None:
    memory = Memory().with_columns({"编码": "phone"})
    found = columns(NAMES, NUMBERS, heads=["姓名", "编码"], memory=memory)
    assert found[2].field == "id_no"


def test_an_answer_on_the_screen_is_the_last_word() -> None:
    answers = Answers(fields={("名册", 3): "ignore"})
    found = columns(NAMES, NUMBERS, PHONES, heads=["姓名", "身份证号", "联系电话"], answers=answers)
    assert (found[3].field, found[3].reason) == ("ignore", "已由您指定")


def test_a_second_phone_is_the_spare_one() -> None:
    found = columns(NAMES, PHONES, PHONES[::-1], heads=["姓名", "手机号码", "联系电话"])
    assert sorted(one.field for one in found.values()) == ["name", "phone", "phone2"]


def test_two_columns_of_ids_are_asked_not_chosen_between() -> None:
    rows = [
        ["姓名", "身份证号", "证件号码"],
        *([name, one, other] for name, one, other in zip(NAMES, NUMBERS, NUMBERS[::-1], strict=True)),
    ]
    result = read(sheet(rows))
    assert not result.records and [one.key for one in result.questions] == ["two_ids"]


def test_the_heads_name_beside_the_persons_is_told_apart_also_without_headings() -> None:
    heads = ["王建国", "王建国", "张强", "张强", "周平", "周平"]
    relations = ["户主", "配偶"] * 3
    found = columns(heads, NAMES, relations, NUMBERS)
    assert [one.field for one in found.values()] == ["head_name", "name", "relation", "id_no"]


def test_a_list_of_heads_is_a_list_of_persons() -> None:
    result = read(
        sheet([["户主姓名", "户主身份证号", "户主电话"], *map(list, zip(NAMES, NUMBERS, PHONES, strict=True))])
    )
    first = result.records[0]
    assert (first.name, first.id_no, first.phones) == (NAMES[0], NUMBERS[0], (PHONES[0],))


def test_building_entrance_and_room_without_headings_are_known_by_their_order() -> None:
    buildings, units, rooms = (
        ["1", "1", "1", "2", "2", "2"],
        ["1", "1", "2", "1", "1", "2"],
        ["101", "102", "201", "301", "302", "401"],
    )
    found = columns(buildings, units, rooms, NAMES, NUMBERS)
    assert [one.field for one in found.values()][:3] == ["building", "unit", "room"]


def test_numbers_that_could_be_building_or_entrance_are_not_guessed_and_every_row_is_told() -> None:
    numbers, rooms = ["1", "1", "1", "2", "2", "2"], ["101", "102", "201", "301", "302", "401"]
    result = read(sheet([*map(list, zip(numbers, rooms, NAMES, NUMBERS, strict=True))]))
    assert not any(one.building for one in result.records)
    assert [one.row for one in result.findings if one.kind.startswith("address_")] == [1, 2, 3, 4, 5, 6]


def test_in_a_list_of_heads_everybody_is_a_head() -> None:
    result = read(
        sheet([["户主姓名", "户主身份证号", "家庭住址"], *map(list, zip(NAMES, NUMBERS, DOORS, strict=True))])
    )
    assert {one.relation for one in result.records} == {"户主"}


def test_groups_whose_second_row_is_unknown_words_still_belong_together_under_a_unit_line() -> None:
    line = ["填报单位(盖章):", None, "填报人:", None, "填报日期:   年  月  日"]
    first = ["姓名", "身份证号", "监护人或联系人", None, "上次走访", None]
    second = [None, None, "姓名", "电话", "日期", "情形"]
    people = [
        [name, one, "赵东", phone, "2026-01-02", "好"] for name, one, phone in zip(NAMES, NUMBERS, PHONES, strict=True)
    ]
    merges = [(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 2, 6)]
    result = read(sheet([line, first, second, *people], merges=merges))
    assert result.tables[0].header_rows == (2, 3)
    assert [column.field for column in result.tables[0].columns] == [
        "name",
        "id_no",
        "ignore",
        "ignore",
        "ignore",
        "ignore",
    ]
    assert {one.phones for one in result.records} == {()}


CONTACTS = [["王建国", number("1970-03-04"), "李敏", "16600000001", "1幢1单元101室"],
            ["李秀英", number("1975-05-06", "女"), "张伟", "16600000002", "1幢1单元102室"]]  # fmt: skip


@pytest.mark.parametrize("contact", ["紧急联系人", "监护人", "联系人", "房东"])
def test_a_telephone_behind_somebody_elses_name_is_left_out_and_asked(contact: str) -> None:
    result = read(sheet([["姓名", "身份证号", contact, "联系电话", "住址"], *CONTACTS]))
    assert [one.phones for one in result.records] == [(), ()]
    assert 4 in [one.col for one in result.questions if one.key == "column"]


def test_with_a_telephone_of_his_own_the_contacts_is_just_left_out() -> None:
    rows = [[*row[:2], f"1650000000{n}", *row[2:]] for n, row in enumerate(CONTACTS)]
    result = read(sheet([["姓名", "身份证号", "手机", "紧急联系人", "联系电话", "住址"], *rows]))
    assert [one.phones for one in result.records] == [("16500000000",), ("16500000001",)] and not result.questions


def test_a_telephone_that_says_whose_it_is_or_that_a_person_pointed_out_is_taken() -> None:
    own = read(sheet([["姓名", "身份证号", "紧急联系人", "本人电话", "住址"], *CONTACTS]))
    said = Answers("fill", "skip", fields={("名册", 4): "phone"})
    told = read(sheet([["姓名", "身份证号", "紧急联系人", "联系电话", "住址"], *CONTACTS]), answers=said)
    assert (
        [one.phones for one in own.records]
        == [one.phones for one in told.records]
        == [("16600000001",), ("16600000002",)]
    )


def test_heads_who_have_no_row_of_their_own_are_told_once_with_their_rows() -> None:
    heads = ["户主姓名", "姓名", "身份证号", "与户主关系", "住址"]
    result = read(sheet([heads, *(["赵大", *row[:2], "其他亲属", row[4]] for row in CONTACTS)]))
    told = [one for one in result.findings if one.kind == "heads_unlisted"]
    assert [(one.value, one.rows) for one in told] == [(["赵大"], (2, 3))]


def test_heads_whose_numbers_stand_in_the_rows_of_others_are_persons_left_out() -> None:
    heads = ["户主姓名", "户主身份证", "家庭成员姓名", "成员身份证", "与户主关系", "住址"]
    rows = [["赵大", number("1950-01-02"), *row[:2], "其他亲属", row[4]] for row in CONTACTS]
    result = read(sheet([heads, *rows]))
    told = [one for one in result.findings if one.kind == "heads_left_out"]
    assert [(one.level, one.value) for one in told] == [("decision", ["赵大"])]
    assert len(accepted(result)) == len(result.records) == 2
