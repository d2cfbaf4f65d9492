"""Nothing on a sheet is cut: columns fit their texts, longer texts get higher rows."""

from io import BytesIO
from math import ceil

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from app import modules
from app.exporting.room import LINE, WIDEST, Room, digits
from app.exporting.workbook import Heading, workbook
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from tests.helpers.stores import NOW

TEXTS = st.lists(st.text("走访居民abc 12-\n", max_size=120), min_size=1, max_size=30)


@given(TEXTS)
def test_every_line_of_a_text_has_its_place(texts: list[str]) -> None:
    room = Room(["备注"], [30])
    for row, text in enumerate(texts):
        room.note(row, 0, text)
    (width,), heights = room.widths(), dict(room.heights())
    for row, text in enumerate(texts):
        lines = sum(max(1, ceil(digits(part) / width)) for part in text.split("\n"))
        assert heights.get(row, LINE) >= min(lines * LINE, 409)
    assert width <= ceil(WIDEST * 1.06) + 1


def test_a_short_column_stays_narrow_and_a_long_one_does_not_grow_without_end() -> None:
    room = Room(["关爱类别", "是", "备注"], [20, 20, 60])
    for column, text in enumerate(("", "是", "长" * 500)):
        room.note(3, column, text)
    narrow, least, wide = room.widths()
    assert narrow == least < 10 < wide <= 44


def test_a_long_note_stands_on_paper_with_all_its_lines() -> None:
    sheet, asked = modules.sheet("L05"), Question(now=NOW)
    note = "老人说最近睡得不好，饭量也小了，已联系家属。" * 8
    lines = [[note if name == "note" else "甲" for name in sheet.fields], ["乙" for _ in sheet.fields]]
    content = workbook(sheet, lines, asked, Strength.OFFICE, Heading("潍坊三村", "李敏"))
    page = openpyxl.load_workbook(BytesIO(content))["L05"]
    cell = next(cell for cell in page[4] if cell.value == note)
    width = page.column_dimensions[cell.column_letter].width
    assert page.row_dimensions[4].height >= ceil(digits(note) / width) * LINE
    assert page.row_dimensions[5].height is None
    assert page.row_dimensions[1].height > 18  # the title is as high as its letters
