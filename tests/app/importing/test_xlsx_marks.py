"""Beside its values a sheet says what was struck out, hidden, filtered away, coloured, merged or commented."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.importing import xlsx_marks
from app.importing.book import Book, Sheet
from app.importing.limits import Limits
from app.importing.reader import read_book
from app.importing.xlsx_cells import CellMarks, parse, search
from tests.helpers.packages import MAIN, number, parts, relations, row, text, zipped

Sheets = Callable[[Any, Any], None]


def read(tmp_path: Path, data: bytes) -> Book:
    (tmp_path / "a.xlsx").write_bytes(data)
    return read_book(tmp_path / "a.xlsx")


def written(tmp_path: Path, fill: Sheets) -> Sheet:
    """A sheet as XlsxWriter, and so Excel, writes it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        fill(workbook, workbook.add_worksheet("名册"))
    return read(tmp_path, target.getvalue()).sheets[0]


def people(sheet: Any, count: int = 6) -> None:
    sheet.write_row(0, 0, ["姓名", "类别", "年龄"])
    for at in range(1, count + 1):
        sheet.write_row(at, 0, [f"甲{at}", "在住" if at % 2 else "迁出", 20 + at])


def test_merges_are_told_with_both_corners(tmp_path: Path) -> None:
    sheet = written(tmp_path, lambda _, s: (s.merge_range("A1:C1", "名册"), s.merge_range("A3:A5", "3幢")))
    assert sheet.merges == [(1, 1, 1, 3), (3, 1, 5, 1)]


def test_rows_and_columns_hidden_by_hand_are_told(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        people(sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(4, 0)
        sheet.set_row(900, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("E:XFD", None, None, {"hidden": True})

    sheet = written(tmp_path, fill)
    assert sheet.hidden_rows == {3, 5}
    assert sheet.hidden_cols == {2}
    assert sheet.filtered_rows == set()


def test_a_row_hidden_by_the_filter_is_told_apart_from_one_hidden_by_hand(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        people(sheet)
        sheet.autofilter("A1:C7")
        sheet.filter_column_list("B", ["在住"])
        for at in (2, 3, 4, 6):  # rows 3, 5, 7 have moved out; row 4 lives there and was hidden by hand
            sheet.set_row(at, None, None, {"hidden": True})

    sheet = written(tmp_path, fill)
    assert sheet.filtered_rows == {3, 5, 7}
    assert sheet.hidden_rows == {4}


@pytest.mark.parametrize(
    ("condition", "filtered", "by_hand"),
    [
        ('<filters><filter val="21"/><filter val="22"/></filters>', {4, 5, 6}, {2, 3}),
        ('<filters blank="1"/>', {2, 3, 4, 5}, {6}),
        ('<customFilters><customFilter operator="greaterThan" val="22"/></customFilters>', {2, 3, 6}, {4, 5}),
        (
            '<customFilters and="1"><customFilter operator="greaterThanOrEqual" val="22"/>'
            '<customFilter operator="lessThan" val="24"/></customFilters>',
            {2, 5, 6},
            {3, 4},
        ),
        ('<customFilters><customFilter operator="notEqual" val="22"/></customFilters>', {3}, {2, 4, 5, 6}),
        ('<top10 val="2"/>', {2, 3, 4, 5, 6}, set()),
        ('<dynamicFilter type="thisMonth"/>', {2, 3, 4, 5, 6}, set()),
        ('<colorFilter dxfId="0"/>', {2, 3, 4, 5, 6}, set()),
    ],
)
def test_each_kind_of_condition_is_weighed(
    tmp_path: Path, condition: str, filtered: set[int], by_hand: set[int]
) -> None:
    rows = row(1, text("年龄"))
    rows += "".join(row(n, number(19 + n), hidden="1") for n in range(2, 6))
    rows += row(6, "", text("空"), hidden="1") + row(7, number(30), hidden="1")
    after = f'<autoFilter ref="A1:A6"><filterColumn colId="0">{condition}</filterColumn></autoFilter>'
    sheet = read(tmp_path, zipped(parts(rows, after=after))).sheets[0]
    assert sheet.filtered_rows == filtered
    assert sheet.hidden_rows == by_hand | {7}  # below the filter's range nothing is filtered


def test_texts_with_wildcards_and_groups_of_dates_are_weighed(tmp_path: Path) -> None:
    styles = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
    rows = row(1, text("姓名"), text("日期"))
    rows += row(2, text("张三"), number(46341, 1), hidden="1") + row(3, text("李四"), number(46341, 1), hidden="1")
    rows += row(4, text("张五"), number(45976, 1), hidden="1")
    after = (
        '<autoFilter ref="A1:B4"><filterColumn colId="0"><customFilters><customFilter val="张*"/></customFilters></filterColumn>'
        '<filterColumn colId="1"><filters><dateGroupItem year="2026" month="11" dateTimeGrouping="month"/></filters>'
        "</filterColumn></autoFilter>"
    )
    sheet = read(tmp_path, zipped(parts(rows, after=after, styles=styles))).sheets[0]
    assert (sheet.hidden_rows, sheet.filtered_rows) == ({2}, {3, 4})


def test_the_filter_of_a_table_counts_as_well(tmp_path: Path) -> None:
    rows = row(1, text("姓名")) + row(2, text("张三"), hidden="1") + row(3, text("李四"), hidden="1")
    table = f'<table {MAIN} ref="A1:A3"><autoFilter ref="A1:A3"><filterColumn colId="0"><filters><filter val="张三"/></filters></filterColumn></autoFilter></table>'
    more = {
        "xl/tables/table1.xml": table,
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("table", "../tables/table1.xml")),
    }
    sheet = read(tmp_path, zipped({**parts(rows), **more})).sheets[0]
    assert (sheet.hidden_rows, sheet.filtered_rows) == ({2}, {3})


def test_cells_that_are_struck_out_or_coloured_are_told_where_they_hold_something(tmp_path: Path) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        struck = workbook.add_format({"font_strikeout": True, "bg_color": "#FFFF00"})
        white = workbook.add_format({"bg_color": "#FFFFFF", "border": 1})
        dotted = workbook.add_format({"bg_color": "#FF0000", "pattern": 4})
        sheet.write("A1", "迁出", struck)
        sheet.write_blank("B1", None, struck)
        sheet.write("C1", 7, struck)
        sheet.write("A2", "在", white)
        sheet.write("B2", "点", dotted)

    sheet = written(tmp_path, fill)
    assert sheet.struck_rows_cells == {(1, 1), (1, 3)}
    assert sheet.coloured == {(1, 1): "FFFFFF00", (1, 3): "FFFFFF00"}


def test_a_text_struck_out_in_all_its_parts_is_struck_and_in_some_is_not(tmp_path: Path) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        gone, plain = workbook.add_format({"font_strikeout": True}), workbook.add_format({"bold": True})
        sheet.write_rich_string("A1", gone, "张", gone, "三")
        sheet.write_rich_string("A2", gone, "1380", plain, "1390")

    sheet = written(tmp_path, fill)
    assert sheet.rows == [["张三"], ["13801390"]]
    assert sheet.struck_rows_cells == {(1, 1)}


def test_colours_by_theme_tint_and_index_become_argb(tmp_path: Path) -> None:
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor {colour}/></patternFill></fill>'
        for colour in (
            'theme="4"',
            'theme="0"',
            'theme="0" tint="-0.5"',
            'indexed="13"',
            'indexed="64"',
            'rgb="00ff99cc"',
            'rgb="x"',
        )
    )
    xfs = "<xf/>" + "".join(f'<xf fillId="{n}"/>' for n in range(7))
    theme = '<a:theme xmlns:a="x"><a:clrScheme><a:dk1><a:sysClr lastClr="000000"/></a:dk1><a:lt1><a:sysClr lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="1F497D"/></a:dk2><a:lt2><a:srgbClr val="EEECE1"/></a:lt2><a:accent1><a:srgbClr val="4F81BD"/></a:accent1></a:clrScheme></a:theme>'
    contents = parts(
        row(1, *[text("x", n) for n in range(1, 8)]), styles=f"<fills>{fills}</fills><cellXfs>{xfs}</cellXfs>"
    )
    rels = relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("theme", "theme/theme1.xml"))
    sheet = read(
        tmp_path, zipped({**contents, "xl/_rels/workbook.xml.rels": rels, "xl/theme/theme1.xml": theme})
    ).sheets[0]
    assert sheet.coloured == {(1, 1): "FF4F81BD", (1, 3): "FF808080", (1, 4): "FFFFFF00", (1, 6): "FFFF99CC"}


def test_comments_are_told_and_a_thread_replaces_the_note_for_old_programs(tmp_path: Path) -> None:
    assert written(tmp_path, lambda _, s: (s.write("B2", "张"), s.write_comment("B2", "电话已换"))).comments == {
        (2, 2): "电话已换"
    }

    note = f'<comments {MAIN}><commentList><comment ref="A1"><text><r><t>[Threaded comment] </t></r><r><t>old</t></r></text></comment><comment ref="C9"><text>\n <t>旧批注</t></text></comment></commentList></comments>'
    thread = '<ThreadedComments xmlns="x"><threadedComment ref="A1"><text>已搬走?</text></threadedComment><threadedComment ref="A1"><text>是的</text></threadedComment></ThreadedComments>'
    rels = relations(("comments", "/xl/comments1.xml"), ("threadedComment", "../threadedComments/t.xml"))
    contents = {**parts(row(1, text("张"))), "xl/comments1.xml": note, "xl/threadedComments/t.xml": thread}
    sheet = read(tmp_path, zipped({**contents, "xl/worksheets/_rels/sheet1.xml.rels": rels})).sheets[0]
    assert sheet.comments == {(1, 1): "已搬走?\n是的", (9, 3): "旧批注"}


def test_formats_are_told_of_numbers_and_dates_only(tmp_path: Path) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        code, general = workbook.add_format({"num_format": "000000"}), workbook.add_format({"border": 1})
        sheet.write("A1", 42, code)
        sheet.write("B1", "42", code)
        sheet.write("C1", 42, general)
        sheet.write("D1", 42, workbook.add_format({"num_format": "@"}))

    assert written(tmp_path, fill).number_formats == {(1, 1): "000000"}


def test_bordered_rows_below_the_data_are_counted_as_ghosts(tmp_path: Path) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        people(sheet, 2)
        for at in range(3, 100):
            sheet.write_blank(at, 0, None, workbook.add_format({"border": 1}))

    sheet = written(tmp_path, fill)
    assert (len(sheet.rows), sheet.ghost_rows) == (3, 97)


# Two ways to find the same

STYLES = (
    '<numFmts><numFmt numFmtId="200" formatCode="000"/></numFmts><fonts><font/><font><strike/></font></fonts>'
    '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'
    '<cellXfs><xf/><xf fontId="1"/><xf fillId="1"/><xf numFmtId="200"/><xf fontId="1" fillId="1" numFmtId="14"/></cellXfs>'
)
CELLS = st.tuples(
    st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="4"', ' s="44"']),
    st.sampled_from(["", ' t="n"', ' t="s"', ' t="str"', ' t="e"', ' t="b"', ' t="inlineStr"']),
    st.sampled_from(["", "<f>A1</f>", '<f t="shared" si="0"/>', '<f ca="1">IF(A1&gt;0,"x","")</f>', "<f/>"]),
    st.sampled_from(["", "<v></v>", "<v/>", "<v />", "<v>0</v>", "<v>#N/A</v>", "<is><t>甲 s=&quot;1&quot;</t></is>"]),
    st.booleans(),
    st.booleans(),
)


def cell_of(place: str, drawn: Any) -> str:
    style, kind, formula, value, swapped, extra = drawn
    attributes = (kind + style if swapped else style + kind) + (' cm="1"' if extra else "")
    return f'<c r="{place}"{attributes}>{formula}{value}</c>' if formula or value else f'<c r="{place}"{attributes}/>'


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", ' hidden="1"', ' hidden="0"', ' ht="0"', ' ht="0.5" customHeight="1"']),
            st.booleans(),
            st.lists(CELLS, max_size=4),
        ),
        max_size=5,
    )
)
def test_searching_and_parsing_find_the_same(rows: list[Any]) -> None:
    xml = ""
    for at, (attributes, swapped, cells) in enumerate(rows, 1):
        named = f' spans="1:3"{attributes} r="{at}"' if swapped else f' r="{at}"{attributes}'
        xml += (
            f"<row{named}>"
            + "".join(cell_of(f"{chr(65 + col)}{at}", cell) for col, cell in enumerate(cells))
            + "</row>"
        )
    data = str(parts(xml)["xl/worksheets/sheet1.xml"]).encode()
    styles = xlsx_marks.read_styles(str(parts(styles=STYLES)["xl/styles.xml"]).encode(), b"")
    apart = xlsx_marks.split(data)
    assert apart is not None

    searched, parsed = Sheet("名册"), Sheet("名册")
    last_searched = search(apart[1], CellMarks(styles, {0}, searched))
    last_parsed = parse([data], CellMarks(styles, {0}, parsed))

    assert (searched, last_searched) == (parsed, last_parsed)


UNUSUAL = {
    "前缀": ('<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1" hidden="1"><x:c r="A1" s="1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'),
    "没有行列号": f'<worksheet {MAIN}><sheetData><row hidden="true"><c s="1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData></worksheet>',
    "单引号": f"<worksheet {MAIN}><sheetData><row r='1' hidden='1'><c r='A1' s='1' t='inlineStr'><is><t>甲</t></is></c></row></sheetData></worksheet>",
    "CDATA": f'<worksheet {MAIN}><sheetData><row r="1" hidden="1"><c r="A1" s="1" t="inlineStr"><is><t><![CDATA[甲]]></t></is></c></row></sheetData></worksheet>',
    "注释": f'<worksheet {MAIN}><!-- <sheetData> --><sheetData><row r="1" hidden="1"><!-- <c r="B9" s="1"> --><c r="A1" s="1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData></worksheet>',
    "换行": f'<worksheet {MAIN}><sheetData>\n<row\n r="1" hidden="1">\n<c\n r="A1" s="1" t="inlineStr"><is><t>甲</t></is></c>\n</row></sheetData></worksheet>',
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?>' + f'<worksheet {MAIN}><sheetData><row r="1" hidden="1"><c r="A1" s="1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData></worksheet>',
}  # fmt: skip


@pytest.mark.parametrize(("name", "sheet"), UNUSUAL.items(), ids=UNUSUAL)
def test_marks_are_found_however_unusually_a_sheet_is_written(name: str, sheet: str) -> None:
    contents = parts(styles=STYLES)
    contents["xl/worksheets/sheet1.xml"] = sheet.encode("utf-16" if name == "UTF-16" else "utf-8")
    book = xlsx_marks.XlsxMarks(zipped(contents), Limits())
    marks = book.read(book.parts[0])
    assert marks.sheet.struck_rows_cells == {(1, 1)}
    assert marks.sheet.hidden_rows == {1}


def test_marks_of_the_default_style_are_found_on_cells_that_name_none(tmp_path: Path) -> None:
    styles = "<fonts><font><strike/></font></fonts><cellXfs><xf/></cellXfs>"
    assert read(tmp_path, zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>', styles=styles))).sheets[
        0
    ].struck_rows_cells == {(1, 1)}
