"""How a row of a list is drawn."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.texts import comma, joined
from ui.theme import look
from ui.theme.tokens import CONTROL_RADIUS, STANDARD
from ui.widgets import paint
from ui.widgets.tag import Mark

if TYPE_CHECKING:
    from ui.widgets.rows import Row, RowBand, RowList

Index = QModelIndex | QPersistentModelIndex
SIDE, GAP, LEAD = 14, 12, 56


class RowDelegate(QStyledItemDelegate):
    def __init__(self, view: "RowList", height: int = 0) -> None:
        super().__init__(view)
        self._view, self._height = view, height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if not self._view.rows.key(index.row()):
            return QSize(200, look.sizes().band)
        standard = look.sizes() is STANDARD
        return QSize(200, self._height if self._height and standard else look.sizes().list_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = self._view.rows.item(index.row())
        painter.save()
        if hasattr(item, "key"):
            last = index.row() == self._view.rows.rowCount() - 1
            self._paint_ground(painter, option, last)
            _paint_row(painter, option.rect, item)
        else:
            _paint_band(painter, option.rect, item)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Overrides QStyledItemDelegate: a press on the painted button acts."""
        item = self._view.rows.item(index.row())
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            action = getattr(item, "action", "")
            if action and action_room(option.rect, action).contains(event.position().toPoint()):
                self._view.acted.emit(self._view.rows.key(index.row()))
                return True
        return super().editorEvent(event, model, option, index)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, last: bool) -> None:
        room, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, look.colour("accent_soft"))
            painter.fillRect(QRect(room.left(), room.top(), 4, room.height()), look.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, look.colour("hover"))
        if not last:
            painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), look.colour("line"))
        if state & QStyle.StateFlag.State_HasFocus and self._view.by_keyboard:
            paint.ring(painter, QRectF(room), look.colour("focus"), 2, 0)


def _paint_row(painter: QPainter, room: QRect, row: "Row") -> None:
    left, right = room.left() + SIDE, room.right() - SIDE
    if row.lead:
        lead = QRect(left, room.top(), LEAD, room.height())
        left = paint.words(painter, lead, row.lead, look.font(), "ink2") + GAP
    if row.action:
        _paint_action(painter, action_room(room, row.action), row.action)
        right = action_room(room, row.action).left() - GAP
    if row.keys:
        right -= paint.key_width(row.keys)
        inks = look.colour("ink2"), look.colour("input_border")
        paint.key_cap(painter, right, room.center().y() + 1, row.keys, *inks)
        right -= GAP
    if row.state:
        right -= paint.tag_width(row.state)
        paint.tag(painter, right, room.center().y() + 1, row.state)
        right -= GAP
    _paint_lines(painter, QRect(left, room.top(), right - left, room.height()), row)


def _paint_lines(painter: QPainter, room: QRect, row: "Row") -> None:
    upper, lower = _line("body"), _line("caption")
    top = room.top() + (room.height() - upper - (lower if row.quiet or row.tail else 0)) // 2
    _paint_title(painter, QRect(room.left(), top, room.width(), upper), row)
    if row.quiet or row.tail:
        _paint_quiet(painter, QRect(room.left(), top + upper, room.width(), lower), row)


def _paint_title(painter: QPainter, room: QRect, row: "Row") -> None:
    bold, end = look.font(bold=True), room.right() + 1
    for first, after in row.found:
        ahead, wide = paint.text_width(row.title[:first], bold), paint.text_width(row.title[first:after], bold)
        found = QRectF(room.left() + ahead - 1, room.top(), wide + 2, room.height())
        paint.filled(painter, found, look.colour("amber_soft"), 3)
    left = paint.words(painter, room, row.title, bold, "ink")
    if row.after:
        left = paint.words(
            painter, QRect(left + 14, room.top(), end - left - 14, room.height()), row.after, look.font(), "ink2"
        )
    _paint_tags(painter, left + 6, end, room.center().y() + 1, row.tags)


def _paint_tags(painter: QPainter, left: int, end: int, middle: int, marks: tuple[Mark, ...]) -> None:
    """As many as there is room for; "+2" stands for the rest."""
    for number, mark in enumerate(marks):
        more = Mark(f"+{len(marks) - number - 1}")
        needs = paint.tag_width(mark) + (paint.tag_width(more) + 6 if number < len(marks) - 1 else 0)
        if left + needs > end:
            rest = Mark(f"+{len(marks) - number}")
            if left + paint.tag_width(rest) <= end:
                paint.tag(painter, left, middle, rest)
            return
        left = paint.tag(painter, left, middle, mark) + 6


def _paint_quiet(painter: QPainter, room: QRect, row: "Row") -> None:
    small = look.font("caption")
    if row.tail:
        wide = min(paint.text_width(row.tail.text, small), room.width() // 2)
        ahead = QRect(room.left(), room.top(), room.width() - wide, room.height())
        left = paint.words(painter, ahead, row.quiet + comma(), small, "ink2") if row.quiet else room.left()
        paint.words(painter, QRect(left, room.top(), wide + 2, room.height()), row.tail.text, small, row.tail.tone)
    else:
        paint.words(painter, room, row.quiet, small, "ink2")


def cut(wide: int, row: "Row") -> list[str]:
    """The lines of a row (its title with what stands beside it, the quiet one) that `wide` px leave no room for."""
    room = wide - 2 * SIDE - (action_room(QRect(0, 0, wide, 1), row.action).width() + GAP if row.action else 0)
    room -= paint.tag_width(row.state) + GAP if row.state else 0
    bold, plain, small = look.font(bold=True), look.font(), look.font("caption")
    upper = paint.text_width(row.title, bold) + (14 + paint.text_width(row.after, plain) if row.after else 0)
    lines = ((upper, joined(row.title, row.after)), (paint.text_width(row.quiet, small), row.quiet))
    return [words for needs, words in lines if needs > room]


def action_room(room: QRect, action: str) -> QRect:
    """Where the button of a row stands."""
    wide, high = paint.text_width(action, look.font()) + 30, look.sizes().button
    return QRect(room.right() - SIDE - wide + 1, room.center().y() - high // 2 + 1, wide, high)


def _paint_action(painter: QPainter, room: QRect, action: str) -> None:
    paint.filled(painter, QRectF(room), look.colour("card"), CONTROL_RADIUS, look.colour("input_border"))
    paint.words(painter, room, action, look.font(), "ink", paint.CENTRE)


def _paint_band(painter: QPainter, room: QRect, band: "RowBand") -> None:
    painter.fillRect(room, look.colour("head"))
    painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), look.colour("line"))
    small, inside = look.font("caption", bold=True), room.adjusted(SIDE, 0, -SIDE, 0)
    left = paint.words(painter, inside, band.words, small, "ink2")
    inside.setLeft(left + GAP)
    paint.words(painter, inside, band.note, small, "ink2", paint.TEXT | Qt.AlignmentFlag.AlignRight)


def _line(size: str) -> int:
    """The height of a line of text: 1.4 of its size, 1.35 when large."""
    return round(getattr(look.sizes(), size) * 96 / 72 * (1.4 if look.sizes() is STANDARD else 1.35))
