"""Undo and redo by name: `撤销 修改联系电话`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.ledger.form import EDIT, PUT_BACK
from app.modules import form_of
from app.texts import joined, tr
from db import undo
from db.changes import Transaction
from db.record import links, record_of
from db.store import Store
from db.undo import Row, Undone

FEW = 12  # records that are looked at by name
WHO = ("residents", "households")
BEHIND = (*WHO, "visits", "needs", "care_tags")  # where to look for them, in this order


@dataclass(frozen=True)
class Step:
    """What one press of Ctrl+Z (or Ctrl+Y) would take back; `name` is for the menu."""

    tx: int
    name: str


@dataclass(frozen=True)
class Steps:
    undo: Step | None
    redo: Step | None


def steps(session: Session, actor: str) -> Steps:
    back, forth = undo.undoable(session, actor), undo.redoable(session, actor)
    return Steps(_step(session, back, tr("撤销 {command}")), _step(session, forth, tr("恢复 {command}")))


def _step(session: Session, transaction: Transaction | None, name: str) -> Step | None:
    if transaction is None:
        return None
    return Step(transaction.tx, name.format(command=command_words(undo.root(session, transaction).command)))


def name_of(session: Session, transaction: Transaction) -> str:
    """How a history calls a transaction."""
    if transaction.undoes is None:
        return command_words(transaction.command)
    depth, at = 0, transaction
    while at.undoes is not None:
        at, depth = session.get_one(Transaction, at.undoes), depth + 1
    return (tr("撤销 {command}") if depth % 2 else tr("恢复 {command}")).format(command=command_words(at.command))


def kept_rows(session: Session, done: Undone) -> list[str]:
    """The rows that were left as they are, each as a line: which form, and what names the record."""
    forms = ((form_of(record_of(table)), table, uid) for table, uid in done.kept)
    names = _Names(session, {})
    return [joined(tr(form.title), names.own(table, uid)) for form, table, uid in forms if form]


@dataclass(frozen=True)
class Reach:
    """What a transaction did: the command, for whom (`王桂芳`; of many: `居民 1600，住户 602`), to how many records."""

    command: str
    who: str
    records: int
    redo: bool = False  # it is an undo: to take it back is to do it again

    @property
    def words(self) -> str:
        return joined(self.command, self.who)


def reach(session: Session, tx: int) -> Reach:
    """Asked before it is taken back: afterwards a record that goes has no name."""
    transaction = session.get_one(Transaction, tx)
    command = command_words(undo.root(session, transaction).command)
    counts = undo.touched(session, tx)
    redo, total = transaction.undoes is not None, sum(counts.values())
    if total > FEW:
        titled = ((form_of(record_of(table)), count) for table, count in counts.items())
        return Reach(command, joined(*(f"{tr(form.title)} {count}" for form, count in titled if form)), total, redo)
    names = _Names(session, undo.written(session, tx))
    return Reach(command, names.of_all(), total, redo)


def told(done: Undone, what: Reach) -> str:
    """What happened and for whom, for the toast; what stayed as it was is a number with a list behind it."""
    if not done.kept and not done.restored:
        words = tr("已经撤销过了：{what}")
    elif not done.kept:
        words = tr("已恢复：{what}") if what.redo else tr("已撤销：{what}")
    elif done.restored:
        words = tr("已撤销：{what}；{kept} 处后来又改过，或者别处还要用，保持原样")
    else:
        words = tr("没有撤销：{what}；后来又改过，或者别处还要用，保持原样")
    return words.format(what=what.words, kept=len(done.kept))


async def take_back(store: Store, tx: int) -> tuple[Undone, str]:
    """Undoes a transaction; with what is to be said about it."""
    what = await store.read(lambda session: reach(session, tx))
    done = await store.undo(tx)
    return done, told(done, what)


class _Names:
    """Whom or what records are about; those that went are named by what the log holds of them."""

    def __init__(self, session: Session, diffs: Mapping[Row, Mapping[str, Any]]) -> None:
        self._session, self._diffs = session, diffs

    def of_all(self) -> str:
        names = [*dict.fromkeys(name for row in self._diffs if (name := self.of(*row)))]
        return (
            "、".join(names) if len(names) < 3 else tr("{name} 等 {count} 处").format(name=names[0], count=len(names))
        )

    def of(self, table: str, uid: str) -> str:
        """The person or the household behind a record; otherwise what the record itself is called."""
        if table in WHO:
            return self.own(table, uid)
        ways = {parents: column for column, parents in links(record_of(table))}
        behind = (self.of(to, str(up)) for to in BEHIND if to in ways and (up := self._value(table, uid, ways[to])))
        return next(filter(None, behind), "") or self.own(table, uid)

    def own(self, table: str, uid: str) -> str:
        if table == "households":
            dwelling = self._value(table, uid, "dwelling_uid")
            door = self._value("dwellings", str(dwelling), "door") if dwelling else ""
            return str(self._value(table, uid, "head_name") or door or "")
        form = form_of(record_of(table))
        paths = [path for path in form.search if "." not in path] if form else []
        return next((str(value) for path in paths if (value := self._value(table, uid, path))), "")

    def _value(self, table: str, uid: str, column: str) -> Any:
        row = self._session.get(record_of(table), uid)
        return getattr(row, column) if row else self._diffs.get((table, uid), {}).get(column)


def command_words(command: str) -> str:
    """A command as it was kept, in the language in use."""
    whole = tr(command)
    for name in (EDIT, PUT_BACK):
        begin = name.partition("{")[0]
        if whole == command and command.startswith(begin):
            return tr(name).format(what=tr(command.removeprefix(begin)))
    return whole
