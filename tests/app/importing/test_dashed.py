"""`2-101` beside a column of buildings: read where we hold such entrances, asked once otherwise, never guessed."""

import pytest

from app.importing.answers import Answers
from app.importing.command import answers
from app.importing.known import Known, addresses_from
from app.importing.result import Understood
from tests.helpers.sheets import kinds, number, read, sheet

HEADS = ["姓名", "身份证号", "楼栋", "房号"]
NAMES = "王大一 李大二 张大三 赵大四 周大五 钱大六".split()
USUAL = (("3幢", "2-101"), ("3幢", "2-102"), ("3幢", "1-301"), ("5幢", "2-201"))
STORE = Known((), addresses_from([("3", "", ["1", "2"]), ("5", "", ["1", "2"]), ("7", "", [])]))


def tried(
    rows: tuple[tuple[str, str], ...], known: Known = Known(), said: Answers = Answers(), heads: list[str] = HEADS
) -> Understood:
    lines = [[NAMES[n], number(f"19{60 + n}-03-04"), *row] for n, row in enumerate(rows)]
    return read(sheet([heads, *lines]), known=known, answers=said)


def doors(result: Understood) -> list[tuple[str, str, str]]:
    return [(one.building, one.unit, one.room) for one in result.records]


def asked(result: Understood) -> list[list[str]]:
    return [[name for name, _ in one.choices] for one in result.questions if one.key == "dashed"]


READ = [("3", "2", "101"), ("3", "2", "102"), ("3", "1", "301"), ("5", "2", "201")]


def test_where_we_hold_such_entrances_the_first_number_is_the_entrance() -> None:
    result = tried(USUAL, STORE)
    assert doors(result) == READ
    assert not result.findings and not asked(result)


def test_without_such_a_building_the_whole_column_is_asked_about_once_and_no_door_is_guessed() -> None:
    result = tried(USUAL)
    assert doors(result) == [("3", "", ""), ("3", "", ""), ("3", "", ""), ("5", "", "")]
    assert asked(result) == [["unit", "none"]]
    assert all("address_incomplete" in kinds(result, row) for row in (2, 3, 4, 5))


def test_the_question_names_the_sheet_or_the_file_where_there_are_no_sheets() -> None:
    rows = [["王大一", "", "3幢", "2-101"], ["李大二", "", "3幢", "1-102"]]
    asked_of = [one.words for name in ("一网格", "") for one in read(sheet([HEADS, *rows], name)).questions]
    assert ["“一网格”" in asked_of[0], "“名册.xlsx”" in asked_of[1]] == [True, True]


def test_the_answer_is_good_for_all_rows() -> None:
    assert doors(tried(USUAL, said=Answers(dashed="unit"))) == READ
    none = tried(USUAL, said=Answers(dashed="none"))
    assert not asked(none) and all("address_incomplete" in kinds(none, row) for row in (2, 3, 4, 5))


def test_one_entrance_that_we_do_not_hold_makes_the_column_a_question() -> None:
    result = tried((*USUAL, ("5幢", "4-201")), STORE)
    assert asked(result) == [["unit", "none"]] and {room for _, _, room in doors(result)} == {""}


@pytest.mark.parametrize(
    ("rows", "choices", "answer", "door"),
    [
        ((("1幢", "1-101"), ("2幢", "2-201")), ["unit", "storey", "building", "none"], "building", ("1", "", "101")),
        ((("3幢", "1-101"), ("3幢", "2-203")), ["unit", "storey", "none"], "storey", ("3", "", "101")),
        ((("3幢", "3-101"), ("5幢", "5-102")), ["unit", "building", "none"], "building", ("3", "", "101")),
    ],
)
def test_a_column_that_may_say_the_storey_or_the_building_again_is_asked_about_even_where_the_entrances_stand(
    rows, choices, answer, door
) -> None:
    known = Known((), addresses_from([(name, "", ["1", "2", "3", "5"]) for name in "1235"]))
    result = tried(rows, known)
    assert asked(result) == [choices]
    assert doors(tried(rows, said=Answers(dashed=answer)))[0] == door


def test_a_building_with_one_entrance_may_be_written_with_it() -> None:
    assert doors(tried((("7幢", "1-301"), ("7幢", "1-402")), STORE)) == [("7", "", "301"), ("7", "", "402")]


def test_a_row_of_another_form_in_such_a_column_is_told_and_a_plain_room_stays() -> None:
    result = tried((*USUAL, ("3幢", "3-2-501"), ("7幢", "101")), STORE)
    assert doors(result)[:4] == READ
    assert doors(result)[4] == ("3", "", "") and "address_incomplete" in kinds(result, 6)
    assert doors(result)[5] == ("7", "", "101") and not kinds(result, 7)


def test_rooms_and_houses_with_an_annex_are_what_they_were() -> None:
    annex = tried((("3幢", "301-1"), ("3幢", "302")), STORE)
    assert [room for _, _, room in doors(annex)] == ["301-1", "302"]
    lane = tried((*USUAL, ("河西巷", "12-1")), STORE)
    assert doors(lane) == [*READ, ("河西巷", "", "12-1")]
    own = tried((("3幢", "2", "101-1"),), heads=["姓名", "身份证号", "楼栋", "单元", "房号"])
    assert doors(own) == [("3", "2", "101-1")] and not asked(own)


def test_a_room_that_names_another_building_than_its_column_is_told_and_not_taken() -> None:
    lane = tried((("河西巷", "12-101"), ("河西巷", "12-102")))
    assert doors(lane) == [("河西巷", "", "")] * 2 and "address_incomplete" in kinds(lane, 2)
    other = tried((("3幢", "5幢2单元101"), ("3幢", "3幢2单元102")))
    assert "address_incomplete" in kinds(other, 2) and doors(other)[1] == ("3", "2", "102")


def test_the_command_takes_the_answer_too() -> None:
    assert answers(["dashed=unit"]).dashed == "unit"
