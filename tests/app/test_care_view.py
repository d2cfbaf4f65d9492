"""A tag in the list says whether it holds, is still to come, or is over."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import care_view
from app.modules.care_tags import CareTag
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("first", "last", "in_force", "ahead"),
    [(0, 0, True, False), (1, 9, False, True), (-9, -1, False, False), (None, None, True, False)],
)
def test_whether_it_holds(store: Store, first: int | None, last: int | None, in_force: bool, ahead: bool) -> None:
    def work(session: Session) -> str:
        uid = settle(session)
        start, end = (None if days is None else TODAY + timedelta(days=days) for days in (first, last))
        session.add(CareTag(resident_uid=uid, sub="G101", valid_from=start, valid_to=end))
        return uid

    uid, _ = store.write_now("关爱标签", work)
    line = store.read_now(lambda session: care_view.tags(session, uid, TODAY))[0]
    assert (line.in_force, line.ahead) == (in_force, ahead)
