"""1 — 2 — 3 — 4: where one stands in a wizard."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts import tr
from ui.theme import look
from ui.widgets import paint

DASH = 24


class Steps(QWidget):
    """The step one is at is filled and bold; those behind carry a tick."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._at = tuple(words), 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changes.changed.connect(self.updateGeometry)
        self.go(0)

    def go(self, step: int) -> None:
        """Counted from 0."""
        self._at = step
        says = tr("第 {step} 步，共 {count} 步：{words}")
        self.setAccessibleName(says.format(step=step + 1, count=len(self._words), words=self._words[step]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [look.sizes().step + 10 + self._width(number) for number in range(len(self._words))]
        return QSize(sum(widths) + (len(widths) - 1) * (DASH + 20), look.sizes().step)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, left, middle = QPainter(self), 0, self.height() // 2
        for number in range(len(self._words)):
            if number:
                painter.fillRect(left + 10, middle, DASH, 1, look.colour("ink3"))
                left += DASH + 20
            left = self._paint_step(painter, number, left)

    def _paint_step(self, painter: QPainter, number: int, left: int) -> int:
        side, here = look.sizes().step, number == self._at
        circle = QRectF(left, (self.height() - side) / 2, side, side)
        ground = "accent" if here else "accent_soft" if number < self._at else "head"
        ink = "on_accent" if here else "accent_ink" if number < self._at else "ink2"
        paint.filled(painter, circle, look.colour(ground), side / 2)
        if number < self._at:
            paint.tick(painter, circle.adjusted(5, 5, -5, -5), look.colour(ink))
        else:
            paint.words(painter, circle.toRect(), str(number + 1), look.font(bold=True), ink, paint.CENTRE)
        room = self.rect()
        room.setLeft(left + side + 10)
        paint.words(painter, room, self._words[number], look.font(bold=here), "ink" if here else "ink2")
        return left + side + 10 + self._width(number)

    def _width(self, number: int) -> int:
        return paint.text_width(self._words[number], look.font(bold=number == self._at)) + 1
