"""Takes a transaction back by new changes. What was changed since stays as it is and is listed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import many
from db.changes import Change, Transaction, raw
from db.record import links, record_of, records
from db.triggers import OWN

FOUNDING = 1  # the transaction that made the store; without it there would be none
Row = tuple[str, str]  # table, uid


@dataclass(frozen=True)
class Undone:
    """`kept`: rows that somebody changed, or that other records stand on, since; they were not touched."""

    restored: int
    kept: tuple[Row, ...]


@dataclass
class _Net:
    """What a transaction did to one row in the end: from `olds` to `news`."""

    feed: str
    kind: str
    olds: dict[str, Any] = field(default_factory=dict)
    news: dict[str, Any] = field(default_factory=dict)

    def then(self, change: Change) -> None:
        for name, (old, new) in change.diff.items():
            self.olds.setdefault(name, old)
            self.news[name] = new
        if change.kind != "update":
            self.kind = "nothing" if self.kind == "insert" and change.kind == "delete" else change.kind


def undo(session: Session, tx: int) -> Undone:
    """Within an open transaction of its own."""
    nets = _nets(session, tx)
    kept = _kept(session, nets)
    for table, rows in _by_table(nets, kept).items():
        gone = {uid: net for uid, net in rows.items() if net.kind == "delete"}
        many.remove(session, table, [uid for uid, net in rows.items() if net.kind == "insert"])
        many.put_back(session, table, {uid: {"feed": net.feed, **net.olds} for uid, net in gone.items()})
        many.change(session, table, _updates(session, table, rows))
    return Undone(len(nets) - len(kept), tuple(sorted(kept)))


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


def _nets(session: Session, tx: int) -> dict[Row, _Net]:
    nets: dict[Row, _Net] = {}
    for change in session.scalars(select(Change).where(Change.tx == tx).order_by(Change.seq)):
        row = change.table, change.uid
        nets.setdefault(row, _Net(change.feed, change.kind)).then(change)
    return {row: net for row, net in nets.items() if net.kind != "nothing"}


def _kept(session: Session, nets: dict[Row, _Net]) -> set[Row]:
    """Rows that have moved on, and inserted ones that records outside still need."""
    kept = {*_moved_on(session, nets)}
    inserted = {row for row, net in nets.items() if net.kind == "insert"}
    fresh = kept | {*_needed(session, inserted - kept)}
    while fresh != kept:  # what a kept row stands on stays too
        kept = fresh
        fresh = kept | {*_needed(session, inserted - kept)}
    return kept


def _moved_on(session: Session, nets: dict[Row, _Net]) -> Iterator[Row]:
    """Derived columns are set anew by their fold, so they hold nothing up; edited and edited back counts as untouched."""
    for table, rows in _by_table(nets).items():
        columns = record_of(table).__table__.columns
        names = [c.name for c in columns if c.name not in OWN and not c.info.get("derived")]
        now = many.stored(session, table, rows, names)
        for uid, net in rows.items():
            if not _as_left(net, now.get(uid), names):
                yield table, uid


def _as_left(net: _Net, now: dict[str, Any] | None, names: list[str]) -> bool:
    if net.kind == "delete":
        return now is None
    if now is None:
        return False
    if net.kind == "insert":
        return all(now[name] == net.news.get(name) for name in names)
    return all(now[name] == net.news[name] for name in names if name in net.news)


def _updates(session: Session, table: str, rows: dict[str, _Net]) -> dict[str, dict[str, Any]]:
    """Old values of the columns that still stand as the transaction left them."""
    changed = {uid: net for uid, net in rows.items() if net.kind == "update"}
    names = {name for net in changed.values() for name in net.olds}
    now = many.stored(session, table, changed, names) if changed else {}
    back = {uid: {n: old for n, old in net.olds.items() if now[uid][n] == net.news[n]} for uid, net in changed.items()}
    return {uid: values for uid, values in back.items() if values}


def _needed(session: Session, rows: set[Row]) -> Iterator[Row]:
    """Those of the rows that a row outside them links to."""
    leaving: dict[str, set[str]] = defaultdict(set)
    for name, uid in rows:
        leaving[name].add(uid)
    for child in records():
        for column, parents in links(child):
            if parents in leaving:
                table = raw(child.__tablename__, [column])
                query = select(table.c.uid, table.c[column]).where(many.among(table.c[column], leaving[parents]))
                for uid, parent in session.execute(query):
                    if uid not in leaving[child.__tablename__]:
                        yield parents, parent


def _by_table(nets: dict[Row, _Net], without: Iterable[Row] = ()) -> dict[str, dict[str, _Net]]:
    tables: dict[str, dict[str, _Net]] = defaultdict(dict)
    left_out = {*without}
    for (table, uid), net in nets.items():
        if (table, uid) not in left_out:
            tables[table][uid] = net
    return tables
