"""工作人员：the persons who work with this store; the actor of every change is one of them."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from app.feeds import REF
from app.ledger.field import field
from app.ledger.form import Form
from app.ledger.kinds import Name, Phone, Text
from app.texts import N_
from db.record import Record


class Staff(Record):
    __tablename__ = "staff"
    feed_from = REF
    name: Mapped[str] = field(N_("姓名"), Name(), level=2)
    post: Mapped[str | None] = field(N_("岗位"), Text())
    phone: Mapped[str | None] = field(N_("联系电话"), Phone())


FORM = Form(title=N_("工作人员"), record=Staff, sections=((N_("基本"), ("name", "post", "phone")),))


def names(session: Session) -> dict[str, str]:
    """Name by uid, for histories and ledgers."""
    return {person.uid: person.name for person in session.scalars(select(Staff))}
