"""走访：what a worker found at a door (domain.md 2.2), and when the next visit is due (2.3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, func, or_, select
from sqlalchemy.orm import Mapped, Session

from app.feeds import CARE, WORK
from app.ledger.field import field
from app.ledger.form import Draft, Form, Problems, Refused, Values
from app.ledger.kinds import CHINA, Code, Codes, Day, Link, Links, LongText, Moment, Text
from app.modules.buildings import RENTED, Dwelling
from app.modules.care_tags import CareTag
from app.modules.households import COLOUR, Household, set_each
from app.modules.residents import HERE, Resident
from app.modules.staff import Staff
from app.rules import visit_plan
from app.texts import N_, tr
from db.changes import Changes
from db.many import among_bound, bound
from db.record import Record

METHOD, OUTCOME, PURPOSE = Code(table="visit_method"), Code(table="visit_outcome"), Code(table="visit_purpose")
SCALE = Code(table="scale")
AT_DOOR, BY_PHONE, HEARSAY, KNOCKED = "1", "2", "4", "6"
NO_CONTACT = (HEARSAY, KNOCKED)  # a neighbour told, or nobody opened (domain.md 2.2: met, or a two-way call)
MET, MET_FAMILY, NOT_MET = "1", "2", "3"
ROUTINE, CARE_VISIT = "1", "2"
CARE_QUESTIONS = ("health_speech", "health_moving", "health_illness", "mood_feeling", "mood_thinking", "mood_stress")


class Visit(Record):
    __tablename__ = "visits"
    __table_args__ = (Index("visits_in_order", "visited_at", "uid"), Index("visits_of", "household_uid", "visited_at"))
    feed_from = ("household_uid", WORK)
    household_uid: Mapped[str] = field(N_("住户"), Link(to=Household))
    number: Mapped[str] = field(N_("走访编号"), Text())
    visited_at: Mapped[datetime] = field(N_("走访时间"), Moment())
    visitor_uid: Mapped[str] = field(N_("走访人"), Link(to=Staff))
    companions: Mapped[str | None] = field(N_("同行人"), Text())
    residents: Mapped[str | None] = field(N_("走访对象"), Links(to=Resident), level=3)
    method: Mapped[str] = field(N_("走访方式"), METHOD)
    outcome: Mapped[str] = field(N_("走访结果"), OUTCOME)
    purpose: Mapped[str] = field(N_("走访事由"), PURPOSE, default=ROUTINE)
    safety: Mapped[str | None] = field(N_("安全情况"), SCALE)
    hygiene: Mapped[str | None] = field(N_("卫生状况"), SCALE)
    environment: Mapped[str | None] = field(N_("居住环境"), SCALE)
    support: Mapped[str | None] = field(N_("赡养照料"), Text(), level=3)
    policies: Mapped[str | None] = field(N_("宣传政策"), Text())
    note: Mapped[str | None] = field(N_("情况记录"), LongText())
    handled: Mapped[str | None] = field(N_("现场办理"), Text(longest=500), level=3)
    changed: Mapped[str | None] = field(N_("信息变更"), Codes(table="visit_changes"))
    next_due_on: Mapped[date | None] = field(N_("下次走访"), Day(), derived=True)


class CareAnswer(Record):
    """What was seen of a person's health and mood; with those who care, not with the visit."""

    __tablename__ = "care_answers"
    feed_from = ("resident_uid", CARE)
    visit_uid: Mapped[str] = field(N_("走访"), Link(to=Visit), index=True)
    resident_uid: Mapped[str] = field(N_("居民"), Link(to=Resident), index=True)
    question: Mapped[str] = field(N_("项目"), Code(table="care_question"), level=4)
    value: Mapped[str] = field(N_("情况"), SCALE, level=4)


class VisitPlan(Record):
    """What a person changed of the plan that the rules make: visits more often, or on a day agreed on."""

    __tablename__ = "visit_plans"
    feed_from = ("household_uid", WORK)
    household_uid: Mapped[str] = field(N_("住户"), Link(to=Household), index=True)
    raised: Mapped[str | None] = field(N_("提高到"), COLOUR)
    reason: Mapped[str | None] = field(N_("原因"), LongText())
    agreed_on: Mapped[date | None] = field(N_("约定日期"), Day())


def _rules(values: Values) -> Problems:
    if values.get("method") == KNOCKED and values.get("outcome") in {MET, MET_FAMILY}:
        return {"outcome": tr("敲门未遇，就不会见到人：请改方式或结果")}
    return {}


FORM = Form(
    title=N_("走访"),
    record=Visit,
    sections=(
        (N_("走访"), ("method", "outcome", "visited_at", "purpose")),
        (N_("情况"), ("safety", "hygiene", "environment", "note", "handled")),
        (N_("更多"), ("companions", "support", "policies", "changed")),
    ),
    rules=_rules,
    search=("number", "note"),
)


def _plan_rules(values: Values) -> Problems:
    if values.get("raised") and not values.get("reason"):
        return {"reason": tr("提高走访次数要写原因")}
    return {}


PLAN_FORM = Form(
    title=N_("走访安排"),
    record=VisitPlan,
    sections=((N_("走访安排"), ("raised", "reason", "agreed_on")),),
    rules=_plan_rules,
)


def plan_of(session: Session, household_uid: str) -> VisitPlan | None:
    """What a person arranged for a household; the last word where two laptops made one each."""
    query = select(VisitPlan).where(VisitPlan.household_uid == household_uid).order_by(VisitPlan.uid.desc())
    return session.scalars(query.limit(1)).first()


def arrange(session: Session, draft: Draft, changed: Values, household_uid: str, today: date) -> None:
    """Refused: one agrees on a day to come."""
    day = changed.get("agreed_on")
    if day and day < today:
        raise Refused({"agreed_on": tr("约定的日期已经过去")})
    draft.save(session, changed, **({} if draft.uid else {"household_uid": household_uid}))


def record_visit(
    session: Session, household_uid: str, values: Values, residents: Iterable[str], care: Mapping[tuple[str, str], str]
) -> Visit:
    """`care`: (resident, question) -> code of the scale. The visitor is the person at the keyboard."""
    visit = Visit(
        household_uid=household_uid, residents=",".join(residents) or None, visitor_uid=session.info["actor"],
        number=_number(session, values["visited_at"]), **values,
    )  # fmt: skip
    session.add(visit)
    for (resident, question), value in care.items():
        session.add(CareAnswer(visit_uid=visit.uid, resident_uid=resident, question=question, value=value))
    return visit


def _number(session: Session, at: datetime) -> str:
    """ZF, the day, and a part of the id that no other laptop gives: numbers are made offline."""
    return f"ZF{at.astimezone(CHINA):%Y%m%d}-{session.info['ids']()[-6:].upper()}"


def counts(method: str, outcome: str) -> bool:
    """Whether the household was reached: met, or a talk by phone."""
    return method not in NO_CONTACT and outcome in {MET, MET_FAMILY}


def fold(session: Session, changes: Changes) -> None:
    """When each household that this touches is due, from tags, tenancy, last visit and what was agreed on."""
    if not changes.touches("visits", "visit_plans", "care_tags", "residents", "households", "dwellings"):
        return
    today = session.info["now"]().astimezone(CHINA).date()
    homes = [*{uid for uid in _touched_homes(session, changes) if uid}]
    facts, fresh = _Facts(session, homes, today), dict[str, dict[str, Any]]()
    for uid, registered, ownership, *now in session.connection().execute(_HOMES, bound(homes)).all():
        wanted = facts.due(uid, registered or today, ownership == RENTED)
        if now != wanted:
            fresh[uid] = dict(zip(("colour", "last_visit_on", "due_on"), wanted, strict=True))
    set_each(session, Household, fresh)


class _Facts:
    """What the plan of some households rests on."""

    def __init__(self, session: Session, homes: list[str], today: date) -> None:
        self._today = today
        self._visited = _last_visits(session, homes)
        self._tags = _tags(session, homes, today)
        plans = session.connection().execute(_PLANS, bound(homes)).all()
        self._plans = {home: (raised, agreed_on) for home, raised, agreed_on in plans}

    def due(self, uid: str, registered: date, rented: bool) -> list[Any]:
        """Colour, last visit, due day. Who was never visited is due since the household was entered."""
        last = self._visited.get(uid)
        raised, agreed_on = self._plans.get(uid, (None, None))
        plan = visit_plan.plan(self._tags[uid], rented, last, raised, self._today)
        due = plan.due_on if last else registered
        if agreed_on and (last is None or agreed_on > last):
            due = agreed_on
        return [plan.colour.value, last, due]


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


def _last_visits(session: Session, homes: list[str]) -> dict[str, date]:
    found = session.connection().execute(_REACHED, bound(homes))
    return {uid: at.astimezone(CHINA).date() for uid, at in found}


def _tags(session: Session, homes: list[str], today: date) -> dict[str, list[str]]:
    """Codes of the tags in force, by household."""
    found: dict[str, list[str]] = defaultdict(list)
    for uid, sub, valid_to in session.connection().execute(_TAGS, bound(homes)):
        if valid_to is None or valid_to >= today:
            found[uid].append(sub)
    return found


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
_TAGS = (
    select(Resident.household_uid, CareTag.sub, CareTag.valid_to)
    .join(CareTag, CareTag.resident_uid == Resident.uid)
    .where(among_bound(Resident.household_uid), Resident.state == HERE)
)
