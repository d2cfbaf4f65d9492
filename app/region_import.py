"""`linli regions`: a list of administrative codes, as published or as a district keeps it, becomes rows of 行政区划.

No list comes with the program: none has a licence that allows it. Any sheet will do in which each row has a code of 12
digits and a name; a shorter code of a higher unit is filled with zeros (domain.md 1.2).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.book import Book, Value
from app.importing.reader import read_book
from app.modules.regions import Region, code_problem
from app.texts import N_

COMMAND = N_("导入行政区划")
_CODE = re.compile(r"\d{6}(?:\d{3}(?:\d{3})?)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Counts:
    new: int
    changed: int
    same: int


def read(path: Path) -> dict[str, str]:
    """Names by code of 12 digits. Unreadable (a UserError): it is no workbook."""
    return dict(_rows(read_book(path)))


def write(session: Session, names: dict[str, str]) -> Counts:
    """A code that is there keeps its row and takes the name; one that the list leaves out stays: papers outlive it."""
    held = {region.code: region for region in session.scalars(select(Region))}
    fresh = [code for code in names if code not in held]
    stale = [code for code, name in names.items() if code in held and held[code].name != name]
    session.add_all(Region(code=code, name=names[code]) for code in fresh)
    for code in stale:
        held[code].name = names[code]
    return Counts(len(fresh), len(stale), len(names) - len(fresh) - len(stale))


def _rows(book: Book) -> Iterable[tuple[str, str]]:
    for sheet in book.sheets:
        for cells in sheet.rows:
            code = next(filter(None, map(_code, cells)), None)
            name = next((cell.strip() for cell in cells if isinstance(cell, str) and _HAN.search(cell)), "")
            if code and name:
                yield code, name


def _code(cell: Value) -> str | None:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()
    full = text.ljust(12, "0") if _CODE.fullmatch(text) else ""
    return full if full and not code_problem(full) else None
