"""A card with one record: it is shown, written, saved by a named command, given up, and follows what others write."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app.bootstrap import House
from app.ledger.form import Values
from app.registers import RecordView
from app.texts import tr
from ui import ime
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.record_edit import Act, RecordEdit
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.card import Card


class EditCard(Card):
    """`opened` comes with the RecordView whenever a record is shown or read anew, None when none is; `put_aside`: words, and a
    coroutine function that brings back what was given up; `told`: words alone; `history_asked`: of a field.

    Its kinds say how the record is read and saved, and what it is called; a widget's metaclass has no abstract methods.
    """

    opened = Signal(object)
    put_aside = Signal(str, object)
    told = Signal(str)
    drafts_changed = Signal()
    history_asked = Signal(str)

    def __init__(self, house: House, *above: QWidget, hint: str | QWidget = "", more: tuple[Button, ...] = ()) -> None:
        super().__init__("", flush=True)
        self._house, self._store, self._turn = house, house.store, 0
        self.uid, self.name = "", ""
        self.edit = RecordEdit(house.store, *above)
        self.give_up_button = Button(tr("放弃改动"), "quiet")
        self.save_button = Button(tr("保存"), "primary", key="Ctrl+Enter", spare=True)
        self.body.addWidget(self.edit)
        self.set_foot(hint, self.give_up_button, *more, self.save_button)
        self.save_button.clicked.connect(ime.committed(lambda: start(self.save(), self)))
        self.give_up_button.clicked.connect(ime.committed(lambda: start(self.give_up(), self)))
        self.edit.edited.connect(self._say)
        self.edit.drafts_changed.connect(self.drafts_changed)

    def read(self, session: Session, uid: str) -> RecordView | None:
        """None: it is no longer there."""
        raise NotImplementedError

    def key_of(self, uid: str) -> str:
        """Of its draft."""
        raise NotImplementedError

    def named(self, found: RecordView) -> tuple[str, str]:
        """What the record is called, and its draft."""
        raise NotImplementedError

    async def write(self, changed: Values) -> bool:
        """The command, which also drops the draft. False: the person went back. Refused: what others changed meanwhile."""
        raise NotImplementedError

    async def again(self) -> None:
        """After a refusal, before it is told."""

    def way_back(self) -> Act:
        """What shows this record, wherever one is by then."""
        raise NotImplementedError

    @property
    def form(self) -> DraftForm | None:
        return self.edit.form

    @property
    def drafting(self) -> Drafting:
        return self.edit.drafting

    async def show_uid(self, uid: str) -> None:
        """With what was typed and not saved before."""
        await self.drafting.settle()
        self._turn += 1
        turn = self._turn
        found = await self._store.read(lambda session: self.read(session, uid))
        if turn == self._turn:  # else another one was chosen meanwhile
            self._open(uid if found else "", found)

    async def follow(self) -> None:
        """After somebody wrote: values anew, but what is being typed stays, with a word where it was overtaken."""
        uid, form = self.uid, self.form
        found = await self._store.read(lambda session: self.read(session, uid))
        if form is None or form is not self.form:
            return
        if found and found.draft.opened == form.draft.opened:
            self._tell(found)
            return
        at = form.focused()
        await self.show_uid(uid)
        if (now := self.form) and self.uid == uid and at:
            now.focus(at)

    async def save(self) -> bool:
        """What was touched, as one command named after it. Refused: told at its field, and the draft stays."""
        same = False

        async def write(changed: Values) -> bool:
            nonlocal same
            same = not changed
            return same or await self.write(changed)

        saved = await self.edit.save(self._house.today(), write, self.again)
        if same:
            await self.edit.forget()
            await self.show_uid(self.uid)
            self.told.emit(tr("没有改动"))
        return saved

    async def give_up(self) -> None:
        """What was typed and not saved goes; the words put aside bring it back."""
        if self.edit.unsaved() is None:
            return
        name, show = self.name, self.way_back()
        bring_back = await self.edit.forget()
        await self.show_uid(self.uid)

        async def go_back() -> None:
            await bring_back()
            await show()

        self.put_aside.emit(tr("已放弃对{name}的改动").format(name=name), go_back)

    def _open(self, uid: str, found: RecordView | None) -> None:
        self.uid, self.name = uid, ""
        self.setEnabled(found is not None)
        title = ""
        if found:
            self.name, title = self.named(found)
        self.edit.put(found.draft if found else None, found.kept if found else None, self.key_of(uid), title)
        if self.form:
            self.form.asked.connect(self.history_asked)
        self._say()
        self._tell(found)

    def _tell(self, found: RecordView | None) -> None:
        if found and self.form:
            self.form.show_history(found.changes)
        self.opened.emit(found)

    def note_of(self) -> str:
        """Beside its name, while nothing is unsaved."""
        return ""

    def _say(self) -> None:
        unsaved = self.edit.unsaved() is not None
        self.set_title(self.name or tr("资料"), tr("有没存的改动") if unsaved else self.note_of())
        self.give_up_button.setVisible(unsaved)
