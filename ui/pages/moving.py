"""What is asked when somebody moves, goes or is put behind another door; each answer or None when one goes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app import registering
from app.ledger.kinds import BadValue, Day
from app.registering import Home
from app.texts import joined, tr
from db.store import Store
from ui.messages import Box
from ui.pages.head_box import HeadPicker, judged
from ui.tasks import start
from ui.theme import look
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice, LineEdit
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.segmented import Segmented

JOIN, BESIDE = "join", "beside"


async def ask_leaving(
    parent: QWidget, title: str, words: str, today: date, *, where: bool, heir: HeadPicker | None = None
) -> tuple[date, str] | None:
    """The day, and where to if that is asked; `heir` asks who is the head then."""
    day, to = LineEdit(str(today)), LineEdit(hint=tr("城市、小区，或不清楚"))
    on = FormField(tr("日期"), day)
    asks = [on, *([FormField(tr("去向"), to, optional=True)] if where else []), *([heir] if heir else [])]
    box = Box(parent, title, words, *asks)
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("确定"), "primary")
    if heir:
        judged(heir, yes)
    found: list[date] = []

    def accept() -> None:
        try:
            found[:] = [Day().parse(day.text(), today)]
        except BadValue as error:
            on.set_error(str(error))
            return
        if found[0] > today:
            on.set_error(tr("这一天还没有到"))
        else:
            box.accept()

    yes.clicked.connect(accept)
    day.setFocus()
    return (found[0], to.text().strip()) if await box.answer() else None


async def ask_door(
    parent: QWidget, store: Store, title: str, words: str, *, whole: bool = False, but_household: str = "",
    relation: Choice | None = None,
) -> Home | None:  # fmt: skip
    """A door, found while typing, and the household behind it that is joined; a `whole` household joins no other.

    `but_household`: where one is now, which is no answer. `relation` to the head of the household that is joined is asked too.
    """
    doors = DoorFinder(store, join=not whole)
    asks = [FormField(tr("与户主关系"), relation)] if relation else []
    box = Box(parent, title, words, doors, *asks)
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("改到这里"), "primary")

    def judge() -> None:
        home = doors.home()
        same = home is not None and home.household == but_household and bool(but_household)
        joins = home is not None and bool(home.household and home.members)
        for field in asks:
            field.setVisible(joins)
        missing = tr("请选与户主关系") if joins and relation and not relation.currentData() else ""
        yes.set_off(tr("先选一扇门") if home is None else tr("现在就登记在这里") if same else missing)

    judge()
    doors.changed.connect(judge)
    if relation:
        relation.currentIndexChanged.connect(lambda _: judge())
    doors.list.opened.connect(lambda _: yes.click())
    yes.clicked.connect(box.accept)
    doors.line.setFocus()
    return doors.home() if await box.answer() else None


class DoorFinder(QWidget):
    """A line and the doors that it means: `3-2-501`, `501`, part of an address, or who lives there.

    Where a household lives behind the door, it is joined or another one begins beside it, unless `join` is off.
    """

    changed = Signal()  # another answer of `home`

    def __init__(self, store: Store, *, join: bool = True) -> None:
        super().__init__()
        self._store, self._join, self._homes = store, join, dict[str, Home]()
        self.how = Segmented({JOIN: tr("住进这一户"), BESIDE: tr("另立一户")}, tr("怎样登记"))
        self.how.put(JOIN)
        self.line = LineEdit(hint=tr("门牌 3-2-501、地址，或同住的人"), name=tr("找门牌"))
        self.line.enter_moves_on = False
        self.list = RowList(tr("门牌"))
        look.changes.changed.connect(self._fit)
        self._fit()
        self.line.read.connect(lambda words: start(self.find(words), self))
        self.line.entered.connect(self._into_list)
        self.list.chosen.connect(self._choose)
        self.how.chosen.connect(lambda _: self.changed.emit())
        self.setLayout(column(self.line, self.list, self.how, gap=6))
        self.how.hide()

    def home(self) -> Home | None:
        """What was chosen; without a household where a new one is to begin."""
        found = self._homes.get(self.list.current_key())
        beside = self._join and self.how.value() == BESIDE
        return replace(found, household="") if found and beside else found

    def clear(self) -> None:
        with QSignalBlocker(self.line):
            self.line.clear()
        self._show([])

    async def find(self, words: str) -> None:
        homes = await self._store.read(lambda session: registering.doors(session, words))
        if words != self.line.text_so_far():
            return  # a later letter overtook this one
        self._show(homes)

    def put(self, home: Home) -> None:
        """Stands at a door that is known."""
        with QSignalBlocker(self.line):
            self.line.setText(home.address)
        self._show([home])

    def _show(self, homes: Sequence[Home]) -> None:
        self._homes = {f"{home.dwelling}/{home.household}": home for home in homes}
        nothing = [RowBand(tr("没有这样的门牌"))] if self.line.text_so_far().strip() else []
        self.list.put([_row(key, home) for key, home in self._homes.items()] or nothing)
        if len(homes) == 1:
            self.list.go_first()
        self._choose(self.list.current_key())

    def _fit(self) -> None:
        """Three rows, two of large letters."""
        self.list.setFixedHeight((3 if look.sizes() is look.STANDARD else 2) * look.sizes().list_row + 2)

    def _choose(self, key: str) -> None:
        home = self._homes.get(key)
        self.how.setVisible(self._join and home is not None and bool(home.household))
        self.how.put(JOIN)
        self.changed.emit()

    def _into_list(self) -> None:
        self.list.go_first()
        self.list.setFocus()


def _row(key: str, home: Home) -> Row:
    people = tr("{count} 人").format(count=home.members) if home.household else tr("还没有人登记")
    return Row(key, home.address, quiet=joined(home.head, people))
