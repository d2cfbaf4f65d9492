"""What an administrator sees of a table is masked like a paper."""

from sqlalchemy.orm import Session

from app import database_view
from app.modules import needs, visits
from app.modules.residents import Resident
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
