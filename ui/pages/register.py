"""登记居民: a new resident, where he lives, and who is held already and may be the same."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea
from sqlalchemy.orm import Session

from app import drafts, registering
from app.bootstrap import House
from app.household_view import household
from app.ledger.form import new_draft
from app.modules.residents import FORM
from app.registering import Double, Home
from app.texts import N_, tr
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.pages.moving import DoorFinder
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.card import Banner, Card
from ui.widgets.layouts import box, column, row
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark

NEW, SIDE, PAUSE = N_("登记居民"), 420, 250  # px, ms of a pause in typing
KEY = drafts.key("residents", "new")


class RegisterPage(Page):
    """`done`: the new resident, and the transaction to take back; `known`: somebody held already was chosen."""

    hints = (Hint("Enter", N_("下一栏")), Hint("Ctrl+Enter", N_("保存")), Hint("Esc", N_("返回，不丢内容")))
    done = Signal(str, str, int)
    known = Signal(str)

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._store = house, house.store
        self.home: Home | None = None
        self.drafting = Drafting(self._store, self)
        self.doors, self.doubles = DoorFinder(self._store), RowList(tr("可能已经在册"))
        self.certain = Banner(tr("同一个号码已经在册，请先看看是不是同一个人"), "amber")
        self.save_button = Button(tr("保存"), "primary", key="Ctrl+Enter")
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._arrange()
        self._connect()
        self.begin()

    def arrive(self, key: str) -> None:
        """Overrides Page: `key` is the household that the newcomer joins, if one came from there."""
        start(self.open(key), self)

    def leave(self) -> None:
        self.drafting.put_away()

    def begin(self) -> None:
        """An empty form."""
        self.form = DraftForm(new_draft(FORM))
        self.form.changed_by_person.connect(self._touched)
        self.scroll.setWidget(self.form)
        self.form.setAutoFillBackground(False)  # the area makes it grey
        self.drafting.watch(KEY, tr(NEW), self._unsaved)
        self.doubles.put([RowBand(tr("一边填，一边查有没有登记过"))])
        self.certain.hide()

    async def open(self, household_uid: str) -> None:
        kept = await self._store.read(lambda session: drafts.find(session, KEY))
        if kept:
            self.form.put({name: str(text) for name, text in kept.texts.items()})
        if household_uid:
            day = self._house.today()
            view = await self._store.read(lambda session: household(session, household_uid, day))
            await self.doors.find_home(view.address if view else "", household_uid)
        self.form.focus()

    async def look(self) -> None:
        """Who may be the same person, after a pause in typing."""
        texts, home = self.form.texts(), self.doors.home()
        where = home.dwelling if home else ""
        found = await self._store.read(lambda session: registering.doubles(session, texts, where))
        empty = [RowBand(tr("没有登记过"))] if texts["name"] else [RowBand(tr("一边填，一边查有没有登记过"))]
        self.doubles.put([_double(one) for one in found] or empty)
        self.certain.setVisible(any(one.certain for one in found))

    async def save(self) -> bool:
        values, home = self.form.changed(self._house.today()), self.doors.home()
        if home is None:
            self.where.set_title(tr("住在哪里"), tr("! 请先选一扇门"))
            if values is not None:
                self.doors.line.setFocus()
        if values is None or home is None:
            return False
        await self.drafting.hold()
        made: list[str] = []

        def work(session: Session) -> None:
            made.append(registering.register(session, values, home))
            drafts.drop(session, KEY)

        done = await self._store.change(NEW, work)
        self.begin()
        self.done.emit(made[0], tr("已登记 {name}").format(name=values["name"]), done.tx or 0)
        return True

    def _touched(self) -> None:
        self.drafting.touch()
        self._pause.start()

    def _unsaved(self) -> Mapping[str, Any] | None:
        texts = {name: text for name, text in self.form.texts().items() if text}
        return texts or None

    def _arrange(self) -> None:
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        card, self.where = Card(tr(NEW), flush=True), Card(tr("住在哪里"))
        doubles = Card(tr("可能已经在册"), flush=True)
        card.body.addWidget(self.scroll)
        card.set_foot(tr("出生日期和性别可以不填，会按号码补上"), self.save_button)
        self.where.body.addWidget(self.doors)
        doubles.body.addWidget(self.certain)
        doubles.body.addWidget(self.doubles)
        side = column(self.where, gap=12)
        side.addWidget(doubles, 1)
        right = box(side)
        right.setFixedWidth(SIDE)
        whole = row(gap=16)
        whole.addWidget(card, 1)
        whole.addWidget(right)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._pause.timeout.connect(lambda: start(self.look(), self))
        self.doors.list.chosen.connect(lambda key: key and self.where.set_title(tr("住在哪里"), ""))
        self.save_button.clicked.connect(lambda: start(self.save(), self))
        self.doubles.opened.connect(self.known)


def _double(found: Double) -> Row:
    state = Mark(tr("同一个号码"), "amber", "▲") if found.certain else None
    return Row(found.uid, found.name, after=found.where, quiet=found.why, state=state)
