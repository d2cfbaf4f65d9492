"""Rows and columns in one line each."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

L = TypeVar("L", bound=QBoxLayout)
Part = QWidget | QLayout | int | None  # an int is a fixed gap in px, None takes what is left


def row(*parts: Part, gap: int = 8, margins: Sequence[int] = (0, 0, 0, 0)) -> QHBoxLayout:
    return _fill(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = 8, margins: Sequence[int] = (0, 0, 0, 0)) -> QVBoxLayout:
    return _fill(QVBoxLayout(), parts, gap, margins)


def box(layout: QLayout, name: str = "") -> QWidget:
    """A widget that carries a layout. A named one is dressed by the stylesheet."""
    widget = QWidget()
    widget.setObjectName(name)
    if name:
        styled(widget)
    widget.setLayout(layout)
    return widget


def styled(widget: QWidget) -> None:
    """A plain QWidget paints the ground of its stylesheet only when told to."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def _fill(layout: L, parts: Sequence[Part], gap: int, margins: Sequence[int]) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for part in parts:
        add(layout, part)
    return layout


def add(layout: QBoxLayout, part: Part) -> None:
    match part:
        case None:
            layout.addStretch(1)
        case int():
            layout.addSpacing(part)
        case QLayout():
            layout.addLayout(part)
        case _:
            layout.addWidget(part)


def clear(layout: QLayout) -> None:
    """Takes everything out; what was in it dies with the next turn of the loop."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
