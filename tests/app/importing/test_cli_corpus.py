"""Workbooks that nobody here wrote go through `linli import` in one process: each ends in a result or in words."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app import bootstrap
from tests.helpers.stores import FOUNDING, WORLD

PASSWORD = "correct horse battery"
WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}
LIMIT = 280  # s for all of them; each child has a limit of its own
COMMAND = "import sys; from app.cli import main; sys.exit(main())"
Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "password").write_text(PASSWORD)
    (folder / "tmp").mkdir()
    bootstrap.create(folder / "store", PASSWORD, FOUNDING, WORLD)[0].close()
    return folder


def workbooks(field_data: Path) -> list[Path]:
    return sorted(path for path in (field_data / "04-xlsx").rglob("*") if path.suffix in WORKBOOKS)


def imported(house: Path, files: list[Path], *options: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, one result a file, what was said beside."""
    given = ["--store", "store", "--store-password-file", "password", "--today", "2026-11-24", *options]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd()), "TMPDIR": str(house / "tmp"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-X", "dev", "-c", COMMAND, "import", "--json", *map(str, files), *given]
    ran = subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
    )
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()], ran.stderr


def contents(house: Path) -> Contents:
    """Every row of every table: what was not to be written is in none of them."""
    opened = bootstrap.unlock(house / "store", PASSWORD, WORLD)
    try:
        return opened.store.read_now(
            lambda session: {
                name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))]
                for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
            }
        )
    finally:
        opened.close()


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.slow
def test_a_dry_run_of_every_workbook_ends_in_words_and_writes_nothing(house: Path, field_data: Path) -> None:
    files, before, there = workbooks(field_data), contents(house), files_of(house)
    code, results, said = imported(house, files, "--dry-run", "--accept", "clean")
    assert (code, said) == (3, "")
    assert len(files) > 200
    assert len(results) == len(files)
    refused = [result["refused"] for result in results if result.get("refused")]
    unread = [sentence for sentence in refused if "没有认出人员名单" not in sentence]
    assert 30 < len(unread) < 45  # the others are sound workbooks about other things
    assert all(len(sentence.split("。")) >= 3 for sentence in refused)
    assert all({"tables", "records", "findings"} <= result.keys() for result in results)
    assert contents(house) == before
    assert files_of(house) == there


def test_what_was_refused_leaves_no_row_and_no_batch(house: Path, field_data: Path) -> None:
    root, before = field_data / "04-xlsx", contents(house)
    bad = [root / "calamine" / name for name in ("issue252.xlsx", "OOM_alloc3.xls", "pass_protected.xlsx", "date.ods")]
    empty = [root / "calamine" / "empty_sheet.xlsx"]
    code, results, said = imported(house, [*bad, *empty], "--accept", "clean")
    assert code == 3
    assert [bool(result.get("refused")) for result in results] == [True] * 5
    assert "Traceback" not in said
    assert contents(house) == before


def test_results_of_workbooks_of_one_name_stand_side_by_side(house: Path, field_data: Path) -> None:
    files = [field_data / "04-xlsx" / "calamine" / f"date.{kind}" for kind in ("xls", "xlsx", "xlsb")]
    imported(house, files, "--dry-run", "--out", "results")
    assert len([*(house / "results").glob("*.json")]) == len(files)
