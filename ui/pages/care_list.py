"""关爱标签 of the person one stands on, and what can be done with them: each is a command with history and undo."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app import drafts
from app.bootstrap import House
from app.care_view import TagLine
from app.ledger.form import Values, command_name, new_draft, open_draft
from app.modules import care_tags
from app.modules.care_tags import ADD, END, FORM, REVIEW
from app.texts import tr
from ui.pages.moving import ask_leaving
from ui.record_box import Asked, ask_record
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row
from ui.widgets.rows import Row, RowList
from ui.widgets.tag import Mark, soon

MOST = 4  # rows in sight
Do = Callable[[str, Callable[[Session], object]], Awaitable[None]]


class TagList(QWidget):
    """`opened` and `reviewed` bring the uid of a tag."""

    add = Signal()
    opened = Signal(str)
    reviewed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list, self.new = RowList(tr("关爱标签")), Button(tr("添加"), "quiet", key="Alt+T")
        self.title, self.nothing = SafeLabel(tr("关爱标签"), "caption", "ink2", bold=True), SafeLabel("", tone="ink2")
        self.setLayout(column(row(self.title, self.nothing, None, self.new), self.list, gap=2, margins=(14, 4, 6, 0)))
        self.new.clicked.connect(self.add)
        self.list.opened.connect(self.opened)
        self.list.acted.connect(self.reviewed)
        look.changes.changed.connect(self._fit)
        self.put(())

    def put(self, tags: Sequence[TagLine]) -> None:
        self.list.put([_row(tag) for tag in tags])
        self.nothing.setText("" if tags else tr("没有"))
        self.list.setVisible(bool(tags))
        self._fit()

    def _fit(self) -> None:
        self.list.setFixedHeight(min(self.list.rows.rowCount(), MOST) * look.sizes().list_row + 2)


class TagActs:
    """What is asked before each command. `do` runs it, with a toast."""

    def __init__(self, house: House, parent: QWidget, do: Do) -> None:
        self._house, self._store, self._parent, self._do = house, house.store, parent, do

    async def add(self, resident: str, name: str) -> None:
        today = self._house.today()

        async def save(values: Values) -> None:
            await self._do(ADD, lambda session: care_tags.add(session, resident, values, today))

        draft = new_draft(FORM, valid_from=today, reviewed_on=today)
        words = tr("为什么要多关心这位居民；标签只在这里和走访时看得到，不写进表格。")
        asked = Asked(tr("添加关爱标签：{name}").format(name=name), words, draft, draft_key(resident), save)
        await ask_record(self._parent, self._store, today, asked)

    async def open(self, tag: str, resident: str, name: str) -> None:
        today = self._house.today()
        draft = await self._store.read(open_draft(FORM, tag))

        async def save(changed: Values) -> None:
            await self._do(command_name(FORM, changed), lambda session: draft.save(session, changed))

        title = tr("{name}：{tag}").format(name=name, tag=care_tags.SUB.to_text(draft.opened["sub"]))
        more = [(tr("结束"), lambda: self.end(tag, title)), (tr("标记已复核"), lambda: self.review(tag))]
        words = tr("满十二个月没有复核的标签会提示。")
        asked = Asked(title, words, draft, draft_key(resident, tag), save, more)
        await ask_record(self._parent, self._store, today, asked)

    async def end(self, tag: str, title: str) -> None:
        words = tr("从这一天起不再适用。以前的记录都在；当天才加上的会整条取消。")
        if answer := await ask_leaving(self._parent, title, words, self._house.today(), where=False):
            await self._do(END, lambda session: care_tags.end(session, tag, answer[0]))

    async def review(self, tag: str) -> None:
        today: date = self._house.today()
        await self._do(REVIEW, lambda session: care_tags.review(session, tag, today))


def draft_key(resident: str, tag: str = "") -> str:
    return drafts.key(care_tags.CareTag.__tablename__, f"{resident}/{tag}")


def _row(tag: TagLine) -> Row:
    over = None if tag.in_force else Mark(tr("还没开始") if tag.ahead else tr("已结束"))
    state = soon(tr("一年没有复核")) if tag.stale else over
    action = tr("已复核") if tag.stale else ""
    return Row(tag.uid, tag.word, after=tag.group, quiet=tag.about, state=state, action=action)
