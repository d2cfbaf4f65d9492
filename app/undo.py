"""Undo and redo by name: `撤销 修改联系电话`."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.ledger.form import EDIT, PUT_BACK
from app.modules import form_of
from app.texts import joined, tr
from db import undo
from db.changes import Transaction
from db.record import record_of
from db.undo import Undone


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
    lines = []
    for table, uid in done.kept:
        record = record_of(table)
        form, row = form_of(record), session.get(record, uid)
        if form and row:
            named = next((str(value) for path in form.search if "." not in path and (value := getattr(row, path))), "")
            lines.append(joined(tr(form.title), named))
    return lines


def told(done: Undone) -> str:
    """What happened, for the toast; rows that were changed since are named as a number with a list behind it."""
    if done.kept:
        return tr("已撤销 {count} 处，{kept} 处后来又改过，保持原样").format(count=done.restored, kept=len(done.kept))
    return tr("已撤销")


def command_words(command: str) -> str:
    """A command as it was kept, in the language in use."""
    whole = tr(command)
    for name in (EDIT, PUT_BACK):
        begin = name.partition("{")[0]
        if whole == command and command.startswith(begin):
            return tr(name).format(what=tr(command.removeprefix(begin)))
    return whole
