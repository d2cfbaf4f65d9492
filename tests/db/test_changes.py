"""Whatever way a row is written, its history is kept; what was done can be taken back, and nothing else is."""

import pytest
import sqlite_utils
import sqlite_utils.db
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import undo
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from db.changes import Change, Transaction, history
from db.store import Store
from tests.helpers.stores import KEY, open_store


def settle(session: Session, door: str = "3-2-501", name: str = "王桂芳") -> str:
    dwelling = session.scalars(select(Dwelling).where(Dwelling.door == door)).one()
    household = Household(dwelling_uid=dwelling.uid)
    session.add(household)
    resident = Resident(household_uid=household.uid, name=name, relation="02", phone="13812345678")
    session.add(resident)
    return resident.uid


def phone(store: Store, uid: str) -> str | None:
    return store.read_now(lambda session: session.get_one(Resident, uid).phone)


def rename(session: Session, uid: str, number: str) -> None:
    session.get_one(Resident, uid).phone = number


def by_orm(session: Session, uid: str) -> None:
    rename(session, uid, "13900000000")


def by_core(session: Session, uid: str) -> None:
    session.execute(update(Resident.__table__).where(Resident.__table__.c.uid == uid).values(phone="13900000000"))


def by_sql(session: Session, uid: str) -> None:
    session.execute(text("UPDATE residents SET phone = '13900000000' WHERE uid = :uid"), {"uid": uid})


def by_sqlite_utils(session: Session, uid: str) -> None:
    connection = session.connection().connection.driver_connection
    database = sqlite_utils.Database(connection)
    database["residents"].update(uid, {"phone": "13900000000"})


@pytest.mark.parametrize("way", [by_orm, by_core, by_sql, by_sqlite_utils])
def test_every_way_to_write_is_in_the_history_with_who_and_why(store: Store, way) -> None:
    uid, _ = store.write_now("新增居民", settle)
    store.write_now("修改联系电话", lambda session: way(session, uid))
    transaction, change = store.read_now(lambda session: history(session, [uid]))[0]
    assert (transaction.command, transaction.actor) == ("修改联系电话", store.actor)
    assert change.diff == {"phone": ["13812345678", "13900000000"]}


def gone_by_orm(session: Session, uid: str) -> None:
    session.delete(session.get_one(Resident, uid))


def gone_by_core(session: Session, uid: str) -> None:
    session.execute(delete(Resident.__table__).where(Resident.__table__.c.uid == uid))


def gone_by_sql(session: Session, uid: str) -> None:
    session.execute(text("DELETE FROM residents WHERE uid = :uid"), {"uid": uid})


def gone_by_sqlite_utils(session: Session, uid: str) -> None:
    sqlite_utils.Database(session.connection().connection.driver_connection)["residents"].delete(uid)


@pytest.mark.parametrize("way", [gone_by_orm, gone_by_core, gone_by_sql, gone_by_sqlite_utils])
def test_who_goes_is_in_the_history_and_comes_back_whole(store: Store, way) -> None:
    uid, _ = store.write_now("新增居民", settle)
    before = store.read_now(lambda session: session.execute(select(Resident.__table__)).all())
    _, done = store.write_now("删除居民", lambda session: way(session, uid))
    transaction, change = store.read_now(lambda session: history(session, [uid]))[0]
    assert (transaction.command, transaction.actor, change.kind) == ("删除居民", store.actor, "delete")
    assert change.diff["name"] == ["王桂芳", None]
    store.undo_now(done.tx)
    assert store.read_now(lambda session: session.execute(select(Resident.__table__)).all()) == before


def test_a_write_that_nobody_signed_is_refused(store: Store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    with pytest.raises(IntegrityError) as refused:
        store.note_now(lambda session: by_core(session, uid))
    assert "13900000000" not in str(refused.value)
    assert phone(store, uid) == "13812345678"


def test_a_change_is_taken_back_by_name_and_the_undo_too(store: Store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    store.write_now("修改联系电话", lambda session: by_orm(session, uid))
    step = store.read_now(lambda session: undo.steps(session, store.actor)).undo
    assert step and step.name == "撤销 修改联系电话"
    store.undo_now(step.tx)
    assert phone(store, uid) == "13812345678"
    again = store.read_now(lambda session: undo.steps(session, store.actor)).redo
    assert again and again.name == "恢复 修改联系电话"
    store.undo_now(again.tx)
    assert phone(store, uid) == "13900000000"


def test_a_batch_is_taken_back_except_what_was_changed_since(store: Store) -> None:
    def batch(session: Session) -> list[str]:
        return [settle(session, f"3-1-{floor}01", f"张三{floor}") for floor in range(1, 7)]

    uids, done = store.write_now("导入名册", batch)
    store.write_now("修改联系电话", lambda session: by_orm(session, uids[2]))
    undone, _ = store.undo_now(done.tx)
    left = store.read_now(lambda session: session.scalars(select(Resident.uid)).all())
    assert left == [uids[2]]
    assert ("residents", uids[2]) in undone.kept
    home = store.read_now(lambda session: session.get_one(Resident, uids[2]).household_uid)
    assert store.read_now(lambda session: session.get(Household, home))  # whom he lives with stays too


def test_what_was_edited_and_edited_back_counts_as_untouched(store: Store) -> None:
    uid, done = store.write_now("新增居民", settle)
    store.write_now("修改联系电话", lambda session: rename(session, uid, "13900000000"))
    store.write_now("修改联系电话", lambda session: rename(session, uid, "13812345678"))
    assert store.undo_now(done.tx)[0].kept == ()
    assert store.read_now(lambda session: session.get(Resident, uid)) is None


def test_a_missing_trigger_is_noticed_mended_and_the_gap_recorded(tmp_path) -> None:
    store = open_store(tmp_path)
    with store._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER log_residents_update")
    store.close()
    again, backups = open_store(tmp_path), []
    try:
        assert again.start(lambda: backups.append(1)).repaired == ("log_residents_update",)
        assert backups == [1]
        assert again.start().repaired == ()
        assert (
            again.read_now(lambda session: session.scalar(text("SELECT triggers FROM log_gaps")))
            == "log_residents_update"
        )
    finally:
        again.close()


def test_received_changes_are_kept_apart_from_ones_own(store: Store) -> None:
    from db.changes import signed

    uid, _ = store.write_now("新增居民", settle)

    def receive(session: Session) -> None:
        with signed(session, store.world.now(), "张磊", "修改联系电话", received=True):
            by_core(session, uid)

    store.commit_now(receive)
    assert store.read_now(lambda s: s.scalars(select(Transaction.received).order_by(Transaction.tx.desc())).first())
    step = store.read_now(lambda session: undo.steps(session, store.actor)).undo
    assert step and step.name == "撤销 新增居民"


def test_the_log_never_holds_a_row_without_a_transaction(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.note_now(lambda s: s.execute(insert(Change).values(table="x", uid="y", feed="z", kind="insert", diff={})))
    assert KEY not in repr(store._writing.url)
