"""需求：what residents need and how it was answered (domain.md 2.5). The state is a fold over events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, select, union
from sqlalchemy.orm import Mapped, Session

from app.feeds import WORK
from app.ledger.field import described, field
from app.ledger.form import Form, Refused, Values
from app.ledger.kinds import CHINA, Code, Day, Decimal, Link, LongText, Moment, Name, Phone, Text
from app.ledger.ledger import Answer, Answers, Computed, Ledger, Question
from app.ledger.sheet import Sheet
from app.modules.households import Household
from app.modules.residents import Resident, parties_of
from app.modules.staff import names
from app.modules.visits import Visit
from app.rules import needs_states
from app.rules.needs_states import EventType
from app.texts import N_, tr
from db.changes import Changes
from db.record import Record

STATE = Code(fixed={state.value: word for state, word in needs_states.WORDS.items()})
EVENT = Code(fixed={event.value: word for event, word in needs_states.EVENT_WORDS.items()})
FROM_VISIT, NEW = "1", N_("登记需求")


class Need(Record):
    __tablename__ = "needs"
    __table_args__ = (Index("needs_in_order", "registered_at", "uid"),)
    feed_from = ("household_uid", WORK)
    household_uid: Mapped[str] = field(N_("住户"), Link(to=Household), index=True)
    resident_uid: Mapped[str | None] = field(N_("需求人"), Link(to=Resident))
    visit_uid: Mapped[str | None] = field(N_("走访"), Link(to=Visit), index=True)
    number: Mapped[str] = field(N_("需求编号"), Text())
    registered_at: Mapped[datetime] = field(N_("登记时间"), Moment())
    source: Mapped[str] = field(N_("来源渠道"), Code(table="need_source"), default=FROM_VISIT)
    category: Mapped[str] = field(N_("需求类别"), Code(table="need_category"))
    content: Mapped[str | None] = field(N_("需求内容"), LongText(longest=500))
    urgency: Mapped[str] = field(N_("紧急程度"), Code(table="urgency"), default="1")
    expected_by: Mapped[date | None] = field(N_("期望时间"), Day())
    state: Mapped[str] = field(
        N_("当前状态"), STATE, derived=True, default="waiting", server_default="waiting", index=True
    )


class NeedEvent(Record):
    __tablename__ = "need_events"
    feed_from = ("need_uid", WORK)
    need_uid: Mapped[str] = field(N_("需求"), Link(to=Need), index=True)
    type: Mapped[str] = field(N_("事件"), EVENT)
    at: Mapped[datetime] = field(N_("时间"), Moment())
    by: Mapped[str] = field(N_("办理人"), Text())
    resource: Mapped[str | None] = field(N_("对接资源(单位/项目)"), Text(), level=3)  # often a person with a phone
    satisfaction: Mapped[str | None] = field(N_("满意度"), Code(table="satisfaction"))
    note: Mapped[str | None] = field(N_("说明"), LongText(longest=500))


FORM = Form(
    title=N_("需求"),
    record=Need,
    sections=((N_("需求"), ("category", "content", "urgency", "expected_by", "source")),),
    search=("number", "content", "household.head_name", "household.dwelling.door"),
)
EVENT_FORM = Form(
    title=N_("需求办理"), record=NeedEvent, sections=((N_("办理"), ("resource", "satisfaction", "note")),)
)


def register(session: Session, household_uid: str, values: Values, **more: Any) -> Need:
    at: datetime = session.info["now"]()
    number = f"XQ{at.astimezone(CHINA):%Y%m%d}-{session.info['ids']()[-6:].upper()}"
    need = Need(household_uid=household_uid, number=number, registered_at=at, **values, **more)
    session.add(need)
    return need


@dataclass(frozen=True)
class Step:
    """What a button asks: which fields, and which of them may not be empty."""

    form: Form
    must: tuple[str, ...] = ()


def _step(what: str, *fields: str, must: tuple[str, ...] = ()) -> Step:
    return Step(Form(title=what, record=NeedEvent, sections=((N_("办理"), fields),)), must)


STEPS: Mapping[EventType, Step] = {
    EventType.ANSWER: _step(N_("响应需求"), "note"),
    EventType.MATCH: _step(N_("对接资源"), "resource", "note", must=("resource",)),
    EventType.MEET: _step(N_("需求已满足"), "resource", "note"),
    EventType.MEET_PARTLY: _step(N_("需求部分满足"), "resource", "note", must=("note",)),
    EventType.FAIL: _step(N_("需求无法满足"), "note", must=("note",)),
    EventType.CALL_BACK: _step(N_("回访需求"), "satisfaction", "note", must=("satisfaction",)),
    EventType.REOPEN: _step(N_("重新办理需求"), "note", must=("note",)),
    EventType.NOTE: _step(N_("补充需求说明"), "note", must=("note",)),
}


def take_step(session: Session, need_uid: str, step: str, values: Values) -> None:
    """The command behind every button: adds the event, unless something it asks is missing or the fold does not accept it."""
    if missing := [name for name in STEPS[EventType(step)].must if not values.get(name)]:
        raise Refused(dict.fromkeys(missing, tr("必填")))
    event = NeedEvent(need_uid=need_uid, type=step, at=session.info["now"](), by=session.info["actor"], **values)
    session.add(event)
    session.flush()
    view = needs_states.fold(events_of(session, [need_uid])[need_uid])
    if event.uid in view.illegal:
        state = STATE.to_text(session.get_one(Need, need_uid).state)
        raise Refused({"type": tr("{state}的需求不能{step}").format(state=state, step=EVENT.to_text(step))})


def fold(session: Session, changes: Changes) -> None:
    if not changes.touches("need_events"):
        return
    now = select(NeedEvent.need_uid).where(NeedEvent.uid.in_(changes.touched("need_events")))
    needs = session.scalars(
        select(Need).where(Need.uid.in_(union(*changes.parents("need_events", "need_uid", now))))
    ).all()
    events = events_of(session, [need.uid for need in needs])
    for need in needs:
        need.state = needs_states.fold(events[need.uid]).state.value
    session.flush()


def events_of(session: Session, uids: Iterable[str]) -> dict[str, list[needs_states.Event]]:
    """By need, in the order of time."""
    events: dict[str, list[needs_states.Event]] = defaultdict(list)
    for row in session.scalars(select(NeedEvent).where(NeedEvent.need_uid.in_([*uids])).order_by(NeedEvent.at)):
        type_ = EventType(row.type)
        events[row.need_uid].append(
            needs_states.Event(row.uid, type_, row.at, row.resource, row.satisfaction, row.note)
        )
    return events


def _progress(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    events = events_of(session, rows)
    return {uid: _answers(uid, row, needs_states.fold(events[uid]), question) for uid, row in rows.items()}


def _answers(uid: str, row: Values, view: needs_states.View, question: Question) -> dict[str, Answer]:
    started: datetime = row["registered_at"]
    first, last = view.first_response_at, view.last_at or started
    behind = (uid, *view.uids)
    return {
        "first_at": Answer(first, behind),
        "first_hours": Answer((first - started).total_seconds() / 3600 if first else None, behind),
        "resource": Answer(view.resource, behind),
        "closed_at": Answer(view.closed_at, behind),
        "met": Answer(view.met, behind),
        "unmet_why": Answer(view.unmet_reason, behind),
        "callback": Answer(view.callback_note, behind),
        "satisfaction": Answer(view.satisfaction, behind),
        "updated_at": Answer(last, behind),
        "stale_hours": Answer((question.now - last).total_seconds() / 3600 if view.open else None, behind),
    }


def _who(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    query = select(Need.uid, Resident.name, Resident.uid, Resident.phone, Household.head_name, Household.phone)
    query = query.outerjoin(Resident, Resident.uid == Need.resident_uid)
    query = query.outerjoin(Household, Household.uid == Need.household_uid).where(Need.uid.in_(rows))
    return {
        uid: {"who": Answer(name or head, (person,) if person else ()), "phone": Answer(phone or home)}
        for uid, name, person, phone, head, home in session.execute(query)
    }


def _handler(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    query = select(NeedEvent.need_uid, NeedEvent.by).where(NeedEvent.need_uid.in_(rows)).order_by(NeedEvent.at)
    known = names(session)
    return {uid: {"handler": Answer(known.get(by, by))} for uid, by in session.execute(query)}


LEDGER = Ledger(
    title=N_("需求响应台账"),
    record=Need,
    columns=(
        "number", "registered_at", "source", "who", "phone", "category", "content", "urgency", "first_at", "first_hours",
        "resource", "handler", "state", "closed_at", "met", "unmet_why", "callback", "satisfaction", "updated_at", "stale_hours",
    ),
    computed=(
        Computed({"who": described(N_("需求人(群体)"), Name()), "phone": described(N_("联系方式"), Phone())}, _who),
        Computed({"handler": described(N_("责任人"), Text())}, _handler),
        Computed(
            {
                "first_at": described(N_("首次响应时间"), Moment()),
                "first_hours": described(N_("响应时长(小时)"), Decimal(places=1)),
                "resource": described(N_("对接资源(单位/项目)"), Text(), 3),
                "closed_at": described(N_("完成时间"), Moment()),
                "met": described(N_("是否满足"), Code(fixed=needs_states.MET_WORDS)),
                "unmet_why": described(N_("未满足原因"), LongText()),
                "callback": described(N_("回访结果"), LongText()),
                "satisfaction": described(N_("满意度"), Code(table="satisfaction")),
                "updated_at": described(N_("最近更新时间"), Moment()),
                "stale_hours": described(N_("距上次更新(小时)"), Decimal(places=0)),
            },
            _progress,
        ),
    ),
    order="-registered_at",
    filters=("state", "category"),
    period="registered_at",
    parties=parties_of(Need),
)  # fmt: skip
L07 = Sheet(number="L07", source=LEDGER, note=N_("按登记时间取数；响应时长从登记到首次响应"))
