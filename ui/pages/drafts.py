"""草稿: what was begun and not saved yet. Nothing is thrown away but by its author, and he can have it back."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from app import drafts, drafts_view
from app.bootstrap import House
from app.drafts_view import Waiting
from app.ledger.kinds import CHINA
from app.texts import N_, joined, tr
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowList


class DraftsPage(Page):
    """`opens`: the page that goes on with the drafts of a table. `wanted`: that page, and the record it is about, or the whole
    key where a box over the page goes on with it.

    `put_aside`: words, and a coroutine function that brings back what was thrown away; `gone`: its key.
    """

    hints = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("继续写")), Hint("Del", N_("扔掉")))
    wanted = Signal(str, str)
    put_aside = Signal(str, object)
    gone = Signal(str)

    def __init__(self, house: House, opens: Mapping[str, str]) -> None:
        super().__init__()
        self._store, self._opens = house.store, opens
        self._waiting: dict[str, Waiting] = {}
        self.card = Card(tr("没有写完的"), flush=True)
        self.list = RowList(tr("草稿"))
        self.empty = EmptyState("visits", tr("没有草稿"), tr("写到一半离开的记录会自动留在这里"))
        for part in (self.list, self.empty):
            self.card.body.addWidget(part)
        self.throw_button = Button(tr("扔掉"), key="Del")
        self.card.set_foot(tr("扔掉的草稿可以马上找回"), self.throw_button)
        self.setLayout(column(self.card, gap=0))
        self.list.opened.connect(self._open)
        self.list.acted.connect(self._open)
        self.throw_button.clicked.connect(self.throw)

    def arrive(self, key: str) -> None:
        start(self.refresh(), self)

    async def refresh(self) -> None:
        self.draw(await self._store.read(drafts_view.waiting))

    def draw(self, waiting: list[Waiting]) -> None:
        mine = [one for one in waiting if one.table in self._opens]
        self._waiting = {one.kept.key: one for one in mine}
        self.card.set_title(tr("没有写完的"), tr("{count} 份").format(count=len(mine)) if mine else "")
        self.list.put([_row(one) for one in mine])
        self.list.setVisible(bool(mine))
        self.empty.setVisible(not mine)
        self.throw_button.setEnabled(bool(mine))
        (self.list if mine else self).setFocus()

    def throw(self) -> None:
        """What one stands on."""
        if one := self._waiting.get(self.list.current_key()):
            start(self._throw(one), self)

    async def _throw(self, one: Waiting) -> None:
        kept = one.kept
        await self._store.note(lambda session: drafts.drop(session, kept.key))
        await self.refresh()
        self.gone.emit(kept.key)

        async def bring_back() -> None:
            await self._store.note(lambda session: drafts.put_back(session, kept))
            await self.refresh()
            self.gone.emit("")

        self.put_aside.emit(tr("已扔掉草稿「{title}」").format(title=kept.title), bring_back)

    def _open(self, key: str) -> None:
        table, _, uid = key.partition(":")
        if "/" in uid:
            self.wanted.emit(BOXES, key)
        else:
            self.wanted.emit(self._opens[table], uid)


BOXES = "household"  # where boxes stand that go on with a draft


def _row(one: Waiting) -> Row:
    at = one.kept.at.astimezone(CHINA)
    kept = tr("{time} 自动保存").format(time=f"{at:%m-%d %H:%M:%S}")
    return Row(one.kept.key, one.kept.title, quiet=joined(one.where, kept), action=tr("继续写"))
