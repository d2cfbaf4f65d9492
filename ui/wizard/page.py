"""What every step of the wizard looks like: a heading, the questions, notes at the right, back and on below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts import tr
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row
from ui.widgets.tag import Mark, Tag

WIDE, NOTES = 1160, 380
Note = tuple[str, str]


class StepPage(QWidget):
    """`body` asks; subclasses set `first`, where the keyboard begins, and override `problems` to hold one back."""

    go_on = Signal()
    go_back = Signal()

    def __init__(
        self, title: str, words: str, body: QWidget, notes: QWidget | None = None, *, back: str = "", on: str = ""
    ) -> None:
        super().__init__()
        self.on = Button(on or tr("下一步"), "primary", key="Enter", big=True)
        self.back = Button(back or tr("上一步"), big=True)
        self.hint = SafeLabel("", "body", "ink2")
        self.first: QWidget = self.on
        self.on.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        feet = row(self.back, None, self.hint, self.on, gap=14)
        heading = column(SafeLabel(title, "number", bold=True), SafeLabel(words, tone="ink2", wrap=True), gap=2)
        left = column(heading, body, None, feet, gap=16)
        whole = row(gap=20)
        whole.addLayout(left, 1)
        if notes:
            notes.setFixedWidth(NOTES)
            whole.addWidget(notes)
        self.setLayout(whole)
        self.setFixedWidth(WIDE)
        self.setMinimumHeight(520)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)

    def begin(self) -> None:
        """Shown now: the keyboard stands at the first question. Tab leads on before it leads back."""
        QWidget.setTabOrder(self.on, self.back)
        self.first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: what no field wanted. Enter goes on, Esc goes back and keeps what was typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.click()
        else:
            super().keyPressEvent(event)


def notes(title: str, listed: Sequence[Note], tone: str = "green") -> Card:
    """A card of short reasons, each with a tick."""
    card = Card(title)
    for head, words in listed:
        mark = Tag(Mark("", "green", "✓") if tone == "green" else Mark("", "amber", "!"))
        mark.setFixedWidth(look.sizes().tag + 2)
        line = row(mark, gap=12)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.addLayout(
            column(SafeLabel(head, bold=True, wrap=True), SafeLabel(words, "caption", "ink2", wrap=True), gap=2), 1
        )
        card.body.addLayout(line)
        card.body.addSpacing(6)
    card.body.addStretch(1)
    return card
