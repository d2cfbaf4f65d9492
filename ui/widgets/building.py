"""The building chart: floors by entrances, each dwelling a cell whose state is a colour and a sign.

What is drawn comes as frozen data; the chart knows no database. Arrows move, Enter opens, a screen reader hears
every cell. Tall and wide buildings scroll under heads that stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from app.texts import N_, joined, tr
from ui.theme import look
from ui.theme.tokens import Sizes
from ui.widgets.building_paint import GAP, CellDelegate, EntranceHeader, FloorHeader, corner_side
from ui.widgets.label import tip_text
from ui.widgets.paint import text_width

Index = QModelIndex | QPersistentModelIndex


class DoorState(Enum):
    FINE = N_("在期")
    SOON = N_("将到期")
    LATE = N_("已超期")
    UNKNOWN = N_("未登记")
    EMPTY = N_("空置")


@dataclass(frozen=True)
class Door:
    """One dwelling. `words` is the surname, or the whole name where there is room; `note` is only spoken and shown on hover."""

    key: str
    number: str
    words: str = ""
    state: DoorState = DoorState.FINE
    rented: bool = False
    note: str = ""

    @property
    def spoken(self) -> str:
        states = [tr(self.state.value)] + ([tr("出租")] if self.rented else [])
        return joined(self.number, self.words, *states, self.note)


@dataclass(frozen=True)
class Floor:
    """From left to right: the doors of each entrance, None where there is none. One with fewer leaves a gap at its right."""

    name: str
    doors: tuple[tuple[Door | None, ...], ...]


@dataclass(frozen=True)
class Building:
    """`floors` stand as they are seen: the highest first."""

    name: str
    entrances: tuple[str, ...]
    floors: tuple[Floor, ...] = field(default=())


def _shape(building: Building) -> tuple[object, ...]:
    """Which doors there are, and where."""
    named = (
        (floor.name, *(tuple(door and (door.key, door.number) for door in part) for part in floor.doors))
        for floor in building.floors
    )
    return building.name, building.entrances, *named


class BuildingModel(QAbstractTableModel):
    """Columns are the doors of the entrances side by side; None where there is no door."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.building = Building("", ())
        self._cells: list[list[Door | None]] = []
        self._narrowest: dict[Sizes, int] = {}
        self._widths: list[int] = []
        self._along: list[str] = []  # the names at the heads: an entrance a column, a floor a row
        self._down: list[str] = []

    def put(self, building: Building) -> None:
        """Of a building that is shown already only the doors that changed are painted anew."""
        if _shape(building) == _shape(self.building):
            self._refresh(building)
        else:
            self._replace(building)

    def _refresh(self, building: Building) -> None:
        self.building, before = building, self._cells
        self._cells = [list(self._across(floor)) for floor in building.floors]
        for row, (old, new) in enumerate(zip(before, self._cells, strict=True)):
            for column in (at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]):
                index = self.index(row, column)
                self.dataChanged.emit(index, index)

    def _replace(self, building: Building) -> None:
        self.beginResetModel()
        self.building = building
        self._narrowest = {}
        count = len(building.entrances)
        self._widths = [max((len(floor.doors[at]) for floor in building.floors), default=0) for at in range(count)]
        self._cells = [list(self._across(floor)) for floor in building.floors]
        self._along = [building.entrances[self.entrance_of(column)] for column in range(sum(self._widths))]
        self._down = [floor.name for floor in building.floors]
        self.endResetModel()

    def door(self, row: int, column: int) -> Door | None:
        inside = 0 <= row < len(self._cells) and 0 <= column < len(self._cells[row])
        return self._cells[row][column] if inside else None

    def place(self, key: str) -> tuple[int, int] | None:
        for row, cells in enumerate(self._cells):
            for column, door in enumerate(cells):
                if door and door.key == key:
                    return row, column
        return None

    def entrance_of(self, column: int) -> int:
        """Which entrance a column belongs to."""
        for entrance, wide in enumerate(self._widths):
            if column < wide:
                return entrance
            column -= wide
        return -1

    def columns_of(self, entrance: int) -> range:
        first = sum(self._widths[:entrance])
        return range(first, first + self._widths[entrance])

    def narrowest(self) -> int:
        """Px a cell needs so that every number and a surname stand beside the signs."""
        size = look.sizes()
        if size not in self._narrowest:
            doors = [door for cells in self._cells for door in cells if door]
            number = max((text_width(door.number, look.font("caption", bold=True)) for door in doors), default=0)
            self._narrowest[size] = number + corner_side() + 10 + GAP
        return self._narrowest[size]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else sum(self._widths)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.door(index.row(), index.column()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        door = self.door(index.row(), index.column())
        if not door:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return door.number
            case Qt.ItemDataRole.AccessibleTextRole:
                return joined(self.building.entrances[self.entrance_of(index.column())], door.spoken)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(door.spoken)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = self._down if orientation == Qt.Orientation.Vertical else self._along
        return names[section] if 0 <= section < len(names) else None  # headers ask while they still count the old ones

    def _across(self, floor: Floor) -> Iterator[Door | None]:
        for doors, wide in zip(floor.doors, self._widths, strict=True):
            yield from doors
            yield from [None] * (wide - len(doors))


class BuildingChart(QTableView):
    """`chosen` follows the arrows, `opened` comes with Enter or a click on the cell one stands on."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doors = BuildingModel(self)
        self.setModel(self.doors)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(EntranceHeader(self))
        self.setVerticalHeader(FloorHeader(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _: self._open())
        look.changes.changed.connect(self._fit)

    def put(self, building: Building) -> None:
        """Shows a building; the dwelling one stood on stays chosen when it is still there."""
        key, was = self.current_key(), self.blockSignals(True)
        self.doors.put(building)
        self._fit()
        self.go(key)
        self.blockSignals(was)
        self.setAccessibleName(tr("楼栋图：{name}").format(name=building.name))
        if key != self.current_key():
            self.chosen.emit(self.current_key())

    def current_key(self) -> str:
        door = self.doors.door(self.currentIndex().row(), self.currentIndex().column())
        return door.key if door else ""

    def go(self, key: str) -> None:
        if place := self.doors.place(key):
            self.executeDelayedItemsLayout()  # else a building just put has no place to scroll to
            if place != (self.currentIndex().row(), self.currentIndex().column()):
                self.setCurrentIndex(self.doors.index(*place))

    def spoken(self, key: str) -> str:
        """What a screen reader says at a cell."""
        place = self.doors.place(key)
        return self.doors.index(*place).data(Qt.ItemDataRole.AccessibleTextRole) if place else ""

    def keyboardSearch(self, search: str) -> None:
        """Overrides QAbstractItemView: letters are keys of the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return super().keyPressEvent(event)
        if step := steps.get(Qt.Key(event.key())):
            self.step(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def step(self, down: int, right: int) -> None:
        """To the next door in a direction, over the places where there is none."""
        index = self.currentIndex()
        row, column = index.row() + down, index.column() + right
        while 0 <= row < self.doors.rowCount() and 0 <= column < self.doors.columnCount():
            if self.doors.door(row, column):
                return self.setCurrentIndex(self.doors.index(row, column))
            row, column = row + down, column + right

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Overrides QTableView: who comes by Tab stands on the first door."""
        if not self.current_key() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self.doors.index(0, 0))
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if self.current_key():
            self.scrollTo(self.currentIndex())

    def _fit(self) -> None:
        """Equal cells over the whole width; too many scroll. The gap between entrances is part of the last cell."""
        columns = self.doors.columnCount()
        if self.verticalHeader().defaultSectionSize() != look.sizes().cell + GAP:
            self.verticalHeader().setDefaultSectionSize(look.sizes().cell + GAP)
        if not columns:
            return
        extra = GAP * (len(self.doors.building.entrances) - 1)
        room = self.viewport().width() - extra - GAP
        wide = max(room // columns, self.doors.narrowest())
        for column in range(columns):
            needed = wide + (GAP if self.ends_entrance(column) else 0)
            if needed != self.columnWidth(column):
                self.setColumnWidth(column, needed)

    def ends_entrance(self, column: int) -> bool:
        """Whether a gap follows this column."""
        last = column == self.doors.columnCount() - 1
        return not last and self.doors.entrance_of(column) != self.doors.entrance_of(column + 1)

    def _tell(self) -> None:
        self.horizontalHeader().viewport().update()
        self.chosen.emit(self.current_key())

    def _open(self) -> None:
        if key := self.current_key():
            self.opened.emit(key)
