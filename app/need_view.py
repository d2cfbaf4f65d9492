"""需求 of one household as the window shows them: how each stands, how long nothing happened, what may be done next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app import drafts, history
from app.history import Step
from app.ledger.kinds import CHINA
from app.modules import needs
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.needs import EVENT, FORM, STATE, Need, NeedEvent
from app.modules.residents import HERE, Resident
from app.modules.staff import names
from app.rules import needs_states
from app.rules.needs_states import EventType
from app.texts import joined, tr
from db.many import among_bound, bound

AT = "at_need"  # before a household and its need: where to go, no table
WAITING = needs_states.State.WAITING.value
OPEN = tuple(state.value for state in needs_states.OPEN)
CATEGORY, URGENCY = FORM.fields["category"], FORM.fields["urgency"]


@dataclass(frozen=True)
class NeedLine:
    """`who`: the person it is about, or all of the household. `hours` since the last step, of one that is open. `stale`: fine,
    amber (over 24 hours) or red (over 72). `steps`: what may be done next."""

    uid: str
    category: str
    who: str
    about: str
    content: str
    state: str
    open: bool
    hours: int
    stale: str
    steps: tuple[EventType, ...]


def needs_of(session: Session, household: str, now: datetime) -> tuple[NeedLine, ...]:
    """Those that are open first, the longest without a step before the others; then the closed ones, the latest first."""
    found = session.scalars(select(Need).where(Need.household_uid == household)).all()
    events = needs.events_of(session, [need.uid for need in found])
    people = dict(members(session, household, also=[need.resident_uid for need in found if need.resident_uid]))
    views = {need.uid: needs_states.fold(events[need.uid]) for need in found}
    ordered = sorted(found, key=lambda need: _order(need, views[need.uid]))
    return tuple(_line(need, views[need.uid], people, now) for need in ordered)


@dataclass(frozen=True)
class OpenNeed:
    """`at`: the page 家庭 is asked to go there. `where`: the address of the household."""

    line: NeedLine
    household: str
    where: str

    @property
    def at(self) -> str:
        return drafts.key(AT, f"{self.household}/{self.line.uid}")


def open_needs(session: Session, now: datetime) -> list[OpenNeed]:
    """Of all households, the longest without a step first."""
    return _open(session, session.scalars(select(Need).where(Need.state.in_(OPEN))).all(), now)


def to_follow(session: Session, now: datetime, most: int) -> tuple[list[OpenNeed], int]:
    """Those that wait for an answer, or nothing happened to for over 24 hours, `most` of them; and how many are open in all."""
    last = select(func.max(NeedEvent.at)).where(NeedEvent.need_uid == Need.uid).scalar_subquery()
    since = func.coalesce(last, Need.registered_at)
    waits = Need.state.in_(OPEN) & ((Need.state == WAITING) | (since < now - needs_states.AMBER))
    found = session.scalars(select(Need).where(waits).order_by(since, Need.uid).limit(most)).all()
    count = session.scalar(select(func.count()).select_from(Need).where(Need.state.in_(OPEN))) or 0
    return _open(session, found, now), count


def _open(session: Session, found: Sequence[Need], now: datetime) -> list[OpenNeed]:
    events = needs.events_of(session, [need.uid for need in found])
    views = {need.uid: needs_states.fold(events[need.uid]) for need in found}
    people = _names(session, {need.resident_uid for need in found if need.resident_uid})
    where = _addresses(session, {need.household_uid for need in found})
    ordered = sorted(found, key=lambda need: _order(need, views[need.uid]))
    return [
        OpenNeed(_line(one, views[one.uid], people, now), one.household_uid, where.get(one.household_uid, ""))
        for one in ordered
    ]


def count_stale(session: Session, now: datetime) -> int:
    """How many open ones nothing happened to for over 72 hours."""
    since = now - needs_states.RED
    stepped = exists().where(NeedEvent.need_uid == Need.uid, NeedEvent.at >= since)
    waits = (Need.state.in_(OPEN), Need.registered_at < since, ~stepped)
    return session.scalar(select(func.count()).select_from(Need).where(*waits)) or 0


def _names(session: Session, uids: Collection[str]) -> dict[str, str]:
    query = select(Resident.uid, Resident.name).where(among_bound(Resident.uid))
    return {uid: name or "" for uid, name in session.execute(query, bound(uids))}


def _addresses(session: Session, uids: Collection[str]) -> dict[str, str]:
    query = select(Household.uid, Dwelling.address).join(Dwelling, Dwelling.uid == Household.dwelling_uid)
    return {
        uid: address or "" for uid, address in session.execute(query.where(among_bound(Household.uid)), bound(uids))
    }


def members(session: Session, household: str, also: list[str] | None = None) -> list[tuple[str, str]]:
    """Whom a need may be about: uid and name, the head first. `also`: some who are there no longer."""
    here = (Resident.household_uid == household) & (Resident.state == HERE)
    query = select(Resident.uid, Resident.name).where(here | Resident.uid.in_(also or []))
    return [(uid, name) for uid, name in session.execute(query.order_by(Resident.place, Resident.uid))]


def steps(session: Session, uid: str) -> list[Step]:
    """What became of a need: its steps and the changes of its words, the latest first."""
    known, found = names(session), list[Step]()
    events = session.scalars(select(NeedEvent).where(NeedEvent.need_uid == uid)).all()
    states = _states(needs.events_of(session, [uid])[uid])
    for event in events:
        before, after = states[event.uid]
        word, who = EVENT.to_text(event.type), known.get(event.by, event.by)
        told = joined(after, *_said(event))
        found.append(Step(event.type, word, event.at, who, word, before, told, None, own=False))
    found += history.of_record(session, FORM, uid)
    return history.latest_first(found)


def _said(event: NeedEvent) -> list[str]:
    fields = needs.EVENT_FORM.fields
    return [text for name, field in fields.items() if (text := field.text(getattr(event, name)))]


def _states(events: list[needs_states.Event]) -> dict[str, tuple[str, str]]:
    """The words of the states before and after each event."""
    ordered = sorted(events, key=lambda event: (event.at, event.uid))
    after = [needs_states.fold(ordered[:number]).state for number in range(len(ordered) + 1)]
    words = [STATE.to_text(state.value) for state in after]
    return {event.uid: (words[number], words[number + 1]) for number, event in enumerate(ordered)}


def _order(need: Need, view: needs_states.View) -> tuple[bool, float]:
    last = (view.last_at or need.registered_at).timestamp()
    return not view.open, last if view.open else -last


def _line(need: Need, view: needs_states.View, people: dict[str, str], now: datetime) -> NeedLine:
    last = view.last_at or need.registered_at
    urgent = URGENCY.text(need.urgency) if need.urgency != "1" else ""
    by = tr("希望 {day} 前").format(day=need.expected_by) if need.expected_by else ""
    since = tr("{day} 登记").format(day=f"{need.registered_at.astimezone(CHINA):%Y-%m-%d}")
    return NeedLine(
        uid=need.uid, category=CATEGORY.text(need.category), who=people.get(need.resident_uid or "", tr("全家")),
        about=joined(urgent, since, by), content=need.content or "", state=STATE.to_text(view.state.value), open=view.open,
        hours=int((now - last).total_seconds() // 3600),
        stale=needs_states.staleness(last, now, is_open=view.open), steps=needs_states.next_steps(view.state),
    )  # fmt: skip
