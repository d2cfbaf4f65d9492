"""The only file where icon file names are mentioned. Lucide (ISC), recoloured by token."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import look

NAMES = {
    "today": "house", "visits": "user-round", "tickets": "clipboard-list", "drills": "timer", "ledgers": "table-2",
    "governance": "chart-column", "mine": "id-card", "people": "users-round", "building": "building-2",
    "search": "search", "menu": "menu", "add": "plus", "close": "x", "check": "check", "down": "chevron-down",
    "back": "chevron-left", "forward": "chevron-right", "left": "arrow-left", "right": "arrow-right",
    "import": "download", "export": "upload", "print": "printer", "undo": "undo-2", "redo": "redo-2", "lock": "lock",
    "settings": "settings", "help": "circle-question-mark", "sheet": "file-spreadsheet", "warning": "triangle-alert",
    "info": "info", "edit": "pencil", "delete": "trash-2", "history": "history", "save": "save",
    "restore": "archive-restore", "backup": "database-backup", "keys": "keyboard", "open": "folder-open",
    "quit": "log-out", "day": "calendar", "phone": "phone", "repeat": "rotate-ccw", "door": "door-open",
}  # fmt: skip


def paint(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    _renderer(name, colour.name()).render(painter, box)


def icon(name: str, colour: str = "ink2", pixels: int = 20) -> QIcon:
    """An icon for menus and buttons, in the colour of a token; sharp at 100, 150 and 200 %."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(_pixmap(name, look.colour(colour), pixels, ratio))
    return made


def _pixmap(name: str, colour: QColor, pixels: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(pixels * ratio), round(pixels * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, pixels, pixels), colour)
    painter.end()
    return picture


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (files("resources") / "icons" / f"{NAMES[name]}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
