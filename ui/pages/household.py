"""家庭: the members of a household, what is known of one of them with its history, and what happened here."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QScrollArea
from sqlalchemy.orm import Session

from app import drafts, history, registering, undo
from app.bootstrap import House
from app.household_view import HouseholdView, household, household_of
from app.ledger.form import Refused, command_name, open_draft
from app.modules import residents
from app.modules.residents import FORM
from app.texts import N_, tr
from db.changes import Changes
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.pages.household_parts import EventList, Head, HistoryList, MemberList
from ui.pages.moving import ask_door, ask_leaving
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.layouts import box, column, row

MEMBERS, HISTORY = 268, 300
MOVED_OUT, DIED, OTHER_DOOR, BACK, PUT_BACK = N_("迁出"), N_("登记去世"), N_("改门牌"), N_("恢复在册"), N_("恢复旧值")


class HouseholdPage(Page):
    """`said`: words for a toast, and the transaction to take back (0: nothing)."""

    hints = (Hint("↑ ↓", N_("换人")), Hint("Ctrl+Enter", N_("保存")), Hint("Esc", N_("返回，不丢内容")))
    said = Signal(str, int)
    visit = Signal(str)
    add = Signal(str)  # a new member for this household

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._store = house, house.store
        self.view: HouseholdView | None = None
        self.form: DraftForm | None = None
        self._person, self._turn = "", 0
        self.drafting = Drafting(self._store, self)
        self.head, self.members, self.steps, self.events = Head(), MemberList(), HistoryList(), EventList()
        self.save_button, self.more = Button(tr("保存"), "primary", key="Ctrl+Enter"), Button(tr("迁出、去世、改门牌"))
        self._arrange()
        self._connect()

    def household(self) -> str:
        return self.view.uid if self.view else ""

    def arrive(self, key: str) -> None:
        """Overrides Page: `key` is a household, or one of its people."""
        start(self.show_home(key), self)

    def leave(self) -> None:
        self.drafting.put_away()

    async def show_home(self, key: str) -> None:
        person = ""
        if home := await self._store.read(lambda session: household_of(session, key)):
            key, person = home, key
        await self.refresh(key)
        people = self.view.people if self.view else ()
        chosen = person or (people[0].uid if people else "")
        self._person = chosen  # so that the list's own news of it opens nobody a second time
        self.members.go(chosen)
        await self.show_person(chosen)

    async def refresh(self, uid: str = "") -> None:
        uid, day = uid or self.household(), self._house.today()
        self.view = await self._store.read(lambda session: household(session, uid, day))
        if self.view:
            self.head.put_home(self.view)
            self.members.put_people(self.view.people)
            self.events.put_events(self.view.events)

    async def show_person(self, uid: str) -> None:
        """Opens a member's form, with what was typed and not saved before."""
        await self.drafting.settle()
        self._turn += 1
        turn, self._person, self.form = self._turn, uid, None
        if not uid:
            return
        key = drafts.key("residents", uid)
        draft, kept = await self._store.read(lambda s: (open_draft(FORM, uid)(s), drafts.find(s, key)))
        if turn != self._turn:
            return  # another member was chosen meanwhile
        self.form = DraftForm(draft, columns=2 if look.sizes() is look.STANDARD else 1)
        if kept:
            self.form.put({name: str(text) for name, text in kept.texts.items()})
        self.scroll.setWidget(self.form)
        self.form.setAutoFillBackground(False)  # the area makes it grey
        name = str(draft.opened["name"])
        self.card.set_title(name, tr("有没存的改动") if kept else "")
        self.drafting.watch(key, name, self._unsaved)
        self.form.changed_by_person.connect(self._touched)
        await self.show_steps()

    async def show_steps(self) -> None:
        uid = self._person
        steps = await self._store.read(lambda session: history.of_record(session, FORM, uid))
        if uid == self._person:
            self.steps.put_steps(steps)

    async def save(self) -> bool:
        if not self.form or (changed := self.form.changed(self._house.today())) is None:
            return False
        if not changed:
            self.said.emit(tr("没有改动"), 0)
            return True
        draft, key = self.form.draft, drafts.key("residents", self._person)
        await self.drafting.hold()

        def work(session: Session) -> None:
            registering.save(session, draft, changed)
            drafts.drop(session, key)

        try:
            await self._do(command_name(FORM, changed), work)
        except Refused as refused:
            self.form.show_problems(refused.problems)
            self.drafting.touch()
            return False
        await self.show_person(self._person)
        return True

    async def put_back(self, number: int) -> None:
        """One old value of the history, by a change of its own."""
        step, uid = self.steps.step(number), self._person
        await self._do(PUT_BACK, lambda session: history.restore(session, FORM, uid, step))
        await self.show_person(uid)

    async def leave_home(self, *, died: bool) -> None:
        uid, name = self._person, self.members.name(self._person)
        title = tr("{name}去世").format(name=name) if died else tr("{name}迁出").format(name=name)
        words = tr("以后的名册和台账不再列出；以前的走访记录都在，也可以恢复在册。")
        answer = await ask_leaving(self, title, words, self._house.today(), where=not died)
        if answer and died:
            await self._do(DIED, lambda session: residents.record_death(session, uid, answer[0]))
        elif answer:
            await self._do(MOVED_OUT, lambda session: residents.move_out(session, uid, answer[0], answer[1] or None))

    async def move(self) -> None:
        uid, name = self._person, self.members.name(self._person)
        title, words = tr("{name}住在哪里").format(name=name), tr("搬了家，或当初登记错了门牌，都在这里改。")
        if home := await ask_door(self, self._store, title, words):
            await self._do(OTHER_DOOR, lambda session: registering.move(session, uid, home))
            await self.show_home(uid)

    async def come_back(self) -> None:
        uid = self._person
        await self._do(BACK, lambda session: residents.come_back(session, uid))

    def offer(self) -> None:
        """What can be done with the member one stands on."""
        menu = QMenu(self)
        for words, act in self.choices():
            menu.addAction(words).triggered.connect(lambda _=False, act=act: start(act(), self))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def choices(self) -> list[tuple[str, Callable[[], Coroutine[Any, Any, None]]]]:
        if not self._person:
            return []
        if not self.members.is_here(self._person):
            return [(tr(BACK), self.come_back)]
        dead, gone = (lambda died=died: self.leave_home(died=died) for died in (True, False))
        return [(tr(MOVED_OUT), gone), (tr(DIED), dead), (tr(OTHER_DOOR), self.move)]

    async def _do(self, command: str, work: Callable[[Session], object]) -> None:
        """A named command with its toast."""
        done = await self._store.change(command, work)
        self.said.emit(tr("已保存：{what}").format(what=undo.command_words(command)), done.tx or 0)
        await self.refresh()

    def _touched(self) -> None:
        self.drafting.touch()
        if self.form:
            self.card.set_title(self.members.name(self._person), tr("有没存的改动"))

    def _unsaved(self) -> Mapping[str, Any] | None:
        return (self.form.touched() or None) if self.form else None

    def _again(self, changes: Changes) -> None:
        """Somebody wrote: members and events anew; what stands in the form stays."""
        if self.view and self.isVisible():
            start(self.refresh(), self)

    def _arrange(self) -> None:
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        people, self.card = Card(tr("家庭成员"), flush=True), Card(tr("资料"), flush=True)
        changed, events = Card(tr("改动记录"), flush=True), Card(tr("来往记录"), flush=True)
        self.new = Button(tr("添加"), "quiet")
        people.add_to_head(self.new)
        people.body.addWidget(self.members)
        people.setFixedWidth(MEMBERS)
        self.card.body.addWidget(self.scroll)
        self.card.set_foot(tr("只提交您改过的栏目"), self.more, self.save_button)
        changed.body.addWidget(self.steps)
        events.body.addWidget(self.events)
        side = box(column(changed, events, gap=12))
        side.setFixedWidth(HISTORY)
        parts = row(people, gap=12)
        parts.addWidget(self.card, 1)
        parts.addWidget(side)
        whole = column(self.head, gap=12)
        whole.addLayout(parts, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.members.chosen.connect(lambda uid: uid and uid != self._person and start(self.show_person(uid), self))
        self.steps.acted.connect(lambda key: start(self.put_back(int(key)), self))
        self.save_button.clicked.connect(lambda: start(self.save(), self))
        self.more.clicked.connect(self.offer)
        self.new.clicked.connect(lambda: self.add.emit(self.household()))
        self.head.visit.clicked.connect(lambda: self.visit.emit(self.household()))
        self.head.before.clicked.connect(lambda: self.view and start(self.show_home(self.view.before), self))
        self.head.after.clicked.connect(lambda: self.view and start(self.show_home(self.view.after), self))
        self._store.listeners.append(self._again)
