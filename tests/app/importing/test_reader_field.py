"""Workbooks that nobody here wrote: all end in a Book or in words, and where two readers agree we see the same."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.importing.book import Book, ErrorValue, NoValue, Sheet
from app.importing.reader import PasswordNeeded, PasswordWrong, Unreadable, read_book

SOURCES = ("calamine", "easyexcel", "frictionless", "hc-community-templates")
WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}
READ = {".xlsx", ".xlsm", ".xls", ".csv"}


def outcome(path: Path) -> Book | str:
    try:
        return read_book(path)
    except Unreadable as error:
        assert len(error.sentences) == 3, path.name
        return error.reason


@pytest.fixture(scope="module")
def outcomes(field_data: Path) -> dict[str, Book | str]:
    root = field_data / "04-xlsx"
    files = sorted(path for path in root.rglob("*") if path.suffix in WORKBOOKS)
    with ThreadPoolExecutor(2) as two:  # each reading waits for its own child
        return dict(zip((str(path.relative_to(root)) for path in files), two.map(outcome, files), strict=True))


def test_every_workbook_ends_in_a_book_or_in_words(outcomes: dict[str, Book | str]) -> None:
    refused = {name: reason for name, reason in outcomes.items() if isinstance(reason, str)}
    unread = {name: reason for name, reason in refused.items() if Path(name).suffix in READ}
    assert len(outcomes) > 200
    assert unread == {
        "calamine/OOM_alloc3.xls": "damaged",
        "calamine/issue252.xlsx": "damaged",
        "calamine/issue_530.xlsx": "zip_names",  # backslashes in the names of its parts
        "calamine/pass_protected.xlsx": "password_needed",
        "calamine/too_small.xls": "not_workbook",
    }
    assert set(refused.values()) - set(unread.values()) == {"other_format"}


def test_where_two_readers_agree_we_see_the_same(field_data: Path, outcomes: dict[str, Book | str]) -> None:
    compared: Counter[str] = Counter()
    for source in SOURCES:
        for line in (field_data / "04-xlsx" / f"{source}.reference.jsonl").read_text("utf-8").splitlines():
            reference = json.loads(line)
            book = outcomes[f"{source}/{reference['file']}"]
            if isinstance(book, Book):
                compared[source] += _compare(book, reference)
    assert all(compared[source] for source in SOURCES), compared
    assert compared.total() > 250, compared


def _compare(book: Book, reference: dict[str, Any]) -> int:
    """How many sheets two readers agreed on; calamine's reference leaves faults out."""
    readers = [value for value in reference.values() if isinstance(value, dict) and value.get("ok")]
    count = 0
    for sheet in book.sheets:
        seen = [_filled(reader, sheet) for reader in readers]
        agreed = len(seen) > 1 and None not in seen and len(set(seen)) == 1
        if agreed:
            assert seen[0] in (_count(sheet, faults=True), _count(sheet, faults=False)), (
                f"{reference['file']} {sheet.name}"
            )
        count += agreed
    return count


def _filled(reader: dict[str, Any], sheet: Sheet) -> int | None:
    return next((each.get("nonempty") for each in reader["sheets"] if each["name"] == sheet.name), None)


def _count(sheet: Sheet, faults: bool) -> int:
    values = [value for row in sheet.rows for value in row if value is not None]
    return sum(faults or not isinstance(value, ErrorValue | NoValue) for value in values)


def test_values_equal_those_of_openpyxl(field_data: Path, outcomes: dict[str, Book | str]) -> None:
    """On the templates of a real product every single value is compared."""
    import openpyxl
    from openpyxl.utils.datetime import from_excel

    compared = 0
    for name, book in outcomes.items():
        if name.startswith("hc-") and isinstance(book, Book):
            other = openpyxl.load_workbook(field_data / "04-xlsx" / name, data_only=True)
            for sheet in book.sheets:
                for at, row in enumerate(sheet.rows, 1):
                    for col, value in enumerate(row, 1):
                        expected = other[sheet.name].cell(at, col).value
                        if isinstance(value, date) and isinstance(expected, int):
                            expected = from_excel(
                                expected
                            )  # it does not know the date formats of Chinese Excel (27-58)
                        assert str(value) == str(expected).removesuffix(" 00:00:00"), f"{name} {sheet.name}"
                        compared += 1
    assert compared > 300


@pytest.fixture(scope="module")
def keys(field_data: Path) -> list[dict[str, Any]]:
    return [
        json.loads(path.read_text("utf-8"))
        for path in sorted((field_data / "11-rosters" / "import").glob("A*.key.json"))
    ]


def test_every_roster_of_a_community_is_read_and_every_known_name_stands_in_its_row(
    field_data: Path, keys: list[dict[str, Any]]
) -> None:
    assert len(keys) == 15
    for key in keys:
        book = read_book(field_data / "11-rosters" / "import" / key["file"], key.get("password"))
        sheets = {sheet.name: sheet for sheet in book.sheets}
        for record in key["records"]:
            told = "".join(str(value) for value in sheets[record["sheet"]].rows[record["row"] - 1] if value is not None)
            plain = "".join(told.split()).replace("\u200b", "").replace("\ufeff", "")
            assert set(record["name"].replace("·", "")) <= set(plain), (key["case"], record["row"])


def test_the_traits_of_the_rosters_are_told(field_data: Path, keys: list[dict[str, Any]]) -> None:
    folder = field_data / "11-rosters" / "import"
    files = {key["case"]: folder / key["file"] for key in keys}
    books = {case: read_book(files[case]) for case in ("A04", "A08", "A09", "A10", "A14")}
    told = {key["case"]: key["findings"] for key in keys}
    marked = books["A08"].sheets[0]

    def rows_of(case: str, kind: str) -> set[int]:
        return {each["row"] for each in told[case] if each["kind"] == kind and "row" in each}

    assert marked.hidden_rows == rows_of("A08", "hidden_row")
    assert marked.filtered_rows == rows_of("A08", "filtered_row")
    assert {row for row, _ in marked.struck_rows_cells} == rows_of("A08", "strike_through")
    assert {row for row, _ in marked.formulas_without_value} == rows_of("A08", "formula_no_value")
    assert {row for row, _ in marked.formula_errors} == rows_of("A08", "formula_error")
    assert {row for row, _ in marked.comments} == rows_of("A08", "cell_comment")
    assert marked.hidden_cols
    assert marked.ghost_rows > 10_000
    assert [sheet.hidden for sheet in books["A08"].sheets] == [False, True]
    assert books["A04"].sheets[0].merges
    assert (books["A09"].kind, books["A09"].date_system_1904) == ("xls", True)
    assert (books["A10"].kind, books["A10"].sheets[0].name) == ("csv", "")
    assert (books["A14"].kind, books["A14"].wrong_extension) == ("xlsx", True)


def test_the_protected_roster_asks_for_its_password(field_data: Path, keys: list[dict[str, Any]]) -> None:
    key = next(key for key in keys if "password" in key)
    path = field_data / "11-rosters" / "import" / key["file"]
    with pytest.raises(PasswordNeeded):
        read_book(path)
    with pytest.raises(PasswordWrong):
        read_book(path, key["password"] + "x")
    assert read_book(path, key["password"]).encrypted
