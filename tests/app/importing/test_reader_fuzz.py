"""Damaged and hostile workbooks by the hundred: each ends in a Book or in words, soon, and leaves nothing behind.

Seeded: a failure names its seed. The quick run is part of every test run, the long one of `make soak`.
"""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from app.importing import reader, refusals
from app.importing.limits import Limits
from app.importing.reader import Unreadable, read_book

LIMITS = replace(Limits(), wall_seconds=20.0)
PIECES = (
    b"<", b">", b"&", b"99999999999", b"-1", b"1e999", b' t="s"', b"&#0;", b"&#xD800;", b"\xff\xfe", b' r="ZZZZ9"', b' r="XFD1048576"',
    b"<f>A1</f>", b"<c/>", b"<row/>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x>", b"</sheetData>", b'ref="A1:XFD1048576"', b"\0", b"\xed\xa0\x80",
)  # fmt: skip
Mutation = Callable[[random.Random, bytes], bytes]


def workbook() -> bytes:
    """A small roster with everything that has a mark."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("居民"), book.add_format({"num_format": "yyyy-mm-dd"})
        struck = book.add_format({"font_strikeout": True, "bg_color": "#FFFF00"})
        for at in range(40):
            sheet.write_row(at, 0, [f"张三{at}", at * 1.5, "3幢2单元501室", f"1380013{at:04}"])
            sheet.write_number(at, 4, 40000 + at, day)
            sheet.write(at, 5, "迁出", struck)
        sheet.merge_range("H1:J2", "合并")
        sheet.write_comment("A3", "电话已换")
        sheet.write_formula("G1", "=1/0", None, "#DIV/0!")
        sheet.autofilter("A1:F40")
        sheet.filter_column_list("A", ["张三1"])
        sheet.set_row(7, None, None, {"hidden": True})
        book.add_worksheet("隐藏").hide()
    return target.getvalue()


def flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def part_changed(chance: random.Random, data: bytes) -> bytes:
    """One part of a sound package with wrong content."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    victim = chance.choice(list(parts))
    for _ in range(chance.randint(1, 6)):
        parts[victim] = edited(chance, parts[victim])
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def edited(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    match chance.randrange(4):
        case 0:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 1:
            return content[:at] + content[at + chance.randint(1, 40) :]
        case 2:
            return content[:at] + chance.choice(PIECES) + content[at:]
    return content[:at] + content[max(0, at - 30) : at] * chance.randint(1, 50) + content[at:]


def header_lies(chance: random.Random, data: bytes) -> bytes:
    """Sizes, checksums, methods and offsets in the zip's directory that are not true."""
    changed = bytearray(data)
    first = data.index(b"PK\x01\x02")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(first, len(data) - 4)
        changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", chance.randbytes(4)))
    return bytes(changed)


ZIP_MUTATIONS: tuple[Mutation, ...] = (flipped, cut, part_changed, part_changed, part_changed, header_lies)


def run(
    seeds: range, data: bytes, name: str, mutations: tuple[Mutation, ...], folder: Path, password: str | None = None
) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for seed in seeds:
        chance = random.Random(seed)
        path = folder / name
        path.write_bytes(chance.choice(mutations)(chance, data))
        try:
            read_book(path, password, LIMITS)
            outcomes["book"] += 1
        except Unreadable as error:
            assert error.reason in refusals.CODES, f"seed {seed}"
            assert len(error.sentences) == 3, f"seed {seed}"
            outcomes[error.reason] += 1
        except BaseException as error:
            raise AssertionError(f"seed {seed}: {type(error).__name__}") from error
    return outcomes


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where a child would find to put a temporary file."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(
        reader, "_environment", lambda: {name: str(folder) for name in ("TMPDIR", "TEMP", "TMP", "HOME")}
    )
    return folder


def check(outcomes: Counter[str], temporary: Path, count: int) -> None:
    assert sum(outcomes.values()) == count
    assert outcomes["book"] > count * 0.05, outcomes
    assert outcomes["damaged"] > count * 0.1, outcomes
    assert not outcomes["time"], outcomes
    assert not outcomes["child_failed"], outcomes
    assert list(temporary.iterdir()) == []


def test_a_hundred_damaged_workbooks_end_in_a_book_or_in_words(tmp_path: Path, temporary: Path) -> None:
    check(run(range(110), workbook(), "名册.xlsx", ZIP_MUTATIONS, tmp_path), temporary, 110)


def test_damaged_old_workbooks_end_in_a_book_or_in_words(field_data: Path, tmp_path: Path, temporary: Path) -> None:
    data = next((field_data / "11-rosters" / "import").glob("A09*.xls")).read_bytes()
    check(run(range(40), data, "名册.xls", (flipped, flipped, cut), tmp_path), temporary, 40)


def test_damaged_protected_workbooks_end_in_a_book_or_in_words(
    field_data: Path, tmp_path: Path, temporary: Path
) -> None:
    data = next((field_data / "11-rosters" / "import").glob("A13*.xlsx")).read_bytes()
    outcomes = run(range(12), data, "名册.xlsx", (flipped, cut), tmp_path, "jinji2026")
    assert sum(outcomes.values()) == 12
    assert list(temporary.iterdir()) == []


@pytest.mark.soak
def test_ten_thousand_damaged_workbooks_end_in_a_book_or_in_words(
    field_data: Path, tmp_path: Path, temporary: Path
) -> None:
    old = next((field_data / "11-rosters" / "import").glob("A09*.xls")).read_bytes()
    check(run(range(1000, 8500), workbook(), "名册.xlsx", ZIP_MUTATIONS, tmp_path), temporary, 7500)
    check(run(range(1000, 3500), old, "名册.xls", (flipped, flipped, cut), tmp_path), temporary, 2500)
