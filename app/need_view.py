"""需求 of one household as the window shows them: how each stands, how long nothing happened, what may be done next."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import history
from app.history import Step
from app.ledger.kinds import CHINA
from app.modules import needs
from app.modules.needs import EVENT, FORM, STATE, Need, NeedEvent
from app.modules.residents import HERE, Resident
from app.modules.staff import names
from app.rules import needs_states
from app.rules.needs_states import EventType
from app.texts import joined, tr

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
