"""Small workbooks for tests: rows as they stand, and the Book around them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.importing.answers import Answers
from app.importing.book import Book, Sheet
from app.importing.result import Understood
from app.importing.understand import understand
from app.rules.citizen_id import check_digit

TODAY = date(2026, 11, 24)
ANSWERED = Answers(merged="fill", hidden="skip")


def number(birth: str, gender: str = "男", order: int = 0, region: str = "330106") -> str:
    """A number that nobody was given: order codes 996-999."""
    code = ("997", "999")[order % 2] if gender == "男" else ("996", "998")[order % 2]
    first = f"{region}{birth.replace('-', '')}{code}"
    return first + check_digit(first)


def sheet(rows: Iterable[Sequence[Any]], name: str = "名册", **marks: Any) -> Sheet:
    return Sheet(name, rows=[list(row) for row in rows], **marks)


def book(*sheets: Sheet, **marks: Any) -> Book:
    return Book("名册.xlsx", list(sheets), "xlsx", "0" * 64, **marks)


def read(*sheets: Sheet, answers: Answers = ANSWERED, **more: Any) -> Understood:
    return understand(book(*sheets), answers=answers, today=TODAY, **more)


def kinds(result: Understood, row: int | None = None) -> list[str]:
    return sorted(one.kind for one in result.findings if row is None or one.row == row)


def names(result: Understood) -> list[str]:
    return [one.name for one in result.records]
