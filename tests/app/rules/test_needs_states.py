from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.needs_states import (
    ENDS,
    OPEN,
    TRANSITIONS,
    WORDS,
    Event,
    EventType,
    State,
    fold,
    next_steps,
    staleness,
)

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def events(*types: EventType) -> list[Event]:
    return [Event(f"e{n:02}", one, NOON + timedelta(hours=n), note="说明") for n, one in enumerate(types)]


histories = st.lists(st.sampled_from(EventType), max_size=12).map(lambda types: events(*types))


def test_the_way_of_a_need_that_is_met() -> None:
    view = fold(events(EventType.ANSWER, EventType.MATCH, EventType.MEET, EventType.CALL_BACK))
    assert (view.state, view.met, view.open) == (State.CALLED, "met", False)
    assert view.first_response_at == NOON
    assert view.closed_at == NOON + timedelta(hours=2)
    assert view.illegal == ()


@pytest.mark.parametrize(
    ("types", "state"),
    [
        ((), State.WAITING),
        ((EventType.NOTE,), State.WAITING),
        ((EventType.MATCH,), State.MATCHING),
        ((EventType.MEET_PARTLY,), State.PARTLY),
        ((EventType.FAIL,), State.UNMET),
        ((EventType.MEET, EventType.REOPEN), State.ANSWERED),
        ((EventType.MEET, EventType.CALL_BACK, EventType.REOPEN), State.ANSWERED),
    ],
)
def test_states(types: tuple[EventType, ...], state: State) -> None:
    assert fold(events(*types)).state is state


@pytest.mark.parametrize(
    "types",
    [
        (EventType.CALL_BACK,),
        (EventType.REOPEN,),
        (EventType.MATCH, EventType.ANSWER),
        (EventType.MEET, EventType.MEET),
        (EventType.MEET, EventType.CALL_BACK, EventType.CALL_BACK),
    ],
)
def test_what_may_not_follow_changes_nothing_and_is_listed(types: tuple[EventType, ...]) -> None:
    before, after = fold(events(*types[:-1])), fold(events(*types))
    assert after.illegal == (f"e{len(types) - 1:02}",)
    assert (after.state, after.uids) == (before.state, before.uids)


def test_reopening_forgets_the_end_and_keeps_the_first_answer() -> None:
    view = fold(events(EventType.ANSWER, EventType.FAIL, EventType.REOPEN))
    assert (view.closed_at, view.met, view.unmet_reason) == (None, None, None)
    assert view.first_response_at == NOON


def test_why_a_need_could_not_be_met_is_kept() -> None:
    assert fold(events(EventType.FAIL)).unmet_reason == "说明"


def test_a_note_is_no_answer() -> None:
    assert fold(events(EventType.NOTE)).first_response_at is None


@given(histories, st.randoms())
def test_the_order_of_arrival_changes_nothing(history: list[Event], chance: object) -> None:
    arrived = list(history)
    chance.shuffle(arrived)  # type: ignore[attr-defined]
    assert fold(arrived) == fold(history)


@given(histories)
def test_every_event_is_taken_or_listed(history: list[Event]) -> None:
    view = fold(history)
    assert sorted(view.uids + view.illegal) == [event.uid for event in history]
    assert view.open == (view.closed_at is None) == (view.state in OPEN)


@given(histories)
def test_what_is_offered_next_is_accepted_and_nothing_else(history: list[Event]) -> None:
    view = fold(history)
    for event in EventType:
        added = fold([*history, Event("z", event, NOON + timedelta(days=9))])
        assert ("z" in added.uids) == (event in next_steps(view.state))


def test_every_state_is_reached_and_has_its_word() -> None:
    assert (
        {to for (state, _), to in TRANSITIONS.items() if state is not to} | {State.WAITING} == set(State) == set(WORDS)
    )
    assert OPEN | ENDS | {State.CALLED} == set(State)


@pytest.mark.parametrize(
    ("hours", "colour"), [(0, "fine"), (24, "fine"), (24.1, "amber"), (72, "amber"), (72.1, "red"), (900, "red")]
)
def test_a_need_that_nobody_touches_goes_stale(hours: float, colour: str) -> None:
    assert staleness(NOON, NOON + timedelta(hours=hours), is_open=True) == colour
    assert staleness(NOON, NOON + timedelta(hours=hours), is_open=False) == "fine"
