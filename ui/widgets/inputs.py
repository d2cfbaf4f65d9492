"""Text fields that know when letters are still being composed. Enter goes to the next field, never while composing."""

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.texts import tr
from ui.ime import Composition
from ui.theme import icons, look

MOST = 20_000  # letters that a paste may fill a field up to
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineEdit(QLineEdit):
    """One line. `entered` comes with Enter when nothing is being composed; then the focus goes to the next field."""

    entered = Signal()
    read = Signal(str)  # the text with the letters still being composed, after each of them

    def __init__(self, text: str = "", hint: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._composition = Composition()
        self.enter_moves_on = True
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.textChanged.connect(lambda: self.read.emit(self.text_so_far()))

    def composing(self) -> bool:
        return bool(self._composition.letters)

    def composed(self) -> str:
        """The letters that are not text yet."""
        return self._composition.letters

    def keep_composed(self) -> None:
        if letters := self._composition.fallen():
            self.insert(letters)

    def text_so_far(self) -> str:
        at = self.cursorPosition()
        return self.text()[:at] + self.composed() + self.text()[at:]

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Overrides QLineEdit: notes the letters being composed."""
        self._composition.note(event)
        super().inputMethodEvent(event)
        self.read.emit(self.text_so_far())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep_composed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QLineEdit: Enter is the input method's while it composes."""
        if event.key() not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return super().keyPressEvent(event)
        if self.composing():
            return None
        self.entered.emit()
        if self.enter_moves_on:
            self.focusNextChild()


class TextEdit(QPlainTextEdit):
    """Several lines of plain text. Tab leaves the field; Enter makes a line."""

    def __init__(self, text: str = "", hint: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._composition = Composition()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name or hint)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def composing(self) -> bool:
        return bool(self._composition.letters)

    def keep_composed(self) -> None:
        if letters := self._composition.fallen():
            self.insertPlainText(letters)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep_composed()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Overrides QPlainTextEdit: notes the letters being composed."""
        self._composition.note(event)
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QPlainTextEdit: a chord with Enter belongs to the page."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif not (event.key() in ENTER and self.composing()):
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Overrides QPlainTextEdit: a book pasted by mistake would stop the window. What was cut is said where it stood."""
        room, text = max(MOST - len(self.toPlainText()), 0), source.text()
        self.insertPlainText(text if len(text) <= room else text[:room] + tr("（太长，后面没有贴上）"))


class Choice(QComboBox):
    """One of many. The wheel scrolls the page, not the choice; the arrow is painted, for a stylesheet needs a file."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QComboBox: Enter goes to the next field; F4, Alt+↓ and Space open the list."""
        if event.key() in ENTER and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = look.sizes().nav_icon - 4
        box = QRectF(self.width() - side - 10, (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "down", box, look.colour("ink2"))
