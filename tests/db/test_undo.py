"""What an undo leaves alone: what the store began with, what others stand on, what has moved on; not what a migration added."""

from pathlib import Path

import pytest
from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from app import bootstrap, undo
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from app.modules.visits import Visit
from db import triggers
from db.local import Meta
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import FOUNDING, NOW, WORLD, open_store

OLD = "workplace"  # a column of residents that a store of the past does not have


def visit(session: Session, *residents: str) -> None:
    home = session.get_one(Resident, residents[0]).household_uid
    names, by = ",".join(residents), session.info["actor"]
    done = {"number": "ZF1", "visited_at": NOW, "method": "1", "outcome": "1"}
    session.add(Visit(household_uid=home, residents=names, visitor_uid=by, **done))


def people(store: Store) -> set[str]:
    return set(store.read_now(lambda session: session.scalars(select(Resident.uid)).all()))


def street(session: Session) -> list[str]:
    return [settle(session, f"3-1-{floor}01", f"张三{floor}") for floor in range(1, 7)]


def test_a_person_whom_a_visit_names_stays_and_is_listed(store: Store) -> None:
    uid, done = store.write_now("登记居民", settle)
    store.write_now("记录走访", lambda session: visit(session, uid))
    undone, _ = store.undo_now(done.tx)
    assert people(store) == {uid}
    assert ("residents", uid) in undone.kept
    assert "居民，王桂芳" in store.read_now(lambda session: undo.kept_rows(session, undone))


@pytest.mark.parametrize("named", [(0,), (2, 4), (5, 1, 3)])
def test_of_a_batch_those_whom_a_visit_names_stay_wherever_they_stand_in_its_list(store: Store, named) -> None:
    uids, done = store.write_now("导入名册", street)
    store.write_now("记录走访", lambda session: visit(session, *(uids[n] for n in named)))
    undone, _ = store.undo_now(done.tx)
    assert people(store) == {uids[n] for n in named}
    assert {uid for table, uid in undone.kept if table == "residents"} == people(store)


def test_a_batch_that_was_taken_back_comes_back_with_the_undo_of_that(store: Store) -> None:
    uids, done = store.write_now("导入名册", street)
    whole = select(Resident.__table__).order_by(Resident.uid)
    before = store.read_now(lambda session: session.execute(whole).all())
    _, undone = store.undo_now(done.tx)
    assert people(store) == set()
    store.undo_now(undone.tx)
    assert people(store) == {*uids}
    assert store.read_now(lambda session: session.execute(whole).all()) == before


def test_who_was_named_by_a_visit_that_was_taken_back_goes(store: Store) -> None:
    uid, done = store.write_now("登记居民", settle)
    _, visited = store.write_now("记录走访", lambda session: visit(session, uid))
    store.undo_now(visited.tx)
    assert store.undo_now(done.tx)[0].kept == ()
    assert people(store) == set()


def test_a_list_that_somebody_spoiled_by_hand_hinders_no_undo(store: Store) -> None:
    uid, done = store.write_now("登记居民", settle)
    other, _ = store.write_now("登记居民", lambda session: settle(session, "3-1-101", "李四"))
    store.write_now("记录走访", lambda session: visit(session, other))
    store.write_now("手改", lambda s: s.connection().exec_driver_sql("UPDATE visits SET residents = '\",[x'"))
    assert store.undo_now(done.tx)[0].kept == ()
    assert people(store) == {other} and uid != other


def older(store: Store) -> None:
    """Makes the store one of a program that did not know the column yet."""
    past = table("residents", *[column(c.name) for c in Resident.__table__.columns if c.name != OLD])
    with store._writing.begin() as connection:
        triggers.remove(connection)
        connection.exec_driver_sql(f"ALTER TABLE residents DROP COLUMN {OLD}")
        for kind in ("insert", "update", "delete"):
            connection.exec_driver_sql(triggers._sql(past, kind))


def migrate(store: Store) -> None:
    with store._writing.begin() as connection:
        triggers.remove(connection)
        connection.exec_driver_sql(f"ALTER TABLE residents ADD COLUMN {OLD} VARCHAR NOT NULL DEFAULT '不详'")
        triggers.install(connection)


def past_batch(session: Session) -> list[str]:
    """Two people, as the older program wrote them."""
    households = [Household(dwelling_uid=uid) for uid in session.scalars(select(Dwelling.uid).limit(2))]
    session.add_all(households)
    session.flush()
    names = [c.name for c in Resident.__table__.columns if c.name != OLD]
    now = {"ver": 0, "state": "here", "place": ""}
    for number, home in enumerate(households):
        values = {"uid": f"p{number}", "feed": home.feed, "household_uid": home.uid, "name": f"王{number}"} | now
        values = {name: value for name, value in values.items() if name in names}
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        session.connection().exec_driver_sql(f"INSERT INTO residents({columns}) VALUES ({marks})", (*values.values(),))
    return ["p0", "p1"]


@pytest.fixture
def grown(tmp_path: Path):
    """A batch of the first version in a store that was migrated since: (store, its transaction)."""
    store = open_store(tmp_path)
    keepers, store._keepers = store._keepers, type(store._keepers)()
    older(store)
    _, done = store.write_now("导入名册", past_batch)
    migrate(store)
    store._keepers = keepers
    yield store, done.tx
    store.close()


def test_a_batch_from_before_a_migration_can_be_taken_back(grown) -> None:
    store, tx = grown
    assert store.read_now(lambda session: session.get_one(Resident, "p0").workplace) == "不详"
    assert store.undo_now(tx)[0].kept == ()
    assert people(store) == set()


def test_of_such_a_batch_a_person_whose_new_column_was_filled_in_stays(grown) -> None:
    store, tx = grown
    store.write_now("修改", lambda session: setattr(session.get_one(Resident, "p1"), "workplace", "街道"))
    undone, _ = store.undo_now(tx)
    assert people(store) == {"p1"}
    assert ("residents", "p1") in undone.kept


def test_what_was_empty_and_was_filled_in_since_holds_a_row(store: Store) -> None:
    uid, done = store.write_now("登记居民", settle)
    store.write_now("修改", lambda session: setattr(session.get_one(Resident, uid), "workplace", "街道"))
    assert ("residents", uid) in store.undo_now(done.tx)[0].kept
    store.write_now("修改", lambda session: setattr(session.get_one(Resident, uid), "workplace", None))
    assert store.undo_now(done.tx)[0].kept == ()


def test_a_column_that_a_migration_took_away_hinders_no_undo(store: Store) -> None:
    uid, _ = store.write_now("登记居民", settle)
    _, gone = store.write_now("删除", lambda session: session.delete(session.get_one(Resident, uid)))
    store.note_now(
        lambda s: s.connection().exec_driver_sql(
            "UPDATE changes SET diff = json_set(diff, '$.shoe_size', json_array(38, NULL)) WHERE tx = ?", (gone.tx,)
        )
    )
    store.undo_now(gone.tx)
    assert people(store) == {uid}


def test_what_a_store_began_with_is_neither_offered_nor_taken_back(tmp_path: Path) -> None:
    def fill(house: bootstrap.House) -> None:
        house.store.write_now("演示数据", settle)

    house, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD, fill=fill)
    store = house.store
    assert offered(store) == undo.Steps(None, None)
    for tx in (1, 2):
        with pytest.raises(ValueError, match="founding"):
            store.undo_now(tx)
    _, done = store.write_now("登记居民", lambda session: settle(session, "3-1-101", "李四"))
    store.undo_now(done.tx)
    assert offered(store).undo is None
    assert offered(store).redo
    house.close()


def offered(store: Store) -> undo.Steps:
    return store.read_now(lambda session: undo.steps(session, store.actor))


def test_a_demo_of_before_that_was_written_down_keeps_its_rows_too(store: Store) -> None:
    store.note_now(lambda session: setattr(session.get_one(Meta, "demo"), "value", "1"))
    store.write_now("演示数据", settle)
    assert offered(store).undo is None


def test_what_was_taken_back_step_by_step_comes_back_step_by_step(store: Store) -> None:
    for floor in (1, 2, 3):
        store.write_now(f"登记{floor}", lambda session, n=floor: settle(session, f"3-1-{n}01", f"张三{n}"))
    everyone = people(store)

    def press(which: str) -> None:
        step = getattr(store.read_now(lambda session: undo.steps(session, store.actor)), which)
        store.undo_now(step.tx)

    for count in (2, 1, 0):
        press("undo")
        assert len(people(store)) == count
    for count in (1, 2, 3):
        press("redo")
        assert len(people(store)) == count
    assert people(store) == everyone
    assert store.read_now(lambda session: undo.steps(session, store.actor)).redo is None
    press("undo")
    store.write_now("登记4", lambda session: settle(session, "3-1-401", "张三4"))
    assert store.read_now(lambda session: undo.steps(session, store.actor)).redo is None
