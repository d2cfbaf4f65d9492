"""A ledger as a workbook: what an office expects, and no cell that comes to life."""

import random
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from app import modules, periods
from app.exporting.workbook import Heading, file_name, legal, workbook
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.ledger.sheet import Sheet
from app.modules.rosters import L01
from tests.helpers.stores import NOW

ASKED = Question(now=NOW, period=(date(2026, 11, 1), date(2026, 11, 30)))
HEADING = Heading("潍坊三村", "李敏", ASKED.period)
TITLES = {"L01": "居民基本信息台账", "L05": "入户走访台账", "L07": "需求响应台账", "L12": "应急物资明细表"}
HEADINGS = {  # domain.md 3.2
    "L01": "序号 网格 小区 楼栋 单元 室号 户号 户主姓名 姓名 与户主关系 性别 公民身份号码 出生日期 年龄 民族 学历 婚姻状况 职业 "
    "服务处所 联系方式 户籍地 户籍门(楼)详址 现住门(楼)详址 人户一致标识 居住类型 关爱标签 更新日期 采集人 备注",
    "L05": "序号 走访编号 走访日期 走访时间 网格 走访地点(住址) 走访对象 关爱类别 走访方式 走访事由 走访结果 健康状况 精神状态 "
    "安全情况 卫生状况 居住环境 反映问题(诉求与建议) 现场处理 转办工单号 办理情况 走访人员 下次走访日期 备注",
    "L07": "序号 需求编号 登记时间 来源渠道 需求人(群体) 联系方式 需求类别 需求内容 紧急程度 首次响应时间 响应时长(小时) "
    "对接资源(单位/项目) 责任人 当前状态 完成时间 是否满足 未满足原因 回访结果 满意度 最近更新时间 距上次更新(小时)",
    "L12": "序号 物资编码 物资类别 物资名称 规格型号 单位 建议最低配置数量 现有数量 缺口 存放地点 货位 入库日期 生产日期 有效期至 "
    "适用灾害类型 状态 责任人 联系电话",
}
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "＝",
    "'=",
    " =",
    '=HYPERLINK("http://x","y")',
    "=cmd|'/c calc'!A0",
    "http://a.b",
    "-1+1",
    "0012",
    "1E5",
]


def made(sheet: Sheet, lines: list[list[str]]) -> bytes:
    return workbook(sheet, lines, ASKED, Strength.OFFICE, HEADING)


def page_of(content: bytes, sheet: Sheet):
    return openpyxl.load_workbook(BytesIO(content))[sheet.number]


@pytest.mark.parametrize("number", HEADINGS)
def test_headings_stand_exactly_as_offices_expect_them(number: str) -> None:
    sheet = modules.sheet(number)
    page = page_of(made(sheet, [["甲"] * len(sheet.fields)]), sheet)
    assert [cell.value for cell in page[3]] == HEADINGS[number].split(" ")
    assert TITLES[number] in page["A1"].value
    assert "2026年11月" in page["A1"].value
    told = [cell for cell in page[2] if cell.value]
    assert [cell.value.split(":")[0] for cell in told] == ["填报单位", "填报人", "填报日期"]
    assert [cell.alignment.horizontal for cell in told] == ["left", "center", "right"]
    assert (page["A2"].value, told[2].value) == ("填报单位:潍坊三村", f"填报日期:{ASKED.today}")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth in (None, 1), page.page_setup.fitToHeight) == (True, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$3:$3"
    assert page.freeze_panes == "A4"


def test_no_text_comes_to_life(tmp_path: Path) -> None:
    luck, width = random.Random(12), len(L01.fields)
    hostile = [
        luck.choice(STARTS) + "".join(luck.choices("=+-@A1!|\t\r\n,;\"'<>&張\u202e", k=luck.randrange(12)))
        for _ in range(1000)
    ]
    lines = [(hostile * 2)[start : start + width] for start in range(0, 1000, width)]
    content = made(L01, lines)
    page = page_of(content, L01)
    cells = [cell for row in page.iter_rows(min_row=4, max_row=3 + len(lines), min_col=2) for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(content)
    read = (
        python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("L01").to_python(skip_empty_area=False)
    )
    for line, row in zip(lines, read[3:], strict=False):
        assert [_plain(text) for text in line] == [_plain(str(value)) for value in row[1 : 1 + width]]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    content = made(modules.sheet("L07"), [[text] * len(modules.sheet("L07").fields)])
    value = page_of(content, modules.sheet("L07"))["B4"].value
    assert _plain(value or "") == _plain(legal(text))


def test_what_can_be_added_up_is_a_number_and_what_was_masked_is_not() -> None:
    for number, column, text, value in (
        ("L07", "stale_hours", "240", 240),
        ("L07", "first_hours", "1.5", 1.5),
        ("L01", "age", "75-79", "75-79"),
        ("L01", "citizen_id", "310115", "310115"),
    ):
        sheet = modules.sheet(number)
        line = [text if name == column else "" for name in sheet.fields]
        assert page_of(made(sheet, [line]), sheet).cell(4, line.index(text) + 2).value == value


def test_the_report_of_disputes_stands_under_two_rows_of_headings_with_shares_to_reckon_with() -> None:
    sheet = modules.sheet("L10")
    page = page_of(made(sheet, [["邻里", "3", "2", "1", "66.7%", "", "4", "3", "2"]]), sheet)
    over, heads = ([cell.value for cell in page[row]] for row in (3, 4))
    assert [*over[:3], over[7]] == ["序号", "类别", "本期", "年度累计"]
    assert heads[2:] == ["排查数", "调处数", "成功数", "调处率", "成功率", "排查数", "调处数", "成功数"]
    assert {"A3:A4", "B3:B4", "C3:G3", "H3:J3"} <= {str(merged) for merged in page.merged_cells.ranges}
    assert (page["F5"].value, page["F5"].number_format, page["G5"].value) == (0.667, "0.0%", None)
    assert page.print_title_rows == "$3:$4"
    assert (page["A5"].alignment.horizontal, page.print_options.horizontalCentered) == ("center", True)


def test_the_name_of_the_file_says_what_it_is() -> None:
    assert file_name(L01, HEADING, Strength.OFFICE) == "潍坊三村_居民基本信息台账_202611_脱敏.xlsx"
    for period, said in (("2026-11-23..2026-11-29", "20261123-20261129"), ("2026Q4", "2026Q4"), ("2026", "2026")):
        named = file_name(L01, Heading("潍坊三村", "李敏", periods.read(period)), Strength.OFFICE)
        assert named == f"潍坊三村_居民基本信息台账_{said}_脱敏.xlsx"
    assert len(file_name(L01, Heading("社" * 200, "", None), Strength.OFFICE).encode()) < 240
    assert "/" not in file_name(L01, Heading("a/b:c", "", None), Strength.OFFICE)


@pytest.mark.parametrize("number", HEADINGS)
def test_on_paper_it_is_one_page_wide_with_its_headings_on_every_page(number: str, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("no LibreOffice: run `make test`, which installs it")
    sheet = modules.sheet(number)
    lines = [[f"R{line:03}"] * len(sheet.fields) for line in range(400)]
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(made(sheet, lines))
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
    ]
    subprocess.run([*command, str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    *ledger, last = [page.extract_text().split() for page in PdfReader(tmp_path / "ledger.pdf").pages]
    assert "口径" in last  # the explanations are a sheet of their own
    assert len(ledger) > 1
    assert all("序号" in page for page in ledger)  # a second page across would lack the first column
    text = "".join("".join(page) for page in ledger)
    assert [line for line in range(400) if f"R{line:03}" not in text] == []
