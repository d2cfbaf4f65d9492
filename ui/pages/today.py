"""今日: who is due for a visit."""

from PySide6.QtCore import Signal

from app.bootstrap import House
from app.texts import N_, tr
from app.today import DueVisit, TodayView, today
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.card import Card
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.segmented import Segmented
from ui.widgets.tag import Mark

TONES = {"red": "red", "amber": "amber", "blue": "blue", "green": "green"}


class TodayPage(Page):
    hints = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("打开")), Hint("R", N_("记录选中户")))
    wanted = Signal(str)  # the household whose visit is to be written

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house = house
        self.card = Card(tr("应走访"), flush=True)
        self.order = Segmented({"due": tr("按紧迫"), "stairs": tr("按楼梯顺序")}, tr("排序"))
        self.order.put("due")
        self.order.chosen.connect(lambda: start(self.refresh(), self))
        self.card.add_to_head(self.order)
        self.list = RowList(tr("应走访"))
        self.card.body.addWidget(self.list)
        self.list.opened.connect(self.wanted)
        self.list.acted.connect(self.wanted)
        self.setLayout(column(self.card, gap=0))

    def household(self) -> str:
        return self.list.current_key()

    def arrive(self, key: str) -> None:
        self.list.setFocus()
        start(self.refresh(), self)

    async def refresh(self) -> None:
        day, stairs = self._house.today(), self.order.value() == "stairs"
        self.draw(await self._house.store.read(lambda session: today(session, day, by_stairs=stairs)))

    def draw(self, view: TodayView) -> None:
        note = tr("{count} 户到期，今天已走访 {visited} 户").format(count=view.count, visited=view.visited)
        self.card.set_title(tr("应走访"), note)
        day = self._house.today()
        now, later = ([due for due in view.due if (due.planned_on <= day) is is_now] for is_now in (True, False))
        self.list.put([*_part(tr("今天"), now), *_part(tr("可以往后排"), later)])


def _part(words: str, visits: list[DueVisit]) -> list[Row | RowBand]:
    if not visits:
        return []
    band = RowBand(words, tr("{count} 户").format(count=len(visits)))
    return [band, *map(_row, visits)]


def _row(due: DueVisit) -> Row:
    tags = tuple(Mark(word, TONES[due.colour]) for word in due.tags)
    if due.days_over > 0:
        tail = Mark(tr("已超期 {days} 天").format(days=due.days_over), "red", "!")
    elif due.days_over == 0:
        tail = Mark(tr("今天到期"), "amber", "▲")
    else:
        tail = Mark(tr("还有 {days} 天").format(days=-due.days_over), "grey")
    return Row(due.household, due.who or due.address, tags=tags, quiet=due.address, tail=tail, action=tr("记录"))
