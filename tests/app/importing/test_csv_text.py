"""Text with separators comes in as it was written, or not at all."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing import csv_text
from app.importing.book import Value
from app.importing.limits import Limits, Refusal
from app.importing.reader import Unreadable, read_book


def rows_of(tmp_path: Path, data: bytes, name: str = "名单.csv") -> list[list[Value]]:
    (tmp_path / name).write_bytes(data)
    return read_book(tmp_path / name).sheets[0].rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_character_survives_every_encoding_we_read(tmp_path: Path, encoding: str) -> None:
    names = "欧阳䶮,𬭎㛃,阿依古丽·买买提,€£"
    assert rows_of(tmp_path, f"{names}\n1,2,3,4".encode(encoding)) == [names.split(","), ["1", "2", "3", "4"]]


def test_every_value_stays_text_as_written(tmp_path: Path) -> None:
    data = (
        '编号,身份证,电话,日期,备注\r\n007,5.10107E+17,\'13800138000,2026-11-24," 有 空格 "\r\n,,,,\r\n,TRUE,=1+1,,\n'
    )
    assert rows_of(tmp_path, data.encode()) == [
        ["编号", "身份证", "电话", "日期", "备注"],
        ["007", "5.10107E+17", "'13800138000", "2026-11-24", " 有 空格 "],
        [],
        [None, "TRUE", "=1+1"],
    ]


def test_line_breaks_and_separators_inside_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    data = '姓名,地址\n张三,"3幢2单元\n501室, 后门"\n"李""四""",x\n'
    assert rows_of(tmp_path, data.encode("gb18030")) == [
        ["姓名", "地址"],
        ["张三", "3幢2单元\n501室, 后门"],
        ['李"四"', "x"],
    ]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_separator_is_found_by_what_separates_evenly(tmp_path: Path, mark: str) -> None:
    lines = [mark.join(("姓名", "地址", "电话"))] + [
        mark.join((f"甲{n}", "3幢, 501; 东", f"1380013{n:04}")) for n in range(9)
    ]
    quoted = "\n".join(lines).replace("3幢, 501; 东", '"3幢, 501; 东"')
    assert [len(row) for row in rows_of(tmp_path, quoted.encode())] == [3] * 10


def test_a_line_that_declares_the_separator_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "sep=;\r\n姓名;电话,手机\r\n".encode()) == [["姓名", "电话,手机"]]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xef\xbb\xbf\xd5\xc5,1\n", "csv_encoding"),
        ("姓名,电话\n".encode() * 9 + b"\xe5\xbc" + b",1\n", "csv_encoding"),
        (b"a,\xff\xff\xff\n", "csv_encoding"),
        ("姓名,电话".encode("utf-16")[:-1], "csv_encoding"),
        ('姓名,电话\n"张三,138\n'.encode() + "李四,139\n".encode() * 9, "csv_quotes"),
        ('姓名,电话\n"张三,138\n'.encode() + "李四,139\n".encode() * 4000, "csv_quotes"),
        ('姓名,电话,室\n"张三,138,1\n李四,139,2\n王五,137,3\n赵六,136,4"\n'.encode(), "csv_quotes"),
    ],
)
def test_text_that_would_come_out_garbled_is_refused_in_words(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        rows_of(tmp_path, data)
    assert caught.value.reason == reason
    assert len(caught.value.sentences) == 3


@given(
    st.text("欧阳䶮张王李赵区号楼0123456789,\n", min_size=40, max_size=400),
    st.integers(0, 10_000),
    st.integers(128, 255),
)
def test_utf8_with_a_damaged_byte_is_never_taken_for_gb18030(text: str, at: int, byte: int) -> None:
    text = "晋吉社区居民名册" * 5 + text
    data = bytearray(text.encode())
    data[at % len(data)] = byte
    try:
        decoded = csv_text.decode(bytes(data))
    except Refusal as refusal:
        assert refusal.code == "csv_encoding"
    else:
        assert decoded.encode() == bytes(data)


@given(st.text(st.characters(codec="gb18030"), min_size=1, max_size=300))
def test_gb18030_is_read_or_refused_and_never_changed(text: str) -> None:
    data = text.encode("gb18030")
    try:
        decoded = csv_text.decode(data)
    except Refusal:
        return
    assert (
        decoded.encode("gb18030") == data
        or decoded.encode("utf-8-sig") == data
        or decoded.encode() == data
        or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    )


def test_text_named_as_a_workbook_is_told_and_text_without_columns_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "名单.xls").write_bytes("姓名\t电话\n张三\t138\n".encode("gb18030"))
    book = read_book(tmp_path / "名单.xls")
    assert (book.kind, book.wrong_extension, book.sheets[0].rows) == ("csv", True, [["姓名", "电话"], ["张三", "138"]])

    (tmp_path / "信.xlsx").write_text("各位居民:\n明天停水。\n", "utf-8")
    with pytest.raises(Unreadable) as caught:
        read_book(tmp_path / "信.xlsx")
    assert caught.value.reason == "not_workbook"

    (tmp_path / "姓名.csv").write_text("姓名\n张三\n", "utf-8")
    assert read_book(tmp_path / "姓名.csv").sheets[0].rows == [["姓名"], ["张三"]]


def test_a_text_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n" * 30, "utf-8")
    with pytest.raises(Unreadable) as caught:
        read_book(tmp_path / "a.csv", limits=replace(Limits(), rows=29))
    assert caught.value.reason == "too_many_rows"


def test_random_bytes_are_refused_or_read_but_never_crash() -> None:
    for size in (1, 2, 3, 50, 999):
        data = os.urandom(size)
        try:
            list(csv_text.rows(data, Limits()))
        except Refusal as refusal:
            assert refusal.code in ("csv_encoding", "csv_quotes")
