"""What is asked when somebody moves, goes or is put behind another door; each answer or None when one goes back."""

from datetime import date

from PySide6.QtWidgets import QWidget

from app import registering
from app.ledger.kinds import BadValue, Day
from app.registering import Home
from app.texts import joined, tr
from db.store import Store
from ui.messages import Box
from ui.tasks import start
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowList

LIST_HEIGHT = 232


async def ask_leaving(parent: QWidget, title: str, words: str, today: date, *, where: bool) -> tuple[date, str] | None:
    """The day, and where to if that is asked."""
    day, to = LineEdit(str(today)), LineEdit(hint=tr("城市、小区，或不清楚"))
    on = FormField(tr("日期"), day)
    box = Box(parent, title, words, on, *([FormField(tr("去向"), to, optional=True)] if where else []))
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("确定"), "primary")
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


async def ask_door(parent: QWidget, store: Store, title: str, words: str) -> Home | None:
    """A door, found while typing."""
    doors = DoorFinder(store)
    box = Box(parent, title, words, doors)
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("改到这里"), "primary")
    yes.set_off(tr("先选一扇门"))
    doors.list.chosen.connect(lambda key: yes.set_off("" if key else tr("先选一扇门")))
    doors.list.opened.connect(lambda _: yes.click())
    yes.clicked.connect(box.accept)
    doors.line.setFocus()
    return doors.home() if await box.answer() else None


class DoorFinder(QWidget):
    """A line and the doors that it means: `3-2-501`, `501`, part of an address, or who lives there."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self._homes = store, dict[str, Home]()
        self.line = LineEdit(hint=tr("门牌 3-2-501、地址，或同住的人"), name=tr("找门牌"))
        self.line.enter_moves_on = False
        self.list = RowList(tr("门牌"))
        self.list.setFixedHeight(LIST_HEIGHT)
        self.line.read.connect(lambda words: start(self.find(words), self))
        self.line.entered.connect(self._into_list)
        self.setLayout(column(self.line, self.list, gap=6))

    def home(self) -> Home | None:
        return self._homes.get(self.list.current_key())

    async def find(self, words: str) -> None:
        homes = await self._store.read(lambda session: registering.doors(session, words))
        if words != self.line.text_so_far():
            return  # a later letter overtook this one
        self._homes = {f"{home.dwelling}/{home.household}": home for home in homes}
        self.list.put([_row(key, home) for key, home in self._homes.items()])
        if len(homes) == 1:
            self.list.go_first()

    async def find_home(self, address: str, household: str) -> None:
        """Shows a door and stands at one of its households."""
        self.line.setText(address)
        await self.find(address)
        self.list.go(next((key for key, home in self._homes.items() if home.household == household), ""))

    def _into_list(self) -> None:
        self.list.go_first()
        self.list.setFocus()


def _row(key: str, home: Home) -> Row:
    people = tr("{count} 人").format(count=home.members) if home.household else tr("还没有人登记")
    return Row(key, home.address, quiet=joined(home.head, people))
