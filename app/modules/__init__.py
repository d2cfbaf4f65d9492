"""One file per business area. A new area: its file, a line in AREAS, a migration, a test, its words in resources/i18n.

staff regions grids buildings households residents care_tags visits needs disputes
rosters (L01, 名册) visit_ledger (L05)
"""

from collections.abc import Iterable
from types import ModuleType

from app.ledger.form import Form
from app.ledger.ledger import Ledger
from app.ledger.sheet import Sheet
from app.modules import (
    buildings,
    care_tags,
    code_rows,
    disputes,
    due_days,
    grids,
    households,
    materials,
    needs,
    regions,
    residents,
    rosters,
    staff,
    visit_ledger,
    visits,
)
from db.record import Record

AREAS: tuple[ModuleType, ...] = (
    staff, code_rows, regions, grids, buildings, households, residents, care_tags, visits, needs, disputes, materials,
    rosters, visit_ledger,
)  # fmt: skip
FOLDS = (buildings.fold, households.fold, residents.fold, due_days.fold, needs.fold)  # in this order: places go down


def declared(kind: type) -> Iterable[object]:
    """What the areas declare of one kind, in their order; what one borrows of another counts once."""
    return {id(thing): thing for area in AREAS for thing in vars(area).values() if isinstance(thing, kind)}.values()


FORMS: tuple[Form, ...] = tuple(f for f in declared(Form) if isinstance(f, Form))
SHEETS: tuple[Sheet, ...] = tuple(s for s in declared(Sheet) if isinstance(s, Sheet))
PAPERS = tuple(sorted((s for s in SHEETS if s.number.isascii()), key=lambda s: s.number))  # L01 ...: what is handed in
LEDGERS: tuple[Ledger, ...] = tuple(s for s in declared(Ledger) if isinstance(s, Ledger))


def form_of(record: type[Record]) -> Form | None:
    return next((form for form in FORMS if form.record is record), None)


def list_of(record: type[Record]) -> Sheet | None:
    """The plain list of an area's records: what a number opens."""
    return next((Sheet(number=ledger.title, source=ledger) for ledger in LEDGERS if ledger.record is record), None)


def sheet(number: str) -> Sheet:
    """KeyError: there is no such sheet."""
    try:
        return next(found for found in SHEETS if found.number == number)
    except StopIteration:
        raise KeyError(number) from None
