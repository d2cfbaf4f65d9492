"""A few quiet words that can be pressed, such as 改过 2 次 beside the name of a field."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import look
from ui.widgets import paint


class Link(QAbstractButton):
    """Out of the way of Enter and Tab, which go through the fields: what it does has a key of its own."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = ""
        self.set_words(words)
        look.changes.changed.connect(self.updateGeometry)

    def words(self) -> str:
        return self._words

    def set_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        small = look.font("caption", bold=True)
        return QSize(paint.text_width(self._words, small) + 2, small.measures.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        font = look.Face(look.font("caption", bold=True))
        font.setUnderline(self.underMouse())
        paint.words(QPainter(self), self.rect(), self._words, font, "accent")
