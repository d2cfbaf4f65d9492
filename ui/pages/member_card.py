"""One person of a household: his tags and his form, with what was typed and not saved yet."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea
from shiboken6 import isValid

from app import drafts
from app.household_view import MemberView, draft_key, member
from app.texts import tr
from db.store import Store
from ui import form_drafts, ime, reveals
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.pages.care_list import TagList
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import HintLabel
from ui.widgets.layouts import box, column


class MemberCard(Card):
    """`opened` comes with what is known of a person whenever it is shown or read anew, None when nobody is shown.

    `put_aside`: words, and a coroutine function that brings back what was given up.
    """

    opened = Signal(object)  # MemberView or None
    save_asked = Signal()
    give_up_asked = Signal()
    history_asked = Signal(str)  # of a field
    drafts_changed = Signal()

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        super().__init__(tr("资料"), flush=True)
        self._store, self._today, self._turn = store, today, 0
        self.person, self.name, self._base = "", "", dict[str, str]()
        self.form: DraftForm | None = None
        self.drafting = Drafting(store, self)
        self.save, self.more = Button(tr("保存"), "primary", key="Ctrl+Enter"), Button(tr("迁出、去世、改门牌"))
        self.give_up = Button(tr("放弃改动"), "quiet")
        self.tags, self.scroll = TagList(), QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._inside = column(self.tags, gap=0)
        self.scroll.setWidget(box(self._inside, "scrolled"))
        self.body.addWidget(self.scroll)
        self.set_foot(HintLabel(tr("只提交您改过的栏目")), self.give_up, self.more, self.save)
        self.save.clicked.connect(ime.committed(self.save_asked.emit))
        self.give_up.clicked.connect(ime.committed(self.give_up_asked.emit))
        self.drafting.kept.connect(lambda *_: self.drafts_changed.emit())

    async def show_person(self, uid: str) -> None:
        """With what was typed and not saved before; nobody with an empty uid."""
        await self.drafting.settle()
        self._turn += 1
        turn = self._turn
        day = self._today()
        found = await self._store.read(lambda session: member(session, uid, day)) if uid else None
        if turn == self._turn:  # else another one was chosen meanwhile
            self.person = uid if found else ""
            self._open(found)

    async def follow(self) -> None:
        """After somebody wrote: values anew, but what is being typed stays, with a word where it was overtaken."""
        uid, form, day = self.person, self.form, self._today()
        found = await self._store.read(lambda session: member(session, uid, day))
        if form is None or form is not self.form:
            return
        if found and found.draft.opened == form.draft.opened:
            self._tell(found)
        else:
            await self._open_anew(form, uid)

    async def forget(self) -> Mapping[str, Any]:
        """What was typed and not saved goes; gives it, as a draft keeps it."""
        uid, typed = self.person, self.unsaved() or {}
        await self.drafting.hold()
        await self._store.note(lambda session: drafts.drop(session, draft_key(uid)))
        self.drafts_changed.emit()
        await self.show_person(uid)
        return typed

    async def bring_back(self, uid: str, name: str, typed: Mapping[str, Any]) -> None:
        """What was given up is a draft again."""
        title = tr("资料：{name}").format(name=name)
        await self._store.note(lambda session: drafts.keep(session, draft_key(uid), title, typed))
        self.drafts_changed.emit()

    def fits(self) -> bool:
        """Whether the form has as many columns as the letters leave room for."""
        return self.form is None or self.form.columns == _columns()

    def unsaved(self) -> Mapping[str, Any] | None:
        return form_drafts.unsaved(self.form, self._base) if self.form else None

    def _open(self, found: MemberView | None) -> None:
        if self.form and isValid(self.form):
            self._inside.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form, self.name = None, ""
        self.setEnabled(found is not None)
        self.scroll.widget().setVisible(found is not None)
        if found:
            self.name = str(found.draft.opened["name"])
            self._show_form(found)
        self._say_unsaved()
        self._tell(found)

    def _show_form(self, found: MemberView) -> None:
        form = self.form = DraftForm(found.draft, columns=_columns())
        self._base = dict(form_drafts.put_kept(form, found.kept))
        self._inside.addWidget(form, 1)
        form.setAutoFillBackground(False)  # the area makes it grey
        self.drafting.watch(draft_key(self.person), tr("资料：{name}").format(name=self.name), self.unsaved)
        form.changed_by_person.connect(self._touched)
        form.follow_in_focus(self.tags.list, self.more)
        form.asked.connect(self.history_asked)
        reveals.watch(form, self._store)

    async def _open_anew(self, form: DraftForm, uid: str) -> None:
        """What was typed stays, told where it was overtaken, and the next save is judged by what is now."""
        at = form.focused()
        await self.show_person(uid)
        if (now := self.form) and self.person == uid and at:
            now.focus(at)

    def _tell(self, found: MemberView | None) -> None:
        self.tags.put(found.tags if found else ())
        if found and self.form:
            self.form.show_history(found.changes)
        self.opened.emit(found)

    def _touched(self) -> None:
        self.drafting.touch()
        self._say_unsaved()

    def _say_unsaved(self) -> None:
        unsaved = self.unsaved() is not None
        self.set_title(self.name or tr("资料"), tr("有没存的改动") if unsaved else "")
        self.give_up.setVisible(unsaved)


def _columns() -> int:
    return 2 if look.sizes() is look.STANDARD else 1
