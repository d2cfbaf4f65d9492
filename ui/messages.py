"""Errors and questions to the person. All are opened and awaited, never `exec`: the loop goes on turning."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from app.errors import for_people
from app.texts import tr
from ui.files import chooser
from ui.report import report
from ui.tasks import start
from ui.theme import look
from ui.widgets.button import Button, Kind
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row

WIDE = 480


class Box(QDialog):
    """A title, words, whatever else, and buttons; the last button is the main one, Esc is the first."""

    def __init__(self, parent: QWidget | None, title: str, words: str, *inner: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title.replace("[*]", ""))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDE * look.sizes().body // look.STANDARD.body)
        self.buttons = row(None, gap=8)
        parts = [SafeLabel(title, "title", bold=True, wrap=True), SafeLabel(words, tone="ink2", wrap=True), *inner]
        self.setLayout(column(*parts, 8, self.buttons, gap=10, margins=(20, 18, 20, 16)))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def add(self, words: str, kind: Kind = "secondary") -> Button:
        button = Button(words, kind, big=True)
        self.buttons.addWidget(button)
        return button

    def fit(self) -> None:
        """As high as what it holds, for a dialog does not ask words that wrap how high they are; within the window."""
        self.layout().activate()
        self.setMinimumHeight(self.layout().totalHeightForWidth(self.width()))
        self.resize(self.minimumSize())
        if self.isVisible() and (under := self.parentWidget()):
            frame = under.window().geometry()
            self.move(self.x(), max(min(self.y(), frame.bottom() - self.height()), frame.top()))

    def event(self, event: QEvent) -> bool:
        """Overrides QDialog: fits anew when something in it came or went."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return done

    def showEvent(self, event: QShowEvent) -> None:
        """Overrides QDialog: it fits what it holds."""
        self.fit()
        super().showEvent(event)

    async def answer(self) -> bool:
        """Opens the box and waits: True when it was accepted. It closes with the coroutine that waits for it."""
        ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.finished.connect(lambda result: ended.done() or ended.set_result(result))
        self.open()
        try:
            return await ended == QDialog.DialogCode.Accepted
        finally:
            self.close()
            self.deleteLater()  # with the next turn: what was typed can still be read


async def confirm(parent: QWidget, title: str, words: str, yes: str, *, danger: bool = True) -> bool:
    """Only for what cannot be undone. The focus stands on 取消."""
    box = Box(parent, title, words)
    no = box.add(tr("取消"))
    no.clicked.connect(box.reject)
    box.add(yes, "danger" if danger else "primary").clicked.connect(box.accept)
    no.setFocus()
    return await box.answer()


async def ask(parent: QWidget, title: str, words: str, label: str, yes: str, *, secret: bool = False) -> str | None:
    """One line from the person, None when he goes back. `secret` hides what he types."""
    line = LineEdit()
    line.enter_moves_on = False
    if secret:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    box = Box(parent, title, words, FormField(label, line))
    box.add(tr("取消")).clicked.connect(box.reject)
    accept = box.add(yes, "primary")
    accept.clicked.connect(box.accept)
    line.entered.connect(accept.click)
    line.setFocus()
    return line.text() if await box.answer() else None


async def show_error(parent: QWidget | None, error: BaseException) -> None:
    """A UserError in its own three sentences; anything else is a fault of ours, with a report one may save."""
    if told := for_people(error):
        await tell(parent, told.what, "\n".join(told.sentences[1:]))
    else:
        await _show_fault(parent, error)


class ErrorTeller:
    """What `ui.loop.run` and `ui.tasks` report to: one box at a time, the rest is counted, never in a heap.

    `over` answers the window to stand over, or None while there is none: then the sentences go to stderr.
    """

    def __init__(self, over: Callable[[], QWidget | None]) -> None:
        self._over, self._open = over, False
        self.missed = 0

    def __call__(self, error: BaseException) -> None:
        window = self._over()
        if not window:
            words = told.sentences if (told := for_people(error)) else (type(error).__qualname__,)
            sys.stderr.write("".join(f"{line}\n" for line in words))
        elif self._open:
            self.missed += 1
        else:
            self._open = True
            start(self._show(window, error), window)

    async def _show(self, window: QWidget, error: BaseException) -> None:
        try:
            await show_error(window, error)
        finally:
            self._open = False


async def tell(parent: QWidget | None, title: str, words: str) -> None:
    box = Box(parent, title, words)
    known = box.add(tr("知道了"), "primary")
    known.clicked.connect(box.accept)
    known.setFocus()
    await box.answer()


async def _show_fault(parent: QWidget | None, error: BaseException) -> None:
    words = tr(
        "已经保存的内容都还在。可以继续用；如果同样的事再出现，请把这份报告交给管理员。\n"
        "报告只写程序在哪一步出错，不含居民的任何资料。"
    )
    box = Box(parent, tr("程序出了一个错，刚才那一步没有做成"), words)
    save = box.add(tr("保存报告"))
    save.clicked.connect(lambda: _choose_place(box, report(error)))
    known = box.add(tr("知道了"), "primary")
    known.clicked.connect(box.accept)
    known.setFocus()
    await box.answer()


def _choose_place(box: QDialog, text: str) -> None:
    asking = chooser(box, tr("保存报告"), "")
    asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asking.selectFile("linli-report.txt")
    asking.fileSelected.connect(lambda path: save_report(Path(path), text))
    asking.open()


def save_report(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
