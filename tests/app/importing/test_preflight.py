"""Files that must never reach a parser are refused in three sentences; the rest are known for what they are."""

import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.importing import preflight, reader, refusals
from app.importing.limits import MB, Limits, Refusal
from app.importing.reader import Unreadable, read_book
from tests.helpers.packages import parts, row, text, zipped

GOOD = parts(row(1, text("姓名")))
OLE = preflight.OLE_MAGIC
DTD = '<!DOCTYPE x [<!ENTITY a "b">]>'


def ole(*streams: str) -> bytes:
    """As much of an OLE container as a first look needs: a header and directory entries."""
    entries = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE.ljust(512, b"\0") + entries


def with_dtd(part: str, encoding: str = "utf-8") -> bytes:
    return zipped({**GOOD, part: ('<?xml version="1.0"?>' + DTD + str(GOOD[part])).encode(encoding)})


def twice(name: str) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped_list([*GOOD.items(), (name, "<x/>")])


def zipped_list(items: list[tuple[str, str | bytes]]) -> bytes:
    import io

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in items:
            package.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def renamed(data: bytes, old: str, new: str) -> bytes:
    """A package whose part has a name that Python's own writer would not write."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


REFUSED = {
    "空文件": ("a.xlsx", b"", "empty", "空的"),
    "网页改名": ("a.xls", b"\r\n<html xmlns:x='urn:x'><table><tr><td>1</td></tr></table>", "html", "网页"),
    "网页加注": ("a.xls", "\ufeff<!-- x --><table>".encode(), "html", "网页"),
    "单个文件网页": ("a.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related;", "html", "网页"),
    "2003 XML": (
        "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xml_table",
        "XML",
    ),
    "PDF": ("a.xlsx", b"%PDF-1.7\n%\xe2\xe3", "pdf", "PDF"),
    "图片": ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture", "图片"),
    "Word": ("a.xlsx", zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "document", "文字"),
    "旧版 Word": ("a.xls", ole("WordDocument"), "document", "文字"),
    "RTF": ("a.xls", b"{\\rtf1\\ansi", "document", "文字"),
    "压缩包": ("a.xlsx", zipped({"名册.txt": "x"}), "archive", "解压"),
    "RAR": ("a.xlsx", b"Rar!\x1a\x07\0", "archive", "解压"),
    "ods": ("a.ods", zipped({"mimetype": "x", "content.xml": "<x/>"}), "other_format", "另存为"),
    "xlsb": ("a.xlsb", zipped({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), "other_format", "另存为"),
    "别的 OLE": ("a.xls", ole("Contents"), "not_workbook", "不是表格"),
    "程序": ("a.xlsx", b"MZ\x90\0\x03\0\0\0", "not_workbook", "不是表格"),
    "截断": ("a.xlsx", zipped(GOOD)[:-200], "damaged", "损坏"),
    "空压缩包": ("a.xlsx", b"PK\x05\x06" + bytes(18), "damaged", "损坏"),
    "缺工作簿部件": ("a.xlsx", zipped({"[Content_Types].xml": "<x/>"}), "damaged", "损坏"),
    "部件太多": ("a.xlsx", zipped({**GOOD, **{f"x{n}.xml": "<x/>" for n in range(500)}}), "zip_entries", "500"),
    "目录极多": ("a.xlsx", b"PK\x03\x04" + b"PK\x01\x02" * 2000, "zip_entries", "500"),
    "压缩炸弹": ("a.xlsx", zipped({**GOOD, "xl/sharedStrings.xml": b"A" * 3 * MB}), "zip_bomb", "炸弹"),
    "上级路径": ("a.xlsx", zipped({**GOOD, "xl/../../x": "x"}), "zip_names", "部件名"),
    "绝对路径": ("a.xlsx", zipped({**GOOD, "/etc/x": "x"}), "zip_names", "部件名"),
    "盘符": ("a.xlsx", zipped({**GOOD, "C:/x": "x"}), "zip_names", "部件名"),
    "反斜杠": (
        "a.xlsx",
        renamed(zipped({**GOOD, "xl/media/x": "x"}), "xl/media/x", "xl\\media\\x"),
        "zip_names",
        "部件名",
    ),
    "大小写重名": ("a.xlsx", zipped({**GOOD, "XL/Styles.xml": "<x/>"}), "zip_names", "部件名"),
    "DTD": ("a.xlsx", with_dtd("xl/sharedStrings.xml"), "dtd", "DTD"),
    "UTF-16 的 DTD": ("a.xlsx", with_dtd("xl/worksheets/sheet1.xml", "utf-16"), "dtd", "DTD"),
    "关系里的 DTD": ("a.xlsx", with_dtd("_rels/.rels"), "dtd", "DTD"),
}


@pytest.mark.parametrize(("name", "data", "reason", "word"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_sound_workbook_is_refused_before_any_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, reason: str, word: str
) -> None:
    monkeypatch.setattr(reader, "_read", lambda *_: pytest.fail("a parser was started"))
    (tmp_path / name).write_bytes(data)

    with pytest.raises(Unreadable) as caught:
        read_book(tmp_path / name)

    assert caught.value.reason == reason
    assert len(caught.value.sentences) == 3
    assert word in "".join(caught.value.sentences)
    assert "没有改动" in caught.value.kept


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(Refusal, match="zip_names"):
        preflight.check_package(twice("xl/styles.xml"), Limits())


def test_entries_that_share_their_bytes_are_refused() -> None:
    data = zipped_list([*GOOD.items(), ("a.xml", b"x" * 5000), ("b.xml", b"x" * 5000)])
    swollen = data.replace((5000).to_bytes(4, "little") * 2, (9_000_000).to_bytes(4, "little") * 2)
    with pytest.raises(Refusal, match=r"zip_bomb|damaged"):
        preflight.check_package(swollen, Limits())


@pytest.mark.parametrize(
    ("name", "data", "small"),
    [
        ("a.xlsx", zipped(GOOD), {"xlsx_bytes": 1000}),
        ("a.xls", ole("Workbook"), {"xls_bytes": 600}),
        ("a.xlsx", ole("EncryptedPackage"), {"xlsx_bytes": 600}),
        ("a.csv", "姓名,电话\n".encode() * 100, {"csv_bytes": 1000}),
    ],
)
def test_each_kind_has_its_own_size_limit(name: str, data: bytes, small: dict[str, int]) -> None:
    preflight.inspect(name, data, Limits())
    with pytest.raises(Refusal, match="too_large"):
        preflight.inspect(name, data, replace(Limits(), **small))


def test_a_file_over_every_limit_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(101 * MB)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(Unreadable) as caught:
        read_book(path)
    assert "100 MB" in caught.value.what


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    for name, reason in (("没有.xlsx", "missing"), (".", "not_a_file"), ("管道.xlsx", "not_a_file")):
        with pytest.raises(Unreadable) as caught:
            read_book(tmp_path / name)
        assert caught.value.reason == reason


def test_a_file_that_another_program_holds_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "占用.xlsx"
    path.write_bytes(zipped(GOOD))

    def held(_: Path) -> bytes:
        raise PermissionError(13, "sharing violation", str(path))

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(Unreadable) as caught:
        read_book(path)
    assert caught.value.reason == "no_access"
    assert "占用" in caught.value.what


@pytest.mark.parametrize(
    ("name", "data", "kind", "wrong"),
    [
        ("a.xlsx", zipped(GOOD), "xlsx", False),
        ("a.XLSM", zipped(GOOD), "xlsx", False),
        ("a.xls", zipped(GOOD), "xlsx", True),
        ("a.et", ole("Workbook"), "xls", False),
        ("a.xls", ole("WORKBOOK"), "xls", False),
        ("a.xls", ole("Book"), "xls", False),
        ("a.xlsx", ole("Workbook"), "xls", True),
        ("a.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "xlsx", False),
        ("a.xls", ole("EncryptionInfo", "EncryptedPackage"), "xlsx", True),
        ("a.csv", "姓名,电话".encode("gb18030"), "csv", False),
        ("a.xls", "姓名\t电话".encode("gb18030"), "csv", True),
        ("a.txt", "姓名\t电话".encode("utf-16"), "csv", False),
        ("名册", zipped(GOOD), "xlsx", False),
    ],
)
def test_what_a_file_is_comes_from_its_bytes_and_a_wrong_name_is_told(
    name: str, data: bytes, kind: str, wrong: bool
) -> None:
    shape = preflight.inspect(name, data, Limits())
    assert (shape.kind, shape.wrong_extension) == (kind, wrong)


def test_every_refusal_says_what_happened_what_was_kept_and_what_to_do() -> None:
    for code in refusals.CODES:
        error = refusals.unreadable(code, 7)
        assert error.reason == code
        assert len(error.sentences) == 3
        for sentence in error.sentences:
            assert sentence.endswith("。")
            assert re.search("[\u4e00-\u9fff]", sentence)
            assert "{" not in sentence


def test_every_code_that_is_raised_has_words_and_an_unknown_one_is_harmless() -> None:
    sources = Path(refusals.__file__).parent.glob("*.py")
    raised = {
        code for source in sources for code in re.findall(r'Refusal\(\s*"([a-z_0-9]+)"', source.read_text("utf-8"))
    }
    assert raised
    assert raised <= refusals.CODES
    assert refusals.unreadable("<b>住址</b>", 1).reason == "damaged"
