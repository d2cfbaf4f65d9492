"""The number of a person in a form: masked as it was opened, in the clear for 15 s when asked or when it is typed over."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.texts import tr
from ui.ledger.editors import Editor
from ui.widgets.button import Button
from ui.widgets.inputs import LineEdit
from ui.widgets.label import tip
from ui.widgets.layouts import row

FOR = 15_000  # ms (domain.md 8.4)
ERASE = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class SecretLine(LineEdit):
    """`asked`: F2, or somebody begins to type over what is masked; that takes its place, as it would a chosen text."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = (
            event.text().isprintable() and event.text() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        )
        if event.key() == Qt.Key.Key_F2:
            self.asked.emit()
            return
        if self.isReadOnly() and (typed or event.key() in ERASE or event.matches(QKeySequence.StandardKey.Paste)):
            self.asked.emit()
            self.selectAll()
        super().keyPressEvent(event)


class Secret(Editor):
    """`revealed` when what was masked is shown. What the person typed himself is never masked."""

    revealed = Signal()

    def __init__(self, mask: Callable[[str], str]) -> None:
        line = SecretLine()
        super().__init__(line)
        self._line, self._mask, self._real, self._opened = line, mask, "", False
        self.button = Button(tr("显示"), "quiet")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tip(self.button, tr("显示 15 秒，会记录在案。在栏里按 F2 也可以"))
        self.layout().addLayout(both := row(gap=2))  # type: ignore[attr-defined]
        both.addWidget(line, 1)
        both.addWidget(self.button)
        self.clock = QTimer(self, interval=FOR, singleShot=True)
        self.clock.timeout.connect(self.hide_again)
        self.button.clicked.connect(self.reveal)
        line.asked.connect(self.reveal)
        line.read.connect(lambda _: self._changed())
        self._fit()

    def text(self) -> str:
        return self._real if self.is_masked() else self._line.text()

    def is_masked(self) -> bool:
        return bool(self._real) and self._line.text() == self._mask(self._real)

    def put(self, text: str) -> None:
        """The first text is the one that is masked; later ones were typed."""
        if not self._opened:
            self._opened, self._real = True, text
            self._show(self._mask(text) if text else "")
        elif text != self.text():
            self._line.setText(text)

    def reveal(self) -> None:
        if self.is_masked():
            self._show(self._real)
            self.clock.start()
            self.revealed.emit()

    def hide_again(self) -> None:
        """Unless something else was typed meanwhile."""
        if self._real and self._line.text() == self._real:
            self._show(self._mask(self._real))

    def _show(self, text: str) -> None:
        with QSignalBlocker(self._line):
            self._line.setText(text)
        self._fit()

    def _changed(self) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        self._line.setReadOnly(self.is_masked())
        self.button.setVisible(self.is_masked())
