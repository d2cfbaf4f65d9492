"""A box with the form of one record over a page: kept in a draft while it is typed, saved by one named command."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from app import drafts
from app.ledger.form import Draft, Refused, Values
from app.texts import tr
from db.store import Store
from ui import form_drafts, ime, reveals
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.messages import Box
from ui.tasks import start
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.layouts import box, column

WIDE, MARGIN = 700, 250  # px of the box; of the window above and below the form
Act = Callable[[], Coroutine[Any, Any, None]]


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
        self.form = DraftForm(asked.draft, columns=2 if look.sizes() is look.STANDARD else 1)
        self.scroll = QScrollArea()
        super().__init__(parent, asked.title, asked.words, self.scroll, *asked.below)
        self._store, self._asked, self._today, self._saving = store, asked, today, False
        self.next: Act | None = None
        self._base = form_drafts.put_kept(self.form, kept)
        self._arrange(parent)
        self.drafting = Drafting(store, self)
        self.drafting.watch(asked.key, asked.title, lambda: form_drafts.unsaved(self.form, self._base))
        self.form.changed_by_person.connect(self._touched)
        reveals.watch(self.form, store)
        self._put_buttons()
        self.form.setEnabled(not asked.off)
        self.yes.set_off(asked.off)
        self.form.focus()

    async def save(self) -> None:
        """Refused: told at its field, and the box stays with what was typed."""
        if self._saving or (changed := self.form.changed(self._today)) is None:
            return
        opened = self.form.draft.opened
        if self.form.draft.uid:
            changed = {name: value for name, value in changed.items() if value != opened[name]}
        self._saving = True
        try:
            await self.drafting.hold()
            if changed or self._asked.above or not self.form.draft.uid:
                await self._asked.save(changed)
            await self._store.note(lambda session: drafts.drop(session, self._asked.key))
        except Refused as refused:
            self.drafting.touch()
            self._tell(refused)
        else:
            self.accept()
        finally:
            self._saving = False

    async def give_up(self) -> None:
        """What was typed goes, and the box with it."""
        await self.drafting.hold()
        await self._store.note(lambda session: drafts.drop(session, self._asked.key))
        self.reject()

    def _tell(self, refused: Refused) -> None:
        problems = {name: words for name, words in refused.problems.items() if name in self.form.fields}
        others = "；".join(words for name, words in refused.problems.items() if name not in problems)
        first = next(iter(self.form.fields))
        self.form.show_problems({first: others, **problems} if others else problems)

    def do_instead(self, act: Act) -> None:
        """Closes the box, then does this."""
        self.next = act
        self.reject()

    def _touched(self) -> None:
        self.drafting.touch()
        self.giving_up.setVisible(bool(self.form.touched()))

    def _arrange(self, parent: QWidget) -> None:
        self.setFixedWidth(min(WIDE, max(parent.window().width() - 40, 400)))
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = box(column(*self._asked.above, self.form, gap=4), "scrolled")
        self.scroll.setWidget(inside)
        self.form.setAutoFillBackground(False)
        below = sum(part.sizeHint().height() + 10 for part in self._asked.below)
        room = max(parent.window().height() - MARGIN - below, 120)
        self.scroll.setFixedHeight(min(inside.sizeHint().height() + 4, room))

    def _put_buttons(self) -> None:
        self.giving_up = self.add(tr("放弃"), "quiet")
        self.giving_up.setVisible(bool(self.form.touched()))
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
    box = RecordBox(parent, store, asked, kept, today)
    made(box)
    try:
        saved = await box.answer()
    finally:
        await box.drafting.settle()
    if box.next:
        await box.next()
    return saved
