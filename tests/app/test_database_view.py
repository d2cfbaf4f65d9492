"""What an administrator sees of a table is masked like a paper."""

import pytest
from sqlalchemy.orm import Session

from app import access, database_view
from app.errors import UserError
from app.modules import needs, visits
from app.modules.residents import Resident
from db.local import Access
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TABLES = ("residents", "visits", "households", "dwellings", "needs", "need_events")


def test_neither_words_nor_the_order_of_rows_tell_who_lives_where(store: Store) -> None:
    def work(session: Session) -> None:
        resident = session.get_one(Resident, settle(session))
        resident.note = "王桂芳做饭吃力"
        values = {"visited_at": NOW, "method": "1", "outcome": "1", "note": "王桂芳想装扶手"}
        visits.record_visit(session, resident.household_uid, values, [], {})
        need = needs.register(session, resident.household_uid, {"category": "01"})
        session.flush()
        needs.take_step(session, need.uid, "answer", {"note": "已告诉王桂芳"})

    store.write_now("记录走访", work)
    shown = {table: [*database_view.rows(store, table)] for table in TABLES}
    assert shown["residents"][0]["note"] == "王*芳做饭吃力"
    assert shown["visits"][0]["note"] == "王*芳想装扶手"
    assert shown["need_events"][0]["note"] == "已告诉王*芳"  # the way home leads over the need
    assert "王桂芳" not in str(shown)
    assert "501" not in str([{k: v for k, v in row.items() if not k.endswith("uid")} for row in shown["residents"]])
    assert {row["place"] for rows in shown.values() for row in rows if "place" in row} == {"*"}


def test_every_table_that_is_listed_can_be_shown(store: Store) -> None:
    store.write_now("新增居民", settle)
    listed = dict(database_view.tables(store))
    assert listed["residents"] == 1
    assert {"access_log", "changes", "transactions", "drafts"}.isdisjoint(listed)  # full values, names of files
    for name, count in listed.items():
        assert len([*database_view.rows(store, name, 9999)]) == count
        assert database_view.schema(store, name).startswith("CREATE TABLE")


def test_who_only_looked_which_tables_there_are_and_of_what_columns_is_logged_too(store: Store) -> None:
    database_view.tables(store)
    database_view.schema(store, "residents")
    assert store.read_now(lambda session: [(row.kind, row.what) for row in session.query(Access)]) == [
        ("db", {"list": "tables"}),
        ("db", {"table": "residents", "schema": True}),
    ]
    told = store.read_now(access.looks)
    assert [(look.who, look.what, look.whose) for look in told] == [
        ("李敏", "用命令行看了", "居民"),
        ("李敏", "用命令行看了", "有哪些数据表"),
    ]


def test_a_table_that_is_none_is_told_in_three_sentences_and_not_logged(store: Store) -> None:
    for look in (database_view.schema, lambda store, name: [*database_view.rows(store, name)]):
        with pytest.raises(UserError) as refused:
            look(store, "access_log")
        assert len(refused.value.sentences) == 3
    assert store.read_now(lambda session: session.query(Access).count()) == 0
