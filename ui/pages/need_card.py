"""需求 of a household: how each stands and for how long, and the buttons of what may happen next."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app import drafts, need_view
from app.bootstrap import House
from app.ledger.form import Values, command_name, new_draft, open_draft
from app.modules import needs
from app.modules.needs import EVENT, FORM, STEPS
from app.need_view import NeedLine
from app.rules.needs_states import EventType
from app.texts import joined, tr
from ui.pages.care_list import Do
from ui.pages.need_words import mark, told
from ui.record_box import Asked, ask_record
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice
from ui.widgets.label import HintLabel, SafeLabel
from ui.widgets.layouts import box, clear, column
from ui.widgets.rows import Row, RowBand, RowList


class NeedsCard(Card):
    """`chosen` brings the need one stands on, `asked` a need and a step (`step`, or nothing to edit it)."""

    chosen = Signal(str)
    asked = Signal(str, str)
    add = Signal()

    def __init__(self) -> None:
        super().__init__(tr("需求"), flush=True)
        self.list, self.needs = RowList(tr("需求")), dict[str, NeedLine]()
        self.words, self.buttons = SafeLabel("", tone="ink2", wrap=True), list[Button]()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._below = box(column(self.words, self._grid, gap=8, margins=(14, 8, 14, 8)), "cardFoot")
        self.body.setSpacing(0)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._below)
        self.edit, self.new = Button(tr("修改")), Button(tr(needs.NEW), "primary", key="Alt+D")
        self.set_foot(HintLabel(tr("超过 24 小时没有进展提醒，超过 72 小时报警")), self.edit, self.new)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _: self.buttons and self.buttons[0].setFocus())
        self.edit.clicked.connect(lambda: self.asked.emit(self.list.current_key(), ""))
        self.new.clicked.connect(self.add)
        look.changes.changed.connect(self._dress)  # a method: it ends with the card

    def put(self, found: Sequence[NeedLine]) -> None:
        self.needs = {need.uid: need for need in found}
        waiting = sum(need.open for need in found)
        self.set_title(tr("需求"), tr("{count} 项没有办结").format(count=waiting) if waiting else "")
        self.list.put([_row(need) for need in found] or [RowBand(tr("还没有登记过需求"))])
        if not self.list.current_key():
            self.list.go_first()
        self._show(self.list.current_key())

    def _dress(self) -> None:
        self._show(self.list.current_key())

    def _choose(self, uid: str) -> None:
        self._show(uid)
        self.chosen.emit(uid)

    def _show(self, uid: str) -> None:
        need = self.needs.get(uid)
        clear(self._grid)
        self.buttons = []
        self._below.setVisible(need is not None)
        self.edit.setEnabled(need is not None)
        if need is None:
            return
        self.words.setText(joined(need.about, need.content))
        across = 6 if look.sizes() is look.STANDARD else 3
        for number, step in enumerate(need.steps):
            button = Button(EVENT.to_text(step.value), "secondary" if number else "soft")
            button.clicked.connect(lambda _=False, step=step: self.asked.emit(uid, step.value))
            self._grid.addWidget(button, number // across, number % across)
            self.buttons.append(button)
        self._grid.setColumnStretch(across, 1)


class NeedActs:
    """What is asked before each command. `do` runs it, with a toast."""

    def __init__(self, house: House, parent: QWidget, do: Do) -> None:
        self._house, self._store, self._parent, self._do = house, house.store, parent, do

    async def add(self, household: str, title: str) -> None:
        """About one of the household, or all of it."""
        people = await self._store.read(lambda session: need_view.members(session, household))
        who = whom(people)

        async def save(values: Values) -> None:
            person = who.currentData() or None
            await self._do(needs.NEW, lambda session: needs.register(session, household, values, resident_uid=person))

        draft, key = new_draft(FORM, urgency="1", source="2"), draft_key(household)
        above = (FormField(tr("谁的需求"), who),)
        asked = Asked(tr(needs.NEW), title, draft, key, save, above=above)
        await ask_record(self._parent, self._store, self._house.today(), asked)

    async def step(self, uid: str, step: str, household: str, title: str) -> None:
        """Its words, or one step of it."""
        if not uid:
            return None
        if not step:
            return await self._edit(uid, household, title)
        asks = STEPS[EventType(step)]

        async def save(values: Values) -> None:
            await self._do(asks.form.title, lambda session: needs.take_step(session, uid, step, values))

        key = draft_key(household, f"{uid}~{step}")
        asked = Asked(tr(asks.form.title), title, new_draft(asks.form), key, save, yes=EVENT.to_text(step))
        await ask_record(self._parent, self._store, self._house.today(), asked)

    async def _edit(self, uid: str, household: str, title: str) -> None:
        draft = await self._store.read(open_draft(FORM, uid))

        async def save(changed: Values) -> None:
            await self._do(command_name(FORM, changed), lambda session: draft.save(session, changed))

        asked = Asked(tr("修改需求"), title, draft, draft_key(household, uid), save)
        await ask_record(self._parent, self._store, self._house.today(), asked)


def draft_key(household: str, need: str = "") -> str:
    return drafts.key(needs.Need.__tablename__, f"{household}/{need}")


def whom(people: Sequence[tuple[str, str]]) -> Choice:
    """All of the household, or one of these."""
    made = Choice(tr("谁的需求"))
    made.addItem(tr("全家"), "")
    for uid, name in people:
        made.addItem(name, uid)
    return made


def _row(need: NeedLine) -> Row:
    return Row(need.uid, need.category, after=need.who, quiet=joined(*told(need)), state=mark(need))
