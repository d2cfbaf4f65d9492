"""今日: who is due for a visit, and what else waits."""

from PySide6.QtCore import Signal

from app.bootstrap import House
from app.texts import N_, joined, tr
from app.today import Beside, DueVisit, TodayView, beside, today
from ui.pages.first_day import FirstDay
from ui.pages.follow_card import FollowCard
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.theme import look
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.layouts import box, column, row
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.segmented import Segmented
from ui.widgets.stat import StatCard
from ui.widgets.tag import Mark

TONES = {"red": "red", "amber": "amber", "blue": "blue", "green": "green"}
OFTEN = {"red": N_("每周一次"), "amber": N_("每月一次"), "blue": N_("每季一次"), "green": N_("半年一次")}

SHARES = (11, 9)  # of the width: visits, and what else waits
NOTHING = TodayView((), 0, 0, 0, 0, anybody=False)
LISTED = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("打开")), Hint("R", N_("记录选中户")))
NOBODY = (Hint("Enter", N_("导入名册")),)


class TodayPage(Page):
    """Who is due, and what else waits; while nobody is registered the way to a roster, and when nobody is due a word about when.

    `wanted`: the household whose visit is to be written; `going`: another page, and what it is to show; `counted`: drafts,
    and needs without progress for too long.
    """

    hints = LISTED
    wanted = Signal(str)
    going = Signal(str, str)
    counted = Signal(int, int)

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house = house
        self.card, self.follow = Card(tr("应走访"), flush=True), FollowCard()
        self.visits, self.needs, self.drafts = StatCard(), StatCard(), StatCard()
        self.order = Segmented({"due": tr("按紧迫"), "stairs": tr("按楼梯顺序")}, tr("排序"))
        self.order.put("due")
        self.list = RowList(tr("应走访"))
        self.first, self.none = FirstDay(), EmptyState("visits", "")
        self._view = NOTHING
        self._arrange()
        self._connect()

    def household(self) -> str:
        return self.follow.household() if self.follow.list.hasFocus() else self.list.current_key()

    def arrive(self, key: str) -> None:
        (self.first if self.first.isVisible() else self.list).setFocus()
        start(self.refresh(), self)

    async def refresh(self) -> None:
        day, now, stairs = self._house.today(), self._house.store.world.now(), self.order.value() == "stairs"
        self.draw(await self._house.store.read(lambda session: today(session, day, by_stairs=stairs)))
        self.draw_beside(await self._house.store.read(lambda session: beside(session, now)))

    def draw(self, view: TodayView) -> None:
        self._view, planned = view, view.now + view.visited
        done = tr("今日应走访，已完成 {visited} 户").format(visited=view.visited)
        self.visits.put(str(planned), done, share=view.visited / max(planned, 1))
        self._say_count()
        day = self._house.today()
        self.list.put(
            [
                *_part(*_of_today(view), [_row(due) for due in view.due if due.planned_on <= day]),
                *_part(*_of_later(view), [_row(due) for due in view.due if due.planned_on > day]),
            ]
        )
        self._say_empty(nobody=not view.anybody, none=not view.due)

    def draw_beside(self, view: Beside) -> None:
        self.counted.emit(len(view.drafts), view.late)
        self.follow.put(view)
        self.needs.put(str(view.late), tr("需求超过 72 小时没有进展"), "red" if view.late else "ink")
        latest = tr("草稿没写完，最近的：{title}").format(title=view.drafts[0]) if view.drafts else tr("份没写完的草稿")
        self.drafts.put(str(len(view.drafts)), latest)

    def _say_count(self) -> None:
        """In large letters without the cards at the top, so that the lists have the room."""
        standard, view = look.sizes() is look.STANDARD, self._view
        if standard:
            self.card.set_title(tr("应走访"), tr("{count} 户到期").format(count=view.count))
        else:
            title, done = tr("应走访 {count} 户"), tr("已完成 {count} 户")
            self.card.set_title(title.format(count=view.now + view.visited), done.format(count=view.visited))
        self.top.setVisible(standard and view.anybody)

    def _say_empty(self, *, nobody: bool, none: bool) -> None:
        """The keyboard goes with what is shown."""
        here = self.list.hasFocus() or self.first.hasFocus()
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

    def _dress(self) -> None:
        self._say_count()
        if self.isVisible():
            start(self.refresh(), self)

    def _arrange(self) -> None:
        self.card.add_to_head(self.order)
        self.card.body.addWidget(self.list)
        self.card.body.addWidget(self.none, 1)
        self.top = box(row(self.visits, self.needs, self.drafts, gap=12))
        lists = row(self.card, self.follow, gap=16)
        for number, share in enumerate(SHARES):
            lists.setStretch(number, share)
        whole = column(self.first, self.top, lists, gap=12)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        for part in (self.first, self.none, self.top):
            part.hide()

    def _connect(self) -> None:
        self.order.chosen.connect(lambda: start(self.refresh(), self))
        self.list.opened.connect(self.wanted)
        self.list.acted.connect(self.wanted)
        self.follow.opened.connect(lambda at: self.going.emit("household", at))
        self.follow.everything.connect(lambda: self.going.emit("needs", ""))
        self.visits.clicked.connect(self.list.setFocus)
        self.needs.clicked.connect(lambda: self.going.emit("needs", ""))
        self.drafts.clicked.connect(lambda: self.going.emit("drafts", ""))
        self.first.by_hand.connect(lambda: self.going.emit("register", ""))
        self.keep_up(self._house.store, lambda _: start(self.refresh(), self))
        look.changes.changed.connect(self._dress)


def _of_today(view: TodayView) -> tuple[str, str]:
    """More than a day can hold is said in words, and after a roster came in why."""
    words = tr("今天先走 {count} 户") if view.count > view.now else tr("今天 {count} 户")
    never = tr("{count} 户还没有走访过").format(count=view.never) if view.never else ""
    return words.format(count=view.now), never


def _of_later(view: TodayView) -> tuple[str, str]:
    listed = tr("先列出 {count} 户").format(count=len(view.due) - view.now) if view.count > len(view.due) else ""
    return tr("可以往后排 {count} 户").format(count=view.count - view.now), listed


def _part(words: str, note: str, rows: list[Row]) -> list[Row | RowBand]:
    return [RowBand(words, note), *rows] if rows else []


def _row(due: DueVisit) -> Row:
    tags = tuple(Mark(word, TONES[due.colour]) for word in due.tags)
    if due.days_over > 0:
        tail = Mark(tr("已超期 {days} 天").format(days=due.days_over), "red", "!")
    elif due.days_over == 0:
        tail = Mark(tr("今天到期"), "amber", "▲")
    else:
        tail = Mark(tr("还有 {days} 天").format(days=-due.days_over), "grey")
    quiet = joined(due.address, tr(OFTEN[due.colour]))
    return Row(due.household, due.who or due.address, tags=tags, quiet=quiet, tail=tail, action=tr("记录"))
