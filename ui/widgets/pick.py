"""A card that is one of several answers: the whole card is the radio button."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import look
from ui.theme.tokens import CARD_RADIUS
from ui.widgets import paint
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row
from ui.widgets.tag import Mark, Tag


class Pick(QWidget):
    """`inner` stands below the words while this card is the answer."""

    picked = Signal()

    def __init__(
        self, title: str, words: str, mark: Mark | None = None, inner: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.inner, self._on = inner, False
        heading = row(SafeLabel(title, "title", bold=True), gap=12)
        if mark:
            heading.addWidget(Tag(mark))
        heading.addStretch(1)
        lines = column(heading, SafeLabel(words, "body", "ink2", wrap=True), gap=2, margins=(50, 12, 16, 12))
        if inner:
            lines.addSpacing(10)
            lines.addWidget(inner)
        self.setLayout(lines)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ringed", True)  # no button of Qt's, but it wears the focus ring
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.put(False)

    def is_on(self) -> bool:
        return self._on

    def put(self, on: bool) -> None:
        self._on = on
        if self.inner:
            self.inner.setVisible(on)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.picked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame = QPainter(self), QRectF(self.rect())
        border = look.colour("accent" if self._on else "input_border")
        paint.filled(painter, frame, look.colour("card"), CARD_RADIUS)
        paint.ring(painter, frame, border, 2 if self._on else 1, CARD_RADIUS)
        side = look.sizes().small_check
        circle = QRectF(16, 12 + look.sizes().title * 0.16, side, side)
        paint.filled(painter, circle, look.colour("card"), side / 2)
        paint.ring(painter, circle, border, 6 if self._on else 2, side / 2)


class PickGroup(QWidget):
    """Picks below each other, one of them on; ↑ ↓ go through them."""

    chosen = Signal(int)

    def __init__(self, picks: Sequence[Pick], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picks = list(picks)
        self.setLayout(column(*self.picks, gap=12))
        for number, pick in enumerate(self.picks):
            pick.picked.connect(lambda number=number: self.choose(number))

    def choice(self) -> int:
        """The number of the pick that is on, -1 while none is."""
        return next((number for number, pick in enumerate(self.picks) if pick.is_on()), -1)

    def choose(self, number: int) -> None:
        for other, pick in enumerate(self.picks):
            pick.put(other == number)
        self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())
        if not step:
            return super().keyPressEvent(event)
        number = min(max(self.choice() + step, 0), len(self.picks) - 1)
        self.picks[number].setFocus()
        self.choose(number)
