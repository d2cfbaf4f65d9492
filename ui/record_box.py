"""A box with the form of one record over a page: kept in a draft while it is typed, saved by one named command."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app import drafts
from app.ledger.form import Draft, Values
from app.texts import tr
from db.store import Store
from ui import ime
from ui.ledger.form import DraftForm
from ui.messages import Box
from ui.record_edit import Act, RecordEdit
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.layouts import box, column

WIDE, MARGIN = 700, 250  # px of the box; of the window above and below the form


@dataclass(frozen=True)
class Asked:
    """What a box asks. `key`: of its draft. `save` does the command; Refused: told at the
    fields; also called without a change where `above` may hold one. `more`: other things that can be done with the record, in
    words. `off`: why it can only be looked at."""

    title: str
    words: str
    draft: Draft
    key: str
    save: Callable[[Values], Coroutine[Any, Any, object]]
    more: Sequence[tuple[str, Act]] = ()
    above: Sequence[QWidget] = field(default=())
    below: Sequence[QWidget] = field(default=())
    yes: str = ""
    off: str = ""


class RecordBox(Box):
    def __init__(self, parent: QWidget, store: Store, asked: Asked, kept: drafts.Kept | None, today: date) -> None:
        self.edit = RecordEdit(store, box(column(*asked.above, gap=4)))
        super().__init__(parent, asked.title, asked.words, self.edit, *asked.below)
        self._store, self._asked, self._today = store, asked, today
        self.next: Act | None = None
        self.edit.put(asked.draft, kept, asked.key, asked.title)
        self._arrange(parent)
        self.edit.edited.connect(self._say)
        self._put_buttons()
        self.form.setEnabled(not asked.off)
        self.yes.set_off(asked.off)
        self.form.focus()

    @property
    def form(self) -> DraftForm:
        assert self.edit.form
        return self.edit.form

    async def save(self) -> None:
        """Refused: told at its field, and the box stays with what was typed."""
        if await self.edit.save(self._today, self._write):
            self.accept()

    async def give_up(self) -> None:
        """What was typed goes, and the box with it."""
        await self.edit.forget()
        self.reject()

    async def _write(self, changed: Values) -> bool:
        if changed or self._asked.above or not self.form.draft.uid:
            await self._asked.save(changed)
        await self._store.note(lambda session: drafts.drop(session, self._asked.key))
        return True

    def do_instead(self, act: Act) -> None:
        """Closes the box, then does this."""
        self.next = act
        self.reject()

    def _say(self) -> None:
        self.giving_up.setVisible(bool(self.form.touched()))

    def _arrange(self, parent: QWidget) -> None:
        self.setFixedWidth(min(WIDE, max(parent.window().width() - 40, 400)))
        below = sum(part.sizeHint().height() + 10 for part in self._asked.below)
        room = max(parent.window().height() - MARGIN - below, 120)
        self.edit.setFixedHeight(min(self.edit.widget().sizeHint().height() + 4, room))

    def _put_buttons(self) -> None:
        self.giving_up = self.add(tr("放弃"), "quiet")
        self._say()
        self.giving_up.clicked.connect(lambda: start(self.give_up(), self))
        for words, act in self._asked.more:
            self.add(words).clicked.connect(lambda _=False, act=act: self.do_instead(act))
        self.add(tr("关闭")).clicked.connect(self.reject)
        self.yes = Button(self._asked.yes or tr("保存"), "primary", key="Ctrl+Enter", big=True)
        self.buttons.addWidget(self.yes)
        self.yes.clicked.connect(ime.committed(lambda: start(self.save(), self)))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.yes.click)


async def ask_record(
    parent: QWidget, store: Store, today: date, asked: Asked, made: Callable[[RecordBox], object] = lambda box: None
) -> bool:
    """True when it was saved. What was typed in a box that was closed is there again when it is opened anew. `made` is told of
    the box before it opens."""
    kept = await store.read(lambda session: drafts.find(session, asked.key))
    asking = RecordBox(parent, store, asked, kept, today)
    made(asking)
    try:
        saved = await asking.answer()
    finally:
        await asking.edit.drafting.settle()
    if asking.next:
        await asking.next()
    return saved
