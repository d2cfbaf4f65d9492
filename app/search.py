"""What the search index holds of each record: drawn from the forms, which say what finds a record."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.ledger.form import Form
from app.ledger.kinds import Address, CitizenId, Kind, Name, Phone
from app.ledger.paths import Paths, field_at, target
from app.modules import FORMS
from app.rules import names
from db import search
from db.changes import Changes
from db.many import among, among_bound, bound
from db.record import Record

PAGE = 5000


def keep(session: Session, changes: Changes) -> None:
    """Follows a commit: whatever changed in what finds it, and whatever shows a value of what changed."""
    for form in _searched():
        own = {path if "." not in path else f"{path.partition('.')[0]}_uid" for path in form.search}
        uids = {*changes.changed(form.record.__tablename__, own)}
        for path in form.search:
            uids |= {*_dependents(session, form.record, path, changes)}
        if uids:
            _index(session, form, [*uids])


def rebuild(session: Session) -> int:
    """All of it anew; the number of records that can be found."""
    search.clear(session)
    count = 0
    for form in _searched():
        uids = [*session.scalars(select(form.record.uid))]
        _index(session, form, uids)
        count += len(uids)
    return count


def missing(session: Session) -> int:
    """How many records the index lacks, or holds though they are gone."""
    indexed = {(row.table, row.uid) for row in session.execute(select(search.SearchRow.table, search.SearchRow.uid))}
    stored = {
        (form.record.__tablename__, uid) for form in _searched() for uid in session.scalars(select(form.record.uid))
    }
    return len(indexed ^ stored)


def _searched() -> Iterator[Form]:
    return (form for form in FORMS if form.search)


def _dependents(session: Session, record: type[Record], path: str, changes: Changes) -> Iterable[str]:
    """Records whose `path` leads through a row that changed in the next step of it."""
    steps, at = path.split("."), record
    for depth, step in enumerate(steps[:-1], start=1):
        at = target(at, step)
        following = steps[depth] if depth == len(steps) - 1 else f"{steps[depth]}_uid"
        if changed := changes.changed(at.__tablename__, [following]):
            paths = Paths(record)
            link = paths.column(".".join((*steps[: depth - 1], f"{step}_uid")))
            yield from session.scalars(paths.select(record.uid).where(among(link, changed)))


def _index(session: Session, form: Form, uids: Sequence[str]) -> None:
    query, kinds = _values(form.record, form.search)
    for start in range(0, len(uids), PAGE):
        some, table = uids[start : start + PAGE], form.record.__tablename__
        terms: dict[tuple[str, str], list[str] | None] = {(table, uid): None for uid in some}
        for uid, *values in session.connection().execute(query, bound(some)):
            terms[table, uid] = [t for kind, value in zip(kinds, values) if value for t in _terms(kind, str(value))]
        search.put(session, terms)


@cache
def _values(record: type[Record], search: tuple[str, ...]) -> tuple[Select[Any], tuple[Kind, ...]]:
    """The query for what finds some records, with the kinds of its columns; made once."""
    paths = Paths(record)
    columns = [paths.column(path) for path in search]
    kinds = tuple(found.kind for path in search if (found := field_at(record, path)))
    return paths.select(record.uid, *columns).where(among_bound(record.uid)), kinds


def _terms(kind: Kind, value: str) -> list[str]:
    match kind:
        case Name():
            return [*search.grams(value), *names.spellings(value), *_latin(value)]
        case Phone() | CitizenId():
            return search.number(value)
        case Address():
            return [*search.grams(value), *doors(value)]
        case _:
            return [*search.grams(value), *_latin(value)]


def doors(address: str) -> list[str]:
    """`3-2-501` is found by all of it, by `2-501` and by `501`."""
    parts = [part for part in address.lower().split("-") if part]
    return ["-".join(parts[start:]) for start in range(len(parts))] if address.isascii() else []


def _latin(value: str) -> list[str]:
    return [word for word in value.lower().split() if word.isascii()]
