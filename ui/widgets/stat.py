"""A number and what it means; a press opens the records behind it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import look
from ui.theme.tokens import CARD_RADIUS
from ui.widgets import paint


class StatCard(QAbstractButton):
    """Number first, sentence second. `share` (0..1) draws a bar beside the number; `tone` colours it (ink, red, ...).

    A checkable one (QAbstractButton) that is checked shows that what stands below is what is behind it.
    """

    def __init__(self, number: str = "", sentence: str = "", tone: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put(number, sentence, tone)
        look.changes.changed.connect(self.updateGeometry)

    def put(
        self, number: str, sentence: str, tone: str = "ink", share: float | None = None, ringed: bool = False,
        unit: str = "",
    ) -> None:  # fmt: skip
        """`ringed` draws an amber border: this number waits for the person. `unit` stands behind it where there is room."""
        self._number, self._sentence, self._tone, self._share, self._ringed = number, sentence, tone, share, ringed
        self._unit = unit
        self.setAccessibleName(f"{number} {unit} {sentence}" if unit else f"{number} {sentence}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self._number_height() + self._sentence_height() + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton: Enter opens the records."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame = QPainter(self), QRectF(self.rect())
        ground = "accent_soft" if self.isChecked() else "hover" if self.underMouse() else "card"
        paint.filled(painter, frame, look.colour(ground), CARD_RADIUS, look.colour("line"))
        if self.isChecked():
            paint.ring(painter, frame, look.colour("accent"), 2, CARD_RADIUS)
        elif self._ringed:
            paint.ring(painter, frame, look.colour("amber_solid"), 2, CARD_RADIUS)
        room = QRect(15, 11, self.width() - 30, self._number_height())
        after = paint.words(painter, room, self._number, look.font("number", bold=True), self._tone)
        if self._unit and after + 6 + paint.text_width(self._unit, look.font("caption")) <= room.right() + 1:
            beside = QRect(after + 6, room.top() + 4, room.right() - after, room.height() - 4)
            paint.words(painter, beside, self._unit, look.font("caption"), "ink2")
        if self._share is not None:
            self._paint_bar(painter, QRectF(after + 10, room.center().y() - 3, room.right() - after - 10, 8))
        lower = QRect(15, room.bottom() + 3, room.width(), self._sentence_height())
        paint.words(painter, lower, self._sentence, look.font("caption"), "ink2")

    def _paint_bar(self, painter: QPainter, room: QRectF) -> None:
        paint.filled(painter, room, look.colour("head"), 4)
        done = QRectF(room)
        done.setWidth(room.width() * min(max(self._share or 0, 0), 1))
        paint.filled(painter, done, look.colour("accent"), 4)

    def _number_height(self) -> int:
        return round(look.sizes().number * 96 / 72 * 1.2)

    def _sentence_height(self) -> int:
        return round(look.sizes().caption * 96 / 72 * 1.4)
