"""登记簿: areas that are kept with a form alone are listed, written and found here, without a page of their own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app import drafts, history
from app.drafts import Kept
from app.feeds import REF
from app.history import Step
from app.ledger.field import fields_of
from app.ledger.form import Draft, Form, Values, command_name, new_draft, open_draft
from app.ledger.kinds import Link
from app.ledger.ledger import ledger_of
from app.ledger.sheet import Sheet
from app.modules import FORMS, list_of
from app.texts import N_
from db.record import Record

NEW, PAGE = N_("登记{what}"), "registers"


@dataclass(frozen=True)
class Register:
    """`sheet`: the plain list of its records."""

    form: Form
    sheet: Sheet

    @property
    def table(self) -> str:
        return str(self.form.record.__tablename__)

    def name_of(self, record: Record) -> str:
        """What a person calls it: its name, or the first of what finds it."""
        name = "name" if "name" in self.form.fields else self.form.search[0]
        return self.form.fields[name].text(getattr(record, name))


@dataclass(frozen=True)
class RecordView:
    """A record as its form opens it: what was typed and not saved, and what became of each of its fields."""

    draft: Draft
    kept: Kept | None
    steps: tuple[Step, ...]

    @property
    def changes(self) -> Mapping[str, int]:
        """How often each field was changed."""
        return Counter(step.name for step in self.steps)


@cache
def registers() -> dict[str, Register]:
    """By table, in the order of the areas: whose plain list is all that a person needs, and which are this office's own."""
    found = ((form, list_of(form.record)) for form in FORMS if form.record.feed_from != REF)
    return {
        form.record.__tablename__: Register(form, sheet)
        for form, sheet in found
        if sheet and form.search and sheet.source == ledger_of(form)
    }


def opened(session: Session, form: Form, uid: str) -> RecordView | None:
    """A record, or an empty one without a uid. None: it is no longer there."""
    if uid and session.get(form.record, uid) is None:
        return None
    kept = drafts.find(session, draft_key(form, uid))
    steps = history.of_record(session, form, uid) if uid else []
    draft = open_draft(form, uid)(session) if uid else new_draft(form, **_defaults(form))
    return RecordView(draft, kept, tuple(steps))


def draft_key(form: Form, uid: str) -> str:
    """Also where the page of registers is asked to go: table and uid."""
    return drafts.key(PAGE, f"{form.record.__tablename__}:{uid}")


def command(draft: Draft, changed: Values) -> str:
    """What saving is called in history and undo."""
    return command_name(draft.form, changed) if draft.uid else NEW.format(what=draft.form.title)


def save(session: Session, draft: Draft, changed: Values) -> str:
    """The uid of the record. Refused: what others changed meanwhile."""
    record = draft.save(session, changed, **({} if draft.uid else _parents(session, draft.form)))
    drafts.drop(session, draft_key(draft.form, draft.uid or ""))
    return record.uid


def _defaults(form: Form) -> Values:
    """What a new record says unless a person says otherwise."""
    columns = cast(Table, form.record.__table__).columns
    given = {name: columns[name].default for name in form.fields}
    return {name: one.arg for name, one in given.items() if isinstance(one, ScalarElementColumnDefault)}


def _parents(session: Session, form: Form) -> dict[str, Any]:
    """Whose a new record is: the one grid or community of who works here."""
    links = {name: known.kind for name, known in fields_of(form.record).items() if name not in form.fields}
    return {n: session.scalars(select(kind.to.uid)).first() for n, kind in links.items() if isinstance(kind, Link)}
