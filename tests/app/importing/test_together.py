"""Households, doubles, and who of a workbook is known already."""

from app.importing.known import Known, KnownPerson, addresses_from
from tests.helpers.sheets import kinds, names, number, read, sheet

A, B, C, D = number("1970-03-04"), number("1975-05-06", "女"), number("2005-07-08"), number("1944-02-03", "女")
HEADS = ["户号", "姓名", "与户主关系", "身份证号", "联系电话", "住址"]
HOME = [["1", "王建国", "户主", A, "16600000001", "1幢1单元101室"], ["1", "李秀英", "配偶", B, None, "1幢1单元101室"]]
NEXT = [["2", "赵玉兰", "户主", D, "16600000004", "1幢1单元102室"]]


def told(rows: list[list[object]]) -> list[str]:
    return kinds(read(sheet([HEADS, *rows])))


def test_a_household_number_joins_rows_that_stand_apart() -> None:
    result = read(sheet([HEADS, HOME[0], *NEXT, HOME[1]]))
    assert result.households and [(one.head, one.members) for one in result.households] == [
        ("王建国", (0, 2)),
        ("赵玉兰", (1,)),
    ]
    assert [one.household for one in result.records] == [0, 1, 0]


def test_without_numbers_a_head_or_another_door_begins_a_household() -> None:
    heads = HEADS[1:]
    second_family = ["王芳", "户主", number("1990-01-01", "女"), None, "1幢1单元101室"]
    result = read(sheet([heads, *(row[1:] for row in HOME), second_family, *(row[1:] for row in NEXT)]))
    assert result.households and [(one.head, len(one.members)) for one in result.households] == [
        ("王建国", 2),
        ("王芳", 1),
        ("赵玉兰", 1),
    ]


def test_a_list_without_relations_does_not_say_who_lives_together() -> None:
    assert read(sheet([["姓名", "身份证号", "住址"], ["王建国", A, "1幢1单元101室"]])).households is None


def test_two_heads_and_no_head_are_told_once_for_their_household() -> None:
    assert told([HOME[0], ["1", "李秀英", "户主", B, None, "1幢1单元101室"]]) == ["two_heads"]
    assert told([["1", "王建国", None, A, None, "1幢1单元101室"], HOME[1]]) == ["no_head"]


def test_a_head_who_is_only_hidden_is_still_the_head() -> None:
    result = read(sheet([HEADS, *HOME, *NEXT], hidden_rows={2}))
    assert names(result) == ["李秀英", "赵玉兰"] and "no_head" not in kinds(result)
    assert result.households and result.households[0].head == "王建国"


def test_head_and_spouse_of_one_sex_are_told_at_the_one_whom_no_id_confirms() -> None:
    heads = ["姓名", "性别", "与户主关系", "身份证号"]
    result = read(sheet([heads, ["王建国", "女", "户主", None], ["李秀英", "女", "妻子", B]]))
    assert kinds(result, 2) == ["gender_conflict"] and not kinds(result, 3)


def test_the_same_person_twice_comes_in_once() -> None:
    result = read(sheet([HEADS, *HOME, ["1", "王建国", "户主", A, "16699999999", "1幢1单元101室"]]))
    assert names(result) == ["王建国", "李秀英"] and kinds(result) == ["duplicate_in_file"]
    assert result.findings[0].value == {"first_row": 2}


def test_the_same_person_on_two_sheets_comes_in_once_and_the_first_sheet_is_named() -> None:
    result = read(sheet([HEADS, *HOME], "一"), sheet([HEADS, HOME[0], *NEXT], "二"))
    assert len(result.records) == 3
    assert [one.value for one in result.findings if one.kind == "duplicate_in_file"] == [
        {"first_row": 2, "first_sheet": "一"}
    ]


def test_one_id_under_two_names_stays_with_the_first() -> None:
    result = read(sheet([HEADS, *HOME, ["3", "周平", "户主", A, None, "2幢1单元101室"]]))
    assert [(one.id_no, one.birth, one.gender) for one in result.records][2] == ("", "", "")
    assert kinds(result, 4) == ["id_shared"]


def known_person(**more: object) -> KnownPerson:
    return KnownPerson(**{"uid": "u1", "name": "王建国", "id_no": A, "birth": "1970-03-04", "gender": "男",
    "phones": ("16600000001",),
                          "building": "1", "unit": "1", "room": "101",
                          "relation": "户主"} | more)  # type: ignore[arg-type]  # fmt: skip


def test_a_known_person_is_met_by_id_and_what_differs_is_a_change() -> None:
    result = read(sheet([HEADS, *HOME]), known=Known((known_person(phones=("16688888888",)),)))
    assert [(one.uid, one.status) for one in result.records] == [("u1", "changed"), ("", "new")]
    assert [(one.kind, one.field, one.before, one.after) for one in result.changes] == [
        ("changed", "phones", ["16688888888"], ["16600000001"]), ("new", "", None, None),
    ]  # fmt: skip


def test_what_a_workbook_leaves_out_is_no_change() -> None:
    heads = ["姓名", "身份证号", "住址"]
    result = read(sheet([heads, ["王建国", A, "1#1-101"]]), known=Known((known_person(tags=("独居",)),)))
    assert result.records[0].status == "same" and not result.changes


def test_without_an_id_name_and_birth_or_phone_or_door_meet_a_known_person_but_a_name_alone_does_not() -> None:
    heads = ["姓名", "出生日期", "联系电话", "住址"]
    known = Known((known_person(),))

    def met(*row: object) -> str:
        return read(sheet([heads, ["王建国", *row]]), known=known).records[0].uid

    assert met("1970-03-04", None, None) == met(None, "16600000001", None) == met(None, None, "1幢1单元101室") == "u1"
    assert met(None, None, None) == met("1980-01-01", None, "1幢1单元101室") == met(None, None, "1幢1单元102室") == ""


def test_two_known_people_of_one_name_at_one_door_are_not_guessed_between() -> None:
    known = Known((known_person(), known_person(uid="u2", id_no="", birth="")))
    result = read(sheet([["姓名", "住址"], ["王建国", "1幢1单元101室"]]), known=known)
    assert result.records[0].uid == ""


def test_lost_digits_of_an_id_are_proposed_never_filled() -> None:
    result = read(
        sheet([HEADS, ["1", "王建国", "户主", float(A[:15] + "000"), None, "1幢1单元101室"]]),
        known=Known((known_person(),)),
    )
    assert result.records[0].id_no == "" and result.records[0].uid == "u1"
    assert [(one.kind, one.value) for one in result.findings if one.kind == "id_restored"] == [("id_restored", A)]


def test_who_is_missing_from_a_whole_building_is_told_but_a_short_list_makes_nobody_gone() -> None:
    others = tuple(
        known_person(uid=f"o{at}", name=f"赵{'一二三四'[at]}", id_no=number(f"196{at}-01-01"), room=f"{at + 2}01")
        for at in range(4)
    )
    known = Known((known_person(), *others))
    rows = [[str(at), one.name, "户主", one.id_no, None, f"1幢1单元{one.room}室"] for at, one in enumerate(others)]
    whole = read(sheet([HEADS, *rows]), known=known)
    assert [(one.kind, one.name) for one in whole.changes if one.kind == "gone"] == [("gone", "王建国")]
    assert "gone_from_file" in kinds(whole)
    assert not [one for one in read(sheet([HEADS, rows[0]]), known=known).changes if one.kind == "gone"]


def test_a_move_to_another_door_is_told() -> None:
    result = read(sheet([HEADS, ["1", "王建国", "户主", A, None, "1幢1单元501室"]]), known=Known((known_person(),)))
    assert "moved_home" in kinds(result) and result.records[0].status == "changed"


def test_known_addresses_complete_the_only_entrance_and_tell_where_there_are_several() -> None:
    tree = addresses_from([("1", "锦苑", ["1"]), ("2", "锦苑", ["1", "2"])])
    heads = ["姓名", "身份证号", "住址"]
    result = read(sheet([heads, ["王建国", A, "1幢501室"], ["李秀英", B, "2幢501室"]]), known=Known(addresses=tree))
    assert [(one.unit, one.room) for one in result.records] == [("1", "501"), ("", "501")]
    assert kinds(result, 3) == ["address_incomplete"]


def test_a_flat_without_entrance_is_told_where_other_rows_show_several() -> None:
    heads = ["姓名", "身份证号", "住址"]
    rows = [
        heads,
        ["王建国", A, "2幢1单元501室"],
        ["李秀英", B, "2幢2单元501室"],
        ["王军", C, "2幢302室"],
        ["赵玉兰", D, "2幢地下室"],
    ]
    assert kinds(read(sheet(rows)), 4) == ["address_incomplete"] and not kinds(read(sheet(rows)), 5)
