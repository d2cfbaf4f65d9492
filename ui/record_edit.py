"""One record being written, wherever that is: its form, what was typed and not saved yet, and what saving made of it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from app import drafts
from app.drafts import Kept
from app.ledger.form import Draft, Problems, Refused, Values
from db.store import Store
from ui import form_drafts, reveals
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.theme import look
from ui.widgets.layouts import box, column

Act = Callable[[], Coroutine[Any, Any, None]]


class RecordEdit(QScrollArea):
    """A form below what stands `above` it. Who uses it says which record, what saving is, and what is unsaved.

    `edited` comes with every change by the person, `drafts_changed` when a draft was kept or went.
    """

    edited = Signal()
    drafts_changed = Signal()

    def __init__(self, store: Store, *above: QWidget) -> None:
        super().__init__()
        self._store, self._key, self._title, self._base = store, "", "", dict[str, str]()
        self._saving = asyncio.Lock()
        self.form: DraftForm | None = None
        self.drafting = Drafting(store, self)
        self._inside = column(*above, gap=0)
        self.setWidget(box(self._inside, "scrolled"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drafting.kept.connect(lambda *_: self.drafts_changed.emit())

    def put(self, draft: Draft | None, kept: Kept | None = None, key: str = "", title: str = "") -> None:
        """Shows a record with what was typed and not saved before, under the key of its draft; None: nothing."""
        self.drafting.put_away()
        self._clear()
        self.widget().setVisible(draft is not None)
        if draft is None:
            return
        form = self.form = DraftForm(draft, columns=_columns())
        self._key, self._title = key, title
        self._base = dict(form_drafts.put_kept(form, kept))
        self._inside.addWidget(form, 1)
        form.setAutoFillBackground(False)  # the area makes it grey
        form.changed_by_person.connect(self._touched)
        reveals.watch(form, self._store)
        self.drafting.watch(key, title, self.unsaved)

    def unsaved(self) -> Mapping[str, Any] | None:
        """As a draft keeps it; None while all is as it was opened."""
        return form_drafts.unsaved(self.form, self._base) if self.form else None

    def fits(self) -> bool:
        """Whether the form has as many columns as the letters leave room for."""
        return self.form is None or self.form.columns == _columns()

    async def save(
        self, today: date, write: Callable[[Values], Coroutine[Any, Any, bool]], again: Act | None = None
    ) -> bool:
        """Hands what was changed to `write`, which says False where the person went back. False: nothing was written, and what
        was typed stays. Refused: told at its field, also where `again` read the record anew before."""
        if not self.form or self._saving.locked() or (changed := self._changed(self.form, today)) is None:
            return False
        async with self._saving:
            try:
                await self.drafting.hold()
                if not await write(changed):
                    self.drafting.touch()
                    return False
            except BaseException as error:
                self.drafting.touch()
                if not isinstance(error, Refused):
                    raise
                if again:
                    await again()
                self._tell(error.problems)
                return False
        self.drafts_changed.emit()
        return True

    async def forget(self) -> Act:
        """What was typed and not saved goes; gives what makes it a draft again."""
        key, title, typed = self._key, self._title, self.unsaved()
        await self.drafting.hold()
        await self._store.note(lambda session: drafts.drop(session, key))
        self.drafts_changed.emit()

        async def bring_back() -> None:
            await self._store.note(lambda session: drafts.keep(session, key, title, typed or {}))
            self.drafts_changed.emit()

        return bring_back

    def _changed(self, form: DraftForm, today: date) -> Values | None:
        """Of a record that is there, only what is no longer as it was opened. None: an error stands at a field."""
        changed, opened = form.changed(today), form.draft.opened
        if changed is None or not form.draft.uid:
            return changed
        return {name: value for name, value in changed.items() if value != opened[name]}

    def _tell(self, problems: Problems) -> None:
        """At their fields; what belongs to none of them at the first."""
        if not (form := self.form):
            return
        own = {name: words for name, words in problems.items() if name in form.fields}
        others = "；".join(words for name, words in problems.items() if name not in own)
        form.show_problems({next(iter(form.fields)): others, **own} if others else own)

    def _touched(self) -> None:
        self.drafting.touch()
        self.edited.emit()

    def _clear(self) -> None:
        if self.form and isValid(self.form):
            self._inside.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = None


def _columns() -> int:
    return 2 if look.sizes() is look.STANDARD else 1
