"""Buttons with the key that presses them printed on."""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ui.theme import icons, look
from ui.theme.look import Face
from ui.widgets import paint
from ui.widgets.label import no_mnemonic, tip

Kind = Literal["primary", "secondary", "soft", "danger", "quiet", "plain", "ink"]
BOLD: tuple[Kind, ...] = ("primary", "soft", "danger", "quiet")
SPACING = 8


class Button(QPushButton):
    """One primary a card. `key` is only printed: the shortcut itself lives in the actions table. A `spare` key is not
    printed in large letters.

    `plain` is a borderless button in quiet ink, `ink` one that stands on the ink bar of a toast.
    """

    def __init__(
        self, words: str = "", kind: Kind = "secondary", *, key: str = "", icon: str = "", big: bool = False,
        spare: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._key, self._icon, self._kind, self._big, self._spare = key, icon, kind, big, spare
        self.setProperty("kind", kind)
        self.setProperty("big", big)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_words(words)
        look.changes.changed.connect(self.updateGeometry)

    def words(self) -> str:
        return self._words

    def set_words(self, words: str) -> None:
        self._words = words
        self.setText(no_mnemonic(words))
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_off(self, why: str) -> None:
        """Switches the button off and says why; an empty reason switches it on again."""
        self.setEnabled(not why)
        self.setAccessibleDescription(why)
        tip(self, why)

    def sizeHint(self) -> QSize:
        """Overrides QPushButton: the words, the icon, the key cap and the padding of the kind."""
        wide = self._content_width() + 2 * self._padding()
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QPushButton: the panel by the stylesheet, the content by hand for the key cap's sake."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        ink = option.palette.buttonText().color()
        left = max((self.width() - self._content_width()) // 2, 4)
        self._paint_content(painter, left, ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QPushButton: Enter presses too, not only Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CHORD:
            return self.click()
        super().keyPressEvent(event)

    def _paint_content(self, painter: QStylePainter, left: int, ink: QColor) -> None:
        middle = self.height() // 2
        if self._icon:
            side = self._icon_side()
            icons.paint(painter, self._icon, QRectF(left, middle - side / 2, side, side), ink)
            left += side + (SPACING if self._words else 0)
        if self._words:
            painter.setFont(self._font())
            painter.setPen(ink)
            painter.drawText(QRect(left, 0, self.width() - left, self.height()), paint.TEXT, self._words)
            left += paint.text_width(self._words, self._font()) + SPACING
        if key := self._printed_key():
            primary = self._kind in ("primary", "ink")
            border = ink if primary else look.colour("input_border")
            paint.key_cap(painter, left, middle, key, ink if primary else look.colour("ink2"), border)

    def _content_width(self) -> int:
        widths = [self._font().measures.horizontalAdvance(self._words)] if self._words else []
        widths += [self._icon_side()] if self._icon else []
        widths += [paint.key_width(key)] if (key := self._printed_key()) else []
        return sum(widths) + SPACING * max(len(widths) - 1, 0)

    def _printed_key(self) -> str:
        """Large letters leave the top bar and a crowded line no room for keys; the sheet of keys still tells them."""
        crowded = (self._spare or self.property("top")) and look.sizes() is not look.STANDARD
        return "" if crowded else self._key

    def _font(self) -> Face:
        return look.font("body", bold=self._kind in BOLD and self.isEnabled())

    def _icon_side(self) -> int:
        return look.sizes().nav_icon - 2

    def _padding(self) -> int:
        if self._kind in ("quiet", "plain"):
            return 8
        return 20 if look.sizes() is not look.STANDARD else 18 if self._big else 14


_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
