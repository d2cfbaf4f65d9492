"""A choice of a few, all in sight: 上门 | 电话 | 未遇."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from ui.theme import look
from ui.widgets import paint
from ui.widgets.label import no_mnemonic
from ui.widgets.layouts import row


class Segmented(QWidget):
    """`words` maps a value to what is shown. ← → and digits choose, Enter goes on; Delete takes an optional choice back."""

    chosen = Signal(str)  # by the person, never by `put`

    def __init__(
        self, words: Mapping[str, str], name: str = "", *, optional: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values, self._optional = list(words), optional
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # kept exclusive by `put`: only so can "nothing yet" come back
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayout(row(gap=0))
        for number, shown in enumerate(words.values()):
            self._add(number, shown)
        self.set_name(name)
        self.put("")

    def set_name(self, name: str) -> None:
        """What a screen reader says before the choice."""
        self.setAccessibleName(name)
        for button in self._buttons():
            button.setAccessibleDescription(name)

    def value(self) -> str:
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else ""

    def put(self, value: str) -> None:
        """Shows a value; one that is not among the words shows none chosen."""
        for number, button in enumerate(self._buttons()):
            button.setChecked(self._values[number] == value)
        self._tab_stop()

    def choose(self, number: int) -> None:
        """As the person does, counted from 0."""
        if 0 <= number < len(self._values) and self.isEnabled():
            self.put(self._values[number])
            self._group.button(number).setFocus()
            self.chosen.emit(self._values[number])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: receives what its buttons leave over."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif plain and step:
            self._step(step)
        elif plain and event.text().isdecimal() and event.text() != "0":
            self.choose(int(event.text()) - 1)
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._optional and self.value():
            self.put("")
            self.chosen.emit("")
        else:
            super().keyPressEvent(event)

    def _add(self, number: int, shown: str) -> None:
        last = len(self._values) - 1
        place = "only" if not last else {0: "first", last: "last"}.get(number, "middle")
        button = Segment(shown, place)
        button.clicked.connect(lambda: self.choose(number))
        self._group.addButton(button, number)
        self.layout().addWidget(button)

    def _step(self, step: int) -> None:
        now = self._group.checkedId()
        focused = next((number for number, button in enumerate(self._buttons()) if button.hasFocus()), -1)
        start = now if now >= 0 else focused - step
        self.choose(min(max(start + step, 0), len(self._values) - 1))

    def _tab_stop(self) -> None:
        """Tab stops once: at the choice, or at the first when there is none."""
        stop = max(self._group.checkedId(), 0)
        for number, button in enumerate(self._buttons()):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._group.button(stop))

    def _buttons(self) -> list[QPushButton]:
        return [self._group.button(number) for number in range(len(self._values))]


class Segment(QPushButton):
    def __init__(self, words: str, place: str) -> None:
        super().__init__(no_mnemonic(words))
        self._words = words
        self.setCheckable(True)
        self.setProperty("place", place)
        self.setAutoDefault(False)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """Wide enough for the bold words of a choice: Qt measures the plain ones."""
        plain, bold = (paint.text_width(self._words, look.font(bold=bold)) for bold in (False, True))
        return super().sizeHint() + QSize(max(bold - plain, 0), 0)

    def nextCheckState(self) -> None:
        """Overrides QAbstractButton: a second click keeps the choice."""
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton, which would move the focus on arrows itself."""
        if event.key() == Qt.Key.Key_Space:
            return super().keyPressEvent(event)
        event.ignore()
