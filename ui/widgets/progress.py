"""How far a long piece of work has come, and a way to stop it."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts import tr
from ui.theme import look
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row

TURN = 40  # ticks of one swing of the bar whose end is not known
TICK = 50  # ms


class Bar(QWidget):
    """8 px high. With an unknown end a piece swings to and fro."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share: float | None = None
        self._tick = 0
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._swing)

    def put(self, share: float | None) -> None:
        """0..1, None while nobody knows."""
        self._share = share
        self._clock.start() if share is None and self.isVisible() else self._clock.stop()
        self.update()

    def showEvent(self, event: object) -> None:
        self.put(self._share)

    def hideEvent(self, event: object) -> None:
        self._clock.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), QRectF(self.rect())
        paint.filled(painter, room, look.colour("head"), 4)
        if self._share is None:
            at = abs((self._tick % TURN) - TURN / 2) / (TURN / 2)
            room = QRectF(at * room.width() * 0.7, 0, room.width() * 0.3, 8)
        else:
            room.setWidth(room.width() * min(max(self._share, 0), 1))
        paint.filled(painter, room, look.colour("accent"), 4)

    def _swing(self) -> None:
        self._tick += 1
        self.update()


class Progress(QWidget):
    """`put(812, 1284)` shows 812 / 1,284 行; without an end the bar only moves. `cancelled` comes once."""

    cancelled = Signal()

    def __init__(self, words: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._unit = words, unit
        self.label, self.bar = SafeLabel(words), Bar()
        self.stop = Button(tr("取消"))
        self.stop.clicked.connect(self._cancel)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        upper = row(self.label, None, self.stop)
        self.setLayout(column(upper, self.bar, gap=6))
        self.setAccessibleName(words)

    def put(self, done: int, total: int) -> None:
        if total:
            self.label.setText(f"{self._words} {done:,} / {total:,} {self._unit}".rstrip())
        self.bar.put(done / total if total else None)
        self.setAccessibleDescription(self.label.text())

    def _cancel(self) -> None:
        self.stop.set_off(tr("正在停下"))
        self.cancelled.emit()
