"""Takes a transaction back by new changes. What was changed since stays as it is and is listed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import changes, many
from db.changes import Change, Transaction, raw
from db.engine import ask
from db.record import links, lists_of_links, record_of, records
from db.triggers import OWN

FOUNDED = "founded"  # the last transaction of a store's making, as a fact of `Meta`; without them there would be none
MOST_BACK, AT_ONCE = 200, 4  # transactions that are looked at for what can be undone
Row = tuple[str, str]  # table, uid


_NAMING = """SELECT child.uid, named.value FROM "{1}" child,
    json_each('[' || replace(json_quote(child."{0}"), ',', '","') || ']') named
    WHERE child."{0}" IS NOT NULL AND named.value IN (SELECT value FROM json_each(?))"""

_WRITTEN = """SELECT "table", uid, feed, kind, diff FROM changes WHERE tx = ? ORDER BY seq"""
_TOUCHED = """SELECT "table", count(DISTINCT uid) FROM changes WHERE tx = ? AND (kind <> 'update' OR EXISTS (
    SELECT 1 FROM json_each(diff) WHERE "table" || '.' || key NOT IN (SELECT value FROM json_each(?))))
    GROUP BY "table" ORDER BY 2 DESC, 1 DESC"""
_TAKERS = "SELECT tx FROM transactions WHERE undoes = ?"
_MINE = """SELECT tx FROM transactions mine WHERE actor = ? AND NOT received AND tx > ? AND tx < ?
    AND EXISTS (SELECT 1 FROM changes WHERE changes.tx = mine.tx) ORDER BY tx DESC LIMIT ?"""


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

    def then(self, kind: str, diff: dict[str, Any], known: set[str]) -> None:
        for name, (old, new) in ((name, pair) for name, pair in diff.items() if name in known):
            self.olds.setdefault(name, old)
            self.news[name] = new
        if kind != "update":
            self.kind = "nothing" if self.kind == "insert" and kind == "delete" else kind


def undo(session: Session, tx: int) -> Undone:
    """Within an open transaction of its own. ValueError: what a store began with is not taken back."""
    if tx <= founded(session):
        raise ValueError("a founding transaction")
    nets = _nets(session, tx)
    kept = _kept(session, tx, nets)
    told = sum(not _derived(table, net) for (table, uid), net in nets.items() if (table, uid) not in kept)
    for table, rows in _by_table(nets, kept).items():
        gone = {uid: net for uid, net in rows.items() if net.kind == "delete"}
        many.remove(session, table, [uid for uid, net in rows.items() if net.kind == "insert"])
        many.put_back(session, table, {uid: {"feed": net.feed, **net.olds} for uid, net in gone.items()})
        many.change(session, table, _updates(session, table, rows))
    return Undone(told, tuple(sorted(kept)))


def touched(session: Session, tx: int) -> dict[str, int]:
    """How many records of each table a transaction wrote, apart from what folds set."""
    derived = [f"{r.__tablename__}.{name}" for r in records() for name in (*_derived_of(r.__tablename__), *OWN)]
    return dict(ask(session, _TOUCHED, tx, json.dumps(derived)))


def written(session: Session, tx: int) -> dict[Row, dict[str, Any]]:
    """What a transaction left in each row, or took from it, apart from what folds set."""
    found = {row: net for row, net in _nets(session, tx).items() if not _derived(row[0], net)}
    return {row: net.olds if net.kind == "delete" else net.news for row, net in found.items()}


def undoable(session: Session, actor: str) -> Transaction | None:
    """What Ctrl+Z would take back: this person's newest command that stands."""
    return next((t for t in _standing(session, actor) if _depth(session, t) % 2 == 0), None)


def redoable(session: Session, actor: str) -> Transaction | None:
    """The undo that can be undone: while this person did nothing since but take back and bring back."""
    for transaction in _standing(session, actor):
        if depth := _depth(session, transaction):
            if depth % 2:
                return transaction
        else:
            return None
    return None


def founded(session: Session) -> int:
    """The last of the transactions that made the store, with what it was filled with."""
    facts = dict(ask(session, "SELECT name, value FROM meta"))
    return int(facts.get(FOUNDED) or (2 if facts.get("demo") else 1))  # a store of before this fact was written down


def is_undone(session: Session, tx: int) -> bool:
    return any(not is_undone(session, taker) for (taker,) in ask(session, _TAKERS, tx))


def root(session: Session, transaction: Transaction) -> Transaction:
    """The command that an undo, or the undo of an undo, is about."""
    while transaction.undoes is not None:
        transaction = session.get_one(Transaction, transaction.undoes)
    return transaction


def _standing(session: Session, actor: str) -> Iterator[Transaction]:
    """The newest first, a few at a time: the first of them mostly answers."""
    after, below = founded(session), changes.last(session) + 1
    for _ in range(MOST_BACK // AT_ONCE):
        for (tx,) in (found := ask(session, _MINE, actor, after, below, AT_ONCE)):
            if not is_undone(session, tx):
                yield session.get_one(Transaction, tx)
        if len(found) < AT_ONCE:
            return
        below = found[-1][0]


def _depth(session: Session, transaction: Transaction) -> int:
    depth = 0
    while transaction.undoes is not None:
        transaction, depth = session.get_one(Transaction, transaction.undoes), depth + 1
    return depth


def _derived(table: str, net: _Net) -> bool:
    """Only columns that a fold sets: nobody's own doing."""
    return net.kind == "update" and net.news.keys() <= _derived_of(table)


def _derived_of(table: str) -> set[str]:
    return {c.name for c in record_of(table).__table__.columns if c.info.get("derived")}


def _nets(session: Session, tx: int) -> dict[Row, _Net]:
    """What there is still room for: tables and columns that a later migration took away are left out."""
    found: dict[Row, _Net] = {}
    known = {record.__tablename__: {c.name for c in record.__table__.columns} for record in records()}
    for table, uid, feed, kind, diff in ask(session, _WRITTEN, tx):
        if table in known:
            found.setdefault((table, uid), _Net(feed, kind)).then(kind, json.loads(diff), known[table])
    return {row: net for row, net in found.items() if net.kind != "nothing"}


def _kept(session: Session, tx: int, nets: dict[Row, _Net]) -> set[Row]:
    """Rows that have moved on, and inserted ones that a row needs which stays."""
    kept = {*_moved_on(session, tx, nets)}
    inserted = {row for row, net in nets.items() if net.kind == "insert"}
    standing = [*_standing_on(session, inserted)]
    going = inserted | {row for row, on in standing if _goes_back(nets.get(row), on)}
    while needed := {on for row, on in standing if on not in kept and (row in kept or row not in going)}:
        kept |= needed
    return kept


def _goes_back(net: _Net | None, on: Row) -> bool:
    """A row that this transaction led there, such as somebody who moved into a new household."""
    return net is not None and net.kind == "update" and on[1] in net.news.values() and on[1] not in net.olds.values()


def _moved_on(session: Session, tx: int, nets: dict[Row, _Net]) -> Iterator[Row]:
    """Derived columns are set anew by their fold, so they hold nothing up; edited and edited back counts as untouched.

    An inserted row is also compared in columns that the log does not know of: they were empty, or not there yet. What
    stands in them came with a migration, unless a later entry set it.
    """
    for table, rows in _by_table(nets).items():
        columns = record_of(table).__table__.columns
        names = [c.name for c in columns if c.name not in OWN and not c.info.get("derived")]
        now = many.stored(session, table, rows, names)
        filled: dict[str, set[str]] = {}
        for uid, net in rows.items():
            here = now.get(uid)
            if not _as_left(net, here, names):
                yield table, uid
            elif here and net.kind == "insert":
                filled[uid] = {name for name in names if name not in net.news and here[name] is not None}
        yield from ((table, uid) for uid in _set_since(session, tx, table, filled))


def _set_since(session: Session, tx: int, table: str, filled: dict[str, set[str]]) -> set[str]:
    """The rows of which a later transaction set one of these columns."""
    asked = [uid for uid, names in filled.items() if names]
    if not asked:
        return set()
    later = select(Change.uid, Change.diff).where(Change.tx > tx, Change.table == table, many.among(Change.uid, asked))
    return {uid for uid, diff in session.execute(later) if not filled[uid].isdisjoint(diff)}


def _as_left(net: _Net, now: dict[str, Any] | None, names: list[str]) -> bool:
    if net.kind == "delete" or now is None:
        return net.kind == "delete" and now is None
    return all(now[name] == net.news[name] for name in names if name in net.news)


def _updates(session: Session, table: str, rows: dict[str, _Net]) -> dict[str, dict[str, Any]]:
    """Old values of the columns that still stand as the transaction left them."""
    changed = {uid: net for uid, net in rows.items() if net.kind == "update"}
    names = {name for net in changed.values() for name in net.olds}
    now = many.stored(session, table, changed, names) if changed else {}
    back = {uid: {n: old for n, old in net.olds.items() if now[uid][n] == net.news[n]} for uid, net in changed.items()}
    return {uid: values for uid, values in back.items() if values}


def _standing_on(session: Session, rows: set[Row]) -> Iterator[tuple[Row, Row]]:
    """(row, one of these that it links to)."""
    asked: dict[str, set[str]] = defaultdict(set)
    for name, uid in rows:
        asked[name].add(uid)
    for child in records():
        name = child.__tablename__
        for column, parents in links(child):
            if parents in asked:
                table = raw(name, [column])
                query = select(table.c.uid, table.c[column]).where(many.among(table.c[column], asked[parents]))
                yield from (((name, uid), (parents, parent)) for uid, parent in session.execute(query))
        for column, parents in lists_of_links(child):
            if parents in asked:
                found = ask(session, _NAMING.format(column, name), json.dumps([*asked[parents]]))
                yield from (((name, uid), (parents, parent)) for uid, parent in found)


def _by_table(nets: dict[Row, _Net], without: Iterable[Row] = ()) -> dict[str, dict[str, _Net]]:
    tables: dict[str, dict[str, _Net]] = defaultdict(dict)
    left_out = {*without}
    for (table, uid), net in nets.items():
        if (table, uid) not in left_out:
            tables[table][uid] = net
    return tables
