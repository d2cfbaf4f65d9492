"""The marks of an .xls, record by record as [MS-XLS] lays them out, and files of real programs beside their .xlsx twins."""

import struct
from pathlib import Path

import pytest

from app.importing.book import Sheet
from app.importing.reader import Unreadable, read_book
from app.importing.xls_marks import XlsMarks, records
from tests.helpers.packages import biff

BOF8, EOF = (0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)), (0x000A, b"")


def font(struck: bool) -> tuple[int, bytes]:
    return 0x0031, struct.pack("<HHHHHBBBB", 220, 8 if struck else 0, 8, 400, 0, 0, 0, 0, 0)


def xf(font: int = 0, code: int = 0, fill: int = 0) -> tuple[int, bytes]:
    pattern = (1 << 26) if fill else 0
    return 0x00E0, struct.pack("<HHHBBBBIIH", font, code, 0, 0, 0, 0, 0, 0, pattern, fill | 65 << 7)


def number_format(code: int, text: str) -> tuple[int, bytes]:
    return 0x041E, struct.pack("<HHB", code, len(text), 1) + text.encode("utf-16-le")


def at(row: int, col: int, style: int = 0) -> bytes:
    return struct.pack("<HHH", row - 1, col - 1, style)


def row_record(row: int, hidden: bool) -> tuple[int, bytes]:
    return 0x0208, struct.pack("<HHHHHHI", row - 1, 0, 9, 255, 0, 0, 0x20 if hidden else 0)


def sheet_of(
    *body: tuple[int, bytes], styles: tuple[tuple[int, bytes], ...] = (), state: int = 0
) -> tuple[Sheet, bool]:
    """The marks of a workbook of one sheet with these records, and whether its dates count from 1904."""
    sheet = biff(BOF8, *body, EOF)
    globals_ = [BOF8, *styles, (0x0085, struct.pack("<IBB", 0, state, 0) + b"\1\0S"), EOF]
    globals_[-2] = (0x0085, struct.pack("<IBB", len(biff(*globals_)), state, 0) + b"\1\0S")
    marks = XlsMarks(biff(*globals_) + sheet)
    return marks.read(0).sheet, marks.from_1904


STYLES = (
    *(font(n == 5) for n in range(6)),
    number_format(200, '000"号"'),
    xf(),
    xf(font=6),
    xf(fill=13),
    xf(code=200),
    xf(code=57),
)


def test_the_date_system_and_hidden_sheets_are_told() -> None:
    assert sheet_of(styles=((0x0022, b"\1\0"),))[1]
    assert not sheet_of()[1]
    assert [sheet_of(state=state)[0].hidden for state in (0, 1, 2)] == [False, True, True]


def test_merges_hidden_rows_and_columns_are_told() -> None:
    merges = struct.pack("<HHHHHHHHH", 2, 0, 0, 0, 3, 1, 4, 0, 0)
    column = struct.pack("<HHHHHH", 2, 3, 2048, 15, 1, 0)
    sheet, _ = sheet_of(row_record(1, False), row_record(3, True), (0x00E5, merges), (0x007D, column))
    assert sheet.merges == [(1, 1, 1, 4), (2, 1, 5, 1)]
    assert (sheet.hidden_rows, sheet.hidden_cols, sheet.filtered_rows) == ({3}, {3, 4}, set())


def test_rows_hidden_while_a_filter_is_on_count_as_filtered() -> None:
    sheet, _ = sheet_of((0x009B, b""), row_record(3, True))
    assert (sheet.hidden_rows, sheet.filtered_rows) == (set(), {3})


def test_struck_coloured_and_formatted_cells_are_told_in_every_kind_of_record() -> None:
    sheet, _ = sheet_of(
        (0x00FD, at(1, 1, 1) + bytes(4)),
        (0x0204, at(2, 1, 2) + bytes(2)),
        (0x0203, at(3, 1, 3) + struct.pack("<d", 7)),
        (0x027E, at(4, 1, 4) + bytes(4)),
        (0x00BD, struct.pack("<HH", 4, 1) + (struct.pack("<H", 3) + bytes(4)) * 2 + struct.pack("<H", 2)),
        styles=STYLES,
    )
    assert sheet.struck_rows_cells == {(1, 1)}
    assert sheet.coloured == {(2, 1): "FFFFFF00"}
    assert sheet.number_formats == {(3, 1): '000"号"', (4, 1): 'yyyy"年"m"月"', (5, 2): '000"号"', (5, 3): '000"号"'}


def test_faults_are_told_of_cells_and_of_formulas() -> None:
    sheet, _ = sheet_of(
        (0x0205, at(1, 1) + b"\x2a\1"),
        (0x0205, at(1, 2) + b"\1\0"),
        (0x0006, at(2, 1) + b"\2\0\x07\0\0\0\xff\xff" + bytes(6)),
        (0x0006, at(2, 2) + struct.pack("<d", 5) + bytes(6)),
        styles=STYLES,
    )
    assert sheet.formula_errors == {(1, 1): "#N/A", (2, 1): "#DIV/0!"}


def test_a_note_finds_its_text_however_it_is_stored() -> None:
    def note(row: int, number: int) -> tuple[int, bytes]:
        return 0x001C, at(row, 2)[:4] + struct.pack("<HH", 0, number) + b"\0\0\0"

    def box(number: int, *pieces: bytes) -> list[tuple[int, bytes]]:
        length = sum(len(piece) - 1 if piece[0] == 0 else (len(piece) - 1) // 2 for piece in pieces)
        shape = (0x005D, struct.pack("<HHHH", 0x15, 0x12, 0x19, number) + bytes(14))
        text = (0x01B6, struct.pack("<HHHHHHHH", 0, 0, 0, 0, 0, length, 16, 0))
        return [shape, text, *((0x003C, piece) for piece in pieces), (0x003C, bytes(16))]

    sheet, _ = sheet_of(
        *box(1, b"\1" + "电话".encode("utf-16-le"), b"\1" + "已换".encode("utf-16-le")),
        *box(2, b"\0moved"),
        note(8, 1),
        note(9, 2),
        note(10, 3),
    )
    assert sheet.comments == {(8, 2): "电话已换", (9, 2): "moved"}


def test_a_chart_inside_a_sheet_does_not_end_it_and_a_cut_stream_ends_quietly() -> None:
    sheet, _ = sheet_of(BOF8, row_record(2, True), EOF, row_record(3, True))
    assert sheet.hidden_rows == {2, 3}
    assert list(records(biff(BOF8, (0x0208, b"x" * 9))[:-4], 0))[-1] == (0x0208, b"x" * 5)


TWINS = [
    "calamine/merge_cells", "calamine/merged_range", "calamine/any_sheets", "calamine/date", "calamine/date_1904",
    "calamine/issue127", "easyexcel/extra/extra", "easyexcel/fill/composite", "easyexcel/fill/horizontal",
    "easyexcel/multiplesheets/multiplesheets", "frictionless/sheet2", "frictionless/merged-cells",
]  # fmt: skip


@pytest.mark.parametrize("name", TWINS)
def test_an_xls_and_its_twin_in_xlsx_say_the_same(field_data: Path, name: str) -> None:
    old, new = (read_book(field_data / "04-xlsx" / f"{name}.{kind}") for kind in ("xls", "xlsx"))
    assert old.date_system_1904 == new.date_system_1904
    for left, right in zip(old.sheets, new.sheets, strict=True):
        assert (left.name, left.hidden, left.rows) == (right.name, right.hidden, right.rows)
        assert sorted(left.merges) == sorted(right.merges)
        assert (left.comments, left.hidden_cols, left.formula_errors) == (
            right.comments,
            right.hidden_cols,
            right.formula_errors,
        )
        assert left.hidden_rows | left.filtered_rows == right.hidden_rows | right.filtered_rows


def test_an_old_protected_workbook_asks_for_its_password_and_leaves_no_plain_copy(field_data: Path) -> None:
    path = field_data / "04-xlsx" / "calamine" / "issue_385.xls"  # protected with Excel's own "read-only" password
    assert read_book(path).encrypted
    assert read_book(path, password="anything").encrypted  # the child may write no file, so no plain copy can exist


def test_cut_and_damaged_workbooks_end_in_a_book_or_in_words(field_data: Path, tmp_path: Path) -> None:
    data = (field_data / "04-xlsx" / "calamine" / "issues.xls").read_bytes()
    for size in (512, 513, 2000, len(data) // 2, len(data) - 600):
        (tmp_path / "a.xls").write_bytes(data[:size])
        try:
            read_book(tmp_path / "a.xls")
        except Unreadable as error:
            assert error.reason in ("damaged", "not_workbook", "no_sheets", "memory")
