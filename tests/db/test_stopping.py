"""Who stops long work finds the store as it was."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.modules.residents import Resident
from db.changes import Transaction
from db.stopping import Stopped
from db.store import Keepers, Store
from tests.db.test_undo import street


def count(store: Store, record: type) -> int:
    return store.read_now(lambda session: session.scalar(select(func.count()).select_from(record))) or 0


@pytest.mark.parametrize("after", [0, 1, 5])
def test_an_undo_that_is_stopped_midway_takes_nothing_back_and_can_be_made_again(
    store: Store, monkeypatch, after: int
) -> None:
    monkeypatch.setattr("db.stopping.STEPS", 50)
    _, done = store.write_now("导入名册", street)
    before, asked = (count(store, Resident), count(store, Transaction)), []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Stopped):
        asyncio.run(store.undo(done.tx, stop))
    assert (count(store, Resident), count(store, Transaction)) == before
    asyncio.run(store.undo(done.tx))
    assert count(store, Resident) == 0


def test_a_stop_that_comes_with_the_last_statement_is_one_too(store: Store, monkeypatch) -> None:
    monkeypatch.setattr("db.stopping.STEPS", 10**9)
    _, done = store.write_now("导入名册", street)
    with pytest.raises(Stopped):
        asyncio.run(store.undo(done.tx, lambda: True))
    assert count(store, Resident) == 6


def test_it_can_be_stopped_while_the_indexes_follow(store: Store) -> None:
    _, done = store.write_now("导入名册", street)
    now: list[bool] = []
    store._keepers = Keepers(store._keepers.folds, (lambda session, changes: now.append(True),))
    with pytest.raises(Stopped):
        asyncio.run(store.undo(done.tx, lambda: bool(now)))
    assert count(store, Resident) == 6


def test_a_fault_of_the_work_is_no_stop(store: Store) -> None:
    from db.stopping import stoppable

    def broken(session: Session) -> None:
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        store.note_now(stoppable(broken, lambda: False))
