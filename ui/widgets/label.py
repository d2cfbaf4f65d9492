"""Words on the screen. The only file where a raw QLabel may stand: what a person typed is never read as rich text."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class SafeLabel(QLabel):
    """Plain text only. `size` is a token (caption ... clock), `tone` an ink (ink, ink2, ink3, red, amber ...).

    With `elide` the words are cut to the room with "…" and stand whole in the tooltip.
    """

    def __init__(
        self, text: str = "", size: str = "body", tone: str = "ink", *, bold: bool = False, wrap: bool = False,
        elide: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWordWrap(wrap)
        for name, value in (("letters", size), ("tone", tone), ("bold", bold)):
            self.setProperty(name, value)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Overrides QLabel.setText: one line stays one line when it is elided."""
        super().setText(" ".join(text.splitlines()) if self._elide else text)
        if self._elide:
            tip(self, text)

    def set_tone(self, tone: str) -> None:
        self.setProperty("tone", tone)
        repolish(self)

    def minimumSizeHint(self) -> QSize:
        """Overrides QLabel: an elided label may be as narrow as two signs."""
        hint = super().minimumSizeHint()
        return QSize(2 * self.fontMetrics().averageCharWidth(), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QLabel: draws the words cut to the room."""
        if not self._elide:
            return super().paintEvent(event)
        painter, room = QPainter(self), self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, self.alignment() | Qt.TextFlag.TextSingleLine, words)


class HintLabel(SafeLabel):
    """A hint that stands whole where there is room for it, or not at all; the tooltip has it always."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "caption", "ink2", elide=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides SafeLabel."""
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width():
            super().paintEvent(event)


def tip(widget: QWidget, text: str) -> None:
    """The only way to a tooltip: Qt guesses whether a tooltip is rich text, so ours always is, with the text escaped."""
    widget.setToolTip(tip_text(text))


def tip_text(text: str) -> str:
    """For `Qt.ItemDataRole.ToolTipRole` of item models."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if text else ""


def no_mnemonic(text: str) -> str:
    """Words for a menu or button: `&` is a sign there unless it is doubled."""
    return text.replace("&", "&&")


def repolish(widget: QWidget) -> None:
    """Draws a widget anew after one of its style properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
