"""An empty list says what will be here and offers the one next action; a place to drop files says which."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import icons, look
from ui.theme.tokens import CARD_RADIUS
from ui.widgets import paint
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row


class Icon(QWidget):
    """An icon of a fixed size in the colour of a token."""

    def __init__(self, name: str, side: int = 32, colour: str = "ink3", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._side, self._colour = name, side, colour
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._name, QRectF(self.rect()), look.colour(self._colour))


class EmptyState(QWidget):
    """What will be listed here, and `action`, the one thing to do about it."""

    def __init__(
        self, icon: str, title: str, words: str = "", action: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title, self.words = SafeLabel(title, bold=True), SafeLabel(words, tone="ink2", wrap=True)
        lines = column(self.title, self.words, gap=2)
        if action:
            lines.addSpacing(10)
            lines.addLayout(row(action, None))
        middle = row(Icon(icon), gap=20)
        middle.addLayout(lines, 1)
        self.setLayout(column(None, middle, None, margins=(28, 16, 28, 16)))

    def put(self, title: str, words: str = "") -> None:
        self.title.setText(title)
        self.words.setText(words)


class DropArea(QAbstractButton):
    """A dashed box: files are dropped on it, or Enter, Space or a click asks for a file dialog (`clicked`)."""

    dropped = Signal(list)  # of Path

    def __init__(
        self, words: str, note: str, suffixes: Sequence[str], icon: str = "ledgers", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._note, self._suffixes, self._icon, self._over = words, note, tuple(suffixes), icon, False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(words)
        self.setAccessibleDescription(note)

    def sizeHint(self) -> QSize:
        return QSize(330, 176)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if fitting(event, self._suffixes):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(fitting(event, self._suffixes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame = QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._over or self.underMouse()
        painter.setBrush(look.colour("accent_soft") if lit else QColor(Qt.GlobalColor.transparent))
        pen = QPen(look.colour("accent" if self._over else "input_border"), 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(frame, CARD_RADIUS, CARD_RADIUS)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        line, side = round(look.sizes().body * 1.95), 40
        top = (self.height() - side - 12 - 2 * line) // 2
        icons.paint(painter, self._icon, QRectF((self.width() - side) / 2, top, side, side), look.colour("accent"))
        room = self.rect().adjusted(12, 0, -12, 0)
        for number, text in enumerate((self._words, self._note)):
            room.setTop(top + side + 12 + number * line)
            room.setHeight(line)
            paint.words(painter, room, text, look.font(), "ink2", paint.CENTRE)


def fitting(event: QDropEvent, suffixes: Sequence[str]) -> list[Path]:
    """The dropped local files whose names end as wanted (lower case, with the dot)."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in suffixes]
