"""What lies over a page: a veil with something on it, and small bars at the foot."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from ui.theme import look

ABOVE_STATUS = 16


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
        QPainter(self).fillRect(self.rect(), dim)


class Pop(QFrame):
    """A card that floats, with a shadow; presses on it do not reach the veil."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(30)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(20, 28, 24, 71))
        self.setGraphicsEffect(shadow)

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
