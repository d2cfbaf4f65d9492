"""A ring of 2 px, 1 px outside the widget that has the focus. A stylesheet can only draw inside."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.theme import look
from ui.theme.tokens import CONTROL_RADIUS
from ui.widgets import paint

ROOM = 3
INPUTS = (QLineEdit, QPlainTextEdit, QComboBox)
MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """One for the whole program, put on by `follow_focus`. Fields show it always, buttons only for the keyboard's sake."""

    def __init__(self) -> None:
        super().__init__()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def target(self) -> QWidget | None:
        """The widget that wears the ring now."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.ring(QPainter(self), QRectF(self.rect()), look.colour("focus"), 2, CONTROL_RADIUS + 2)

    def moved(self, now: QWidget | None) -> None:
        if now and not now.isWindow() and self._wanted(now):
            self._wear(now)
        else:
            self._rest()

    def _wanted(self, widget: QWidget) -> bool:
        if isinstance(widget, INPUTS):
            return not widget.property("bare")
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return not by_mouse and (isinstance(widget, QAbstractButton) or bool(widget.property("ringed")))

    def _wear(self, target: QWidget) -> None:
        self._rest()
        self._target, host = target, _host(target)
        step: QWidget | None = target
        while step and step is not host:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        target.destroyed.connect(self._rest)
        self.setParent(host)
        self._place()

    def _rest(self) -> None:
        """Off, and to no parent: a ring must not die with the page it was on."""
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched, self._target = [], None
        if not isValid(self):
            return
        self.hide()
        self.setParent(None)

    def _place(self) -> None:
        host = self.parentWidget()
        if not self._target or not host:
            return
        corner = self._target.mapTo(host, self._target.rect().topLeft())
        room = self._target.rect().translated(corner).adjusted(-ROOM, -ROOM, ROOM, ROOM)
        self.setGeometry(room)
        self.setVisible(self._target.isVisible())
        self.raise_()


_ring: FocusRing | None = None
_followed: QApplication | None = None


def follow_focus(app: QApplication) -> None:
    """From now on the widget that has the focus wears the ring. A second call changes nothing."""
    global _followed
    if _followed is not app:
        _followed = app
        app.focusChanged.connect(_put_on)


def worn_by() -> QWidget | None:
    """The widget that wears the ring now."""
    return _ring.target() if _ring and isValid(_ring) else None


def _put_on(_: QWidget | None, now: QWidget | None) -> None:
    global _ring
    if not _ring or not isValid(_ring):  # it may die with the window it was last seen in
        _ring = FocusRing()
    _ring.moved(now)


def _host(target: QWidget) -> QWidget:
    """The nearest ancestor with room for the ring, at most the window."""
    host = target.parentWidget()
    while parent := host.parentWidget():
        corner = target.mapTo(host, target.rect().topLeft())
        room = target.rect().translated(corner).adjusted(-ROOM, -ROOM, ROOM, ROOM)
        if host.isWindow() or host.rect().contains(room) or host.objectName() == "qt_scrollarea_viewport":
            break
        host = parent
    return host
