"""The slip with the recovery code, on paper only: a file of it would be a key lying about."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPainter
from PySide6.QtWidgets import QWidget

from app.texts import tr
from ui.theme import look

MARGIN = 0.12  # of the page's width


def has_printer() -> bool:
    from PySide6.QtPrintSupport import QPrinterInfo  # loaded late: once in the life of a store

    return bool(QPrinterInfo.availablePrinterNames())


def ask(parent: QWidget, code: str, community: str, done: Callable[[], object]) -> None:
    """Opens the print dialog; `done` is called when the slip has gone to the printer."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def prints() -> None:
        draw(printer, code, community)
        done()

    dialog.accepted.connect(prints)
    dialog.open()


def draw(device: QPagedPaintDevice, code: str, community: str) -> None:
    """One page: what it is, the code in six numbered groups, what to do with it."""
    painter = QPainter(device)
    wide, side = device.width(), round(device.width() * MARGIN)
    top = side
    for words, points, bold in _lines(code, community):
        font = QFont(look.font())
        font.setPointSizeF(points)
        font.setBold(bold)
        painter.setFont(font)
        room = QRectF(side, top, wide - 2 * side, device.height())
        taken = painter.boundingRect(room, Qt.TextFlag.TextWordWrap, words)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, words)
        top += round(taken.height() * 1.5)
    painter.end()


def _lines(code: str, community: str) -> list[tuple[str, float, bool]]:
    groups = code.split("-")
    return [
        (tr("邻里通恢复码"), 20, True),
        (community, 14, False),
        ("    ".join(groups[:3]), 26, True),
        ("    ".join(groups[3:]), 26, True),
        (tr("忘记口令时：打开邻里通，按“忘记口令”，输入上面 6 组，再设一个新口令。"), 12, False),
        (tr("谁拿到这张纸谁就能打开数据。请和电脑分开，锁好。"), 12, False),
    ]
