"""What is most sensitive stays on the screen of the worker: on paper its columns are there, and empty."""

import pytest
from sqlalchemy.orm import Session

from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.modules import care_tags, visits
from app.modules.residents import Resident
from app.modules.visit_ledger import L05
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

ASKED = Question(now=NOW)


@pytest.fixture
def visited(store: Store) -> Store:
    """Somebody old who lives alone was visited, and walks badly."""

    def work(session: Session) -> None:
        uid = settle(session)
        session.flush()
        care_tags.set_words(session, uid, ["独居", "高龄"], NOW.date())
        values = {"visited_at": NOW, "method": "1", "outcome": "1"}
        care = {(uid, "health_moving"): "2", (uid, "mood"): "2"}
        visits.record_visit(session, session.get_one(Resident, uid).household_uid, values, [uid], care)

    store.write_now("记录走访", work)
    return store


def shown(store: Store, strength: Strength) -> dict[str, str]:
    line = store.read_now(lambda session: next(iter(L05.lines(session, ASKED, strength))))
    return {name: text for name, text in zip(L05.fields, line, strict=True) if name in ("care", "health", "mood")}


@pytest.mark.parametrize("strength", [Strength.OFFICE, Strength.PUBLIC])
def test_columns_of_level_four_are_seen_on_the_screen_and_nowhere_else(visited: Store, strength: Strength) -> None:
    assert all(shown(visited, Strength.SCREEN).values())
    assert shown(visited, strength) == {"care": "", "health": "", "mood": ""}
