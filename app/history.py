"""What became of a record, field by field: who wrote what instead of what, when, and with which command."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Boolean, Date, DateTime, Table
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from app import undo
from app.ledger.field import Field
from app.ledger.form import Form
from app.ledger.kinds import CHINA
from app.modules.staff import names
from db.changes import Transaction, history
from db.record import Instant


@dataclass(frozen=True)
class Step:
    """One value giving way to another. `value` is the old one as the program holds it, ready to be put back."""

    name: str
    label: str
    at: datetime
    who: str
    command: str
    before: str
    after: str
    value: Any

    @property
    def day(self) -> str:
        return f"{self.at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def of_record(session: Session, form: Form, uid: str, limit: int = 200) -> list[Step]:
    """The latest first; what the record began with is no step."""
    known, steps = names(session), []
    columns = cast(Table, form.record.__table__).columns
    for transaction, change in history(session, [uid], limit):
        for name, (old, new) in change.diff.items() if change.kind == "update" else ():
            if field := form.fields.get(name):
                kind = columns[name].type
                steps.append(_step(session, transaction, known, name, field, held(kind, old), held(kind, new)))
    return steps


def of_field(session: Session, form: Form, uid: str, name: str) -> list[Step]:
    return [step for step in of_record(session, form, uid) if step.name == name]


def restore(session: Session, form: Form, uid: str, step: Step) -> None:
    """Puts one old value back by a change of its own; the other fields stay."""
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


def _step(
    session: Session, transaction: Transaction, known: dict[str, str], name: str, field: Field, old: Any, new: Any
) -> Step:
    return Step(
        name=name, label=field.label, at=transaction.at, who=known.get(transaction.actor, transaction.actor),
        command=undo.name_of(session, transaction), before=field.text(old), after=field.text(new), value=old,
    )  # fmt: skip
