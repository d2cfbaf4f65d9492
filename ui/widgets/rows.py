"""Lists of people and things: one bold line, one quiet line, the state at the right. Rows are painted, never widgets."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.texts import joined
from ui.tasks import start
from ui.theme import look
from ui.widgets.row_paint import RowDelegate
from ui.widgets.tag import Mark

PAGE = 100
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """What a row shows. `key` tells rows apart; everything else is plain text that may come from data."""

    key: str
    title: str
    after: str = ""  # quiet words beside the title: 男，41 岁
    tags: tuple[Mark, ...] = ()
    quiet: str = ""  # the second line
    tail: Mark | None = None  # coloured end of the second line: ! 已超期 3 天
    state: Mark | None = None  # tag at the right
    action: str = ""  # words of the button at the right
    keys: str = ""  # key cap at the right
    lead: str = ""  # a narrow column at the left, such as a day
    found: tuple[tuple[int, int], ...] = ()  # letters of the title that were searched for: first, after last

    @property
    def spoken(self) -> str:
        marks = [mark.words for mark in (*self.tags, self.tail, self.state) if mark]
        return joined(self.lead, self.title, self.after, self.quiet, *marks)


@dataclass(frozen=True)
class RowBand:
    """A grey strip that names the rows below it; it is never chosen."""

    words: str
    note: str = ""


class RowModel(QAbstractListModel):
    """All keys are known; rows are either all given (`put`) or fetched a page at a time as they are painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[Row | RowBand | str] = []
        self._fetch: Callable[[Sequence[str]], Awaitable[Mapping[str, Row]]] | None = None
        self._asked: set[int] = set()

    def put(self, items: Sequence[Row | RowBand]) -> None:
        self._replace(list(items), None)

    def put_keys(self, keys: Sequence[str], fetch: Callable[[Sequence[str]], Awaitable[Mapping[str, Row]]]) -> None:
        """For long lists: `fetch` answers the rows of up to 100 keys; until then a row shows "…"."""
        self._replace(list(keys), fetch)

    def key(self, row: int) -> str:
        """Empty for a band and for what is not there."""
        if not 0 <= row < len(self._items):
            return ""
        item = self._items[row]
        return item if isinstance(item, str) else getattr(item, "key", "")

    def row_of(self, key: str) -> int:
        return next((row for row in range(len(self._items)) if self.key(row) == key), -1)

    def item(self, row: int) -> Row | RowBand:
        item = self._items[row]
        if isinstance(item, str):
            self._want(row // PAGE)
            return Row(item, "…")
        return item

    def has_bands(self) -> bool:
        return any(isinstance(item, RowBand) for item in self._items)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Overrides QAbstractListModel: a band can neither be chosen nor stopped at."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return chosen if index.isValid() and self.key(index.row()) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        item = self.item(index.row())
        if isinstance(item, RowBand):
            return f"{item.words} {item.note}".strip()
        return item.title if role == Qt.ItemDataRole.DisplayRole else item.spoken

    def _replace(self, items: list[Row | RowBand | str], fetch: Any) -> None:
        self.beginResetModel()
        self._items, self._fetch, self._asked = items, fetch, set()
        self.endResetModel()

    def _want(self, page: int) -> None:
        if page not in self._asked and self._fetch:
            self._asked.add(page)
            start(self._bring(page, self._items), self)

    async def _bring(self, page: int, items: list[Row | RowBand | str]) -> None:
        first = page * PAGE
        keys = [self.key(row) for row in range(first, min(first + PAGE, len(items)))]
        rows = await self._fetch(keys) if self._fetch else {}
        if items is not self._items:
            return  # a later list overtook this one
        for number, key in enumerate(keys):
            items[first + number] = rows.get(key, Row(key, "—"))
        self.dataChanged.emit(self.index(first), self.index(first + len(keys) - 1))


class RowList(QListView):
    """Arrows or J and K go through the rows, Enter and a double click open, Space and the row's button act."""

    chosen = Signal(str)  # the key of the row one stands on, empty when none
    opened = Signal(str)
    acted = Signal(str)

    def __init__(self, name: str, *, height: int = 0, ground: str = "", parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the list, `height` px of a row other than the token's.

        `ground`: the colour of what lies behind, for a list that changes at every letter: nothing behind is painted anew.
        """
        super().__init__(parent)
        self._ground = ground
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, bool(ground))
        self.rows, self.by_keyboard = RowModel(self), False
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self, height))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.key(index.row())))
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(self.rows.key(now.row())))
        look.changes.changed.connect(self.scheduleDelayedItemsLayout)

    def put(self, items: Sequence[Row | RowBand]) -> None:
        """Shows rows; who was chosen stays chosen while still there, and the place stays."""
        self._keeping(lambda: self.rows.put(items))

    def put_keys(self, keys: Sequence[str], fetch: Callable[[Sequence[str]], Awaitable[Mapping[str, Row]]]) -> None:
        self._keeping(lambda: self.rows.put_keys(keys, fetch))

    def current_key(self) -> str:
        return self.rows.key(self.currentIndex().row())

    def go(self, key: str) -> None:
        if (row := self.rows.row_of(key)) >= 0:
            self.setCurrentIndex(self.rows.index(row))

    def go_first(self) -> None:
        first = next((row for row in range(self.rows.rowCount()) if self.rows.key(row)), -1)
        self.setCurrentIndex(self.rows.index(first) if first >= 0 else QModelIndex())

    def step(self, by: int) -> None:
        """Down or up by one row, over bands."""
        row = self.currentIndex().row() + by
        while 0 <= row < self.rows.rowCount():
            if self.rows.key(row):
                return self.setCurrentIndex(self.rows.index(row))
            row += by

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground:
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), look.colour(self._ground))
            painter.end()
        super().paintEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Overrides QAbstractItemView: letters are keys of the page, not a search in the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return super().keyPressEvent(event)
        match event.key():
            case Qt.Key.Key_J:
                self.step(1)
            case Qt.Key.Key_K:
                self.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current_key():
                self.opened.emit(self.current_key())
            case Qt.Key.Key_Space if self.current_key():
                item = self.rows.item(self.currentIndex().row())
                (self.acted if isinstance(item, Row) and item.action else self.opened).emit(self.current_key())
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Overrides QListView: who comes by Tab sees where he is; a click shows it by the selection alone."""
        self.by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
        if self.by_keyboard and not self.currentIndex().isValid():
            self.go_first()
        super().focusInEvent(event)

    def _keeping(self, put: Callable[[], None]) -> None:
        key, place, was = self.current_key(), self.verticalScrollBar().value(), self.blockSignals(True)
        put()
        self.setUniformItemSizes(not self.rows.has_bands())
        self.go(key)
        self.verticalScrollBar().setValue(place)
        self.blockSignals(was)
        if key != self.current_key():
            self.chosen.emit(self.current_key())
