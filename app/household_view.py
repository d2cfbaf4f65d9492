"""家庭: who lives behind a door and who did, and what happened there."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import care_view, drafts, history
from app.care_view import TagLine
from app.history import Step
from app.ledger.form import open_draft
from app.ledger.kinds import CHINA
from app.modules import care_tags, needs
from app.modules.buildings import Dwelling
from app.modules.households import FORM as HOME_FORM
from app.modules.households import Household
from app.modules.needs import Need
from app.modules.residents import FORM, HEAD, HERE, STATE, Resident
from app.modules.staff import names
from app.modules.visits import METHOD, OUTCOME, PLAN_FORM, Visit, plan_of
from app.need_view import NeedLine, needs_of
from app.registers import RecordView
from app.rules import masking, visit_plan
from app.rules.ages import age_on
from app.shown import on_screen
from app.texts import joined, tr

MOST_EVENTS = 40
COMMANDED = ("state", "household_uid")  # set by commands, and told in the history of a person


@dataclass(frozen=True)
class Person:
    """`about`: relation and age; `quiet`: gone where and when, or gender and the masked phone."""

    uid: str
    name: str
    about: str
    quiet: str
    care: tuple[str, ...]
    here: bool
    stale: bool = False  # a tag that nobody looked at for 12 months
    head: bool = False
    one_of_many: bool = False  # heads: by a roster, by an undo or by two laptops


@dataclass(frozen=True)
class Event:
    """`what` in one line, `more` in a quiet one."""

    uid: str
    at: datetime
    what: str
    more: str

    @property
    def day(self) -> date:
        return self.at.astimezone(CHINA).date()


@dataclass(frozen=True)
class Fact:
    """`plan`: of the visit plan; the others are the household's own."""

    name: str
    label: str
    value: str
    plan: bool


@dataclass(frozen=True)
class HouseholdView:
    """`before`, `after`: the neighbours along the stairs, empty at the ends. `colour` is that of the visit plan.

    `facts`: what is known of the household and its visits beside its people: field, label, value. `needs`: see there.
    """

    uid: str
    address: str
    head: str
    about: str
    colour: str
    due: visit_plan.Due
    people: tuple[Person, ...]
    events: tuple[Event, ...]
    needs: tuple[NeedLine, ...]
    facts: tuple[Fact, ...]
    before: str
    after: str


def household(session: Session, uid: str, now: datetime) -> HouseholdView | None:
    """None: there is no such household, or no longer."""
    today = now.astimezone(CHINA).date()
    found = session.get(Household, uid)
    if found is None:
        return None
    dwelling = session.get(Dwelling, found.dwelling_uid)
    people = _people(session, uid, today)
    here = sum(person.here for person in people)
    number = tr("户号 {number}").format(number=found.number) if found.number else ""
    last = tr("上次走访 {day}").format(day=found.last_visit_on) if found.last_visit_on else tr("还没有走访过")
    return HouseholdView(
        uid=uid, address=dwelling.address if dwelling else "", head=found.head_name or "",
        about=joined(number, tr("在册 {count} 人").format(count=here), last), colour=found.colour,
        due=visit_plan.state(found.due_on, today), people=people, events=_events(session, uid),
        needs=needs_of(session, uid, now), facts=_facts(session, found),
        before=_beside(session, found, -1), after=_beside(session, found, 1),
    )  # fmt: skip


def home_steps(session: Session, uid: str) -> list[Step]:
    """What became of a household's own fields and of its plan, the latest first."""
    plan = plan_of(session, uid)
    steps = history.of_record(session, HOME_FORM, uid)
    steps += history.of_record(session, PLAN_FORM, plan.uid) if plan else []
    return history.latest_first(steps)


@dataclass(frozen=True)
class MemberView(RecordView):
    """One person; his steps are also those of his tags."""

    tags: tuple[TagLine, ...]


def household_of(session: Session, resident: str) -> str:
    """Where a resident lives; empty if there is no such resident."""
    return session.scalar(select(Resident.household_uid).where(Resident.uid == resident)) or ""


def first(session: Session) -> str:
    """The first household along the stairs; empty if nobody is registered yet."""
    query = select(Household.uid).where(Household.members > 0).order_by(Household.place, Household.uid)
    return session.scalar(query.limit(1)) or ""


def member(session: Session, uid: str, today: date) -> MemberView | None:
    """None: there is no such resident, or no longer."""
    if session.get(Resident, uid) is None:
        return None
    steps = history.of_record(session, FORM, uid, COMMANDED, partial(address_of, session)) + care_view.steps(
        session, uid
    )
    kept = drafts.find(session, draft_key(uid))
    tags = care_view.tags(session, uid, today)
    return MemberView(open_draft(FORM, uid)(session), kept, tuple(history.latest_first(steps)), tags)


def draft_key(resident: str) -> str:
    return drafts.key(Resident.__tablename__, resident)


def address_of(session: Session, household_uid: str) -> str:
    query = select(Dwelling.address).join(Household, Household.dwelling_uid == Dwelling.uid)
    return session.scalar(query.where(Household.uid == household_uid)) or ""


def _people(session: Session, uid: str, today: date) -> tuple[Person, ...]:
    query = select(Resident).where(Resident.household_uid == uid)
    people = session.scalars(query.order_by(Resident.state != HERE, Resident.place, Resident.uid)).all()
    tags = care_tags.current(session, [person.uid for person in people], today)
    heads = [one for one in people if one.state == HERE and one.relation == HEAD]
    return tuple(_person(one, tags.get(one.uid, []), heads, today) for one in people)


def _person(one: Resident, tags: list[care_tags.CareTag], heads: list[Resident], today: date) -> Person:
    age = tr("{age} 岁").format(age=age_on(one.birth, today)) if one.birth else ""
    gone = joined(STATE.to_text(one.state), str(one.left_on or ""), one.left_to or "")
    phone = masking.phone(one.phone) if one.phone else tr("没有登记电话")
    relation, gender = (FORM.fields[name].text(getattr(one, name)) for name in ("relation", "gender"))
    about = joined(relation, age)
    quiet = joined(gender if gender != relation else "", phone) if one.state == HERE else gone
    stale = any(care_tags.needs_review(tag, today) for tag in tags)
    care = tuple(care_tags.SUB.to_text(tag.sub) for tag in tags)
    head, many = one in heads, one in heads and len(heads) > 1
    return Person(one.uid, one.name, about, quiet, care, one.state == HERE, stale, head, many)


def _events(session: Session, uid: str) -> tuple[Event, ...]:
    known = names(session)
    visits = session.scalars(
        select(Visit).where(Visit.household_uid == uid).order_by(Visit.visited_at.desc()).limit(MOST_EVENTS)
    )
    events = [_visited(visit, known) for visit in visits]
    wanted = select(Need).where(Need.household_uid == uid).order_by(Need.registered_at.desc()).limit(MOST_EVENTS)
    events += [_needed(need) for need in session.scalars(wanted)]
    return tuple(sorted(events, key=lambda event: event.at, reverse=True)[:MOST_EVENTS])


def _visited(visit: Visit, known: dict[str, str]) -> Event:
    how = METHOD.to_text(visit.method), OUTCOME.to_text(visit.outcome)
    return Event(visit.uid, visit.visited_at, joined(known.get(visit.visitor_uid, ""), *how), visit.note or "")


def _needed(need: Need) -> Event:
    word = needs.FORM.fields["category"].text(need.category)
    more = joined(needs.STATE.to_text(need.state), need.content or "")
    return Event(need.uid, need.registered_at, tr("需求：{category}").format(category=word), more)


def _facts(session: Session, home: Household) -> tuple[Fact, ...]:
    plan = plan_of(session, home.uid)
    own = [
        Fact(name, field.label, on_screen(field, getattr(home, name)), False)
        for name, field in HOME_FORM.fields.items()
    ]
    arranged = [
        Fact(name, field.label, field.text(getattr(plan, name)) if plan else "", True)
        for name, field in PLAN_FORM.fields.items()
    ]
    return (*own, *arranged)


def _beside(session: Session, home: Household, step: int) -> str:
    place = (Household.place > home.place) if step > 0 else (Household.place < home.place)
    tie = (Household.uid > home.uid) if step > 0 else (Household.uid < home.uid)
    order = (Household.place, Household.uid) if step > 0 else (Household.place.desc(), Household.uid.desc())
    query = select(Household.uid).where(place | ((Household.place == home.place) & tie), Household.members > 0)
    return session.scalar(query.order_by(*order).limit(1)) or ""
