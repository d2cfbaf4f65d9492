"""住户：who lives together, when they were visited last and when they are due."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import Index, Table, Update, bindparam, select, update
from sqlalchemy.orm import Mapped, Session

from app.feeds import BASE
from app.ledger.field import field, fields_of
from app.ledger.form import Form
from app.ledger.kinds import Address, Code, Day, Link, LongText, Name, Number, Phone, Text
from app.modules.buildings import Dwelling
from app.texts import N_
from db.changes import Changes
from db.record import Record

COLOUR = Code(
    fixed={"red": N_("红（每周）"), "amber": N_("黄（每月）"), "blue": N_("蓝（每季）"), "green": N_("绿（半年）")}
)


class Household(Record):
    __tablename__ = "households"
    __table_args__ = (
        Index("households_in_order", "place", "uid", "due_on", "members"),  # the last two: who is next along the stairs
        Index("households_due", "due_on", "uid"),
    )
    feed_from = ("dwelling_uid", BASE)
    dwelling_uid: Mapped[str] = field(N_("房屋"), Link(to=Dwelling), index=True)
    number: Mapped[str | None] = field(N_("户号"), Text(longest=40))
    phone: Mapped[str | None] = field(N_("家庭电话"), Phone())
    spare_key: Mapped[str | None] = field(N_("备用钥匙"), Text(), level=3)
    note: Mapped[str | None] = field(N_("备注"), LongText())
    registered_on: Mapped[date | None] = field(N_("建档日期"), Day())
    place: Mapped[str] = field(N_("门牌序"), Address(), derived=True, default="", server_default="")
    colour: Mapped[str] = field(N_("走访类别"), COLOUR, derived=True, default="green", server_default="green")
    last_visit_on: Mapped[date | None] = field(N_("上次走访"), Day(), derived=True)
    due_on: Mapped[date | None] = field(N_("下次走访"), Day(), derived=True)
    members: Mapped[int] = field(N_("在册人数"), Number(), derived=True, default=0, server_default="0")
    head_name: Mapped[str | None] = field(N_("户主姓名"), Name(), derived=True)


FORM = Form(
    title=N_("住户"),
    record=Household,
    sections=((N_("住户"), ("number", "phone", "spare_key", "note")),),
    search=("number", "phone", "head_name", "dwelling.door", "dwelling.address"),
)


def fold(session: Session, changes: Changes) -> None:
    """The order of the stairs, for households whose door changed or that moved."""
    if not changes.touches("dwellings", "households"):
        return
    mine = Household.uid.in_(changes.touched("households"))
    wanted = mine | Household.dwelling_uid.in_(changes.touched("dwellings"))
    place = select(Dwelling.place).where(Dwelling.uid == Household.dwelling_uid).scalar_subquery()
    set_anew(session, update(Household).where(wanted, Household.place != place).values(place=place))


def set_anew(session: Session, statement: Update) -> None:
    """Sets derived columns of many rows; objects at hand look at theirs again when asked."""
    session.execute(statement.execution_options(synchronize_session=False))
    _look_again(session, cast(Table, statement.table).name)


def _look_again(session: Session, table: str) -> None:
    for known in session:
        if isinstance(known, Record) and known.__tablename__ == table:
            session.expire(known, [name for name, field in fields_of(type(known)).items() if field.derived])


def set_each(session: Session, record: type[Record], rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Sets derived columns row by row, all in a few statements."""
    if not rows:
        return
    table = cast(Table, record.__table__)
    names = [*next(iter(rows.values()))]
    statement = update(table).where(table.c.uid == bindparam("its_uid"))
    values = [{"its_uid": uid, **{f"to_{n}": new[n] for n in names}} for uid, new in rows.items()]
    session.connection().execute(statement.values({n: bindparam(f"to_{n}") for n in names}), values)
    _look_again(session, record.__tablename__)
