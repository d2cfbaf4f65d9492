"""One record of a register, in the card of every record."""

from PySide6.QtCore import Signal
from sqlalchemy.orm import Session

from app import registers
from app.ledger.form import Form, Values
from app.registers import RecordView
from app.texts import tr
from ui.edit_card import EditCard
from ui.record_edit import Act


class RecordCard(EditCard):
    """`saved`: uid, command and the transaction to take back. An empty uid is a new record."""

    saved = Signal(str, str, int)
    kind: Form | None = None

    async def show_record(self, form: Form, uid: str) -> None:
        """A record, or an empty one without a uid."""
        await self.drafting.settle()
        self.kind = form
        await self.show_uid(uid)

    def read(self, session: Session, uid: str) -> RecordView | None:
        return registers.opened(session, self.kind, uid) if self.kind else None

    def key_of(self, uid: str) -> str:
        return registers.draft_key(self.kind, uid) if self.kind else ""

    def named(self, found: RecordView) -> tuple[str, str]:
        title = tr(found.draft.form.title)
        return title, title

    def note_of(self) -> str:
        return "" if self.uid or not self.kind else tr("新的一条")

    async def write(self, changed: Values) -> bool:
        assert self.form
        draft, made = self.form.draft, list[str]()
        command = registers.command(draft, changed)
        done = await self._store.change(command, lambda session: made.append(registers.save(session, draft, changed)))
        self.saved.emit(made[0], command, done.tx or 0)
        return True

    def way_back(self) -> Act:
        kind, uid = self.kind, self.uid

        async def show() -> None:
            if kind:
                await self.show_record(kind, uid)

        return show
