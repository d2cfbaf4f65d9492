"""A hostile name in a ledger stays a name: no cell comes to life in an office program, and its text is what was typed.

Two libraries read the workbook back in tests/app/exporting; here the program that people open it with does.
"""

import csv
import random
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from app.exporting.workbook import Heading, workbook
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.modules.rosters import L01
from tests.helpers.stores import NOW

CSV = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"  # all quoted, first sheet, as shown
)
BEGINS = (  # safety.md 4.5, with the full-width forms and what hides in front of them
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠A", "\t=1+1", "\n=1+1", " =1+1", "'=1+1", '"=1+1',
    "=cmd|'/c calc'!A0", '=HYPERLINK("http://x.invalid","y")', '=WEBSERVICE("http://x.invalid")', "{=1+1}", "=IMPORTDATA(A1)",
    "http://x.invalid", "mailto:a@x.invalid", "file:///etc/passwd", "1E5", "0012", "1/2", "3-2-501", "TRUE", "#REF!", "1e-3",
    "11010519491231002X", "2026-11-24", "12:30", "50%", "￥5", "\u202e=1+1", "\ufeff=1+1", "=", "+", "-", "@",
)  # fmt: skip


def hostile(count: int) -> list[str]:
    luck = random.Random(41)
    tails = "=+-@A1!|,;\"'<>&張 \t"
    grown = (
        luck.choice(BEGINS) + "".join(luck.choices(tails, k=luck.randrange(9))) for _ in range(count - len(BEGINS))
    )
    return [*BEGINS, *grown]


def hostile_lines() -> list[list[str]]:
    width = len(L01.fields)
    texts = hostile(36 * width)  # 1,008
    return [texts[start : start + width] for start in range(0, len(texts), width)]


def hostile_workbook(lines: list[list[str]]) -> bytes:
    return workbook(L01, lines, Question(now=NOW), Strength.OFFICE, Heading("潍坊三村", "李敏"))


def test_a_second_enter_in_a_cell_revives_nothing() -> None:
    """What a person types into a cell marked as text stays text, also what stands there already."""
    lines = hostile_lines()
    page = openpyxl.load_workbook(BytesIO(hostile_workbook(lines)))["L01"]
    cells = [cell for row in page.iter_rows(4, 3 + len(lines), 2) for cell in row if cell.value is not None]
    assert len(cells) > 900
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_libreoffice_shows_every_text_as_it_was_typed(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("no LibreOffice: run `make test`, which installs it")
    lines, path = hostile_lines(), tmp_path / "hostile.xlsx"
    path.write_bytes(hostile_workbook(lines))
    own = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, own, "--headless", "--convert-to", CSV, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with open(tmp_path / "hostile-L01.csv", encoding="utf-8", newline="") as file:
        shown = [row[1:] for row in csv.reader(file)][3 : 3 + len(lines)]
    assert len(shown) == len(lines)
    different = [
        (typed, seen)
        for line, row in zip(lines, shown, strict=True)
        for typed, seen in zip(line, row, strict=True)
        if typed != seen
    ]
    assert different == []
