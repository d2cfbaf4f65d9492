"""家庭: the members of a household, what is known of one of them with its history, and what happened here."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from sqlalchemy.orm import Session

from app import household_view, need_view, undo
from app.bootstrap import House
from app.household_view import HouseholdView, MemberView, household, household_of
from app.texts import N_, tr
from db.changes import Changes
from ui import ime
from ui.ledger.form import DraftForm
from ui.pages.home_card import HomeCard
from ui.pages.household_acts import HouseholdActs
from ui.pages.household_parts import HOME, NEEDS, EventList, Head, HistoryCard, MemberList, list_card, nobody
from ui.pages.member_acts import Act, Member, MemberActs
from ui.pages.member_card import MemberCard
from ui.pages.need_card import NeedsCard
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.layouts import box, column, row

MEMBERS, HISTORY = 296, 300  # px


class HouseholdPage(Page):
    """`said`: words for a toast, and the transaction to take back (0: nothing); `put_aside`: words, and a coroutine
    function that brings back what is given up."""

    hints = (
        Hint("↑ ↓", N_("换人")), Hint("Alt+↑ ↓", N_("换户")), Hint("Ctrl+H", N_("这一栏的改动")),
        Hint("Ctrl+Enter", N_("保存")), Hint("Esc", N_("返回，不丢内容")),
    )  # fmt: skip
    said = Signal(str, int)
    put_aside = Signal(str, object)
    visit = Signal(str)
    add = Signal(str)  # a new member for this household
    drafts_changed = Signal()
    left = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._store = house, house.store
        self.view: HouseholdView | None = None
        self._came, self._saving, self._part = False, asyncio.Lock(), ""
        self.card = MemberCard(house, self._do, self.follow, self.show_home)
        self.head, self.members, self.needs, self.home = Head(), MemberList(), NeedsCard(), HomeCard()
        self.steps, self.events, self.new = HistoryCard(), EventList(), Button(tr("添加"), "quiet")
        self.acts = MemberActs(house, self, self._do, self.show_home)
        self._arrange()
        self._connect()
        self.more_acts = HouseholdActs(house, self, self._do)
        self.draft_thrown, self.leave = self.card.draft_thrown, self.card.drafting.put_away  # type: ignore[method-assign]

    @property
    def form(self) -> DraftForm | None:
        return self.card.form

    def household(self) -> str:
        return self.view.uid if self.view else ""

    def arrive(self, key: str) -> None:
        """Overrides Page: `key` is a household, or one of its people; where one was, or at the first, without one."""
        self._came = bool(key)
        start(self._begin(key) if ":" not in key else self._go_on(key), self)

    def escape(self) -> bool:
        """Overrides Page: from the history of a field to it, from the form to the list, from there to where one came from."""
        self.card.drafting.put_away()
        if self.steps.leave(self.form):
            return True
        if self.form and self.form.focused():
            self.members.setFocus()
            return True
        if self._came:
            self.left.emit()
        return self._came

    async def show_home(self, key: str = "") -> None:
        """A household, at one of its people if `key` is his, else at the first."""
        home = await self._store.read(
            lambda session: household_of(session, key) or key or household_view.first(session)
        )
        await self.refresh(home)
        await self._stand_at(key)

    async def show_person(self, uid: str) -> None:
        self._show_part("")
        self.steps.show_field("")
        await self.card.show_uid(uid)

    async def show_part(self, part: str) -> None:
        """NEEDS or HOME, in the place of a person."""
        self.card.drafting.put_away()
        self._show_part(part)
        self.steps.show_field("")
        await self.tell_part()

    async def refresh(self, uid: str = "") -> None:
        """Who lives here and what happened, anew."""
        uid, now = uid or self.household(), self._store.world.now()
        self.view = view = await self._store.read(lambda session: household(session, uid, now))
        self.whole.setVisible(view is not None)
        self.nobody.setVisible(view is None)
        if view:
            self.head.put_home(view)
            with QSignalBlocker(self.members), QSignalBlocker(self.needs):
                self.members.put_home(view)
                self.needs.put(view.needs)
            self.home.put(view.facts)
            self.events.put_events(view.events, self._house.today())

    async def follow(self) -> None:
        """After somebody wrote: everything anew, but what is being typed. Who moved, or moved back, is followed."""
        await self.refresh()
        person = self.card.uid
        if self.view and self.form and self.members.name(person):
            await self.card.follow()
            await self.tell_part()
        else:
            moved = await self._store.read(lambda session: household_of(session, person))
            await (self.show_home(person) if moved else self._stand_at(""))

    async def save(self) -> bool:
        """Of the person whose form is shown."""
        return not self._saving.locked() and not self.card.isHidden() and await self.card.save()

    def ask_history(self) -> None:
        """Ctrl+H: the changes of the field one stands on."""
        if self.form:
            self.steps.ask(self.form.focused())

    def member(self) -> Member:
        """The person one stands on."""
        uid, where = self.card.uid, self.view.address if self.view else ""
        name, here, head = self.members.name(uid), self.members.is_here(uid), self.members.is_head(uid)
        return Member(uid, name, here, head, self.household(), where)

    def choices(self) -> list[tuple[str, Act]]:
        return self.acts.choices(self.member())

    async def _do(self, command: str, work: Callable[[Session], object]) -> None:
        """A named command with its toast."""
        async with self._saving:
            done = await self._store.change(command, work)
        self.said.emit(tr("已保存：{what}").format(what=undo.command_words(command)), done.tx or 0)
        await self.follow()

    async def _go_on(self, key: str) -> None:
        """With the draft of a box: at the household or person it is about, and in the box again."""
        await self._begin(key.partition(":")[2].partition("/")[0])
        await self.more_acts.go_on(key)

    def _show_part(self, part: str) -> None:
        for name, card in (("", self.card), (NEEDS, self.needs), (HOME, self.home)):
            card.setVisible(name == part)
        self._part = part

    async def tell_part(self) -> None:
        """What became of what is shown in the place of a person."""
        part, uid, need = self._part, self.household(), self.needs.list.current_key()
        if part:
            tell, whose = (need_view.steps, need) if part == NEEDS else (household_view.home_steps, uid)
            self.steps.put(await self._store.read(lambda session: tell(session, whose)), self._house.today())

    async def _begin(self, key: str) -> None:
        await (self.show_home(key) if key or not self.view else self.follow())
        if not self.card.edit.fits():
            await self.show_person(self.card.uid)
        if self.hasFocus():  # who came by keyboard goes on by keyboard
            self.members.setFocus()

    async def _stand_at(self, person: str) -> None:
        """At one of the people of the household, else at the first."""
        people = [one.uid for one in self.view.people] if self.view else []
        person = person if person in people else next(iter(people), "")
        with QSignalBlocker(self.members):
            self.members.go(person)
        await self.show_person(person)

    def _opened(self, found: MemberView | None) -> None:
        if not self._part:
            self.steps.put(found.steps if found else (), self._house.today())

    def _again(self, changes: Changes) -> None:
        if self.view and not self._saving.locked():
            start(self.follow(), self)

    def _dress(self) -> None:
        if self.isVisible():
            start(self._begin(""), self)

    def _chosen(self, uid: str) -> None:
        if uid in (NEEDS, HOME):
            start(self.show_part(uid), self)
        elif uid and (uid != self.card.uid or self._part):
            start(self.show_person(uid), self)

    def _enter(self) -> None:
        """From the list to what it shows."""
        if shown := {NEEDS: self.needs.list, HOME: self.home.list}.get(self._part):
            shown.setFocus()
        elif self.form:
            self.form.focus()

    def _step(self, uid: str | None) -> None:
        if uid:
            self.members.setFocus()  # the form one stood in goes
            start(self.show_home(uid), self)

    def _arrange(self) -> None:
        people, events = list_card(tr("家庭成员"), self.members), list_card(tr("来往记录"), self.events)
        people.add_to_head(self.new)
        people.setFixedWidth(MEMBERS)
        side = box(column(self.steps, events, gap=12))
        side.setFixedWidth(HISTORY)
        middle = box(column(self.card, self.needs, self.home, gap=0))
        parts = row(people, middle, side, gap=12)
        parts.setStretch(1, 1)
        shown = column(self.head, parts, gap=12)
        shown.setStretch(1, 1)
        self.whole, self.nobody = box(shown), nobody(lambda: self.add.emit(""))
        self.setLayout(column(self.whole, self.nobody, gap=0))
        self.nobody.hide()
        self._show_part("")

    def _connect(self) -> None:
        self.members.chosen.connect(self._chosen)
        self.members.opened.connect(lambda _: self._enter())
        self.steps.restore.connect(lambda step: start(self.card.put_back(step), self))
        self.card.opened.connect(self._opened)
        self.card.history_asked.connect(self.steps.show_field)
        self.card.put_aside.connect(self.put_aside)
        self.card.told.connect(lambda words: self.said.emit(words, 0))
        self.card.drafts_changed.connect(self.drafts_changed)
        self.card.more.clicked.connect(ime.committed(lambda: self.acts.offer(self.member(), self.card.more)))
        self.new.clicked.connect(lambda: self.add.emit(self.household()))
        self.head.visit.clicked.connect(lambda: self.visit.emit(self.household()))
        self.head.before.clicked.connect(lambda: self._step(self.view and self.view.before))
        self.head.after.clicked.connect(lambda: self._step(self.view and self.view.after))
        self.keep_up(self._store, self._again)
        look.changes.changed.connect(self._dress)
