"""Choosing files and folders, awaited. One dialog for all, with the words that Qt leaves in English."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.texts import tr


async def choose_files(
    parent: QWidget, title: str, pattern: str, *, save_as: str = "", many: bool = False
) -> list[Path]:
    """`pattern` as Qt wants it: "Excel (*.xlsx *.xls)"; with `save_as` for a new file. Empty when one goes back."""
    asking = chooser(parent, title, pattern)
    mode = QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile
    asking.setFileMode(QFileDialog.FileMode.AnyFile if save_as else mode)
    if save_as:
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.selectFile(save_as)
    return await _answer(asking)


async def choose_folder(parent: QWidget, title: str) -> Path | None:
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
    return made


async def _answer(asking: QFileDialog) -> list[Path]:
    ended: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
    asking.finished.connect(lambda ok: ended.done() or ended.set_result(asking.selectedFiles() if ok else []))
    asking.open()
    return [Path(path) for path in await ended]
