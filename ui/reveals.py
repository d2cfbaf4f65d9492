"""Writes down who looked at which number in the clear."""

from app import access
from db.store import Store
from ui.ledger.form import DraftForm
from ui.tasks import start


def watch(form: DraftForm, store: Store) -> None:
    """Every number that this form shows is told to the access log; a new record hides none."""
    table, uid = form.draft.form.record.__tablename__, form.draft.uid or ""

    def shown(name: str) -> None:
        start(store.note(lambda session: access.revealed(session, table, uid, name)), form, lasting=True)

    form.revealed.connect(shown)
