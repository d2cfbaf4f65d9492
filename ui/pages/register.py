"""登记居民: a new resident, where he lives, and who is held already and may be the same."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea
from sqlalchemy.orm import Session

from app import drafts, registering
from app.bootstrap import House
from app.ledger.form import Refused, Values, new_draft
from app.modules.residents import FORM
from app.registering import DOOR, Double, Home
from app.texts import N_, tr
from db.changes import Changes
from ui import ime
from ui.drafting import Drafting
from ui.ledger.form import DraftForm
from ui.messages import Box
from ui.pages.moving import DoorFinder
from ui.pages.tag_picker import TagPicker
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Banner, Card
from ui.widgets.layouts import box, column, row
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark

NEW, SIDE, PAUSE = N_("登记居民"), 420, 250  # px, ms of a pause in typing
DRAFT = "register"  # no table: it is about nobody who is held
BEFORE_TAGS, AFTER_TAGS = "living", "note"  # the tags stand beside the first, which would be alone in its row
KEY = drafts.key(DRAFT, "")


class RegisterPage(Page):
    """`done`: the new resident, and the transaction to take back; `known`: somebody held already was chosen.

    `put_aside`: words, and a coroutine function that brings back what was cleared.
    """

    hints = (Hint("Enter", N_("下一栏")), Hint("Ctrl+Enter", N_("保存")), Hint("Esc", N_("返回，不丢内容")))
    done = Signal(str, str, int)
    known = Signal(str)
    put_aside = Signal(str, object)
    drafts_changed = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._store = house, house.store
        self.drafting, self._saving = Drafting(self._store, self), asyncio.Lock()
        self._certain: tuple[str, str] | None = None  # who is held under the same number, and where
        self.doors, self.doubles = DoorFinder(self._store), RowList(tr("可能已经在册"))
        self.certain = Banner(tr("同一个号码已经在册，请先看看是不是同一个人"), "amber")
        self.clear_button = Button(tr("清空重填"), "quiet")
        self.save_button = Button(tr("保存"), "primary", key="Ctrl+Enter", big=True)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._arrange()
        self._connect()
        self.begin()

    def arrive(self, key: str) -> None:
        """Overrides Page: `key` is the household that the newcomer joins, or `DOOR` and a dwelling, if one came from there."""
        start(self.open(key), self)

    def leave(self) -> None:
        self.drafting.put_away()

    def draft_thrown(self, key: str) -> None:
        if key == KEY:
            self.begin()

    def begin(self) -> None:
        """An empty form."""
        self._certain = None
        self.tags = TagPicker()
        columns = 2 if look.sizes() is look.STANDARD else 1
        self.form = DraftForm(new_draft(FORM), columns, after={BEFORE_TAGS: self.tags})
        self.form.changed_by_person.connect(self._touched)
        self.tags.edited.connect(self._touched)
        self.tags.choice.activated.connect(lambda _: self._touched())
        self.scroll.setWidget(self.form)
        self.form.setAutoFillBackground(False)  # the area makes it grey
        self._order_focus()
        self.drafting.watch(KEY, tr(NEW), self._unsaved)
        with QSignalBlocker(self.doors):
            self.doors.clear()
        self.doubles.put([RowBand(tr("一边填，一边查有没有登记过"))])
        self.certain.hide()

    async def open(self, household_uid: str) -> None:
        """With what was begun before, for a household if one is given."""
        await self.drafting.settle()
        kept, home = await self._store.read(lambda session: (drafts.find(session, KEY), _home(session, household_uid)))
        if kept and kept.texts["home"] and not home:
            home = Home(**kept.texts["home"])
        with QSignalBlocker(self.doors), QSignalBlocker(self.form):
            self.form.put(drafts.texts_of(kept) if kept else {})
            self.tags.put(kept.texts.get("tags", ()) if kept else ())
            if home:
                self.doors.put(home)
        self.form.focus()
        await self.look()

    async def look(self) -> None:
        """Who may be the same person, after a pause in typing."""
        texts, home = self.form.texts(), self.doors.home()
        where = home.dwelling if home else ""
        found = await self._store.read(lambda session: registering.doubles(session, texts, where))
        nobody = tr("没有登记过") if texts["name"].strip() else tr("一边填，一边查有没有登记过")
        self.doubles.put([_double(one) for one in found] or [RowBand(nobody)])
        self._certain = next(((one.name, one.where) for one in found if one.certain), None)
        self.certain.setVisible(bool(self._certain))

    async def save(self) -> bool:
        """Refused: told at its field. Where somebody is held under the same number it is asked whether this is another one."""
        if self._saving.locked():
            return False
        values, home = self.form.changed(self._house.today()), self.doors.home()
        if home is None:
            self.where.set_title(tr("住在哪里"), tr("! 请先选一扇门"))
            if values is not None:
                self.doors.line.setFocus()
        if values is None or home is None or not await self._is_another():
            return False
        try:
            uid, done = await self._register(values, home)
        except Refused as refused:
            self.form.show_problems(refused.problems)
            return False
        self.begin()
        self.done.emit(uid, tr("已登记 {name}").format(name=values["name"]), done.tx or 0)
        self.drafts_changed.emit()
        return True

    async def _register(self, values: Values, home: Home) -> tuple[str, Changes]:
        made, tags = list[str](), self.tags.tags()

        def work(session: Session) -> None:
            made.append(registering.register(session, values, home, tags))
            drafts.drop(session, KEY)

        async with self._saving:
            try:
                await self.drafting.hold()
                done = await self._store.change(NEW, work)
            except BaseException:
                self.drafting.touch()
                raise
            await self.drafting.hold()
        return made[0], done

    async def _is_another(self) -> bool:
        """Where somebody is held under the same number: only the person's word makes a second one."""
        await self.look()
        if not self._certain:
            return True
        name, where = self._certain
        box = Box(self, tr("同一个号码已经在册"), tr("{name}，{where}").format(name=name, where=where))
        look_at = box.add(tr("不登记，回去看看"), "primary")
        look_at.clicked.connect(box.reject)
        box.add(tr("是另一个人，仍然登记")).clicked.connect(box.accept)
        look_at.setFocus()
        if await box.answer():
            return True
        self.doubles.setFocus()
        return False

    def _order_focus(self) -> None:
        """Tab goes as the eye does: the tags after the field they stand beside, the door after the form."""
        editors = self.form.editors
        self.form.follow_in_focus(editors["name"], self.doors.line)
        self.tags.follow_in_focus(editors[BEFORE_TAGS], editors[AFTER_TAGS])

    def _touched(self) -> None:
        self.drafting.touch()
        self._pause.start()

    def _door_chosen(self) -> None:
        if self.doors.home():
            self.where.set_title(tr("住在哪里"))
        self._touched()

    def _unsaved(self) -> Mapping[str, Any] | None:
        texts, home = {name: text for name, text in self.form.texts().items() if text}, self.doors.home()
        tags = self.tags.tags()
        return {"texts": texts, "home": asdict(home) if home else None, "tags": [*tags]} if texts or tags else None

    async def clear(self) -> None:
        """What was typed goes; the toast brings it back."""
        if (typed := self._unsaved()) is None:
            return
        await self.drafting.hold()
        await self._store.note(lambda session: drafts.drop(session, KEY))
        self.begin()
        self.form.focus()
        self.drafts_changed.emit()

        async def bring_back() -> None:
            await self._store.note(lambda session: drafts.keep(session, KEY, tr(NEW), typed))
            self.drafts_changed.emit()
            await self.open("")

        self.put_aside.emit(tr("已清空"), bring_back)

    def _arrange(self) -> None:
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        card, self.where = Card(tr(NEW), flush=True), Card(tr("住在哪里"))
        doubles = Card(tr("可能已经在册"), flush=True)
        card.body.addWidget(self.scroll)
        card.set_foot(tr("出生日期和性别会按号码补上"), self.clear_button, self.save_button)
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
        self.doors.changed.connect(self._door_chosen)
        self.doors.list.opened.connect(lambda _: self.form.focus())
        self.save_button.clicked.connect(ime.committed(lambda: start(self.save(), self)))
        self.clear_button.clicked.connect(lambda: start(self.clear(), self))
        self.drafting.kept.connect(lambda *_: self.drafts_changed.emit())
        self.doubles.opened.connect(self.known)


def _home(session: Session, key: str) -> Home | None:
    if key.startswith(DOOR):
        return registering.door_at(session, key.removeprefix(DOOR))
    return registering.door_of(session, key)


def _double(found: Double) -> Row:
    state = Mark(tr("同一个号码"), "amber", "▲") if found.certain else None
    return Row(found.uid, found.name, after=found.where, quiet=found.why, state=state)
