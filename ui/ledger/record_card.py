"""One record of a register: its form, what was typed and not saved yet, and what became of it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea

from app import drafts, registers
from app.bootstrap import House
from app.ledger.form import Form, Refused, Values
from app.registers import RecordView
from app.texts import tr
from ui import form_drafts, ime, reveals
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.tasks import start
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card


class RecordCard(Card):
    """`opened` with a RecordView, or None while nothing is shown; `saved`: uid, command and the transaction to take back.

    `put_aside`: words, and a coroutine function that brings back what was given up.
    """

    opened = Signal(object)
    saved = Signal(str, str, int)
    put_aside = Signal(str, object)
    drafts_changed = Signal()

    def __init__(self, house: House) -> None:
        super().__init__("", flush=True)
        self._house, self._store, self._saving = house, house.store, asyncio.Lock()
        self.kind: Form | None = None
        self.uid, self.form, self._base = "", None, dict[str, str]()
        self.drafting = Drafting(house.store, self)
        self.give_up_button = Button(tr("放弃改动"), "quiet")
        self.save_button = Button(tr("保存"), "primary", key="Ctrl+Enter")
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.body.addWidget(self.scroll)
        self.set_foot("", self.give_up_button, self.save_button)
        self.save_button.clicked.connect(ime.committed(lambda: start(self.save(), self)))
        self.give_up_button.clicked.connect(lambda: start(self.give_up(), self))
        self.drafting.kept.connect(lambda *_: self.drafts_changed.emit())

    form: DraftForm | None

    async def show_record(self, form: Form, uid: str) -> None:
        """A record, or an empty one without a uid, with what was typed and not saved before."""
        await self.drafting.settle()
        found = await self._store.read(lambda session: registers.opened(session, form, uid))
        self.kind, self.uid = form, uid if found else ""
        self._show(found)

    async def follow(self) -> None:
        """After somebody wrote: values anew, unless something is being typed, which the next save judges."""
        if self.kind and self.form and self.uid and not self.form.touched():
            at = self.form.focused()
            await self.show_record(self.kind, self.uid)
            if at and self.form:
                self.form.focus(at)

    async def save(self) -> bool:
        """Refused: told at its field, and the draft stays."""
        if not (form := self.form) or self._saving.locked():
            return False
        if (changed := form.changed(self._house.today())) is None:
            return False
        opened = form.draft.opened
        if form.draft.uid:
            changed = {name: value for name, value in changed.items() if value != opened[name]}
        return await self._save(form, changed) if changed else False

    async def give_up(self) -> None:
        form, kind, uid = self.form, self.kind, self.uid
        if not form or not kind or not (typed := self._unsaved()):
            return
        key, title = self._key(), tr(kind.title)
        await self.drafting.hold()
        await self._store.note(lambda session: drafts.drop(session, key))
        await self.show_record(kind, uid)
        self.drafts_changed.emit()

        async def bring_back() -> None:
            await self._store.note(lambda session: drafts.keep(session, key, title, typed))
            await self.show_record(kind, uid)
            self.drafts_changed.emit()

        self.put_aside.emit(tr("已放弃对{name}的改动").format(name=title), bring_back)

    async def _save(self, form: DraftForm, changed: Values) -> bool:
        command, made = registers.command(form.draft, changed), list[str]()
        async with self._saving:
            try:
                await self.drafting.hold()
                work = lambda session: made.append(registers.save(session, form.draft, changed))  # noqa: E731
                done = await self._store.change(command, work)
            except BaseException as error:
                self.drafting.touch()
                if not isinstance(error, Refused):
                    raise
                form.show_problems(error.problems)
                return False
        self.saved.emit(made[0], command, done.tx or 0)
        self.drafts_changed.emit()
        return True

    def _show(self, found: RecordView | None) -> None:
        self.setEnabled(found is not None)
        self.form = None
        if found and self.kind:
            form = self.form = DraftForm(found.draft, columns=2 if look.sizes() is look.STANDARD else 1)
            self._base = dict(form_drafts.put_kept(form, found.kept))
            self.scroll.setWidget(form)
            form.setAutoFillBackground(False)  # the area makes it grey
            form.show_history(found.changes)
            form.changed_by_person.connect(self._touched)
            reveals.watch(form, self._store)
            self.drafting.watch(self._key(), tr(self.kind.title), self._unsaved)
        self._say()
        self.opened.emit(found)

    def _key(self) -> str:
        return registers.draft_key(self.kind, self.uid) if self.kind else ""

    def _unsaved(self) -> Mapping[str, Any] | None:
        return form_drafts.unsaved(self.form, self._base) if self.form else None

    def _touched(self) -> None:
        self.drafting.touch()
        self._say()

    def _say(self) -> None:
        unsaved = self._unsaved() is not None
        title = tr(self.kind.title) if self.kind else ""
        self.set_title(title, tr("有没存的改动") if unsaved else "" if self.uid else tr("新的一条"))
        self.give_up_button.setVisible(unsaved)
