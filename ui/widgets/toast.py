"""A bar of ink that says what was done and offers for 10 s to undo it, instead of asking beforehand."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from app.texts import N_, tr
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import row
from ui.widgets.overlay import FootBar

UNDO = N_("撤销")
SECONDS = 10
PLAIN_SECONDS = 4  # nothing to press: it needs less time


class ToastBar(FootBar):
    """One at a time; a new one takes the place of the old, whose work can still be undone in the menu.

    `say("已保存", undo)`; `say("已导出到 桌面", action=tr("打开"), do=...)`. The pointer on it stops the clock.
    """

    gone = Signal()

    def __init__(self, window: QWidget, free: Callable[[], int] | None = None) -> None:
        """`free`: where the room of the status bar ends, px from the left of the window."""
        super().__init__(window)
        self._free = free or window.width
        self._do: Callable[[], object] | None = None
        self.undoes = False  # its button takes something back
        self.words, self.until = SafeLabel("", tone="card"), SafeLabel("", tone="card")
        self.button = Button(tr(UNDO), "ink", key="U")
        self.button.clicked.connect(self.act)
        self.setLayout(row(self.words, None, self.until, self.button, margins=(14, 7, 8, 7)))
        self.clock = QTimer(self, singleShot=True)
        self.clock.timeout.connect(self.go)

    def say(self, words: str, do: Callable[[], object] | None = None, action: str = UNDO) -> None:
        self._do, self.undoes = do, bool(do) and action == UNDO
        self.words.setText(words)
        self.setAccessibleName(words)
        self.until.setText(tr("{seconds} 秒内可").format(seconds=SECONDS) if action == UNDO else "")
        self.until.setVisible(bool(do))
        self.button.set_words(tr(action))
        self.button.setVisible(bool(do))
        self.layout().activate()
        self.rise()
        self.clock.start((SECONDS if do else PLAIN_SECONDS) * 1000)

    def can_act(self) -> bool:
        return self.isVisible() and self._do is not None

    def act(self) -> None:
        """Presses the button: the bar goes first, for what it does may say something itself."""
        do = self._do
        self.go()
        if do:
            do()

    def go(self) -> None:
        self.clock.stop()
        self._do = None
        self.hide()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.clock.stop()

    def leaveEvent(self, event: object) -> None:
        if self.isVisible():
            self.clock.start(SECONDS * 1000 if self._do else PLAIN_SECONDS * 1000)

    def place(self) -> None:
        """Overrides FootBar: over the status bar, left of what is true of the machine; no button of a page is below it."""
        super().place()
        window, high = self.parentWidget(), max(self.height(), look.sizes().button + 14)
        left = min(self.x(), self._free() - self.width())
        self.setGeometry(max(left, 16), window.height() - high - 2, self.width(), high)
