"""The rail at the left: entries with what waits for me, and at its foot how this machine stands with the others."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.texts import joined, tr
from ui.shell.places import Entry
from ui.theme import icons, look
from ui.theme.tokens import CONTROL_RADIUS
from ui.widgets import paint
from ui.widgets.layouts import column, styled


class RailEntry(QAbstractButton):
    """Chosen by fill, bar and weight together. `badge` counts what needs me."""

    def __init__(self, words: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._icon = words, icon
        self._count, self._tone = 0, "grey"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.badge(0)

    def badge(self, count: int, tone: str = "grey") -> None:
        self._count, self._tone = count, tone
        says = tr("{words}，{count} 项待办").format(words=self._words, count=count)
        self.setAccessibleName(says if count else self._words)
        self.update()

    def nextCheckState(self) -> None:
        """Overrides QAbstractButton: a press asks to go there, arriving checks it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton, which would take arrows and look for neighbours itself."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(120, look.sizes().nav)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), QRectF(self.rect())
        self._paint_ground(painter, room)
        ink = "accent_ink" if self.isChecked() else "ink2"
        side, left = look.sizes().nav_icon, 16
        icons.paint(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), look.colour(ink))
        words = QRect(left + side + 10, 0, self.width() - left - side - 10, self.height())
        paint.words(painter, words, self._words, look.font(bold=self.isChecked()), ink)
        if self._count:
            paint_count(painter, self.width() - 10, self.height() // 2, self._count, self._tone, self.isChecked())

    def _paint_ground(self, painter: QPainter, room: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            shape = QPainterPath()
            shape.addRoundedRect(room, CONTROL_RADIUS, CONTROL_RADIUS)
            painter.setClipPath(shape)
            painter.fillRect(room, look.colour("accent_soft"))
            painter.fillRect(QRectF(0, 0, 4, room.height()), look.colour("accent"))
            painter.setClipping(False)
        elif self.underMouse():
            paint.filled(painter, room, look.colour("hover"), CONTROL_RADIUS)


def paint_count(painter: QPainter, right: int, middle: int, count: int, tone: str, lit: bool = False) -> int:
    """A round number that ends at `right`; returns its left."""
    font, high = look.font("caption", bold=True), look.sizes().count
    words = str(count) if count < 1000 else "999+"
    wide = max(high + 2, paint.text_width(words, font) + 14)
    room = QRect(right - wide, middle - high // 2, wide, high)
    ground, ink = ("card", "accent_ink") if lit else (f"{tone}_soft", tone)
    paint.filled(painter, QRectF(room), look.colour(ground), high / 2)
    paint.words(painter, room, words, font, ink, paint.CENTRE)
    return room.left()


class SyncStatus(QAbstractButton):
    """One place, in words: 单独使用，没有联网同步. The dot is an addition, never the message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put("ink3", tr("单独使用"), tr("没有联网同步"))

    def put(self, dot: str, title: str, note: str) -> None:
        """`dot` is a token: ink3, amber_solid (offline, never red), green_solid, blue_solid."""
        self._dot, self._title, self._note = dot, title, note
        self.setAccessibleName(joined(title, note))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, round((look.sizes().body + look.sizes().caption) * 96 / 72 * 1.4) + 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), QRectF(self.rect())
        shape = QPainterPath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape.addRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), CONTROL_RADIUS, CONTROL_RADIUS)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, 4, room.height()), look.colour("line"))
        painter.setClipping(False)
        paint.filled(painter, room, QColor(Qt.GlobalColor.transparent), CONTROL_RADIUS, look.colour("line"))
        half, dot = (self.height() - 16) // 2, look.sizes().dot
        upper = QRect(14, 8, self.width() - 20, half)
        paint.filled(painter, QRectF(14, upper.center().y() - dot / 2 + 1, dot, dot), look.colour(self._dot), dot / 2)
        paint.words(painter, upper.adjusted(dot + 7, 0, 0, 0), self._title, look.font(bold=True), "ink")
        lower = QRect(14, 8 + half, self.width() - 20, half)
        paint.words(painter, lower, self._note, look.font("caption"), "ink2")


class Rail(QWidget):
    chosen = Signal(str)  # the id of an entry

    def __init__(self, entries: Iterable[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        styled(self)
        self.entries = {entry.id: RailEntry(tr(entry.words), entry.icon) for entry in entries}
        self.sync = SyncStatus()
        for entry_id, button in self.entries.items():
            button.clicked.connect(lambda _=False, name=entry_id: self.chosen.emit(name))
        self.setLayout(column(*self.entries.values(), None, self.sync, gap=4, margins=(8, 12, 8, 8)))
        look.changes.changed.connect(self._fit)
        self._fit()

    def put(self, entry_id: str) -> None:
        for name, button in self.entries.items():
            button.setChecked(name == entry_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: ↑ ↓ go along the entries, which Enter or Space then opens."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())
        buttons = list(self.entries.values())
        at = next((number for number, button in enumerate(buttons) if button.hasFocus()), -1)
        if step and at >= 0 and 0 <= at + step < len(buttons):
            buttons[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif at >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[at].click()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setFixedWidth(look.sizes().rail)
