"""走访：what a worker found at a door (domain.md 2.2), and when the next visit is due (2.3)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session

from app.feeds import CARE, WORK
from app.ledger.field import field
from app.ledger.form import Draft, Form, Problems, Refused, Values
from app.ledger.kinds import CHINA, Code, Codes, Day, Link, Links, LongText, Moment, Text
from app.modules.households import COLOUR, Household
from app.modules.residents import Resident
from app.modules.staff import Staff
from app.texts import N_, tr
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
