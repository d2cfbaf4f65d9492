"""States of a need (domain.md 2.5) as a fold over its events, and how stale the ledger is.

待响应 -> 已响应 -> 对接中 -> 已满足 / 部分满足 / 无法满足 -> 已回访. Staleness: hours since the last event of an open need,
over 24 amber (our design), over 72 red (the article's failure figure).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.texts import N_


class State(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    MATCHING = "matching"
    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    CALLED = "called"


class EventType(StrEnum):
    ANSWER = "answer"
    MATCH = "match"
    MEET = "meet"
    MEET_PARTLY = "meet_partly"
    FAIL = "fail"
    CALL_BACK = "call_back"
    REOPEN = "reopen"
    NOTE = "note"


WORDS: Mapping[State, str] = {
    State.WAITING: N_("待响应"),
    State.ANSWERED: N_("已响应"),
    State.MATCHING: N_("对接中"),
    State.MET: N_("已满足"),
    State.PARTLY: N_("部分满足"),
    State.UNMET: N_("无法满足"),
    State.CALLED: N_("已回访"),
}
EVENT_WORDS: Mapping[EventType, str] = {
    EventType.ANSWER: N_("响应"),
    EventType.MATCH: N_("对接资源"),
    EventType.MEET: N_("已满足"),
    EventType.MEET_PARTLY: N_("部分满足"),
    EventType.FAIL: N_("无法满足"),
    EventType.CALL_BACK: N_("回访"),
    EventType.REOPEN: N_("重新办理"),
    EventType.NOTE: N_("补充说明"),
}
MET_WORDS: Mapping[str, str] = {State.MET: N_("是"), State.PARTLY: N_("部分"), State.UNMET: N_("否")}
OPEN = frozenset({State.WAITING, State.ANSWERED, State.MATCHING})
ENDS = frozenset({State.MET, State.PARTLY, State.UNMET})
_ENDING = {EventType.MEET: State.MET, EventType.MEET_PARTLY: State.PARTLY, EventType.FAIL: State.UNMET}
TRANSITIONS: Mapping[tuple[State, EventType], State] = {
    (State.WAITING, EventType.ANSWER): State.ANSWERED,
    **{(state, EventType.MATCH): State.MATCHING for state in OPEN},
    **{(state, event): end for state in OPEN for event, end in _ENDING.items()},
    **{(state, EventType.CALL_BACK): State.CALLED for state in ENDS},
    **{(state, EventType.REOPEN): State.ANSWERED for state in ENDS | {State.CALLED}},
    **{(state, EventType.NOTE): state for state in State},
}
AMBER, RED = timedelta(hours=24), timedelta(hours=72)


@dataclass(frozen=True)
class Event:
    uid: str
    type: EventType
    at: datetime
    resource: str | None = None
    satisfaction: str | None = None
    note: str | None = None


@dataclass
class View:
    """What the events of one need come to. `illegal`: uids of events that changed nothing."""

    state: State = State.WAITING
    uids: tuple[str, ...] = ()
    illegal: tuple[str, ...] = ()
    first_response_at: datetime | None = None
    last_at: datetime | None = None
    closed_at: datetime | None = None
    resource: str | None = None
    met: str | None = None
    unmet_reason: str | None = None
    callback_note: str | None = None
    satisfaction: str | None = None

    @property
    def open(self) -> bool:
        return self.state in OPEN


def fold(events: Iterable[Event]) -> View:
    """The same on every machine: in the order of time, then of id, whatever order they arrived in."""
    view = View()
    for event in sorted(events, key=lambda e: (e.at, e.uid)):
        following = TRANSITIONS.get((view.state, event.type))
        if following is None:
            view.illegal += (event.uid,)
        else:
            _take(view, event, following)
    return view


def _take(view: View, event: Event, following: State) -> None:
    view.state, view.last_at = following, event.at
    view.uids += (event.uid,)
    view.resource = event.resource or view.resource
    if event.type is not EventType.NOTE:
        view.first_response_at = view.first_response_at or event.at
    match event.type:
        case EventType.MEET | EventType.MEET_PARTLY | EventType.FAIL:
            view.closed_at, view.met = event.at, following.value
            view.unmet_reason = None if event.type is EventType.MEET else event.note
        case EventType.CALL_BACK:
            view.callback_note, view.satisfaction = event.note, event.satisfaction
        case EventType.REOPEN:
            view.closed_at = view.met = view.unmet_reason = view.callback_note = view.satisfaction = None


def staleness(last_at: datetime, now: datetime, *, is_open: bool) -> str:
    """`fine`, `amber` or `red`; a closed need is never stale."""
    age = now - last_at
    return "fine" if not is_open or age <= AMBER else "amber" if age <= RED else "red"


def next_steps(state: State) -> tuple[EventType, ...]:
    """What may happen next, in the order of the buttons."""
    return tuple(event for event in EventType if (state, event) in TRANSITIONS)
