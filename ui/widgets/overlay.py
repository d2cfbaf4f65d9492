"""What lies over a page: a veil with something on it, and small bars at the foot."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import look
from ui.theme.tokens import CARD_RADIUS

ABOVE_STATUS = 16
SHADE, SOFT = 71, 15  # alpha of the shadow in all, px of its softness


class Veil(QWidget):
    """Covers its window and dims it. A press beside what it carries closes it; the focus goes back where it was."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)

    def lift(self) -> None:
        """Shows it over everything else."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.setGeometry(self.parentWidget().rect())
        self.place()
        self.raise_()
        self.show()

    def drop(self) -> None:
        self.hide()
        if self._before:
            self._before.setFocus()
        self._before = None

    def place(self) -> None:
        """For subclasses: puts what it carries where it belongs."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.parentWidget().rect())
            self.place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.drop()

    def paintEvent(self, event: QPaintEvent) -> None:
        dim = QColor(look.colour("scrim"))
        dim.setAlphaF(0.55)
        painter = QPainter(self)
        painter.fillRect(self.rect(), dim)
        for pop in self.findChildren(Pop, options=Qt.FindChildOption.FindDirectChildrenOnly):
            _shade(painter, QRectF(pop.geometry()))


def _shade(painter: QPainter, room: QRectF) -> None:
    """A soft shadow 8 px below a card. Painted once with the veil: an effect would be blurred anew at every letter."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 28, 24, SHADE // SOFT))
    for step in range(SOFT):
        grown = room.adjusted(-step, 8 - step, step, 8 + step)
        painter.drawRoundedRect(grown, CARD_RADIUS + step, CARD_RADIUS + step)


class Pop(QFrame):
    """A card that floats on a veil; presses on it do not reach the veil."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class FootBar(QFrame):
    """A bar that stands in the middle above the status bar, as wide as it needs to be."""

    def __init__(self, window: QWidget, lift: int = ABOVE_STATUS) -> None:
        super().__init__(window)
        self._lift = lift
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()
        window.installEventFilter(self)

    def rise(self) -> None:
        self.place()
        self.raise_()
        self.show()

    def place(self) -> None:
        window = self.parentWidget()
        wide = min(max(self.sizeHint().width(), 420), window.width() - 48)
        high = self.sizeHint().height()
        left, top = (window.width() - wide) // 2, window.height() - look.sizes().status - self._lift - high
        self.setGeometry(left, top, wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False
