"""What a person's workbook holds arrives as it is, and whatever goes wrong in the child ends the child alone."""

import hashlib
import io
import random
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
import xlsxwriter

from app.importing import child, reader, wire
from app.importing.book import NO_VALUE, Book, ErrorValue
from app.importing.limits import Limits
from app.importing.reader import PasswordNeeded, PasswordWrong, ReadCancelled, Unreadable, read_book
from tests.helpers.packages import number, parts, row, text, zipped


def read(tmp_path: Path, data: bytes, name: str = "名册.xlsx", **more: Any) -> Book:
    (tmp_path / name).write_bytes(data)
    return read_book(tmp_path / name, **more)


def reason_of(tmp_path: Path, data: bytes, name: str = "名册.xlsx", **more: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, data, name, **more)
    assert len(caught.value.sentences) == 3
    return caught.value.reason


def locked(data: bytes, password: str) -> bytes:
    assert len(data) > 4096  # msoffcrypto writes shorter packages so that nobody can open them
    target = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, target)
    return target.getvalue()


PICTURE = {"xl/media/image1.png": random.Random(7).randbytes(5000)}
PLAIN = zipped({**parts(row(1, text("姓名"), text("年龄")) + row(2, text("欧阳䶮"), number(70))), **PICTURE})


# Values


def test_numbers_dates_and_truths_keep_their_kind(tmp_path: Path) -> None:
    styles = '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="20"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs>'
    rows = row(1, number(7), number("3.5"), number("13800138000"), number("510107199108159963"), number("1e3"))
    rows += row(2, number(43831, 1), number(43831, 2), number(0.5, 3), number(43831.5, 4), number(2.25, 5))
    rows += row(3, '<c r="{ref}" t="b"><v>1</v></c>', number(43831.0, 4), number("-4"), number("9007199254740993"))
    sheet = read(tmp_path, zipped(parts(rows, styles=styles))).sheets[0]

    assert sheet.rows[0] == [7, 3.5, 13800138000, 5.1010719910815994e17, 1000]
    assert [type(value) for value in sheet.rows[0]] == [int, float, int, float, int]
    assert sheet.rows[1] == [date(2020, 1, 1), date(2020, 1, 1), time(12), datetime(2020, 1, 1, 12), 2.25]  # noqa: DTZ001
    assert sheet.rows[2] == [True, date(2020, 1, 1), -4, float(2**53)]
    assert [type(value) for value in sheet.rows[2]] == [bool, date, int, float]
    assert sheet.number_formats[2, 2] == 'yyyy"年"m"月"d"日"'


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    data = parts(row(1, number(0.0), number(44000, 1)), styles='<cellXfs><xf/><xf numFmtId="14"/></cellXfs>')
    old = read(tmp_path, zipped(data))
    new = read(
        tmp_path,
        zipped(
            {
                **data,
                "xl/workbook.xml": str(data["xl/workbook.xml"]).replace(
                    "<sheets>", '<workbookPr date1904="1"/><sheets>'
                ),
            }
        ),
    )
    assert (old.date_system_1904, new.date_system_1904) == (False, True)
    assert new.sheets[0].rows[0][1] == date(2024, 6, 19)
    assert old.sheets[0].rows[0][1] == date(2020, 6, 18)


def test_text_stays_whole_with_its_spaces_rare_characters_and_runs_without_readings(tmp_path: Path) -> None:
    strings = (
        '<si><r><t>欧</t></r><r><rPr><b/></rPr><t xml:space="preserve">阳 </t></r><rPh sb="0" eb="1"><t>おう</t></rPh></si>'
        '<si><t xml:space="preserve">  两头 </t></si><si><t>一\n二</t></si><si><t>䶮𠮷&#xE863;\u200b\u202e</t></si><si><t></t></si>'
    )
    cells = [f'<c r="{{ref}}" t="s"><v>{at}</v></c>' for at in range(5)]
    sheet = read(tmp_path, zipped(parts(row(1, *cells, text("'007")), strings=strings))).sheets[0]
    assert sheet.rows == [["欧阳 ", "  两头 ", "一\n二", "䶮𠮷\ue863\u200b\u202e", None, "'007"]]


def test_rows_stand_where_excel_shows_them_and_empty_ends_are_cut(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="C3"><v>1</v></c><c r="F3" s="0"/></row><row r="5"><c r="B5"><v>2</v></c></row><row r="9"/>'
    sheet = read(tmp_path, zipped(parts(rows))).sheets[0]
    assert sheet.rows == [[], [], [None, None, 1], [], [None, 2]]
    assert sheet.ghost_rows == 4


def test_faults_and_formulas_that_were_never_calculated_are_marked_in_their_cells(tmp_path: Path) -> None:
    rows = row(1, text("甲"), '<c r="{ref}" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="{ref}"><f>A1</f><v/></c>')
    rows += row(
        2,
        '<c r="{ref}"><f>A1</f></c>',
        '<c r="{ref}" t="str"><f>A1</f><v></v></c>',
        '<c r="{ref}" t="str"><f>A1</f><v>男</v></c>',
    )
    rows += row(4, "", "", '<c r="{ref}"><f t="shared" si="0"/><v></v></c>')
    sheet = read(tmp_path, zipped(parts(rows))).sheets[0]
    assert sheet.rows == [["甲", ErrorValue("#DIV/0!"), NO_VALUE], [NO_VALUE, None, "男"], [], [None, None, NO_VALUE]]
    assert sheet.formula_errors == {(1, 2): "#DIV/0!"}
    assert sheet.formulas_without_value == {(1, 3), (2, 1), (4, 3)}


@pytest.mark.parametrize(
    "cell", ['<c r="{ref}" t="e"><v>#SPILL!</v></c>', '<c r="{ref}" t="e"><v>#GETTING_DATA</v></c>']
)
def test_a_cell_that_stops_the_first_reader_does_not_reject_its_file(tmp_path: Path, cell: str) -> None:
    rows = row(1, text("姓名"), cell, number(7)) + row(2, text("李"), number("510107199108159963"))
    sheet = read(tmp_path, zipped(parts(rows))).sheets[0]
    assert sheet.rows[0][0] == "姓名"
    assert isinstance(sheet.rows[0][1], ErrorValue)
    assert sheet.rows[0][2] == 7
    assert sheet.rows[1] == ["李", 5.1010719910815994e17]


def test_a_panic_of_the_first_reader_is_survived_by_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panics(_: bytes) -> Any:
        yield child.SheetValues("名册", 0, [["half a sheet"]])
        raise PanicException("张三 138")

    monkeypatch.setattr(child, "by_calamine", panics)
    target = io.BytesIO()
    child.run(child.Job("xlsx", False, False, None, False, Limits()), PLAIN, target)
    target.seek(0)
    answer = reader._receive(wire.frames(target), Limits(), lambda _: None)
    assert answer is not None
    assert [sheet.rows for sheet in answer.sheets] == [[["姓名", "年龄"], ["欧阳䶮", 70]]]


def test_a_book_knows_its_file(tmp_path: Path) -> None:
    book = read(tmp_path, PLAIN, "名册.xls")
    assert (book.name, book.kind, book.wrong_extension, book.encrypted) == ("名册.xls", "xlsx", True, False)
    assert book.sha256 == hashlib.sha256(PLAIN).hexdigest()


def test_the_same_file_gives_the_same_book(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN) == read(tmp_path, PLAIN)


def test_a_workbook_of_many_sheets_keeps_their_order_and_which_are_hidden(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        for name in ("三幢", "图表前", "上月", "极隐"):
            workbook.add_worksheet(name).write(0, 0, name)
        workbook.add_chartsheet("图")
        workbook.get_worksheet_by_name("上月").hide()
        workbook.get_worksheet_by_name("极隐").very_hidden()
    book = read(tmp_path, target.getvalue())
    assert [(s.name, s.hidden, s.rows) for s in book.sheets] == [
        ("三幢", False, [["三幢"]]), ("图表前", False, [["图表前"]]), ("上月", True, [["上月"]]), ("极隐", True, [["极隐"]]),
    ]  # fmt: skip


# Passwords


def test_a_protected_workbook_opens_with_its_password_only(tmp_path: Path) -> None:
    data = locked(PLAIN, "晋吉2026")
    with pytest.raises(PasswordNeeded):
        read(tmp_path, data)
    with pytest.raises(PasswordWrong):
        read(tmp_path, data, password="晋吉2027")
    book = read(tmp_path, data, password="晋吉2026")
    assert book.encrypted
    assert book.sheets[0].rows[1] == ["欧阳䶮", 70]
    assert book.sha256 == hashlib.sha256(data).hexdigest()


def test_a_workbook_that_is_only_marked_read_only_needs_no_password(tmp_path: Path) -> None:
    assert read(tmp_path, locked(PLAIN, "VelvetSweatshop")).sheets[0].rows[1] == ["欧阳䶮", 70]


def test_what_was_decrypted_is_looked_at_like_any_other_file(tmp_path: Path) -> None:
    bomb = zipped({**parts(), **PICTURE, "xl/media/x.xml": b"A" * 3_000_000})
    assert reason_of(tmp_path, locked(bomb, "x"), password="x") == "zip_bomb"


def test_the_password_and_the_names_in_the_file_show_in_no_argument_and_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    popen = subprocess.Popen

    def spy(command: list[str], **more: Any) -> Any:
        started.append(repr((command, more["env"])))
        return popen(command, **more)

    monkeypatch.setattr(subprocess, "Popen", spy)
    read(tmp_path, locked(PLAIN, "s3cret-晋吉"), "欧阳䶮.xlsx", password="s3cret-晋吉")
    assert len(started) == 1
    assert "s3cret" not in started[0]
    assert "欧阳" not in started[0]


# The child


def instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program takes the child's place."""
    monkeypatch.setattr(reader, "_command", lambda: [sys.executable, "-I", "-S", "-c", program])


TAKES_ALL = "import sys; sys.stdin.buffer.read(); "


def sends(letter: str, body: str, announced: int = 0) -> str:
    frame = (announced or len(body)).to_bytes(4, "big") + letter.encode() + body.encode()
    return TAKES_ALL + f"sys.stdout.buffer.write({frame!r})"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (TAKES_ALL + "import os; os.abort()", "memory"),
        ("import os; os._exit(3)", "memory"),
        (TAKES_ALL, "memory"),
        (sends("R", "[]", announced=900), "memory"),
        (sends("R", "[]", announced=2_000_000_000), "damaged"),
        (sends("R", "[[{}]]"), "damaged"),
        (sends("R", "[[[]]]"), "damaged"),
        (sends("R", "[1]"), "damaged"),
        (sends("R", "[" * 60_000), "damaged"),
        (sends("R", '[[{"d":"2020-13-01"}]]'), "damaged"),
        (sends("S", "{}"), "damaged"),
        (sends("B", "7"), "damaged"),
        (sends("P", '"x"'), "damaged"),
        (sends("X", "[]"), "damaged"),
        (sends("X", "[[],1]"), "damaged"),
        (sends("X", '["<b>张三</b>",1]'), "damaged"),
        (TAKES_ALL + f"sys.stdout.buffer.write({bytes([255]) * 50!r})", "damaged"),
    ],
)
def test_a_child_that_dies_or_raves_is_one_friendly_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    instead(monkeypatch, program)
    assert reason_of(tmp_path, PLAIN) == reason


def test_a_child_that_hangs_is_ended_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import signal; signal.pause()")
    assert reason_of(tmp_path, PLAIN * 100, limits=replace(Limits(), wall_seconds=0.2)) == "time"


def test_a_child_that_only_burns_time_is_ended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(Path(reader.__file__).parents[2])
    program = f"import sys; sys.path.insert(0, {root!r}); from app.importing import sandbox, limits, wire; "
    program += "sandbox.enter(limits.Limits(cpu_seconds=1)); any(iter(int, 1))"
    instead(monkeypatch, program)
    assert reason_of(tmp_path, PLAIN) == "time"


def test_a_reading_can_be_cancelled_while_the_child_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import signal; signal.pause()")
    with pytest.raises(ReadCancelled):
        read(tmp_path, PLAIN, cancelled=lambda: True)


def test_no_child_and_no_thread_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[Any] = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: children.append(popen(*a, **k)) or children[-1])
    read(tmp_path, PLAIN)
    instead(monkeypatch, "import signal; signal.pause()")
    with pytest.raises(ReadCancelled):
        read(tmp_path, PLAIN, cancelled=lambda: True)
    assert [child.poll() is not None for child in children] == [True, True]
    assert not [thread for thread in threading.enumerate() if thread.name == "workbook-watch"]


def test_a_machine_that_cannot_start_a_program_is_not_the_files_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_command", lambda: [str(tmp_path / "no such program")])
    assert reason_of(tmp_path, PLAIN) == "child_failed"


def test_progress_rises_to_the_end_in_the_calling_thread(tmp_path: Path) -> None:
    seen: list[tuple[float, str]] = []
    read(tmp_path, PLAIN, progress=lambda part: seen.append((part, threading.current_thread().name)))
    fractions = [part for part, _ in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {name for _, name in seen} == {threading.current_thread().name}


def test_the_child_loads_no_qt_no_store_and_no_words(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]; import app.importing.child, python_calamine; "
        "print([name for name in sys.modules if name.partition('.')[0] in "
        "('PySide6', 'db', 'sqlalchemy', 'openpyxl', 'pandas', 'resources', 'ui')])"
    )
    shown = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, *reader._import_paths()], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"


# Sizes


def grid(rows: int, columns: int) -> bytes:
    return zipped(parts("".join(row(n, *[number(n * 31 % 977)] * columns) for n in range(1, rows + 1))))


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"rows": 9}, "too_many_rows"),
        ({"columns": 4}, "too_many_columns"),
        ({"cells": 49}, "too_many_cells"),
        ({"rows": 10, "columns": 5, "cells": 50}, ""),
    ],
)
def test_sheets_larger_than_agreed_are_refused_and_the_largest_agreed_is_read(
    tmp_path: Path, limits: dict[str, int], reason: str
) -> None:
    given = replace(Limits(), **limits)
    if reason:
        assert reason_of(tmp_path, grid(10, 5), limits=given) == reason
    else:
        assert len(read(tmp_path, grid(10, 5), limits=given).sheets[0].rows) == 10


def test_too_many_sheets_and_too_long_texts_are_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        for n in range(4):
            workbook.add_worksheet(f"{n}").write(0, 0, "x")
    assert reason_of(tmp_path, target.getvalue(), limits=replace(Limits(), sheets=3)) == "too_many_sheets"
    assert reason_of(tmp_path, zipped(parts(row(1, text("字" * 32_768))))) == "cell_too_long"
    assert read(tmp_path, zipped(parts(row(1, text("字" * 32_767))))).sheets[0].rows == [["字" * 32_767]]


def test_an_answer_larger_than_agreed_is_stopped(tmp_path: Path) -> None:
    assert reason_of(tmp_path, grid(100, 20), limits=replace(Limits(), answer_bytes=2000)) == "memory"


FAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (FAR + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "too_many_rows"),
        (FAR + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
        (FAR + '<row r="2"><c r="XFD2"><v>1</v></c></row>', "too_many_columns"),
        (FAR + '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>', None),
    ],
)
def test_a_value_in_a_far_corner_is_refused_in_a_moment(tmp_path: Path, rows: str, reason: str | None) -> None:
    found = reason_of(tmp_path, zipped(parts(rows)), limits=replace(Limits(), wall_seconds=20))
    assert found == reason if reason else found in ("too_many_rows", "damaged")


def test_a_border_in_a_far_corner_and_a_giant_merge_cost_nothing(tmp_path: Path) -> None:
    rows = row(1, text("姓名")) + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    sheet = read(tmp_path, zipped(parts(rows, after='<mergeCells><mergeCell ref="A1:XFD20000"/></mergeCells>'))).sheets[
        0
    ]
    assert sheet.rows == [["姓名"]]
    assert sheet.merges == [(1, 1, 20000, 16384)]


def test_memory_beyond_the_limit_ends_the_child_and_not_us(tmp_path: Path) -> None:
    big = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 8001))
    data = zipped(parts(big, strings=f"<si><t>{'张' * 32_000}</t></si>"))
    assert reason_of(tmp_path, data, limits=replace(Limits(), memory_bytes=400 << 20)) == "memory"


LATE = '<?xml version="1.0"?><!--' + "x" * 2000 + '--><!DOCTYPE x [<!ENTITY a "bbbb">]>'


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("entity", ["&a;", ""])
def test_a_declaration_hidden_behind_a_long_comment_is_still_refused(tmp_path: Path, part: str, entity: str) -> None:
    contents = parts(row(1, text("姓名" + entity)), strings=f"<si><t>x{entity}</t></si>")
    reason = reason_of(tmp_path, zipped({**contents, part: LATE + str(contents[part])}))
    assert reason in ("dtd", "damaged")


@pytest.mark.parametrize("value", ["a&#xD800;b", "a&#0;b"])
def test_characters_that_xml_forbids_are_refused_and_never_half_read(tmp_path: Path, value: str) -> None:
    assert reason_of(tmp_path, zipped(parts(row(1, text(value))))) == "damaged"


def test_every_part_that_is_broken_or_missing_ends_in_a_book_or_in_words(tmp_path: Path) -> None:
    for part, content in parts(row(1, text("姓名"))).items():
        for broken in (None, b"", b"<a><b>", str(content).encode()[:-20]):
            contents = {**parts(row(1, text("姓名"))), part: broken}
            try:
                book = read(tmp_path, zipped({name: data for name, data in contents.items() if data is not None}))
            except Unreadable as error:
                assert error.reason in ("damaged", "archive", "no_sheets")
            else:
                assert book.sheets[0].rows == [["姓名"]]
