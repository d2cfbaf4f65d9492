"""Takes a transaction back by new changes. What was changed since stays as it is and is listed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Change, Transaction, put, raw, stored
from db.record import links, record_of, records
from db.triggers import OWN

FOUNDING = 1  # the transaction that made the store; without it there would be none
CHUNK = 500  # SQLite's limit on variables, with room
REVERSE = {"insert": "delete", "update": "update", "delete": "insert"}
Row = tuple[str, str]  # table, uid


@dataclass(frozen=True)
class Undone:
    """`kept`: rows that somebody changed, or that other records stand on, since; they were not touched."""

    restored: int
    kept: tuple[Row, ...]


def undo(session: Session, tx: int, progress: Callable[[float], None] = lambda part: None) -> Undone:
    """Within an open transaction of its own, last change first."""
    found = session.scalars(select(Change).where(Change.tx == tx).order_by(Change.seq.desc())).all()
    kept = _kept(session, tx, found)
    for number, change in enumerate(found):
        if (change.table, change.uid) not in kept and not _take_back(session, change):
            kept.add((change.table, change.uid))
        if number % CHUNK == 0:
            progress(number / len(found))
    return Undone(len(found) - len(kept), tuple(sorted(kept)))


def undoable(session: Session, actor: str) -> Transaction | None:
    """What Ctrl+Z would take back: this person's newest command that stands."""
    return next((t for t in _standing(session, actor) if _depth(session, t) % 2 == 0), None)


def redoable(session: Session, actor: str) -> Transaction | None:
    """The undo that can be undone: only while it is the last thing this person did."""
    newest = next(_standing(session, actor), None)
    return newest if newest and _depth(session, newest) % 2 else None


def is_undone(session: Session, tx: int) -> bool:
    takers = session.scalars(select(Transaction.tx).where(Transaction.undoes == tx))
    return any(not is_undone(session, taker) for taker in takers.all())


def root(session: Session, transaction: Transaction) -> Transaction:
    """The command that an undo, or the undo of an undo, is about."""
    while transaction.undoes is not None:
        transaction = session.get_one(Transaction, transaction.undoes)
    return transaction


def _standing(session: Session, actor: str) -> Iterator[Transaction]:
    mine = select(Transaction).where(Transaction.actor == actor, ~Transaction.received, Transaction.tx > FOUNDING)
    for transaction in session.scalars(mine.order_by(Transaction.tx.desc()).limit(200)):
        changed = session.scalar(select(Change.seq).where(Change.tx == transaction.tx).limit(1))
        if changed is not None and not is_undone(session, transaction.tx):
            yield transaction


def _depth(session: Session, transaction: Transaction) -> int:
    depth = 0
    while transaction.undoes is not None:
        transaction, depth = session.get_one(Transaction, transaction.undoes), depth + 1
    return depth


def _kept(session: Session, tx: int, found: Sequence[Change]) -> set[Row]:
    """Inserts that were edited since, deletes that came back, and inserts that records outside still need."""
    kept = {(c.table, c.uid) for c in found if c.kind != "update" and not _as_left(session, c)}
    inserted = {(c.table, c.uid) for c in found if c.kind == "insert"}
    fresh = kept | {*_needed(session, inserted - kept, inserted - kept)}
    while fresh != kept:  # what a kept row stands on stays too
        kept = fresh
        fresh = kept | {*_needed(session, inserted - kept, inserted - kept)}
    return kept


def _as_left(session: Session, change: Change) -> bool:
    """Whether a row is still what this insert or delete made of it; edited and edited back counts as untouched."""
    names = [
        c.name for c in record_of(change.table).__table__.columns if c.name not in OWN and not c.info.get("derived")
    ]
    now = stored(session, change.table, change.uid, names)
    if change.kind == "delete":
        return now is None
    return now == {name: change.diff.get(name, (None, None))[1] for name in names}


def _needed(session: Session, rows: set[Row], leaving: set[Row]) -> Iterator[Row]:
    by_table: dict[str, list[str]] = defaultdict(list)
    for name, row in rows:
        by_table[name].append(row)
    for child in records():
        for column, parents in links(child):
            table = raw(child.__tablename__, [column])
            for some in _chunks(by_table.get(parents, ())):
                query = select(table.c.uid, table.c[column]).where(table.c[column].in_(some))
                for uid, parent in session.execute(query):
                    if (child.__tablename__, uid) not in leaving:
                        yield parents, parent


def _chunks(uids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (uids[start : start + CHUNK] for start in range(0, len(uids), CHUNK))


def _take_back(session: Session, change: Change) -> bool:
    """False where the values have moved on. Derived columns are set anew by their fold, so they do not hold it up."""
    olds, news = ({name: pair[i] for name, pair in change.diff.items()} for i in (0, 1))
    if change.kind == "update":
        derived = {c.name for c in record_of(change.table).__table__.columns if c.info.get("derived")}
        now: dict[str, Any] | None = stored(session, change.table, change.uid, news)
        if now is None or any(now[name] != news[name] for name in news if name not in derived):
            return False
        olds = {name: value for name, value in olds.items() if now[name] == news[name]}
        if not olds:
            return True
    put(session, REVERSE[change.kind], change.table, change.uid, change.feed, olds)
    return True
