"""The one change log. Triggers fill it; sync, history, undo and the refresh of views read it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, TableClause, column, delete, func, insert, select, table, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.engine import ask
from db.record import Local

Row = tuple[str, str]
Columns = frozenset[str] | None  # None: it came or went
Selects = tuple[Select[Any], ...]


class Transaction(Local):
    """One command of one person. The log takes the open one; a write outside any is refused."""

    __tablename__ = "transactions"
    tx: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    command: Mapped[str]  # names it for history and undo
    received: Mapped[bool] = mapped_column(default=False)  # came from the server, so it is not sent back
    undoes: Mapped[int | None] = mapped_column(index=True)  # the transaction this one takes back
    open: Mapped[bool | None] = mapped_column(unique=True)  # true or NULL: at most one


class Change(Local):
    """One record in one transaction: {column: [old, new]}, only what differs."""

    __tablename__ = "changes"
    seq: Mapped[int] = mapped_column(primary_key=True)
    tx: Mapped[int] = mapped_column(index=True)
    table: Mapped[str]
    uid: Mapped[str] = mapped_column(index=True)
    feed: Mapped[str]
    kind: Mapped[str]
    diff: Mapped[dict[str, Any]]


_TABLE = cast(Table, Transaction.__table__)
_OPEN = insert(_TABLE)  # statements that run with every save are made once
_CLOSE = "UPDATE transactions SET open = NULL WHERE tx = ?"
_SINCE = """SELECT "table", uid, CASE kind WHEN 'update' THEN diff END FROM changes WHERE tx > ?"""
_NEWEST = "SELECT tx, command, received, undoes FROM transactions WHERE tx > ? ORDER BY tx DESC LIMIT 1"
_NAMED = """SELECT json_extract(diff, ?), json_extract(diff, ?) FROM changes WHERE tx > ? AND "table" = ?"""
_NOW = 'SELECT "{}" FROM "{}" WHERE uid IN (SELECT value FROM json_each(?))'


@dataclass(frozen=True)
class Changes:
    """What a commit did: views look again, search is updated, a toast offers to undo `tx`."""

    tx: int | None = None
    command: str = ""
    received: bool = False
    undoes: int | None = None
    rows: Mapping[Row, Columns] = field(default_factory=dict)  # (table, uid): what changed of it
    after: int = 0  # all of this was written after that transaction

    def uids(self, *tables: str) -> list[str]:
        return [uid for name, uid in self.rows if name in tables]

    def changed(self, table: str, columns: Collection[str]) -> list[str]:
        """The rows of a table that came, went, or changed in one of these columns."""
        rows = ((uid, what) for (name, uid), what in self.rows.items() if name == table)
        return [uid for uid, what in rows if what is None or not what.isdisjoint(columns)]

    def touches(self, *tables: str) -> bool:
        return any(name in tables for name, _ in self.rows)

    def touched(self, *tables: str) -> Select[Any]:
        """The uids as a subquery of one text: a batch has more than SQLite takes as variables."""
        values = func.json_each(json.dumps(self.uids(*tables))).table_valued("value")
        return select(values.c.value)

    def linked(self, session: Session, table: str, column: str) -> set[str]:
        """The uids that `column` of the touched rows names or named: an update of other columns does not log it."""
        named = ask(session, _NAMED, f"$.{column}[0]", f"$.{column}[1]", self.after, table)
        mine = ((uid, what) for (name, uid), what in self.rows.items() if name == table)
        unsaid = [uid for uid, what in mine if what is not None and column not in what]
        now = ask(session, _NOW.format(column, table), json.dumps(unsaid)) if unsaid else []
        return {uid for pair in (*named, *now) for uid in pair if uid}

    def parents(self, table: str, column: str, current: Select[Any]) -> Selects:
        """The uids that `column` of the touched rows names or named, to be united (SQLite nests no unions).

        `current` selects the column from the rows themselves: an update of other columns does not log it.
        """
        mine = (Change.tx > self.after, Change.table == table)
        pairs = [func.json_extract(Change.diff, f"$.{column}[{side}]") for side in (0, 1)]
        return current, *(select(pair).where(*mine, pair.is_not(None)) for pair in pairs)


@contextmanager
def signed(
    session: Session, at: datetime, actor: str, command: str, *, received: bool = False, undoes: int | None = None
) -> Iterator[int]:
    """All that is written meanwhile was done by this person with this command; gives its number."""
    signature = {"at": at, "actor": actor, "command": command, "received": received, "undoes": undoes, "open": True}
    done = session.connection().execute(_OPEN, signature)
    tx = int(done.lastrowid)
    yield tx
    session.flush()
    ask(session, _CLOSE, tx)


def last(session: Session) -> int:
    return ask(session, "SELECT max(tx) FROM transactions")[0][0] or 0


def since(session: Session, tx: int) -> Changes:
    """What was written after this transaction, as one notice; named by the last of them."""
    rows: dict[Row, Columns] = {}
    for name, uid, changed in ask(session, _SINCE, tx):
        known = rows.get((name, uid), frozenset())
        rows[name, uid] = None if changed is None or known is None else known | {*json.loads(changed)}
    newest = ask(session, _NEWEST, tx)
    if not newest:
        return Changes()
    (number, command, received, undoes) = newest[0]
    return Changes(number, command, bool(received), undoes, rows, tx)


def history(session: Session, uids: Iterable[str], limit: int | None = None) -> list[tuple[Transaction, Change]]:
    """The changes of some records, the latest first."""
    query = select(Transaction, Change).join(Change, Change.tx == Transaction.tx).where(Change.uid.in_([*uids]))
    return [(t, c) for t, c in session.execute(query.order_by(Change.seq.desc()).limit(limit))]


def stored(session: Session, name: str, uid: str, columns: Iterable[str]) -> dict[str, Any] | None:
    """Values as the log holds them, without the types of the program."""
    rows = raw(name, columns)
    found = session.execute(select(rows).where(rows.c.uid == uid)).mappings().first()
    return {c: found[c] for c in columns} if found else None


def put(session: Session, kind: str, name: str, uid: str, feed: str, values: Mapping[str, Any]) -> None:
    """Writes values as the log holds them."""
    rows = raw(name, values)
    match kind:
        case "insert":
            session.execute(insert(rows).values(uid=uid, feed=feed, **values))
        case "update":
            session.execute(update(rows).where(rows.c.uid == uid).values(dict(values)))
        case "delete":
            session.execute(delete(rows).where(rows.c.uid == uid))


def raw(name: str, columns: Iterable[str] = ()) -> TableClause:
    return table(name, *map(column, {*columns, "uid", "feed"}))
