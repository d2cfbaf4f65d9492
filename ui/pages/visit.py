"""走访: the building left, the visit of the household one stands on right. What is typed is kept, whatever happens."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication
from sqlalchemy.orm import Session

from app import drafts, undo, visit_screen, visiting
from app.bootstrap import House
from app.building_view import DoorView
from app.ledger.form import Refused
from app.texts import N_, tr
from app.visit_screen import VisitScreen
from app.visit_view import HomeView
from app.visiting import COMMAND, Recorded
from db.changes import Changes
from ui.drafting import Drafting
from ui.pages.visit_form import VisitForm
from ui.pages.visit_home import BuildingCard, nobody
from ui.pages.visit_questions import Shape, shape
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.theme import look
from ui.widgets.layouts import row

CHART, FORM = 474, 668  # px of the drawing, the share of each half


class VisitPage(Page):
    """`said`: words, and a coroutine function that takes back what was done, or None."""

    hints = (
        Hint("↑ ↓ ← →", N_("换户")), Hint("Enter", N_("打开")), Hint("Ctrl+D", N_("与上次相同")),
        Hint("Ctrl+Enter", N_("保存并看下一户")), Hint("Esc", N_("返回，不丢内容")),
    )  # fmt: skip
    said = Signal(str, object)
    left = Signal()
    drafts_changed = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._store = house, house.store
        self.building = BuildingCard(house)
        self.form: VisitForm | None = None
        self._forms: dict[Shape, VisitForm] = {}
        self.nobody = nobody()
        self._shown = VisitScreen()
        self._turn, self._came, self._writing, self._saving = 0, False, False, asyncio.Lock()
        self.drafting = Drafting(self._store, self)
        self._row = row(gap=16)
        self._row.addWidget(self.building, CHART)
        self._row.addWidget(self.nobody, FORM)
        self.setLayout(self._row)
        self._connect()
        self._fit()

    def draft_thrown(self, key: str) -> None:
        if self.form and key == visiting.draft_key(self.form.home.uid):
            start(self.show_home(self.form.home.uid), self)

    def household(self) -> str:
        return self._shown.home.uid if self._shown.home else ""

    def arrive(self, key: str) -> None:
        """Overrides Page: `key` is a household whose visit is to be written."""
        self._came = bool(key)
        if key:
            start(self.show_home(key, write=True), self)
        elif self._shown.building is None:
            start(self.begin(), self)
        else:
            self._go_to_chart()
            start(self.refresh(), self)

    def leave(self) -> None:
        self.drafting.put_away()

    def escape(self) -> bool:
        """Overrides Page: from the form to the chart, from there to where one came from."""
        self.drafting.put_away()
        if self.form and (self.form.isAncestorOf(QApplication.focusWidget()) or self.building.isHidden()):
            self._go_to_chart()
            return True
        if self._came:
            self.left.emit()
        return self._came

    async def begin(self) -> None:
        """Where it is the most urgent."""
        await self._go(visit_screen.opening)
        self._go_to_chart()

    async def show_home(self, uid: str, *, write: bool = False) -> None:
        """The household with its building and its visit, as it was left. `write`: on to its first field."""
        shown = await self._go(lambda session, day: visit_screen.of_home(session, uid, day))
        if shown and shown.home is None:
            self.said.emit(tr("这一户已经不在了"), None)
        elif shown and write:
            self.write()

    async def show_building(self, uid: str) -> None:
        await self._go(lambda session, day: visit_screen.of_building(session, uid, day))

    async def refresh(self) -> None:
        """After somebody wrote: the chart and the household anew; what stands in the form stays, unless the home went."""
        turn, here, uid, day = self._turn, self._shown, self.household(), self._house.today()
        shown = await self._store.read(lambda session: visit_screen.anew(session, here, day))
        if turn == self._turn:
            self._shown = shown
            self._show_left(shown)
            if uid != self.household():
                self._put_form(shown)

    def write(self) -> None:
        """Into the form."""
        if self.form:
            self._writing = True
            self._fit()
            self.form.start()

    def same(self) -> None:
        if self.form and not self.form.put_same():
            self.said.emit(tr("没有上次的情况可以照填"), None)

    async def save(self) -> None:
        """The visit and what was found, then on along the stairs. Refused: told at its field, and the draft stays."""
        if (form := self.form) is None or self._saving.locked():
            return
        home, day = form.home, form.opened.date()
        entry, typed = form.entry(), (form.subject, form.draft())
        async with self._saving:
            try:
                await self.drafting.hold()
                done = await self._store.write(COMMAND, lambda session: visiting.record(session, home, entry, day))
            except BaseException as error:
                self.drafting.touch()
                if not isinstance(error, Refused):
                    raise
                form.refuse(error.problems)
                return
            await self.drafting.hold()
        words = tr("已记录：{who}").format(who=home.head or home.address)
        self.said.emit(words, lambda: self.take_back(home.uid, done, *typed))
        self.drafts_changed.emit()
        shown = await self._go(lambda session, today: visit_screen.of_next(session, home.uid, today))
        if shown and shown.home and shown.home.uid != home.uid:
            self.write()

    async def take_back(self, uid: str, done: Recorded, title: str, texts: Mapping[str, Any]) -> None:
        """撤销: the visit and its needs go, and what was typed stands in the form again."""
        _, words = await undo.take_back(self._store, done.tx)
        await self._store.note(lambda session: drafts.keep(session, visiting.draft_key(uid), title, texts))
        self.said.emit(words, None)
        self.drafts_changed.emit()
        await self.show_home(uid, write=True)

    async def _go(self, load: Callable[[Session, date], VisitScreen]) -> VisitScreen | None:
        """What there is to be shown now; None when one went on meanwhile."""
        turn, day = await self._turned(), self._house.today()
        shown = await self._store.read(lambda session: load(session, day))
        if turn != self._turn:
            return None
        if shown.building:
            self._show(shown)
        return shown

    async def _turned(self) -> int:
        """The number of this move, when all before it is kept. A later move has a higher one."""
        self._turn += 1
        turn = self._turn
        async with self._saving:  # nobody leaves a form that is being saved
            await self.drafting.settle()
        return turn

    def _show(self, shown: VisitScreen) -> None:
        self._shown = shown
        self._show_left(shown)
        self._put_form(shown)

    def _show_left(self, shown: VisitScreen) -> None:
        self.building.setVisible(shown.building is not None)
        if shown.building:
            self.building.put(shown.building, shown.home.dwelling if shown.home else "")
        self.building.summary.put(shown.home)

    def _put_form(self, shown: VisitScreen) -> None:
        if self.form:
            self.form.hide()
        self.form = None
        if shown.home:
            form = self.form = self._form_for(shown.home)
            form.open(shown.home, self._store.world.now(), shown.draft)
            self.drafting.watch(visiting.draft_key(shown.home.uid), form.subject, form.draft_if_touched)
        self._fit()

    def _form_for(self, home: HomeView) -> VisitForm:
        """A form for each shape of questions, so that its fields stand in the order of the focus."""
        asked = shape(home)
        if asked not in self._forms:
            form = self._forms[asked] = VisitForm(asked)
            form.edited.connect(self.drafting.touch)
            form.save_asked.connect(lambda: start(self.save(), self))
            form.put_away_asked.connect(self.escape)
            self._row.addWidget(form, FORM)
        return self._forms[asked]

    async def _show_door(self, door: DoorView | None) -> None:
        if door and door.household:
            await self.show_home(door.household)
        elif await self._turned() == self._turn:
            self._shown = replace(self._shown, home=None)
            self._put_form(self._shown)
            self.building.summary.put_nobody(door)

    def _kept(self, key: str, at: datetime | None) -> None:
        if self.form and key == visiting.draft_key(self.form.home.uid):
            self.form.say_kept(at)
        self.drafts_changed.emit()

    def _connect(self) -> None:
        left = self.building
        left.chosen.connect(lambda dwelling: start(self._show_door(left.doors.get(dwelling)), self))
        left.opened.connect(lambda _: self.write())
        left.building_chosen.connect(lambda uid: start(self.show_building(uid), self))
        left.summary.other_chosen.connect(lambda uid: start(self.show_home(uid), self))
        self.drafting.kept.connect(self._kept)
        self.keep_up(self._store, self._again)
        look.changes.changed.connect(self._fit)

    def _again(self, changes: Changes) -> None:
        if not self._saving.locked():
            start(self.refresh(), self)

    def _go_to_chart(self) -> None:
        self._writing = False
        self._fit()
        self.building.chart.setFocus()

    def _fit(self) -> None:
        """Large letters leave room for one half: the chart, or the form while one writes."""
        large, writing = look.sizes() is not look.STANDARD, self._writing and self.form is not None
        self.building.setVisible(not (large and writing))
        self.nobody.setVisible(not large and self.form is None)
        if self.form:
            self.form.setVisible(not large or writing)
