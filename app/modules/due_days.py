"""When each household is due, and what that means for its visits: drawn from tags, tenancy, visits and what was agreed on.

A fold like the others, and at the start of each day: a tag may come in force or end without anybody touching a row.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Date, Table, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.ledger.kinds import CHINA
from app.modules.buildings import RENTED, Dwelling
from app.modules.care_tags import CareTag, in_force
from app.modules.households import Household, set_each
from app.modules.residents import DIED, HERE, Resident
from app.modules.visits import MET, MET_FAMILY, NO_CONTACT, Visit, VisitPlan, counts
from app.rules import visit_plan
from app.texts import N_
from db.changes import Changes, signed
from db.local import Meta
from db.many import among_bound, bound

CAUGHT_UP = "planned_on"  # the day up to which tags that begin and end have been followed, as a fact of `Meta`
NEW_DAY, NOBODY = N_("更新走访安排"), ""  # no person's command, so nobody's undo meets it
LONG_AGO = date(1900, 1, 1)


class Due(NamedTuple):
    """What a household's plan comes to."""

    colour: str
    last_visit_on: date | None
    due_on: date


def fold(session: Session, changes: Changes) -> None:
    """When each household that this touches is due, and what its visits say of the next one."""
    if changes.touches("visits", "visit_plans", "care_tags", "residents", "households", "dwellings"):
        homes = [*{uid for uid in _touched_homes(session, changes) if uid}]
        _plan(session, homes, changes.uids("visits"), session.info["now"]().astimezone(CHINA).date())


def catch_up(session: Session) -> int:
    """Work for `Store.commit` when the program starts and when a day begins: how many households it planned anew.

    Only those with a tag that began or ended since the last time, also when the clock was put back meanwhile.
    """
    at: datetime = session.info["now"]()
    today, known = at.astimezone(CHINA).date(), session.get(Meta, CAUGHT_UP)
    before = date.fromisoformat(known.value) if known else LONG_AGO
    if before == today:
        return 0
    if homes := [*session.scalars(_CROSSED, {"after": min(before, today), "until": max(before, today)})]:
        with signed(session, at, NOBODY, NEW_DAY):
            _plan(session, homes, [], today)
    session.merge(Meta(name=CAUGHT_UP, value=today.isoformat()))
    return len(homes)


def _plan(session: Session, homes: list[str], visits: list[str], today: date) -> None:
    facts, due, fresh = _Facts(session, homes, today), dict[str, Due](), dict[str, dict[str, Any]]()
    for uid, (_, _, *now) in facts.homes.items():
        due[uid] = facts.due(uid)
        if due[uid] != (*now,):
            fresh[uid] = due[uid]._asdict()
    set_each(session, Household, fresh)
    _tell_visits(session, facts, due, visits)


def _tell_visits(session: Session, facts: "_Facts", due: Mapping[str, Due], touched: list[str]) -> None:
    """The latest visit of a household says when the next is due now; an earlier one keeps what was planned then."""
    ask, wanted = session.connection(), dict[str, tuple[date | None, date | None]]()
    for uid, home, at, method, outcome, said in ask.execute(_VISITS, bound(touched)) if touched else ():
        day = at.astimezone(CHINA).date()
        planned = facts.after(home, day) if home in facts.homes and counts(method, outcome) else None
        wanted[uid] = said, planned
    for uid, home, at, _, _, said in ask.execute(_LATEST, bound(due)):
        planned = due[home].due_on
        wanted[uid] = said, planned if planned > at.astimezone(CHINA).date() else None  # overdue: as soon as can be
    set_each(session, Visit, {uid: {"next_due_on": new} for uid, (said, new) in wanted.items() if said != new})


class _Facts:
    """What the plan of some households rests on. `homes`: day of entry, tenancy, and what is planned until now."""

    def __init__(self, session: Session, homes: list[str], today: date) -> None:
        ask = session.connection()
        self._today = today
        self.homes: dict[str, list[Any]] = {uid: facts for uid, *facts in ask.execute(_HOMES, bound(homes))}
        self._visited = {uid: at.astimezone(CHINA).date() for uid, at in ask.execute(_REACHED, bound(homes))}
        plans = ask.execute(_PLANS, bound(homes))
        self._plans: dict[str, tuple[str | None, date | None]] = {home: (raised, on) for home, raised, on in plans}
        self._deaths: dict[str, date] = {home: on for home, on in ask.execute(_DEATHS, bound(homes)) if on}
        self._tags: dict[str, list[str]] = defaultdict(list)
        for uid, sub in ask.execute(_TAGS, bound(homes) | {"today": today}):
            self._tags[uid].append(sub)

    def due(self, uid: str) -> Due:
        last = self._visited.get(uid)
        plan = self._planned(uid, last)
        return Due(plan.colour.value, last, self._day(uid, last, plan))

    def after(self, uid: str, last: date) -> date:
        """The day of the visit after that of `last`."""
        return self._day(uid, last, self._planned(uid, last))

    def _day(self, uid: str, last: date | None, plan: visit_plan.Plan) -> date:
        """Who was never visited is due since the household was entered."""
        registered, _, *_ = self.homes[uid]
        _, agreed_on = self._plans.get(uid, (None, None))
        if agreed_on and (last is None or agreed_on > last):
            return agreed_on
        return plan.due_on if last else registered or self._today

    def _planned(self, uid: str, last: date | None) -> visit_plan.Plan:
        registered, ownership, *_ = self.homes[uid]
        raised, _ = self._plans.get(uid, (None, None))
        death = self._deaths.get(uid)
        event_on = death if death and death >= (registered or self._today) else None  # older ones came with the roster
        return visit_plan.plan(self._tags[uid], ownership == RENTED, last, raised, self._today, event_on=event_on)


def _touched_homes(session: Session, changes: Changes) -> Iterator[str]:
    """Asks only for tables that were touched; also households that a row has left."""
    for table in ("visits", "visit_plans"):
        if changes.touches(table):
            yield from changes.linked(session, table, "household_uid")
    if changes.touches("care_tags"):
        yield from session.scalars(_HOMES_OF, bound(changes.linked(session, "care_tags", "resident_uid")))
    if changes.touches("dwellings"):
        yield from session.scalars(_HOMES_IN, bound(changes.uids("dwellings")))
    if changes.touches("residents"):
        yield from changes.linked(session, "residents", "household_uid")
    yield from changes.uids("households")


_HOMES = (  # statements that run with every save are made once
    select(
        Household.uid, Household.registered_on, Dwelling.ownership,
        Household.colour, Household.last_visit_on, Household.due_on,
    )
    .outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid)
    .where(among_bound(Household.uid))
)  # fmt: skip
_HOMES_OF = select(Resident.household_uid).where(among_bound(Resident.uid))
_HOMES_IN = select(Household.uid).where(among_bound(Household.dwelling_uid))
_PLANS = (
    select(VisitPlan.household_uid, VisitPlan.raised, VisitPlan.agreed_on)
    .where(among_bound(VisitPlan.household_uid))
    .order_by(VisitPlan.uid)
)
_REACHED = (
    select(Visit.household_uid, func.max(Visit.visited_at))
    .where(among_bound(Visit.household_uid), *(Visit.method != method for method in NO_CONTACT))
    .where(or_(Visit.outcome == MET, Visit.outcome == MET_FAMILY))
    .group_by(Visit.household_uid)
)
_DEATHS = (  # a major change: somebody calls within 24 hours (domain.md 2.3); others are days agreed on
    select(Resident.household_uid, func.max(Resident.left_on))
    .where(among_bound(Resident.household_uid), Resident.state == DIED, Resident.left_on.is_not(None))
    .group_by(Resident.household_uid)
)
_SAID = select(Visit.uid, Visit.household_uid, Visit.visited_at, Visit.method, Visit.outcome, Visit.next_due_on)
_VISITS = _SAID.where(among_bound(Visit.uid))
_OTHER = cast(Table, Visit.__table__).alias()
_LATEST = _SAID.where(
    among_bound(Visit.household_uid),
    Visit.visited_at
    == select(func.max(_OTHER.c.visited_at)).where(_OTHER.c.household_uid == Visit.household_uid).scalar_subquery(),
)
_TAGS = (
    select(Resident.household_uid, CareTag.sub)
    .join(CareTag, CareTag.resident_uid == Resident.uid)
    .where(among_bound(Resident.household_uid), Resident.state == HERE, in_force(bindparam("today", type_=Date)))
)
_AFTER, _UNTIL = bindparam("after", type_=Date), bindparam("until", type_=Date)
_CROSSED = (  # began in these days, or held until the day before one of them
    select(Resident.household_uid)
    .join(CareTag, CareTag.resident_uid == Resident.uid)
    .where(
        or_(
            and_(CareTag.valid_from > _AFTER, CareTag.valid_from <= _UNTIL),
            and_(CareTag.valid_to >= _AFTER, CareTag.valid_to < _UNTIL),
        )
    )
    .distinct()
)
