"""需求 that are not closed, of all households: the longest without a step stands first."""

from PySide6.QtCore import Signal

from app import need_view
from app.bootstrap import House
from app.need_view import OpenNeed
from app.texts import N_, joined, tr
from ui.pages.need_words import mark, told
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowList


class NeedsPage(Page):
    """`wanted`: where the page 家庭 is to go. `counted`: how many nothing happened to for over 72 hours."""

    hints = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("到这一户去办")))
    wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, house: House) -> None:
        super().__init__()
        self._store = house.store
        self._needs: dict[str, OpenNeed] = {}
        self.card = Card(tr("没有办结的需求"), flush=True)
        self.list = RowList(tr("没有办结的需求"))
        self.empty = EmptyState("visits", tr("需求都办结了"), tr("走访时发现的、来电来访的需求会列在这里"))
        for part in (self.list, self.empty):
            self.card.body.addWidget(part)
        self.setLayout(column(self.card, gap=0))
        self.list.opened.connect(self._open)
        self.keep_up(self._store, lambda _: start(self.refresh(), self))

    def household(self) -> str:
        need = self._needs.get(self.list.current_key())
        return need.household if need else ""

    def arrive(self, key: str) -> None:
        start(self._arrive(), self)

    async def _arrive(self) -> None:
        await self.refresh()
        (self.list if self._needs else self).setFocus()

    async def refresh(self) -> None:
        now = self._store.world.now()
        found = await self._store.read(lambda session: need_view.open_needs(session, now))
        self._needs = {one.line.uid: one for one in found}
        red = sum(one.line.stale == "red" for one in found)
        words = tr("{count} 项，其中 {red} 项超过 72 小时没有进展").format(count=len(found), red=red)
        self.card.set_title(tr("没有办结的需求"), words if found else "")
        self.list.put([_row(one) for one in found])
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.counted.emit(red)

    def _open(self, uid: str) -> None:
        self.wanted.emit(self._needs[uid].at)


def _row(one: OpenNeed) -> Row:
    need = one.line
    return Row(
        need.uid,
        need.category,
        after=joined(need.who, one.where),
        quiet=joined(*told(need)),
        state=mark(need),
    )
