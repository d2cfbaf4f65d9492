"""The left half of 走访: a building as a chart, and below it the household one stands on."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app import building_view
from app.bootstrap import House
from app.building_view import BuildingView, DoorView, FloorView
from app.ledger.kinds import CHINA
from app.rules.visit_plan import Due
from app.texts import joined, listed, tr
from app.visit_view import HomeView, Member
from ui.tasks import start
from ui.theme import look
from ui.widgets.building import Building, BuildingChart, Door, DoorState, Floor
from ui.widgets.building_paint import Legend
from ui.widgets.button import Button
from ui.widgets.card import Band, Card
from ui.widgets.empty import EmptyState
from ui.widgets.label import SafeLabel, no_mnemonic
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.segmented import Segmented
from ui.widgets.tag import Mark, Tag, fine, late, soon

STATES = {Due.IN_TIME: DoorState.FINE, Due.NONE: DoorState.FINE, Due.SOON: DoorState.SOON, Due.OVERDUE: DoorState.LATE}
TONES = ("red", "amber", "blue", "green")


class BuildingCard(Card):
    """`chosen` and `opened` bring the uid of a dwelling, `building_chosen` that of a building."""

    chosen = Signal(str)
    opened = Signal(str)
    building_chosen = Signal(str)

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(tr("楼栋图"), flush=True, parent=parent)
        self._house, self.chart, self.summary = house, BuildingChart(), Summary()
        self.doors: dict[str, DoorView] = {}
        self.change = Button(tr("换楼栋"), key="B")
        self.change.clicked.connect(lambda: start(self.offer(), self))
        self.add_to_head(self.change)
        self.body.setSpacing(0)
        self.body.addLayout(column(Legend(), self.chart, gap=4, margins=(14, 6, 8, 6)), 1)
        self.body.addWidget(self.summary)
        self.chart.chosen.connect(self.chosen)
        self.chart.opened.connect(self.opened)

    def put(self, building: BuildingView, dwelling: str) -> None:
        """Shows a building and stands at one of its doors; nothing is told of that."""
        doors = (door for floor in building.floors for part in floor.doors for door in part)
        self.doors = {door.dwelling: door for door in doors if door}
        words = tr("{count} 户，本轮已走访 {visited} 户").format(count=building.households, visited=building.visited)
        self.set_title(building.name, words)
        was = self.chart.blockSignals(True)
        made = Building(building.name, building.entrances, tuple(map(_floor, building.floors)))
        if made != self.chart.doors.building:
            self.chart.put(made)
        self.chart.go(dwelling)
        self.chart.blockSignals(was)

    async def offer(self) -> None:
        """The buildings, with how many are due in each."""
        day = self._house.today()
        choices = await self._house.store.read(lambda session: building_view.choices(session, day))
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice in choices:
            due = tr("，{count} 户到期").format(count=choice.due) if choice.due else ""
            entry = menu.addAction(no_mnemonic(choice.name + due))
            entry.triggered.connect(lambda _=False, uid=choice.uid: self.building_chosen.emit(uid))
        menu.popup(self.change.mapToGlobal(self.change.rect().bottomLeft()))


class Summary(QWidget):
    """Who lives there, whom to look after, what was last time. `other_chosen`: another household behind the same door.

    `register`: somebody behind a door (a dwelling) where nobody is registered.
    """

    other_chosen = Signal(str)
    register = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.band, self._lines = Band(""), column(gap=0, margins=(14, 8, 14, 10))
        self.setLayout(column(self.band, self._lines, None, gap=0))
        look.changes.changed.connect(self._forget_height)

    def put_nobody(self, door: DoorView | None = None) -> None:
        self.band.words.setText(door.number if door else "")
        self.band.note.setText("")
        words = tr("空置") if door and door.empty else tr("还没有登记住户：从名册新增，或在台账里导入")
        self._fill([SafeLabel(words, tone="ink2", wrap=True), self._newcomer(door.dwelling)] if door else [])

    def put(self, home: HomeView | None) -> None:
        if home is None:
            return self.put_nobody()
        self.band.words.setText(tr("{where}，{head}户").format(where=home.where, head=home.head))
        self.band.note.setText(tr("{count} 人").format(count=len(home.members)))
        self._fill(self._about(home))

    def _about(self, home: HomeView) -> Iterator[QWidget]:
        if len(home.behind_door) > 1:
            yield self._behind_door(home)
        first = (home.cared_for or home.members)[:2]
        yield from (_member(member, home.colour) for member in first)
        if others := [member for member in home.members if member not in first]:
            words = tr("同住：{people}").format(people=listed(map(_briefly, others)))
            yield SafeLabel(words, "caption", "ink2", elide=True)
        phones = dict.fromkeys(member.phone for member in first)
        if quiet := joined(*phones, _key(home), home.note):
            yield SafeLabel(quiet, "caption", "ink2", elide=True)
        yield _last(home)

    def _fill(self, lines: Iterable[QWidget]) -> None:
        """All at once: shown line by line, the chart above would be laid out as often. Nor does it jump from household to
        household: the room grows with the fullest of them and stays so."""
        clear(self._lines)
        inside = box(column(*lines, gap=6))
        self._lines.addWidget(inside)
        inside.show()
        self.setMinimumHeight(max(self.minimumHeight(), self.sizeHint().height()))

    def _forget_height(self) -> None:
        self.setMinimumHeight(0)

    def _newcomer(self, dwelling: str) -> Button:
        made = Button(tr("登记这里的住户"), "soft")
        made.clicked.connect(lambda: self.register.emit(dwelling))
        return made

    def _behind_door(self, home: HomeView) -> Segmented:
        made = Segmented({other.uid: other.head for other in home.behind_door}, tr("同一门牌的住户"))
        made.put(home.uid)
        made.chosen.connect(self.other_chosen)
        return made


def nobody() -> Card:
    """In place of the form where nobody is registered."""
    card = Card(tr("记录走访"))
    card.body.addWidget(EmptyState("visits", tr("这里还没有住户"), tr("选一户有人登记的房屋，就可以记录走访")))
    return card


def _floor(floor: FloorView) -> Floor:
    return Floor(floor.name, tuple(tuple(door and _door(door) for door in doors) for doors in floor.doors))


def _door(door: DoorView) -> Door:
    if not door.household:
        state = DoorState.EMPTY if door.empty else DoorState.UNKNOWN
        return Door(door.dwelling, door.number, tr(state.value), state, door.rented)
    several = tr("{count} 户").format(count=door.households) if door.households > 1 else ""
    return Door(door.dwelling, door.number, door.surname, STATES[door.due or Due.NONE], door.rented, several)


def _member(member: Member, colour: str) -> QWidget:
    about = joined(member.gender, _age(member))
    tags = [Tag(Mark(word, colour if colour in TONES else "grey")) for word in member.care[:3]]
    return box(row(SafeLabel(member.name, bold=True), SafeLabel(about, tone="ink2"), *tags, None, gap=8))


def _briefly(member: Member) -> str:
    about = joined(member.relation, _age(member))
    return tr("{name}（{about}）").format(name=member.name, about=about) if about else member.name


def _age(member: Member) -> str:
    return "" if member.age is None else tr("{age} 岁").format(age=member.age)


def _key(home: HomeView) -> str:
    return tr("备用钥匙：{where}").format(where=home.spare_key) if home.spare_key else ""


def _last(home: HomeView) -> QWidget:
    if home.last is None:
        return box(row(_state(home), SafeLabel(tr("还没有走访记录"), "caption", "ink2"), None, gap=10))
    at = home.last.at.astimezone(CHINA)
    head = tr("上次 {month} 月 {day} 日，{who}").format(month=at.month, day=at.day, who=home.last.by)
    note = SafeLabel(home.last.note or home.last.how, "caption", "ink2", elide=True)
    line = row(_state(home), SafeLabel(head, "caption", bold=True), gap=10)
    line.addWidget(note, 1)
    return box(line)


def _state(home: HomeView) -> Tag:
    match home.due:
        case Due.OVERDUE:
            mark = late(tr("已超期 {days} 天").format(days=home.days_over))
        case Due.SOON if home.days_over == 0:
            mark = soon(tr("今天到期"))
        case Due.SOON:
            mark = soon(tr("还有 {days} 天").format(days=-home.days_over))
        case _:
            mark = fine(tr("在期，还有 {days} 天").format(days=-home.days_over))
    return Tag(mark)
