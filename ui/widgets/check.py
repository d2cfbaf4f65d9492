"""Ticked or not: a whole row that can be hit with tired hands, or a small box in a form."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import look
from ui.theme.tokens import CONTROL_RADIUS, TAG_RADIUS
from ui.widgets import paint
from ui.widgets.tag import Mark


class CheckRow(QAbstractButton):
    """The whole row is the target, at least 44 px high. The state is a tick; `mark` says it in a word at the right."""

    def __init__(
        self,
        words: str,
        note: str = "",
        *,
        small: bool = False,
        mark: Mark | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._note, self._small, self._mark = words, note, small, mark
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(words)
        self.setAccessibleDescription(note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changes.changed.connect(self.updateGeometry)

    def put(self, note: str, mark: Mark | None) -> None:
        self._note, self._mark = note, mark
        self.setAccessibleDescription(f"{note} {mark.words if mark else ''}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        wide = self._side() + 12 + paint.text_width(self._words, look.font()) + 2 * self._margin()
        if self._small:
            return QSize(wide, look.sizes().small_check + 6)
        high = look.sizes().list_row if self._note else max(look.sizes().target, 44)
        return QSize(wide, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._side() + 60, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton: Enter goes to the next field, as everywhere in a form."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, middle = QPainter(self), self.height() // 2
        if self.underMouse() and self.isEnabled() and not self._small:
            painter.fillRect(self.rect(), look.colour("hover"))
        self._paint_box(painter, QRectF(self._margin(), middle - self._side() / 2, self._side(), self._side()))
        left = self._margin() + self._side() + (8 if self._small else 12)
        right = self.width() - self._margin()
        if self._mark:
            right -= paint.tag_width(self._mark)
            paint.tag(painter, right, middle, self._mark)
            right -= 8
        self._paint_words(painter, QRect(left, 0, right - left, self.height()))

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        if not self._note:
            paint.words(painter, room, self._words, look.font(), "ink" if self.isEnabled() else "ink2")
            return
        upper, lower = look.sizes().list_row // 2 - 2, room.height() // 2
        paint.words(
            painter, QRect(room.left(), lower - upper + 4, room.width(), upper - 4), self._words, look.font(), "ink"
        )
        paint.words(
            painter, QRect(room.left(), lower, room.width(), upper - 6), self._note, look.font("caption"), "ink2"
        )

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        radius = TAG_RADIUS if self._small else CONTROL_RADIUS
        solid = look.colour("accent" if self._small else "green_solid")
        if self.isChecked():
            paint.filled(painter, box, solid, radius)
            paint.tick(painter, box, look.colour("on_accent" if self._small else "card"))
        else:
            paint.filled(painter, box, look.colour("card" if self.isEnabled() else "head"), radius)
            paint.ring(painter, box, look.colour("input_border"), 2, radius - 1)

    def _side(self) -> int:
        return look.sizes().small_check if self._small else look.sizes().check

    def _margin(self) -> int:
        return 0 if self._small else 14
