"""How the cells and heads of a building chart are drawn: colour, sign and hatch, so that a grey print tells as much."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.texts import N_, joined, tr
from ui.theme import look
from ui.theme.tokens import Sizes
from ui.widgets import paint

if TYPE_CHECKING:
    from ui.widgets.building import BuildingChart, Door

Index = QModelIndex | QPersistentModelIndex
GAP, RADIUS, FEW = 6, 5, 20
# state -> ground, ink, ground of the sign, sign
FACES = {
    "FINE": ("green_soft", "green", "green_solid", "✓"),
    "SOON": ("amber_soft", "amber", "amber", "▲"),
    "LATE": ("red_soft", "red", "red_solid", "!"),
    "UNKNOWN": ("card", "ink2", "", "–"),
    "EMPTY": ("head", "ink2", "", ""),
}


class CellDelegate(QStyledItemDelegate):
    def __init__(self, chart: "BuildingChart") -> None:
        super().__init__(chart)
        self._chart = chart

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        door = self._chart.doors.door(index.row(), index.column())
        if not door:
            return
        gap = GAP if self._chart.ends_entrance(index.column()) else 0
        room = QRectF(option.rect.adjusted(GAP // 2, GAP // 2, -GAP // 2 - gap, -GAP // 2))
        chosen = door.key == self._chart.current_key()
        painter.save()
        _paint_cell(painter, room, door, chosen)
        if chosen:
            paint.ring(painter, room.adjusted(-3, -3, 3, 3), look.colour("focus"), 3, RADIUS + 2)
        painter.restore()


def _paint_cell(painter: QPainter, room: QRectF, door: "Door", chosen: bool) -> None:
    ground, ink, corner, sign = FACES[door.state.name]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.fillPath(outline, look.colour(ground))
    painter.setClipPath(outline)
    if door.state.name == "EMPTY":
        hatch(painter, room, spacing=5, rising=False)
    if door.rented:
        hatch(painter, room, spacing=7, rising=True)
    if sign:
        _paint_sign(painter, room, sign, corner)
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_border(door.state.name))
    painter.drawPath(outline)
    _paint_words(painter, room, door, ink, chosen)
    if door.rented:
        _paint_rented(painter, room)


def _border(state: str) -> QPen:
    if state != "UNKNOWN":
        return QPen(look.colour("line2"), 1)
    pen = QPen(look.colour("input_border"), 1)
    pen.setDashPattern([3, 3])
    return pen


def hatch(painter: QPainter, room: QRectF, spacing: float, rising: bool) -> None:
    """Lines of 1 px, `rising` to the right or falling."""
    painter.setPen(QPen(look.colour("hatch"), 1))
    step, high = spacing * 1.414, room.height()
    at = room.left() - high
    while at < room.right() + high:
        lower, upper = QPointF(at, room.bottom()), QPointF(at + high, room.top())
        if rising:
            painter.drawLine(lower, upper)
        else:
            painter.drawLine(QPointF(at, room.top()), QPointF(at + high, room.bottom()))
        at += step


def _paint_sign(painter: QPainter, room: QRectF, sign: str, ground: str) -> None:
    side = corner_side()
    corner = QRectF(room.right() - side, room.top(), side, side)
    if ground:
        path = QPainterPath()
        path.addRoundedRect(corner.adjusted(0, -RADIUS, RADIUS, 0), RADIUS, RADIUS)
        painter.fillPath(path, look.colour(ground))
    if sign == "✓":
        paint.tick(painter, corner.adjusted(2, 2, -2, -2), look.colour("card"))
        return
    ink = look.colour("card" if ground else "ink2")
    painter.setFont(_small(True))
    painter.setPen(ink)
    painter.drawText(corner, paint.CENTRE, sign)


def _paint_words(painter: QPainter, room: QRectF, door: "Door", ink: str, chosen: bool) -> None:
    plain = door.rented or door.state.name == "EMPTY"
    half = (room.height() - 4) / 2
    words = door.words or (tr(door.state.value) if door.state.name in ("EMPTY", "UNKNOWN") else "")
    corners = (corner_side() if FACES[door.state.name][3] else 0, corner_side() if door.rented else 0)
    for line, (text, corner) in enumerate(zip((door.number, words), corners, strict=True)):
        box = QRectF(room.left() + 6, room.top() + 2 + line * half, room.width() - 8 - corner, half).toRect()
        if plain:
            _paint_plate(painter, box, text, chosen)
        paint.words(painter, box, text, look.font("caption", bold=chosen), "ink" if plain else ink)


def _paint_plate(painter: QPainter, box: QRect, text: str, chosen: bool) -> None:
    """A plain ground under words that stand on a hatch."""
    wide = min(paint.text_width(text, look.font("caption", bold=chosen)), box.width())
    plate = QRectF(box.left() - 3, box.top() + 1, wide + 6, box.height() - 2)
    paint.filled(painter, plate, look.colour("card"), 3)


def _paint_rented(painter: QPainter, room: QRectF) -> None:
    side = corner_side() - 1
    box = QRectF(room.right() - 3 - side, room.bottom() - 3 - side, side, side)
    paint.filled(painter, box, look.colour("card"), 3, look.colour("line2"))
    painter.setFont(_small(True))
    painter.setPen(look.colour("ink"))
    painter.drawText(box, paint.CENTRE, tr(N_("租")))


def corner_side() -> int:
    return 20 if look.sizes() is look.STANDARD else 28


def _small(bold: bool) -> QFont:
    made = QFont(look.font("caption", bold))
    made.setPointSizeF(made.pointSizeF() * 0.95)
    return made


class EntranceHeader(QHeaderView):
    """One name over all doors of an entrance; the one at hand is bold."""

    def __init__(self, chart: "BuildingChart") -> None:
        super().__init__(Qt.Orientation.Horizontal, chart)
        self._chart = chart
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)

    def sizeHint(self) -> QSize:
        return QSize(100, round(look.sizes().caption * 96 / 72 * 1.6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, model = QPainter(self.viewport()), self._chart.doors
        painter.fillRect(self.viewport().rect(), look.colour("card"))
        here = model.entrance_of(self._chart.currentIndex().column()) if self._chart.current_key() else -1
        for entrance, name in enumerate(model.building.entrances):
            columns = model.columns_of(entrance)
            if not columns:
                continue
            left = self.sectionViewportPosition(columns[0])
            last = columns[-1]
            wide = self.sectionViewportPosition(last) + self.sectionSize(last) - left
            room = QRect(left, 0, wide - (GAP if self._chart.ends_entrance(last) else 0), self.height())
            bold = entrance == here
            paint.words(painter, room, name, look.font("caption", bold), "ink" if bold else "ink2", paint.CENTRE)


class FloorHeader(QHeaderView):
    def __init__(self, chart: "BuildingChart") -> None:
        super().__init__(Qt.Orientation.Vertical, chart)
        self._chart = chart
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        names = (floor.name for floor in self._chart.doors.building.floors)
        widest = max((paint.text_width(name, look.font("caption")) for name in names), default=30)
        return QSize(widest + 12, 100)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.fillRect(rect, look.colour("card"))
        paint.words(
            painter, rect, str(self.model().headerData(section, self.orientation())), look.font("caption"), "ink2"
        )


class Legend(QWidget):
    """What colours, signs and hatches mean."""

    WORDS = (
        ("FINE", N_("在期")), ("SOON", N_("将到期")), ("LATE", N_("已超期")), ("UNKNOWN", N_("未登记")),
        ("RENTED", N_("出租")), ("EMPTY", N_("空置")),
    )  # fmt: skip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._placed: dict[tuple[int, Sizes], list[QRect]] = {}
        self.setAccessibleName(joined(*(tr(words) for _, words in self.WORDS)))

    def sizeHint(self) -> QSize:
        return QSize(420, self.heightForWidth(420))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Overrides QWidget: it breaks into lines where it is narrow or the letters are large."""
        return self._places(width)[-1].bottom() + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), corner_side() - 2
        for (face, words), room in zip(self.WORDS, self._places(self.width()), strict=True):
            _paint_sample(painter, QRectF(room.left(), room.center().y() - side / 2 + 0.5, side, side), face)
            paint.words(painter, room.adjusted(side + 5, 0, 4, 0), tr(words), look.font("caption"), "ink2")

    def _places(self, width: int) -> list[QRect]:
        """Asked for by the layout again and again."""
        key = width, look.sizes()
        if key not in self._placed:
            self._placed = {**self._placed, key: self._place(width)} if len(self._placed) < FEW else {}
        return self._placed.get(key) or self._place(width)

    def _place(self, width: int) -> list[QRect]:
        places, left, top, high = [], 0, 0, corner_side() + 4
        for _, words in self.WORDS:
            wide = corner_side() + 3 + paint.text_width(tr(words), look.font("caption"))
            if left and left + wide > width:
                left, top = 0, top + high
            places.append(QRect(left, top, wide, high))
            left += wide + 14
        return places


def _paint_sample(painter: QPainter, box: QRectF, face: str) -> None:
    ground, _, corner, sign = FACES.get(face, ("card", "", "", ""))
    outline = QPainterPath()
    outline.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(outline, look.colour(corner or ground))
    painter.setClipPath(outline)
    if face in ("RENTED", "EMPTY"):
        hatch(painter, box, spacing=4 if face == "EMPTY" else 5, rising=face == "RENTED")
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_border(face))
    painter.drawPath(outline)
    if sign == "✓":
        paint.tick(painter, box.adjusted(2, 2, -2, -2), look.colour("card"))
    elif sign:
        painter.setFont(_small(True))
        painter.setPen(QColor(look.colour("card" if corner else "ink2")))
        painter.drawText(box, paint.CENTRE, sign)
