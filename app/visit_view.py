"""A household as one sees it before a visit: who lives there, what to ask, what was found last time, who is next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.kinds import CHINA
from app.modules import care_tags
from app.modules.buildings import Building, Dwelling, Entrance
from app.modules.households import Household
from app.modules.residents import FORM, HERE, Resident
from app.modules.staff import names
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
    found = session.get(Household, uid)
    if found is None:
        return None
    dwelling = session.get(Dwelling, found.dwelling_uid)
    building, where = _where(session, dwelling)
    due = found.due_on
    return HomeView(
        uid=uid, building=building, dwelling=found.dwelling_uid, where=where,
        address=dwelling.address if dwelling else "", place=found.place, head=found.head_name or "",
        members=_members(session, uid, today), colour=found.colour, due_on=due, due=visit_plan.state(due, today),
        days_over=(today - due).days if due else 0, spare_key=found.spare_key or "", note=found.note or "",
        last=_last(session, uid), knocks=_knocks(session, uid), behind_door=_behind_door(session, found.dwelling_uid),
    )  # fmt: skip


def next_due(session: Session, uid: str, today: date) -> str | None:
    """The next household along the stairs that is due now or soon; after the last building it begins anew."""
    here = session.scalar(select(Household.place).where(Household.uid == uid)) or ""
    soon = date.fromordinal(today.toordinal() + visit_plan.Policy().soon)
    due = select(Household.uid).where(Household.due_on <= soon, Household.members > 0, Household.uid != uid)
    due = due.order_by(Household.place, Household.uid).limit(1)
    behind = (Household.place > here) | ((Household.place == here) & (Household.uid > uid))
    return session.scalar(due.where(behind)) or session.scalar(due)


def first_due(session: Session, today: date) -> str | None:
    """The most overdue; nobody if nobody is due now or soon."""
    soon = date.fromordinal(today.toordinal() + visit_plan.Policy().soon)
    due = select(Household.uid).where(Household.due_on <= soon, Household.members > 0)
    return session.scalar(due.order_by(Household.due_on, Household.uid).limit(1))


def _where(session: Session, dwelling: Dwelling | None) -> tuple[str, str]:
    """(uid of the building, entrance and room as people say them). What a parent says may not have come yet."""
    entrance = session.get(Entrance, dwelling.entrance_uid) if dwelling else None
    building = session.get(Building, entrance.building_uid) if entrance else None
    if not (dwelling and entrance and building):
        return "", dwelling.room if dwelling else ""
    whole = addresses.canonical(addresses.Address(building.name, entrance.name or "", dwelling.room))
    return building.uid, whole.removeprefix(addresses.canonical(addresses.Address(building.name)))


def _members(session: Session, uid: str, today: date) -> tuple[Member, ...]:
    query = select(Resident).where(Resident.household_uid == uid, Resident.state == HERE)
    people = session.scalars(query.order_by(Resident.place, Resident.uid)).all()
    tags = care_tags.current(session, [person.uid for person in people], today)
    return tuple(_member(person, [tag.sub for tag in tags.get(person.uid, ())], today) for person in people)


def _member(person: Resident, subs: list[str], today: date) -> Member:
    return Member(
        uid=person.uid, name=person.name, gender=FORM.fields["gender"].text(person.gender),
        age=age_on(person.birth, today) if person.birth else None,
        relation=FORM.fields["relation"].text(person.relation), phone=masking.phone(person.phone) if person.phone else "",
        care=tuple(map(care_tags.SUB.to_text, subs)), questions=care_questions.questions(subs),
    )  # fmt: skip


def _last(session: Session, uid: str) -> LastVisit | None:
    reached = (Visit.method.not_in(NO_CONTACT), Visit.outcome.in_((MET, MET_FAMILY)))
    query = select(Visit).where(Visit.household_uid == uid, *reached)
    visit = session.scalars(query.order_by(Visit.visited_at.desc(), Visit.uid.desc()).limit(1)).first()
    if visit is None:
        return None
    answers = session.scalars(select(CareAnswer).where(CareAnswer.visit_uid == visit.uid))
    return LastVisit(
        at=visit.visited_at, by=names(session).get(visit.visitor_uid, ""),
        how=tr("{method}，{outcome}").format(method=METHOD.to_text(visit.method), outcome=OUTCOME.to_text(visit.outcome)),
        note=visit.note or "", seen={name: value for name in SEEN if (value := getattr(visit, name))},
        care={(answer.resident_uid, answer.question): answer.value for answer in answers},
    )  # fmt: skip


def _knocks(session: Session, uid: str) -> int:
    query = select(Visit.visited_at, Visit.method).where(Visit.household_uid == uid).order_by(Visit.visited_at.desc())
    days: set[date] = set()
    for at, method in session.execute(query.limit(10)):
        if method != KNOCKED:
            break
        days.add(at.astimezone(CHINA).date())
    return len(days)


def _behind_door(session: Session, dwelling_uid: str) -> tuple[Neighbour, ...]:
    query = select(Household.uid, Household.head_name).where(Household.dwelling_uid == dwelling_uid)
    found = session.execute(query.where(Household.members > 0).order_by(Household.due_on, Household.uid))
    return tuple(Neighbour(uid, head or "") for uid, head in found)
