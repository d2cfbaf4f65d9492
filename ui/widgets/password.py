"""A field for a password: dots, 显示 beside them, and a word when Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.texts import tr
from ui.widgets.button import Button
from ui.widgets.inputs import LineEdit


class PasswordEdit(LineEdit):
    """`caps` tells, with a letter, whether Caps Lock seems to be on; `entered` comes with Enter and moves nowhere."""

    caps = Signal(bool)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.enter_moves_on = False
        self.eye = Button(tr("显示"), "quiet", parent=self)
        self.eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye.clicked.connect(lambda: self._show(self.echoMode() == QLineEdit.EchoMode.Password))
        self._show(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides LineEdit: a capital without Shift, or a small letter with it, gives Caps Lock away."""
        if len(event.text()) == 1 and event.text().isascii() and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(event.text().isupper() != shift)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.caps.emit(False)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _show(self, plain: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if plain else QLineEdit.EchoMode.Password)
        self.eye.set_words(tr("隐藏") if plain else tr("显示"))
        self._place()

    def _place(self) -> None:
        size = self.eye.sizeHint()
        self.eye.setGeometry(self.width() - size.width() - 4, 2, size.width(), self.height() - 4)
        self.setTextMargins(0, 0, size.width(), 0)
