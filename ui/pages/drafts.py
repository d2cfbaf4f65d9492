"""草稿: what was begun and not saved yet. Nothing is thrown away but by its author."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from app import drafts
from app.bootstrap import House
from app.drafts import Kept
from app.ledger.kinds import CHINA
from app.texts import N_, tr
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowList


class DraftsPage(Page):
    """`opens`: the page that goes on with the drafts of a table. `wanted`: that page, and the record it is about."""

    hints = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("继续写")))
    wanted = Signal(str, str)

    def __init__(self, house: House, opens: Mapping[str, str]) -> None:
        super().__init__()
        self._store, self._opens = house.store, opens
        self.card = Card(tr("没有写完的"), flush=True)
        self.list = RowList(tr("草稿"))
        self.empty = EmptyState("visits", tr("没有草稿"), tr("写到一半离开的记录会自动留在这里"))
        for part in (self.list, self.empty):
            self.card.body.addWidget(part)
        self.setLayout(column(self.card, gap=0))
        self.list.opened.connect(self._open)
        self.list.acted.connect(self._open)

    def arrive(self, key: str) -> None:
        start(self.refresh(), self)

    async def refresh(self) -> None:
        self.draw(await self._store.read(drafts.waiting))

    def draw(self, waiting: list[Kept]) -> None:
        mine = [kept for kept in waiting if kept.key.partition(":")[0] in self._opens]
        self.card.set_title(tr("没有写完的"), tr("{count} 份").format(count=len(mine)) if mine else "")
        self.list.put([_row(kept) for kept in mine])
        self.list.setVisible(bool(mine))
        self.empty.setVisible(not mine)
        (self.list if mine else self).setFocus()

    def _open(self, key: str) -> None:
        table, _, uid = key.partition(":")
        self.wanted.emit(self._opens[table], uid)


def _row(kept: Kept) -> Row:
    at = kept.at.astimezone(CHINA)
    return Row(
        kept.key, kept.title, quiet=tr("{time} 自动保存").format(time=f"{at:%m-%d %H:%M:%S}"), action=tr("继续写")
    )
