"""What is to be done: households due for a visit, as the screen shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.modules.buildings import Dwelling
from app.modules.care_tags import SUB, CareTag, in_force
from app.modules.households import Household
from app.modules.residents import HERE, Resident
from app.rules import visit_plan, workday_calendar

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
    planned_on: date  # the day with room for it: at most twelve a working day, the urgent ones always today


@dataclass(frozen=True)
class TodayView:
    due: tuple[DueVisit, ...]
    count: int  # all that are due, also those beyond the list
    visited: int  # households reached today
    people: int


def today(session: Session, day: date, *, by_stairs: bool = False) -> TodayView:
    """Due now or within the days that count as soon; the most overdue first, or along the stairs.

    All that are due are planned, so that a long list says what today can hold (domain.md 2.3: low risk is spread).
    """
    soon = date.fromordinal(day.toordinal() + visit_plan.Policy().soon)
    wanted = (Household.due_on <= soon, Household.members > 0)
    order = Household.place if by_stairs else Household.due_on
    query = select(
        Household.uid, Household.head_name, Dwelling.address, Household.colour, Household.due_on
    ).outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid)  # fmt: skip
    rows = session.execute(query.where(*wanted).order_by(order, Household.uid)).all()
    planned = visit_plan.spread(
        (visit_plan.Visit(uid, on or day, visit_plan.Colour(colour)) for uid, _, _, colour, on in rows),
        day, workday_calendar.shipped(),
    )  # fmt: skip
    count, rows = len(rows), rows[:MOST]
    tags = _tags(session, [uid for uid, *_ in rows], day)
    due = tuple(
        DueVisit(
            uid, who or "", address or "", colour, on or day, (day - (on or day)).days, tags.get(uid, ()), planned[uid]
        )
        for uid, who, address, colour, on in rows
    )
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
