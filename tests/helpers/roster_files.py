"""The workbooks of ../shared/data/11-rosters, their keys, and the tool that judges an import of them."""

import copy
import importlib.util
import json
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from app.importing.answers import Answers
from app.importing.book import Book, Sheet
from app.importing.findings import letters
from app.importing.known import Known
from app.importing.places import column_of
from app.importing.reader import read_book
from app.importing.result import Understood
from app.importing.understand import understand

ANSWERED = Answers(merged="fill", hidden="skip")  # as the README of the rosters says


@dataclass
class Case:
    name: str
    book: Book
    key: dict[str, Any]


def judge(field_data: Path) -> ModuleType:
    """check_rosters.py, which nobody here wrote."""
    spec = importlib.util.spec_from_file_location("check_rosters", field_data.parent / "tools" / "check_rosters.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(field_data: Path) -> list[Case]:
    """Every workbook as the child process reads it, with its key."""
    folder = field_data / "11-rosters" / "import"
    found = []
    for path in sorted(folder.glob("*.key.json")):
        key = json.loads(path.read_text("utf-8"))
        found.append(Case(key["case"], read_book(folder / key["file"], key.get("password")), key))
    return found


def results(those: Iterable[Case], today: date) -> dict[str, Understood]:
    """Imports in order; a case with a `prior` is matched against what that one brought."""
    done: dict[str, Understood] = {}
    for case in those:
        prior = next((done[name] for name in done if str(case.key.get("prior", "")).startswith(name)), None)
        known = Known.of(prior) if prior else Known()
        done[case.name] = understand(case.book, known, ANSWERED, today=today)
    return done


def score(tool: ModuleType, case: Case, result: Understood) -> Any:
    return tool.check_import(case.key, json.loads(json.dumps(result.to_json(), ensure_ascii=False)))


def exact(one: Any) -> bool:
    n = one.n
    whole = n["records"] == n["records right"] and n["must"] == n["must met"]
    return bool(whole and not n["records extra"] + n["false alarms"] and not one.status)


def redressed(case: Case, words: Mapping[str, tuple[str, ...]], rng: random.Random) -> Case:
    """The same workbook with other headings and its columns in another order, and its key to match."""
    book, key = copy.deepcopy(case.book), copy.deepcopy(case.key)
    for table in key["tables"]:
        sheet = next(one for one in book.sheets if one.name == table["sheet"])
        if len(table["header_rows"]) == 1:
            _rename(sheet, table, words, rng)
            _reorder(sheet, table, key, rng)
    return Case(case.name, book, key)


def undressed(case: Case) -> Case:
    """The same workbook without its headings."""
    book, key = copy.deepcopy(case.book), copy.deepcopy(case.key)
    for table in key["tables"]:
        sheet = next(one for one in book.sheets if one.name == table["sheet"])
        for row in table["header_rows"]:
            sheet.rows[row - 1] = []
        table["header_rows"] = []
    return Case(case.name, book, key)


def _rename(sheet: Sheet, table: dict[str, Any], words: Mapping[str, tuple[str, ...]], rng: random.Random) -> None:
    row = sheet.rows[table["header_rows"][0] - 1]
    for column in table["columns"]:
        choice = words.get(column["field"]) if isinstance(column["field"], str) else None
        if choice and rng.random() < 0.85:
            row[column_of(column["col"]) - 1] = rng.choice(choice)


def _reorder(sheet: Sheet, table: dict[str, Any], key: dict[str, Any], rng: random.Random) -> None:
    first, last = column_of(table["first_col"]), column_of(table["last_col"])
    order = list(range(first, last + 1))
    rng.shuffle(order)
    to = {old: first + at for at, old in enumerate(order)}
    rows = range(table["header_rows"][0], table["last_row"] + 1)
    for row in rows:
        line = sheet.rows[row - 1]
        line.extend([None] * (last - len(line)))
        line[first - 1 : last] = [line[old - 1] for old in order]
    _move_marks(sheet, rows, to)
    for column in table["columns"]:
        column["col"] = letters(to[column_of(column["col"])])
    for finding in key["findings"]:
        if finding.get("sheet") == table["sheet"] and finding.get("cell") and finding["row"] in rows:
            col = column_of(re.sub(r"\d", "", finding["cell"]))
            finding["cell"] = f"{letters(to.get(col, col))}{finding['row']}"


def _move_marks(sheet: Sheet, rows: range, to: Mapping[int, int]) -> None:
    def moved(place: tuple[int, int]) -> tuple[int, int]:
        return (place[0], to.get(place[1], place[1])) if place[0] in rows else place

    sheet.struck_rows_cells = {moved(place) for place in sheet.struck_rows_cells}
    sheet.comments = {moved(place): text for place, text in sheet.comments.items()}
    sheet.merges = [
        (top, to.get(left, left), bottom, to.get(right, right))
        if top in rows and left == right
        else (top, left, bottom, right)
        for top, left, bottom, right in sheet.merges
    ]
    sheet.hidden_cols = {to.get(col, col) for col in sheet.hidden_cols}
