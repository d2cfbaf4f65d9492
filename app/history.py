"""What became of a record, field by field: who wrote what instead of what, when, and with which command."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Boolean, Date, DateTime, Table
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from app import undo
from app.ledger.field import Field, fields_of
from app.ledger.form import PUT_BACK, Form, Refused
from app.ledger.kinds import CHINA, Link
from app.modules.staff import names
from app.shown import on_screen
from app.texts import tr
from db.changes import history
from db.record import Instant


@dataclass(frozen=True)
class Step:
    """One value giving way to another. `value` is the old one as the program holds it.

    `own`: a field of the form, so that it can be put back here; others change by commands of their own. `form` and `uid` name
    the record; `of` says which one where several are told together.
    """

    name: str
    label: str
    at: datetime
    who: str
    command: str
    before: str
    after: str
    value: Any
    own: bool = True
    form: Form | None = None
    uid: str = ""
    tx: int = 0
    of: str = ""

    @property
    def day(self) -> str:
        return f"{self.at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def of_record(
    session: Session, form: Form, uid: str, also: Iterable[str] = (), linked: Callable[[str], str] = str,
    limit: int = 200,
) -> list[Step]:  # fmt: skip
    """The latest first; what the record began with is no step.

    `also`: further columns, which commands set; `linked` puts the uid of another record into words.
    """
    known, steps = names(session), []
    columns = cast(Table, form.record.__table__).columns
    told = {**form.fields, **{name: fields_of(form.record)[name] for name in also}}
    for transaction, change in history(session, [uid], limit):
        who, command = known.get(transaction.actor, transaction.actor), undo.name_of(session, transaction)
        tx = transaction.tx
        for name, pair in change.diff.items() if change.kind == "update" else ():
            if field := told.get(name):
                old, new = (held(columns[name].type, value) for value in pair)
                before, after = (_words(field, value, linked) for value in (old, new))
                own = name in form.fields
                steps.append(
                    Step(name, field.label, transaction.at, who, command, before, after, old, own, form, uid, tx)
                )
    return steps


def latest_first(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.at, step.tx), reverse=True)


def restoring(step: Step) -> str:
    """What the command is called: 恢复联系方式."""
    return PUT_BACK.format(what=step.label)


def restore(session: Session, form: Form, uid: str, step: Step) -> None:
    """Puts one old value back by a change of its own; the other fields stay. Refused: a field may not be empty."""
    if step.value is None and form.fields[step.name].required:
        raise Refused({step.name: tr("必填")})
    setattr(session.get_one(form.record, uid), step.name, step.value)


def held(kind: TypeEngine[Any], value: Any) -> Any:
    """A value of the log, which holds days and instants as text and truths as 0 and 1."""
    if value is None:
        return None
    match kind:
        case Date():
            return date.fromisoformat(value)
        case Instant() | DateTime():
            return Instant().process_result_value(datetime.fromisoformat(value), None)  # type: ignore[arg-type]
        case Boolean():
            return bool(value)
        case _:
            return value


def _words(field: Field, value: Any, linked: Callable[[str], str]) -> str:
    return linked(value) if value and isinstance(field.kind, Link) else on_screen(field, value)
