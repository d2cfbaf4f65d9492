"""What becomes of single cells: repaired where it is beyond doubt, otherwise left empty and told."""

from datetime import date

import pytest

from app.importing import birth_text, person_text, phone_text, words
from app.importing.book import NO_VALUE, ErrorValue
from tests.helpers.sheets import TODAY, kinds, number, read, sheet

A, B, C = number("1970-03-04"), number("1975-05-06", "女"), number("2005-07-08")


@pytest.mark.parametrize(("written", "day", "kind"), [
    ("1970-03-04", "1970-03-04", ""), (date(1970, 3, 4), "1970-03-04", ""), ("1970.3.4", "1970-03-04", "birth_cleaned"),
    ("1970年3月4日", "1970-03-04", "birth_cleaned"), ("１９７０－０３－０４", "1970-03-04", "birth_cleaned"),
    ("一九七〇年三月四日", "1970-03-04", "birth_cleaned"), (19700304, "1970-03-04", "birth_cleaned"),
    (25631, "1970-03-04", "birth_cleaned"), ("1970-03-04 00:00:00", "1970-03-04", "birth_cleaned"),
    ("1970.3", "", "birth_partial"), ("1970年", "", "birth_partial"), ("70.3.4", "", "birth_two_digit_year"),
    ("农历1970年正月廿七", "", "birth_lunar"), ("1970年腊月初三", "", "birth_lunar"), ("1970-02-30", "", "birth_invalid"),
    ("不详", "", "birth_invalid"), ("2030-01-01", "", "birth_invalid"), (56, "", "birth_is_age"), ("56岁", "", "birth_is_age"),
    (None, "", ""), ("/", "", ""), ("5/12/1970", "", "birth_partial"), ("25/12/1970", "1970-12-25", "birth_cleaned"),
])  # fmt: skip
def test_a_day_of_birth_is_read_in_every_style_or_not_at_all(written: object, day: str, kind: str) -> None:
    born = birth_text.read(written, TODAY)  # type: ignore[arg-type]
    assert (born.day, born.kind) == (day, kind)


def test_days_since_1904_are_counted_from_1904() -> None:
    assert birth_text.read(34503, TODAY, from_1904=True).day == "1998-06-19"


@pytest.mark.parametrize("written", ["1900-01-01", "1880-01-01", date(1900, 1, 1)])
def test_a_birth_before_anybody_who_lives_is_told_and_left_out(written: object) -> None:
    result = read(sheet([["姓名", "出生日期", "手机"], ["王建国", written, "16600000001"]]))
    assert kinds(result) == ["birth_invalid"] and result.records[0].birth == ""


@pytest.mark.parametrize(("written", "tags", "told"), [
    ("低保(已取消)", (), True), ("残疾（待办）", (), True), ("低保(2023年停发)", (), True), ("残疾二级(已注销)", (), True),
    ("特困(申请中)", (), True), ("独居(子女不在身边)", ("独居",), False), ("残疾(肢体)", ("残疾",), False),
    ("失能(不能自理)", ("失能",), False), ("低保(城市)", ("低保",), False), ("优抚(退役)", ("优抚",), False),
    ("困境儿童(未成年)", ("困境儿童",), False),
])  # fmt: skip
def test_a_tag_that_is_no_longer_or_not_yet_is_told_and_not_kept(
    written: str, tags: tuple[str, ...], told: bool
) -> None:
    result = read(sheet([["姓名", "关爱标签", "手机"], ["王建国", written, "16600000001"]]))
    assert result.records[0].tags == tags and kinds(result) == ["tag_unknown"] * told


def test_a_grade_in_a_column_of_its_own_may_have_ended_too() -> None:
    rows = [["姓名", "残疾", "手机"], ["王建国", "二级(已注销)", "16600000001"], ["李秀英", "二级", "16600000002"]]
    result = read(sheet(rows))
    assert [one.tags for one in result.records] == [(), ("残疾二级",)] and kinds(result) == ["tag_unknown"]


@pytest.mark.parametrize("relation", ["子", "公公", "爷爷", "孙子", "女婿"])
def test_a_relation_against_the_sex_of_the_id_is_told_once(relation: str) -> None:
    heads = ["姓名", "身份证号", "性别", "与户主关系", "住址"]
    head = ["王建国", A, "男", "户主", "1幢1单元101室"]
    assert kinds(read(sheet([heads, head, ["李秀英", B, None, relation, head[4]]])), 3) == ["gender_conflict"]
    assert kinds(read(sheet([heads, head, ["李秀英", B, "男", relation, head[4]]])), 3) == ["gender_conflict"]
    assert kinds(read(sheet([heads, head, ["李秀英", B, "女", "女儿", head[4]]])), 3) == []


@pytest.mark.parametrize(("written", "name", "kind"), [
    ("户主王林", "王林", "name_note"), ("租户王林", "王林", "name_note"), ("王林户", "王林", "name_note"),
    ("王林曾用名王森", "王林", "name_note"), ("老王", "老王", "name_title"), ("王先生", "王先生", "name_title"),
    ("李阿姨", "李阿姨", "name_title"), ("王林妻", "王林妻", "name_title"), ("无名氏", "无名氏", "name_title"), ("王小明", "王小明", ""),
    ("户田", "户田", ""), ("阿依古丽", "阿依古丽", ""), ("王小一", "王小一", ""), ("李秀女", "李秀女", ""),
])  # fmt: skip
def test_forms_of_address_are_no_full_names(written: str, name: str, kind: str) -> None:
    found = person_text.read_name(written)
    assert (found.name, found.kind) == (name, kind)


@pytest.mark.parametrize(("written", "numbers", "told"), [
    ("021-6800012", [], ["phone_invalid"]), ("010-6800012", [], ["phone_invalid"]), ("0571-6800012", ["0571-6800012"], []),
    ("021-6800012/16612345678", ["16612345678"], ["phone_invalid"]),
    ("16612345678", ["16612345678"], []), (16612345678, ["16612345678"], []),
    ("166-1234-5678", ["16612345678"], ["phone_cleaned"]),
    ("+8616612345678", ["16612345678"], ["phone_cleaned"]), ("16612345678.0", ["16612345678"], ["phone_cleaned"]),
    ("手机：16612345678", ["16612345678"], ["phone_cleaned"]), ("16612345678(女儿)", ["16612345678"], ["phone_note"]),
    ("16612345678儿子的", ["16612345678"], ["phone_note"]),
    ("16612345678/16687654321", ["16612345678", "16687654321"], ["phone_split"]),
    ("16612345678\n0571-60000123", ["16612345678", "0571-60000123"], ["phone_split"]),
    ("057160000123", ["0571-60000123"], ["phone_cleaned"]), ("1661234567", [], ["phone_invalid"]),
    ("166123456789", [], ["phone_invalid"]), ("1.66E+10", [], ["phone_invalid"]), (1.66e10, [], ["phone_invalid"]),
    ("166****5678", [], ["phone_invalid"]), ("1661234S678", [], ["phone_invalid"]), ("60000123", [], ["phone_invalid"]),
    ("无", [], []), ("—", [], []), (None, [], []),
])  # fmt: skip
def test_a_phone_has_eleven_digits_or_is_told(written: object, numbers: list[str], told: list[str]) -> None:
    found = phone_text.read(written)  # type: ignore[arg-type]
    assert (list(found.numbers), [kind for kind, _ in found.kinds]) == (numbers, told)


@pytest.mark.parametrize(("written", "name", "kind"), [
    ("王建国", "王建国", ""), ("王 建 国", "王建国", "name_cleaned"), ("王\u3000芳", "王芳", "name_cleaned"),
    ("王芳\u200b", "王芳", "name_cleaned"),
    ("次仁.拉姆", "次仁·拉姆", "name_cleaned"), ("高䶮", "高䶮", ""), ("吴𫖯", "吴𫖯", ""), ("王芳（租）", "王芳", "name_note"),
    ("王芳 户主", "王芳", "name_note"), ("王芳、李强", "", "several_persons"), ("王建国 李秀英", "", "several_persons"),
    ("欧阳 娜娜", "欧阳娜娜", "name_cleaned"), ("王*国", "", "name_missing"), ("空置", "", "name_missing"), ("身份证号", "", "name_missing"),
    (123, "", "name_missing"), (None, "", ""), ("无", "", ""),
])  # fmt: skip
def test_a_name_is_one_persons_name_or_none(written: object, name: str, kind: str) -> None:
    found = person_text.read_name(written)  # type: ignore[arg-type]
    assert (found.name, found.kind) == (name, kind)


@pytest.mark.parametrize(("written", "kind"), [
    (f"'{A}", "id_cleaned"), (f" {A[:6]} {A[6:]}", "id_cleaned"), (f"身份证:{A}", "id_cleaned"), (A.lower(),
    "id_cleaned" if "X" in A else ""),
    (float(A[:15] + "000"), "id_truncated"), (f"{A[:15]}000", "id_truncated"), ("3.30106E+17", "id_scientific"),
    (A[:17], "id_bad_length"),
    (A[:17] + ("0" if A[17] != "0" else "1"), "id_bad_check"), (A[:6] + "********" + A[-4:], "id_masked"),
    ("未带证件", "id_missing"),
    (A[:6] + A[8:17], "id_15"), ("王建国", "not_an_id"), (A, ""), ("无", ""), (None, ""),
])  # fmt: skip
def test_an_id_is_whole_or_not_taken(written: object, kind: str) -> None:
    found = person_text.read_id(written, TODAY)  # type: ignore[arg-type]
    assert found.kind == kind
    assert found.number == (A if kind in ("", "id_cleaned") and written not in ("无", None) else "")


def test_an_old_number_is_only_a_proposal() -> None:
    found = person_text.read_id(A[:6] + A[8:17], TODAY)
    assert (found.number, found.value) == ("", A)


@pytest.mark.parametrize(("written", "relation"), [
    ("户 主", "户主"), ("本人", "户主"), ("老伴", "配偶"), ("之女", "女"), ("长子", "子"), ("儿媳妇", "儿媳"), ("外孙", "外孙子"), ("丈母娘", "岳母"),
    ("侄子", "其他亲属"), ("合租", "非亲属"), ("02", "户主"), ("38", "儿媳"), ("媳妇", None), ("邻居的朋友", None), ("1单元", None),
])  # fmt: skip
def test_a_relation_is_one_of_the_closed_words_or_open(written: str, relation: str | None) -> None:
    assert words.relation(words.plain(written)) == relation


@pytest.mark.parametrize(("written", "tags", "unknown"), [
    ("独居、低保", ("独居", "低保"), ()), ("空巢老人/重度残疾", ("空巢", "残疾"), ()), ("退伍军人", ("退役军人",), ()), ("无", (), ()), ("一般", (), ()),
    ("独居，爱唱歌", ("独居",), ("爱唱歌",)),
])  # fmt: skip
def test_tags_are_the_closed_ones_and_the_rest_is_told(
    written: str, tags: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert words.tags(written) == (tags, unknown)


@pytest.mark.parametrize(
    "written", ["残疾二级", "肢体残疾(2级)", "肢体残疾二级", "二级残疾", "残疾人（二级）", "肢体二级"]
)
def test_a_grade_of_disability_is_kept_and_counts_as_disability(written: str) -> None:
    ((tag,), unknown) = words.tags(written)
    assert (tag, words.closed(tag), unknown) == ("残疾二级", "残疾", ())


@pytest.mark.parametrize(
    ("cell", "tags"), [("二级", ["残疾二级"]), ("肢体", ["残疾"]), ("√", ["残疾"]), ("无", []), ("", [])]
)
def test_below_a_heading_of_disability_a_grade_or_a_kind_is_enough(cell: str, tags: list[str]) -> None:
    result = read(sheet([["姓名", "身份证号", "住址", "残疾等级"], ["王建国", A, "1幢1单元101室", cell]]))
    assert [*result.records[0].tags] == tags


HEADS = ["姓名", "性别", "出生日期", "身份证号", "与户主关系", "联系电话"]


def test_birth_and_sex_come_from_their_cells_then_from_the_id() -> None:
    rows = [
        HEADS,
        ["王建国", None, "70.3.4", A, "户主", None],
        ["李秀英", "男", "1975-05-07", B, "配偶", None],
        ["王军", "男", "农历", None, "子", None],
    ]
    result = read(sheet(rows))
    assert [(one.birth, one.gender) for one in result.records] == [
        ("1970-03-04", "男"),
        ("1975-05-07", "男"),
        ("", "男"),
    ]
    assert kinds(result, 2) == ["birth_two_digit_year"] and "birth_lunar" in kinds(result, 4)
    assert kinds(result, 3) == ["birth_conflict", "gender_conflict"]


def test_name_and_id_in_one_anothers_cells_are_put_back_and_told() -> None:
    result = read(
        sheet(
            [
                HEADS,
                ["王建国", "男", None, A, "户主", None],
                [B, "女", None, "李秀英", "配偶", None],
                ["王军", "男", None, C, "子", None],
            ]
        )
    )
    assert [(one.name, one.id_no) for one in result.records] == [("王建国", A), ("李秀英", B), ("王军", C)]
    assert kinds(result, 3) == ["cells_swapped", "cells_swapped"]


def test_columns_whose_headings_were_exchanged_are_known_by_their_values_and_told() -> None:
    rows = [
        ["身份证号", "姓名", "电话"],
        *(
            [name, id_no, "16600000001"]
            for name, id_no in (("王建国", A), ("李秀英", B), ("王军", C), ("赵玉", number("1944-01-01")))
        ),
    ]
    result = read(sheet(rows))
    assert [(one.name, one.id_no) for one in result.records][:2] == [("王建国", A), ("李秀英", B)]
    assert kinds(result).count("columns_swapped") == 2


def test_faults_of_formulas_empty_their_cell_and_are_told() -> None:
    result = read(
        sheet(
            [HEADS, ["王建国", "男", None, A, "户主", NO_VALUE], ["李秀英", "女", None, B, "配偶", ErrorValue("#N/A")]]
        )
    )
    assert kinds(result, 2) == ["formula_no_value"] and kinds(result, 3) == ["formula_error"]
    assert [one.phones for one in result.records] == [(), ()]


def test_a_row_without_a_name_is_listed_and_not_imported() -> None:
    result = read(
        sheet(
            [
                HEADS,
                ["王建国", "男", None, A, "户主", None],
                [None, "女", None, B, "配偶", None],
                [None] * 6,
                ["王军", "男", None, C, "子", None],
            ]
        )
    )
    assert [one.name for one in result.records] == ["王建国", "王军"] and kinds(result, 3) == ["name_missing"]


def test_sexes_and_relations_written_as_codes_are_read_by_their_standards() -> None:
    rows = [
        HEADS,
        ["王建国", 1, None, A, "02", None],
        ["李秀英", 2, None, B, "10", None],
        ["王军", "1", None, C, "20", None],
    ]
    result = read(sheet(rows))
    assert [(one.gender, one.relation) for one in result.records] == [("男", "户主"), ("女", "配偶"), ("男", "子")]


def test_a_word_for_both_sexes_is_settled_by_the_sex_and_one_of_two_meanings_by_the_household() -> None:
    rows = [HEADS, ["王建国", "男", None, A, "户主", None], ["李秀英", "女", None, B, "配偶", None], ["王军", "男", None, C, "子女", None],
            ["何玉", "女", "2004-01-02", None, "媳妇", None]]  # fmt: skip
    assert [one.relation for one in read(sheet(rows)).records] == ["户主", "配偶", "子", "儿媳"]
    alone = read(sheet([HEADS, rows[1], ["何玉", "女", "1972-01-02", None, "媳妇", None]]))
    assert alone.records[1].relation == "" and kinds(alone, 3) == ["relation_unknown"]


def test_yes_and_no_columns_become_tags_and_other_marks_are_told() -> None:
    rows = [
        ["姓名", "身份证号", "是否独居", "低保户"],
        ["王建国", A, "√", None],
        ["李秀英", B, "否", "是"],
        ["王军", C, "待核", None],
    ]
    result = read(sheet(rows))
    assert [one.tags for one in result.records] == [("独居",), ("低保",), ()] and kinds(result, 4) == ["tag_unknown"]


def test_other_peoples_numbers_are_not_the_persons() -> None:
    rows = [
        ["姓名", "身份证号", "监护人姓名", "监护人电话", "紧急联系人电话", "房东", "房东电话"],
        ["王建国", A, "李强", "16600000001", "16600000002", "赵东", "16600000003"],
    ]
    result = read(sheet(rows))
    assert [(one.name, one.phones) for one in result.records] == [("王建国", ())]
    assert result.records[0].more["landlord_phone"] == "16600000003"


def test_a_comment_is_told_at_its_cell() -> None:
    result = read(sheet([HEADS, ["王建国", "男", None, A, "户主", None]], comments={(2, 1): "已核"}))
    assert [one.cell for one in result.findings if one.kind == "cell_comment"] == ["A2"]
