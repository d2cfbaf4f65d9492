"""What is to be done: households due for a visit, as the screen shows them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import drafts, need_view
from app.ledger.kinds import CHINA
from app.modules.buildings import Dwelling
from app.modules.care_tags import SUB, CareTag, in_force
from app.modules.households import Household
from app.modules.residents import HERE, Resident
from app.modules.visits import MET, MET_FAMILY, NO_CONTACT, Visit
from app.need_view import OpenNeed
from app.rules import visit_plan, workday_calendar
from db.many import among_bound, bound

MOST, MOST_NEEDS = 200, 50  # as many visits as a worker makes in three weeks
_ANYBODY = select(Resident.uid).where(Resident.state == HERE).limit(1)


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
    due: tuple[DueVisit, ...]  # those of today before those that can wait
    count: int  # all that are due, also those beyond the list
    now: int  # of these, how many stand on today's plan
    never: int  # and how many nobody ever reached, as after the import of a roster
    visited: int  # households reached today
    anybody: bool  # is registered


def today(session: Session, day: date, *, by_stairs: bool = False) -> TodayView:
    """Due now or within the days that count as soon; the most urgent first, or along the stairs.

    All that are due are planned, so that a long list says what today can hold (domain.md 2.3: low risk is spread).
    """
    soon = date.fromordinal(day.toordinal() + visit_plan.Policy().soon)
    query = select(
        Household.uid, Household.head_name, Household.dwelling_uid, Household.colour, Household.due_on,
        Household.last_visit_on,
    ).where(Household.due_on <= soon, Household.members > 0)  # fmt: skip
    rows = session.execute(query.order_by(Household.place, Household.uid)).all()
    if not by_stairs:
        rows = sorted(rows, key=lambda row: visit_plan.urgency(row.due_on, visit_plan.Colour(row.colour), day))
    planned = visit_plan.spread(
        (visit_plan.Visit(uid, on or day, visit_plan.Colour(colour)) for uid, _, _, colour, on, _ in rows),
        day, workday_calendar.shipped(),
    )  # fmt: skip
    shown = sorted(rows, key=lambda row: planned[row.uid] > day)[:MOST]
    tags, where = _tags(session, [row.uid for row in shown], day), _addresses(session, [row[2] for row in shown])
    due = tuple(
        DueVisit(
            uid, who or "", where.get(door, ""), colour, on or day, (day - (on or day)).days, tags.get(uid, ()), planned[uid]
        )
        for uid, who, door, colour, on, _ in shown
    )  # fmt: skip
    now, never = sum(on <= day for on in planned.values()), sum(row.last_visit_on is None for row in rows)
    return TodayView(due, len(rows), now, never, _visited(session, day), session.scalar(_ANYBODY) is not None)


def _visited(session: Session, day: date) -> int:
    """Households that were reached on this day."""
    begins = datetime.combine(day, time(), CHINA)
    on_it = (Visit.visited_at >= begins, Visit.visited_at < begins + timedelta(days=1))
    reached = (Visit.method.not_in(NO_CONTACT), Visit.outcome.in_((MET, MET_FAMILY)))
    return session.scalar(select(func.count(Visit.household_uid.distinct())).where(*on_it, *reached)) or 0


def _addresses(session: Session, dwellings: list[str]) -> dict[str, str]:
    query = select(Dwelling.uid, Dwelling.address).where(among_bound(Dwelling.uid))
    return {uid: address or "" for uid, address in session.execute(query, bound(dwellings))}


def _tags(session: Session, households: list[str], day: date) -> dict[str, tuple[str, ...]]:
    query = select(Resident.household_uid, CareTag.sub).join(CareTag, CareTag.resident_uid == Resident.uid)
    wanted = query.where(among_bound(Resident.household_uid), Resident.state == HERE, in_force(day))
    found: dict[str, tuple[str, ...]] = {}
    for uid, sub in session.execute(wanted.order_by(CareTag.sub), bound(households)):
        found[uid] = tuple(dict.fromkeys((*found.get(uid, ()), SUB.to_text(sub))))
    return found


@dataclass(frozen=True)
class Beside:
    """What else waits. `needs`: those to be followed up, at most `MOST_NEEDS`; `open_needs` in all; `late` for over 72 hours."""

    needs: tuple[OpenNeed, ...]
    open_needs: int
    late: int
    drafts: tuple[str, ...]  # titles, the latest first


def beside(session: Session, now: datetime) -> Beside:
    found, count = need_view.to_follow(session, now, MOST_NEEDS)
    titles = tuple(kept.title for kept in drafts.waiting(session))
    return Beside(tuple(found), count, need_view.count_stale(session, now), titles)
