"""What delegates and painted widgets draw alike: tags, key caps, boxes, rings."""

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme import look
from ui.theme.look import Face
from ui.theme.tokens import TAG_RADIUS
from ui.widgets.tag import Mark

TEXT = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter
CENTRE = TEXT | Qt.AlignmentFlag.AlignHCenter


def text_width(words: str, font: Face) -> int:
    """In whole px, never less than it needs: a label of just this width is not cut."""
    return math.ceil(font.fine.horizontalAdvance(words))


def words(painter: QPainter, room: QRect, text: str, font: Face, colour: str, flags: Qt.AlignmentFlag = TEXT) -> int:
    """Draws one line cut to its room and returns the x after it."""
    painter.setFont(font)
    painter.setPen(look.colour(colour))
    shown = text.replace("\n", " ")
    wide = font.measures.horizontalAdvance(shown)
    if wide > room.width():
        shown = font.measures.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        wide = font.measures.horizontalAdvance(shown)
    painter.drawText(room, flags, shown)
    return room.left() + wide


def filled(painter: QPainter, room: QRectF, ground: QColor, radius: float, border: QColor | None = None) -> None:
    """A box with round corners; its 1 px border lies inside."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5) if border else room, radius, radius)


def ring(painter: QPainter, room: QRectF, colour: QColor, width: float, radius: float) -> None:
    """A line of `width` px inside `room`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    half = width / 2
    painter.drawRoundedRect(room.adjusted(half, half, -half, -half), radius, radius)


def tag_width(mark: Mark) -> int:
    return text_width(mark.text, look.font("caption")) + 14


def tag(painter: QPainter, left: int, middle: int, mark: Mark) -> int:
    """Draws a tag and returns the x after it."""
    room = QRect(left, middle - look.sizes().tag // 2, tag_width(mark), look.sizes().tag)
    tone = "accent_ink" if mark.tone == "accent" else mark.tone
    filled(painter, QRectF(room), look.colour(f"{mark.tone}_soft"), TAG_RADIUS)
    words(painter, room, mark.text, look.font("caption"), tone, CENTRE)
    return room.right() + 1


def key_width(key: str) -> int:
    return max(look.sizes().key, text_width(key, look.font("caption")) + 12)


def key_cap(painter: QPainter, left: int, middle: int, key: str, ink: QColor, border: QColor) -> int:
    """Draws a key cap on whatever ground is there and returns the x after it."""
    high = look.sizes().key
    room = QRectF(left, middle - high / 2, key_width(key), high)
    filled(painter, room, QColor(Qt.GlobalColor.transparent), TAG_RADIUS, border)
    painter.setFont(look.font("caption"))
    painter.setPen(ink)
    painter.drawText(room, CENTRE, key)
    return round(room.right())


def tick(painter: QPainter, room: QRectF, colour: QColor) -> None:
    """A check mark in a box of any size."""
    x, y, wide, high = room.x(), room.y(), room.width(), room.height()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(1.6, wide / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = ((0.24, 0.52), (0.43, 0.72), (0.77, 0.28))
    painter.drawPolyline([QPointF(x + wide * across, y + high * down) for across, down in corners])
