"""Who looked at a person's number in the clear, and what left the store (domain.md 8.4): who, whose, what and when.

Never the number, and never a sum: nobody's looks are counted.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.household_view import address_of
from app.modules import form_of
from app.modules.residents import Resident
from app.modules.staff import names
from app.texts import joined, tr
from db.local import Access
from db.record import record_of

REVEAL, EXPORT = "reveal", "export"
MOST = 300


def revealed(session: Session, table: str, uid: str, name: str) -> None:
    """Within `Store.note`."""
    at, actor = session.info["now"](), session.info["actor"]
    session.add(Access(at=at, actor=actor, kind=REVEAL, what={"table": table, "uid": uid, "field": name}))


@dataclass(frozen=True)
class Look:
    """`what` was looked at or taken out, `whose` it is: a name and a door, or what kind of record."""

    at: datetime
    who: str
    what: str
    whose: str


def looks(session: Session) -> list[Look]:
    """The latest first, `MOST` of them."""
    known = names(session)
    rows = session.scalars(select(Access).order_by(Access.id.desc()).limit(MOST))
    return [Look(row.at, known.get(row.actor, row.actor), *_told(session, row.kind, row.what)) for row in rows]


def _told(session: Session, kind: str, what: dict[str, Any]) -> tuple[str, str]:
    if kind == EXPORT:
        return tr("导出台账，{count} 行").format(count=what.get("rows", "")), str(what.get("ledger", ""))
    if "table" not in what:
        return tr("用命令行看了"), tr("有哪些数据表")
    form = form_of(record_of(what["table"]))
    title = tr(form.title) if form else what["table"]
    if kind != REVEAL:
        return tr("用命令行看了"), title
    field = form.fields.get(what["field"]) if form else None
    said = tr("看了{field}").format(field=tr(field.label) if field else what["field"])
    person = session.get(Resident, what["uid"]) if what["table"] == Resident.__tablename__ else None
    return said, joined(person.name, address_of(session, person.household_uid)) if person else title
