"""Work that takes longer than a blink: nothing is shown for 300 ms, then a sign, after 1 s how far it is and 取消."""

import asyncio
from types import TracebackType
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.widgets.layouts import column
from ui.widgets.overlay import FootBar
from ui.widgets.progress import Progress

SIGN_AFTER, PROGRESS_AFTER, LOOK_EVERY = 300, 1000, 100  # ms


class busy:  # noqa: N801 - reads as a statement
    """`async with busy(page, tr("正在导入"), tr("行")) as job: await work(job.report)`.

    `job.report(done, total)` may be called from any thread, as often as one likes. A press on 取消 cancels the task
    that stands in the block: clean up in `finally`. With `can_cancel=False` the button is absent.
    """

    def __init__(
        self, host: QWidget, words: str, unit: str = "", *, can_cancel: bool = True,
        sign_after: int = SIGN_AFTER, progress_after: int = PROGRESS_AFTER,
    ) -> None:  # fmt: skip
        self._window, self._words, self._unit, self._can_cancel = host.window(), words, unit, can_cancel
        self._waits = (sign_after, progress_after)
        self._done, self._total = 0, 0
        self.cancelled = False

    def report(self, done: int, total: int = 0) -> None:
        self._done, self._total = done, total

    async def __aenter__(self) -> "busy":
        self._task, self._before = asyncio.current_task(), QApplication.focusWidget()
        self.bar = FootBar(self._window)
        self.bar.setObjectName("busy")
        self.progress = Progress(self._words, self._unit)
        self.progress.stop.hide()
        self.progress.cancelled.connect(self._cancel)
        self.bar.setLayout(column(self.progress, margins=(14, 10, 14, 12)))
        self._clocks = [self._clock(self._waits[0], self._show), self._clock(self._waits[1], self._show_more)]
        self._clocks.append(self._clock(LOOK_EVERY, self._look, again=True))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for clock in self._clocks:
            clock.stop()
        self.bar.hide()
        self.bar.deleteLater()

    def _clock(self, after: int, then: Any, again: bool = False) -> QTimer:
        clock = QTimer(self.bar, interval=after, singleShot=not again)
        clock.timeout.connect(then)
        clock.start()
        return clock

    def _show(self) -> None:
        self.bar.rise()

    def _show_more(self) -> None:
        self.progress.stop.setVisible(self._can_cancel)
        self.progress.put(self._done, self._total)
        self.bar.rise()

    def _look(self) -> None:
        if self.bar.isVisible():
            self.progress.put(self._done, self._total)

    def _cancel(self) -> None:
        self.cancelled = True
        if self._before and isValid(self._before):
            self._before.setFocus()  # the button goes off, and Qt would give the keyboard to whatever comes next
        if self._task:
            self._task.cancel()
