"""今日: who is due for a visit."""

from PySide6.QtCore import Signal

from app.bootstrap import House
from app.texts import N_, tr
from app.today import DueVisit, TodayView, today
from ui.pages.first_day import FirstDay
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.segmented import Segmented
from ui.widgets.tag import Mark

TONES = {"red": "red", "amber": "amber", "blue": "blue", "green": "green"}


LISTED = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("打开")), Hint("R", N_("记录选中户")))
NOBODY = (Hint("Enter", N_("导入名册")),)


class TodayPage(Page):
    """Who is due; while nobody is registered the way to a roster, and when nobody is due a word about when."""

    hints = LISTED
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
        self.first, self.none = FirstDay(), EmptyState("visits", "")
        self.card.body.addWidget(self.list)
        self.card.body.addWidget(self.none, 1)
        self.list.opened.connect(self.wanted)
        self.list.acted.connect(self.wanted)
        for part in (self.first, self.none):
            part.hide()
        self.setLayout(column(self.first, self.card, gap=12))
        self.layout().setStretch(1, 1)
        self.keep_up(house.store, lambda _: start(self.refresh(), self))

    def household(self) -> str:
        return self.list.current_key()

    def arrive(self, key: str) -> None:
        (self.first if self.first.isVisible() else self.list).setFocus()
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
        self._say_empty(nobody=not view.people, none=not view.due)

    def _say_empty(self, *, nobody: bool, none: bool) -> None:
        """The keyboard goes with what is shown."""
        here = self.list.hasFocus() or self.first.take.hasFocus()
        words = tr("独居高龄老人每周一次，普通户半年一次，按紧迫程度或楼梯顺序排好。")
        if nobody:
            self.none.put(tr("到期的走访会列在这里"), words + tr("名册放进来就会自动排。"))
        else:
            self.none.put(tr("今天没有到期的走访"), words)
        self.first.setVisible(nobody)
        self.none.setVisible(none)
        self.list.setVisible(not none)
        self.order.setVisible(not nobody)
        if here:
            (self.first if nobody else self.list).setFocus()
        self.hints = NOBODY if nobody else LISTED
        self.changed.emit()


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
