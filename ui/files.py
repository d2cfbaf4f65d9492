"""Choosing files and folders, awaited. One dialog for all, with the words that Qt leaves in English."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QFileDialog, QHeaderView, QPushButton, QTreeView, QWidget

from app.texts import tr
from ui.theme import look

WIDE, HIGH, TYPE = 860, 540, 2  # px at standard size; the column of the kind of file


async def choose_files(
    parent: QWidget, title: str, pattern: str, *, save_as: str = "", many: bool = False
) -> list[Path]:
    """`pattern` as Qt wants it: "Excel (*.xlsx *.xls)"; with `save_as` for a new file. Empty when one goes back, or where the
    same is being asked already."""
    if _is_asked(parent):
        return []
    asking = chooser(parent, title, pattern)
    mode = QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile
    asking.setFileMode(QFileDialog.FileMode.AnyFile if save_as else mode)
    if save_as:
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.selectFile(save_as)
    return await _answer(asking)


async def choose_folder(parent: QWidget, title: str) -> Path | None:
    if _is_asked(parent):
        return None
    asking = chooser(parent, title, "")
    asking.setFileMode(QFileDialog.FileMode.Directory)
    return next(iter(await _answer(asking)), None)


def open_folder(folder: Path) -> bool:
    """In the desktop's own program for files; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def chooser(parent: QWidget, title: str, pattern: str) -> QFileDialog:
    made = QFileDialog(parent, title, "", pattern)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.setLabelText(QFileDialog.DialogLabel.LookIn, tr("位置："))
    made.setLabelText(QFileDialog.DialogLabel.FileType, tr("文件类型："))
    _tidy(made)
    return made


def _is_asked(parent: QWidget) -> bool:
    """A key that is pressed twice before the first chooser has come up opens no second one."""
    return any(one.isVisible() for one in parent.findChildren(QFileDialog))


def _tidy(made: QFileDialog) -> None:
    """Qt's own chooser, where the desktop brings none: room for the columns, without the one that Qt says in English."""
    if not (tree := made.findChild(QTreeView, "treeView")):
        return
    wide, high = WIDE * look.sizes().body // look.STANDARD.body, HIGH * look.sizes().body // look.STANDARD.body
    room = made.screen().availableSize()
    made.resize(min(wide, room.width() - 80), min(high, room.height() - 80))
    tree.setColumnHidden(TYPE, True)
    for column in range(tree.header().count()):
        mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
        tree.header().setSectionResizeMode(column, mode)
    for button in made.findChildren(QPushButton):
        button.setIcon(QIcon())


async def _answer(asking: QFileDialog) -> list[Path]:
    ended: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
    asking.finished.connect(lambda ok: ended.done() or ended.set_result(asking.selectedFiles() if ok else []))
    asking.open()
    return [Path(path) for path in await ended]
