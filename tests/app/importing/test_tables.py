"""Where the persons of a workbook are found, however the office laid it out."""

import pytest

from app.importing.answers import Answers
from app.importing.understand import understand
from tests.helpers.sheets import TODAY, book, kinds, names, number, read, sheet

A, B, C, D = number("1970-03-04"), number("1975-05-06", "女"), number("2005-07-08"), number("1944-02-03", "女")
HEADS = ["序号", "姓名", "身份证号", "联系电话", "住址"]
PEOPLE = [
    [1, "王建国", A, "16600000001", "1幢1单元101室"],
    [2, "李秀英", B, "16600000002", "1幢1单元101室"],
    [3, "王小军", C, None, "1幢1单元101室"],
    [4, "赵玉兰", D, "16600000004", "1幢1单元102室"],
]


def test_titles_notes_totals_and_signatures_bring_no_person() -> None:
    rows = [["居民花名册"], ["填报单位：某社区", None, "填报人：李某"], HEADS, *PEOPLE[:2], ["1幢小计", None, "2人"], *PEOPLE[2:],
            ["合计", 4], [], ["审核人：      负责人：     (盖章)"], ["第 1 页 共 1 页"]]  # fmt: skip
    result = read(sheet(rows))
    assert names(result) == ["王建国", "李秀英", "王小军", "赵玉兰"]
    assert kinds(result).count("total_row") == 2 and kinds(result).count("signature_row") == 2
    assert (result.tables[0].header_rows, result.tables[0].first_row, result.tables[0].last_row) == ((3,), 4, 8)


def test_headings_that_stand_again_on_every_page_are_told_and_left_out() -> None:
    result = read(sheet([["名册"], HEADS, *PEOPLE[:2], ["名册"], HEADS, *PEOPLE[2:]]))
    assert len(result.records) == 4 and kinds(result).count("repeated_header") == 1
    assert len(result.tables) == 1


def test_an_example_and_an_explanation_below_the_headings_are_no_persons() -> None:
    explained = ["自动", "与身份证一致", "18位", "11位", "如1幢1单元101室"]
    example = ["例", "张三", "110105199001011234", "13800000000", "示例，请删除"]
    result = read(sheet([HEADS, explained, example, *PEOPLE]))
    assert len(result.records) == 4
    assert kinds(result, 2) == ["explanation_row"] and kinds(result, 3) == ["example_row"]


def test_a_person_called_like_an_example_comes_in_if_the_number_may_be_real() -> None:
    heads = ["姓名", "身份证号", "手机", "住址"]
    real = ["王小明", number("1984-05-06"), "16600000007", "1幢1单元101室"]
    assert names(read(sheet([heads, real]))) == ["王小明"]
    invented = ["王小明", "110101199001011234", "16600000007", "1幢1单元101室"]
    result = read(sheet([heads, invented]))
    assert not result.records and kinds(result) == ["example_row"] and result.refused


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名|身份证号|手机"], ["王建国|11|166"]],
        [["锟斤拷", "烫烫烫"], ["锟", "锟斤"], ["屯屯", "锟"]],
        [["项目", "数量"], ["楼栋", 22], ["户", 620]],
    ],
)
def test_a_file_in_which_nobody_is_found_is_refused_in_three_sentences(rows: list[list[object]]) -> None:
    result = read(sheet(rows))
    assert not result.records and len(result.refused.split("。")) == 4


def test_two_tables_side_by_side_are_two_tables_and_every_record_tells_its_column() -> None:
    rows = [["楼组名单"], [*HEADS, None, *HEADS]] + [
        [*left, None, *right] for left, right in zip(PEOPLE[:2], PEOPLE[2:], strict=True)
    ]
    result = read(sheet(rows))
    assert sorted((one.name, one.col) for one in result.records) == sorted(
        [("王建国", 1), ("李秀英", 1), ("王小军", 7), ("赵玉兰", 7)]
    )
    assert [(table.first_col, table.last_col) for table in result.tables] == [(1, 5), (7, 11)]


def test_fields_that_run_down_and_persons_that_stand_across_are_read() -> None:
    rows = [[HEADS[at], *(person[at] for person in PEOPLE)] for at in range(1, 5)]
    result = read(sheet(rows))
    assert [(one.name, one.id_no, one.room) for one in result.records] == [
        ("王建国", A, "101"), ("李秀英", B, "101"), ("王小军", C, "101"), ("赵玉兰", D, "102"),
    ]  # fmt: skip
    assert {one.col for one in result.records} == {2, 3, 4, 5}


def test_a_household_in_one_row_gives_all_its_members() -> None:
    heads = ["住址", "户主姓名", "户主身份证号", "配偶姓名", "配偶身份证号", "成员1姓名", "成员1身份证号", "联系电话"]
    rows = [heads, ["1幢1单元101室", "王建国", A, "李秀英", B, "王小军", C, "16600000001"],
            ["1幢1单元102室", "赵玉兰", D, None, None, None, None, "16600000004"]]  # fmt: skip
    result = read(sheet(rows))
    assert [(one.name, one.id_no, one.room, one.relation) for one in result.records] == [
        ("王建国", A, "101", "户主"), ("李秀英", B, "101", "配偶"), ("王小军", C, "101", ""), ("赵玉兰", D, "102", "户主"),
    ]  # fmt: skip
    assert result.households and [len(home.members) for home in result.households] == [3, 1]


def test_a_second_sheet_that_goes_on_without_headings_uses_those_of_the_first() -> None:
    result = read(sheet([HEADS, *PEOPLE[:2]], "一"), sheet(PEOPLE[2:], "二"))
    assert [(one.name, one.room) for one in result.records][2:] == [("王小军", "101"), ("赵玉兰", "102")]
    assert "no_header" in kinds(result)


def test_lines_between_the_rows_say_which_building_follows() -> None:
    heads = ["姓名", "单元", "室号", "身份证号"]
    rows = [
        ["名册"],
        heads,
        ["3号楼"],
        ["王建国", "1", "101", A],
        ["李秀英", "1", "101", B],
        ["槐荫巷"],
        ["赵玉兰", None, "12", D],
    ]
    result = read(sheet(rows))
    assert [(one.name, one.building, one.unit, one.room) for one in result.records] == [
        ("王建国", "3", "1", "101"), ("李秀英", "3", "1", "101"), ("赵玉兰", "槐荫巷", "", "12"),
    ]  # fmt: skip


def test_the_building_may_stand_only_in_the_title_or_the_name_of_the_sheet() -> None:
    heads = ["姓名", "单元", "室号", "身份证号"]
    result = read(sheet([["某社区5号楼住户名册"], heads, ["王建国", "1", "101", A]], "Sheet1"),
                  sheet([heads, ["赵玉兰", "2", "302", D]], "6幢"))  # fmt: skip
    assert [(one.building, one.unit, one.room) for one in result.records] == [("5", "1", "101"), ("6", "2", "302")]


def test_a_title_that_contradicts_the_name_of_its_sheet_is_asked_and_every_row_is_told() -> None:
    heads = ["姓名", "单元", "室号", "身份证号"]
    result = read(sheet([["5号楼住户名册"], heads, ["王建国", "1", "101", A]], "6幢"))
    assert result.records[0].building == "" and "building" in [one.key for one in result.questions]
    assert "address_incomplete" in kinds(result, 3)


def test_counts_codes_staff_and_hidden_sheets_bring_nothing_and_say_why() -> None:
    counts = sheet([["各楼栋统计"], ["楼栋", "户数", "人数"], ["1", 10, 30]], "汇总")
    codes = sheet([["男"], ["女"]], "码表")
    staff = sheet([["姓名", "职务", "联系电话"], ["李敏", "网格员", "16600000009"]], "工作人员通讯录")
    hidden = sheet([HEADS, *PEOPLE], "上月", hidden=True)
    result = read(counts, codes, staff, hidden, sheet([HEADS, *PEOPLE]), answers=Answers())
    assert len(result.records) == 4
    assert {name for name, _ in result.skipped} == {"汇总", "码表", "工作人员通讯录", "上月"}
    assert "staff" in [one.key for one in result.questions]


def test_hidden_and_filtered_rows_wait_for_an_answer() -> None:
    marks = {"hidden_rows": {3}, "filtered_rows": {4}}
    asked = read(sheet([HEADS, *PEOPLE], **marks), answers=Answers())
    assert names(asked) == ["王建国", "赵玉兰"] and [one.key for one in asked.questions] == ["hidden"]
    taken = read(sheet([HEADS, *PEOPLE], **marks), answers=Answers(hidden="take"))
    assert len(taken.records) == 4 and not taken.questions
    assert {"hidden_row", "filtered_row"} <= set(kinds(taken))


def test_struck_rows_and_rows_in_the_colour_of_those_who_left_are_listed_not_imported() -> None:
    rows = [HEADS, *PEOPLE, ["注：黄色为已搬走"]]
    marks = {
        "struck_rows_cells": {(3, col) for col in range(1, 6)},
        "coloured": {(4, 2): "FFFFFF00", (4, 3): "FFFFFF00"},
    }
    result = read(sheet(rows, **marks))
    assert names(result) == ["王建国", "赵玉兰"]
    assert (
        kinds(result, 3) == ["strike_through"]
        and kinds(result, 4) == ["colour_marked"]
        and kinds(result, 6) == ["legend_row"]
    )
    assert [(one.row, one.why) for one in result.left if one.name] == [(3, "strike_through"), (4, "colour_marked")]


def test_one_struck_cell_is_dropped_and_told_and_its_row_stays() -> None:
    result = read(sheet([HEADS, *PEOPLE], struck_rows_cells={(2, 4)}))
    assert result.records[0].phones == () and kinds(result, 2) == ["strike_through"]


def test_merged_cells_go_down_only_when_told_so() -> None:
    heads = ["户主", "住址", "姓名", "关系", "身份证号"]
    rows = [heads, ["王建国", "1幢1单元101室", "王建国", "户主", A], [None, None, "李秀英", "配偶", B], [None, None, "王小军", "子", C],
            ["赵玉兰", "1幢1单元102室", "赵玉兰", "户主", D]]  # fmt: skip
    merged = sheet(rows, merges=[(2, 1, 4, 1), (2, 2, 4, 2)])
    filled = read(merged)
    assert [one.room for one in filled.records] == ["101", "101", "101", "102"]
    asked = read(merged, answers=Answers())
    assert [one.room for one in asked.records] == ["101", "", "", "102"] and [one.key for one in asked.questions] == [
        "merged"
    ]
    assert [one.rows for one in asked.findings if one.kind == "merged_fill"] == [(3, 4)]


def test_a_card_for_one_household_is_not_mistaken_for_a_table() -> None:
    rows = [["家庭情况登记卡"], ["姓名", "王建国", "性别", "男"], ["身份证号", A, "电话", "16600000001"]]
    result = read(sheet(rows))
    assert not result.records and result.skipped


def test_an_empty_workbook_is_understood_as_nothing() -> None:
    assert understand(book(sheet([])), today=TODAY).records == ()


def test_tables_under_one_another_with_a_title_each_keep_their_own_building() -> None:
    heads = ["姓名", "单元", "室号", "身份证号"]
    rows = [["某社区3号楼住户名册"], heads, ["王建国", "1", "101", A], [], ["某社区5号楼住户名册"], heads, ["李秀英", "2", "302", B],
            ["槐荫巷住户名册"], heads, ["赵玉兰", None, "7", D]]  # fmt: skip
    result = read(sheet(rows))
    assert [(one.name, one.building, one.unit, one.room) for one in result.records] == [
        ("王建国", "3", "1", "101"), ("李秀英", "5", "2", "302"), ("赵玉兰", "槐荫巷", "", "7"),
    ]  # fmt: skip


def test_a_storey_and_a_door_on_it_are_one_room_and_told() -> None:
    rows = [["姓名", "身份证号", "楼栋", "单元", "楼层", "室号"], ["王建国", A, "3", "1", "5", "01"], ["李秀英", B, "3", "1", "6", "601"],
            ["赵玉兰", D, "槐荫巷", None, "2", "7"]]  # fmt: skip
    result = read(sheet(rows))
    assert [one.room for one in result.records] == ["501", "601", "7"] and kinds(result, 2) == ["address_cleaned"]


def test_whole_rows_in_a_colour_that_no_legend_explains_come_in_and_are_told() -> None:
    many = [[at, f"王{'甲乙丙丁戊己庚辛'[at]}", number(f"198{at}-01-01"), None, "1幢1单元101室"] for at in range(8)]
    marks = {(3, col): "FFFFFF00" for col in range(1, 6)}
    result = read(sheet([HEADS, *many], coloured=marks))
    assert len(result.records) == 8 and kinds(result, 3) == ["colour_marked"]


def test_a_state_of_having_left_is_believed() -> None:
    rows = [["姓名", "身份证号", "状态"], ["王建国", A, "常住"], ["李秀英", B, "已迁出"], ["赵玉兰", D, "死亡"]]
    result = read(sheet(rows))
    assert names(result) == ["王建国"] and kinds(result, 3) == kinds(result, 4) == ["strike_through"]


def test_a_long_unmerged_title_in_the_names_column_is_no_person() -> None:
    rows = [["姓名", "身份证号"], ["王建国", A], ["下列人员为本月新增住户登记"], ["李秀英", B]]
    result = read(sheet(rows))
    assert names(result) == ["王建国", "李秀英"]
