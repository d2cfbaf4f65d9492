"""What is to be done: households due for a visit, as the screen shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.modules.buildings import Dwelling
from app.modules.care_tags import SUB, CareTag, in_force
from app.modules.households import Household
from app.modules.residents import HERE, Resident
from app.rules import visit_plan

MOST = 500


@dataclass(frozen=True)
class DueVisit:
    household: str
    who: str
    address: str
    colour: str
    due_on: date
    days_over: int  # negative: still to come
    tags: tuple[str, ...]


@dataclass(frozen=True)
class TodayView:
    due: tuple[DueVisit, ...]
    count: int  # all that are due, also those beyond the list
    visited: int  # households reached today
    people: int


def today(session: Session, day: date, *, by_stairs: bool = False) -> TodayView:
    """Due now or within the days that count as soon; the most overdue first, or along the stairs."""
    soon = date.fromordinal(day.toordinal() + visit_plan.Policy().soon)
    wanted = (Household.due_on <= soon, Household.members > 0)
    order = Household.place if by_stairs else Household.due_on
    query = select(
        Household.uid, Household.head_name, Dwelling.address, Household.colour, Household.due_on
    ).outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid)  # fmt: skip
    rows = session.execute(query.where(*wanted).order_by(order, Household.uid).limit(MOST)).all()
    tags = _tags(session, [uid for uid, *_ in rows], day)
    due = tuple(
        DueVisit(uid, who or "", address or "", colour, on or day, (day - (on or day)).days, tags.get(uid, ()))
        for uid, who, address, colour, on in rows
    )
    count = session.scalar(select(func.count()).select_from(Household).where(*wanted)) or 0
    visited = session.scalar(select(func.count()).select_from(Household).where(Household.last_visit_on == day)) or 0
    people = session.scalar(select(func.count()).select_from(Resident).where(Resident.state == HERE)) or 0
    return TodayView(due, count, visited, people)


def _tags(session: Session, households: list[str], day: date) -> dict[str, tuple[str, ...]]:
    query = select(Resident.household_uid, CareTag.sub).join(CareTag, CareTag.resident_uid == Resident.uid)
    wanted = query.where(Resident.household_uid.in_(households), Resident.state == HERE, in_force(day))
    found: dict[str, tuple[str, ...]] = {}
    for uid, sub in session.execute(wanted.order_by(CareTag.sub)):
        found[uid] = tuple(dict.fromkeys((*found.get(uid, ()), SUB.to_text(sub))))
    return found
