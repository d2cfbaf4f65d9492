"""Whoever writes, from whatever thread, it is the writer that does it; a value that cannot be read is told without itself."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from app.modules.residents import Resident
from db import shapes
from db.errors import StoreError, Trouble
from db.local import Draft
from db.store import Store
from tests.db.test_changes import settle


@pytest.fixture
def writers(store: Store) -> set[str]:
    """The threads that began to write."""
    seen: set[str] = set()
    event.listen(store._writing, "begin", lambda _: seen.add(threading.current_thread().name.rpartition("_")[0]))
    return seen


def phone(session: Session) -> None:
    session.query(Resident).update({"phone": "1"})


def test_every_way_to_write_ends_on_the_one_thread(store: Store, writers: set[str]) -> None:
    async def from_the_window() -> None:
        await store.write("修改", phone)
        await store.change("修改", phone)
        await store.note(lambda session: None)
        await store.undo(done.tx)

    _, done = store.write_now("登记居民", settle)
    with ThreadPoolExecutor(2, "somebody") as others:
        waiting = [others.submit(store.note_now, lambda session: None), others.submit(store.write_now, "修改", phone)]
        assert [task.result() is not None for task in waiting] == [False, True]
    asyncio.run(from_the_window())
    assert writers == {"db-write"}


def test_repairing_the_log_is_writing_too(store: Store, writers: set[str]) -> None:
    store.note_now(lambda session: session.execute(text("DROP TRIGGER log_residents_update")))
    assert store.start().repaired == ("log_residents_update",)
    assert writers == {"db-write"}


def test_what_goes_wrong_there_is_raised_here(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        store.write_now("修改", lambda session: 1 / 0)
    store.write_now("登记居民", settle)


SPOILT = {
    "residents.birth": ("UPDATE residents SET birth = 'not a date'", Resident),
    "residents.left_on": ("UPDATE residents SET left_on = 20261124", Resident),
    "drafts.texts": ("INSERT INTO drafts VALUES ('k', 't', '2026-11-24 01:30:00.000000', '{bad')", Draft),
    "drafts.at": ("INSERT INTO drafts VALUES ('k', 't', '2026-02-30 01:30:00.000000', '{}')", Draft),
}


@pytest.mark.parametrize("column", SPOILT)
def test_a_value_spoiled_by_hand_is_told_without_itself_and_its_column_can_be_found(store: Store, column: str) -> None:
    sql, record = SPOILT[column]
    store.write_now("登记居民", settle)
    assert store.read_now(shapes.garbled) == {}
    store.write_now("手改", lambda session: session.connection().exec_driver_sql(sql))
    assert store.read_now(shapes.garbled) == {column: 1}
    for way in (store.read_now, store.note_now):
        with pytest.raises(StoreError) as refused:
            way(lambda session: session.scalars(select(record)).all())
        assert refused.value.trouble is Trouble.GARBLED
        assert "not a date" not in str(refused.value)


def test_a_fault_of_ours_stays_one(store: Store) -> None:
    for wrong in (lambda session: int("x"), lambda session: len(5)):
        with pytest.raises((ValueError, TypeError)):
            store.read_now(wrong)
        with pytest.raises((ValueError, TypeError)):
            store.note_now(wrong)
