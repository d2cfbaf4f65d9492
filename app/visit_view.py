"""A household as one sees it before a visit: who lives there, what to ask, what was found last time, who is next."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Date, Row, RowMapping, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from app.ledger.kinds import CHINA
from app.modules import care_tags
from app.modules.buildings import Building, Dwelling, Entrance
from app.modules.care_tags import CareTag
from app.modules.households import Household
from app.modules.residents import FORM, HERE, Resident
from app.modules.staff import Staff
from app.modules.visits import KNOCKED, MET, MET_FAMILY, METHOD, NO_CONTACT, OUTCOME, CareAnswer, Visit
from app.rules import addresses, care_questions, masking, visit_plan
from app.rules.ages import age_on
from app.texts import tr

SEEN = ("safety", "hygiene", "environment")  # what is seen of a home, on the scale of the care answers


@dataclass(frozen=True)
class Member:
    """`phone` is masked. `questions`: codes of what is asked about this person."""

    uid: str
    name: str
    gender: str
    age: int | None
    relation: str
    phone: str
    care: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class LastVisit:
    """The last time that somebody was reached. `care`: (resident, question) -> code; `seen`: field of the visit -> code."""

    at: datetime
    by: str
    how: str
    note: str
    seen: Mapping[str, str] = field(default_factory=dict)
    care: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Neighbour:
    """Another household behind the same door."""

    uid: str
    head: str


@dataclass(frozen=True)
class HomeView:
    """`knocks`: days in a row on which nobody opened. The head comes first among the members."""

    uid: str
    building: str
    dwelling: str
    where: str  # 2单元301室
    address: str
    place: str
    head: str
    members: tuple[Member, ...]
    colour: str
    due_on: date | None
    due: visit_plan.Due
    days_over: int
    spare_key: str
    note: str
    last: LastVisit | None
    knocks: int
    behind_door: tuple[Neighbour, ...]

    @property
    def cared_for(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.care)

    @property
    def visited(self) -> tuple[str, ...]:
        """Whom a visit is to, unless one says otherwise: those who are cared for, else the head."""
        return tuple(member.uid for member in self.cared_for or self.members[:1])


def home(session: Session, uid: str, today: date) -> HomeView | None:
    """None: no such household, or no longer."""
    found = session.connection().execute(_HOME, {"uid": uid}).mappings().first()
    if found is None:
        return None
    building, where = _where(found)
    due = found["due_on"]
    return HomeView(
        uid=uid, building=building, dwelling=found["dwelling_uid"], where=where,
        address=found["address"] or "", place=found["place"], head=found["head_name"] or "",
        members=_members(session, uid, today), colour=found["colour"], due_on=due, due=visit_plan.state(due, today),
        days_over=(today - due).days if due else 0, spare_key=found["spare_key"] or "", note=found["note"] or "",
        last=_last(session, uid), knocks=_knocks(session, uid), behind_door=_behind_door(session, found["dwelling_uid"]),
    )  # fmt: skip


def next_due(session: Session, uid: str, today: date) -> str | None:
    """The next household along the stairs that is due now or soon; after the last building it begins anew."""
    here = session.scalar(select(Household.place).where(Household.uid == uid)) or ""
    due = _due(today).where(Household.uid != uid).order_by(Household.place, Household.uid).limit(1)
    return session.scalar(due.where(tuple_(Household.place, Household.uid) > (here, uid))) or session.scalar(due)


def first_due(session: Session, today: date) -> str | None:
    """The most urgent, as today's list begins; nobody if nobody is due now or soon."""
    due = _due(today).add_columns(Household.due_on, Household.colour, Household.place)

    def urgency(row: Row[Any]) -> tuple[Any, ...]:
        return *visit_plan.urgency(row.due_on, visit_plan.Colour(row.colour), today), row.place, row.uid

    first = min(session.execute(due), key=urgency, default=None)
    return first.uid if first else None


def _due(today: date) -> Select[str]:
    soon = date.fromordinal(today.toordinal() + visit_plan.Policy().soon)
    return select(Household.uid).where(Household.due_on <= soon, Household.members > 0)


def _where(home: RowMapping) -> tuple[str, str]:
    """(uid of the building, entrance and room as people say them). What a parent says may not have come yet."""
    if not home["building"]:
        return "", home["room"] or ""
    building = addresses.Address(home["building_name"])
    whole = replace(building, unit=home["entrance_name"] or "", room=home["room"])
    return home["building"], addresses.canonical(whole).removeprefix(addresses.canonical(building))


def _members(session: Session, uid: str, today: date) -> tuple[Member, ...]:
    ask, subs = session.connection(), defaultdict[str, list[str]](list)
    for resident, sub in ask.execute(_TAGS, {"uid": uid, "today": today}):
        subs[resident].append(sub)
    return tuple(
        _member(person, subs[person["uid"]], today) for person in ask.execute(_MEMBERS, {"uid": uid}).mappings()
    )


def _member(person: RowMapping, subs: list[str], today: date) -> Member:
    phone, birth = person["phone"], person["birth"]
    return Member(
        uid=person["uid"], name=person["name"], gender=FORM.fields["gender"].text(person["gender"]),
        age=age_on(birth, today) if birth else None,
        relation=FORM.fields["relation"].text(person["relation"]), phone=masking.phone(phone) if phone else "",
        care=tuple(map(care_tags.SUB.to_text, subs)), questions=care_questions.questions(subs),
    )  # fmt: skip


def _last(session: Session, uid: str) -> LastVisit | None:
    ask = session.connection()
    visit = ask.execute(_REACHED, {"uid": uid}).mappings().first()
    if visit is None:
        return None
    return LastVisit(
        at=visit["visited_at"], by=visit["visitor"] or "",
        how=tr("{method}，{outcome}").format(
            method=METHOD.to_text(visit["method"]), outcome=OUTCOME.to_text(visit["outcome"])
        ),
        note=visit["note"] or "", seen={name: visit[name] for name in SEEN if visit[name]},
        care={(resident, question): value for resident, question, value in ask.execute(_ANSWERS, {"uid": visit["uid"]})},
    )  # fmt: skip


def _knocks(session: Session, uid: str) -> int:
    days: set[date] = set()
    for at, method in session.connection().execute(_VISITS, {"uid": uid}):
        if method != KNOCKED:
            break
        days.add(at.astimezone(CHINA).date())
    return len(days)


def _behind_door(session: Session, dwelling_uid: str) -> tuple[Neighbour, ...]:
    found = session.connection().execute(_NEIGHBOURS, {"uid": dwelling_uid})
    return tuple(Neighbour(uid, head or "") for uid, head in found)


_UID: BindParameter[str] = bindparam("uid")  # statements that run with every household shown are made once
_HOME = (
    select(
        *(Household.dwelling_uid, Household.place, Household.head_name, Household.colour, Household.due_on),
        *(Household.spare_key, Household.note, Dwelling.address, Dwelling.room, Entrance.name.label("entrance_name")),
        *(Building.uid.label("building"), Building.name.label("building_name")),
    )
    .outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid)
    .outerjoin(Entrance, Entrance.uid == Dwelling.entrance_uid)
    .outerjoin(Building, Building.uid == Entrance.building_uid)
    .where(Household.uid == _UID)
)
_HERE = (Resident.household_uid == _UID, Resident.state == HERE)
_MEMBERS = (
    select(Resident.uid, Resident.name, Resident.gender, Resident.birth, Resident.relation, Resident.phone)
    .where(*_HERE)
    .order_by(Resident.place, Resident.uid)
)
_TAGS = (
    select(CareTag.resident_uid, CareTag.sub)
    .join(Resident, Resident.uid == CareTag.resident_uid)
    .where(*_HERE, care_tags.in_force(bindparam("today", type_=Date)))
    .order_by(CareTag.sub)
)
_REACHED = (
    select(Visit.uid, Visit.visited_at, Visit.method, Visit.outcome, Visit.note, Staff.name.label("visitor"))
    .add_columns(*(getattr(Visit, name) for name in SEEN))
    .outerjoin(Staff, Staff.uid == Visit.visitor_uid)
    .where(Visit.household_uid == _UID, Visit.method.not_in(NO_CONTACT), Visit.outcome.in_((MET, MET_FAMILY)))
    .order_by(Visit.visited_at.desc(), Visit.uid.desc())
    .limit(1)
)
_ANSWERS = select(CareAnswer.resident_uid, CareAnswer.question, CareAnswer.value).where(CareAnswer.visit_uid == _UID)
_VISITS = (
    select(Visit.visited_at, Visit.method)
    .where(Visit.household_uid == _UID)
    .order_by(Visit.visited_at.desc())
    .limit(10)
)
_NEIGHBOURS = (
    select(Household.uid, Household.head_name)
    .where(Household.dwelling_uid == _UID, Household.members > 0)
    .order_by(Household.due_on, Household.uid)
)
