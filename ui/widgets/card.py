"""Cards: a head that names what is there, a body, a foot with the hint left and the main action last at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.label import SafeLabel
from ui.widgets.layouts import Part, box, column, row, styled


class Card(QFrame):
    """`body` is a column to add to. `flush` leaves it without padding, for lists and tables.

    Use: `card = Card("应走访", note="12 户"); card.body.addWidget(rows); card.set_foot("先存本机", save)`.
    """

    def __init__(self, title: str = "", note: str = "", *, flush: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note = (
            SafeLabel(title, "title", bold=True),
            SafeLabel(note, "caption", "ink2", elide=bool(note)),
        )
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head = row(self.title, gap=10, margins=(14, 0, 14, 0))
        self.head.addWidget(self.note, 1)
        self.body: QVBoxLayout = column(gap=10, margins=(0, 0, 0, 0) if flush else (14, 12, 14, 12))
        self._column = column(gap=0, margins=(1, 1, 1, 1))
        self._foot: QWidget | None = None
        self.setLayout(self._column)
        self._head = box(self.head, "cardHead")
        self._column.addWidget(self._head)
        self._head.setVisible(bool(title))
        self._column.addLayout(self.body, 1)

    def set_title(self, title: str, note: str = "") -> None:
        self.title.setText(title)
        self.note.setText(note)
        self._head.setVisible(bool(title))

    def add_to_head(self, *parts: Part) -> None:
        """At the right end of the head."""
        for part in parts:
            self.head.addWidget(part) if isinstance(part, QWidget) else self.head.addLayout(part)  # type: ignore[arg-type]

    def set_foot(self, hint: str | QWidget, *actions: QWidget) -> None:
        """The hint stands left, the actions right, the main one last."""
        if self._foot:
            self._foot.deleteLater()
        left = SafeLabel(hint, "caption", "ink2", elide=True) if isinstance(hint, str) else hint
        foot = row(gap=8, margins=(14, 8, 14, 8))
        foot.addWidget(left, 1)
        for action in actions:
            foot.addWidget(action)
        self._foot = box(foot, "cardFoot")
        self._column.addWidget(self._foot)


SIGNS = {"amber": "▲", "red": "!", "green": "✓"}


class Band(QWidget):
    """A grey strip that names the group of rows below it."""

    def __init__(self, words: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self)
        self.words = SafeLabel(words, "caption", "ink2", bold=True)
        self.note = SafeLabel(note, "caption", "ink2", bold=True)
        self.setLayout(row(self.words, None, self.note, margins=(14, 0, 14, 0)))


class Banner(QFrame):
    """Words on a soft ground inside a page: what is the matter and what to do, with a button for the latter."""

    def __init__(
        self, words: str = "", tone: str = "blue", action: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.words = SafeLabel("", "body", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = row(self.words, gap=8, margins=(12, 6, 6, 6) if action else (12, 8, 12, 8))
        if action:
            line.addWidget(action)
        self.setLayout(line)
        self.put(words, tone)

    def put(self, words: str, tone: str) -> None:
        sign = SIGNS.get(tone, "")
        self.words.setText(f"{sign} {words}" if sign else words)
        self.words.set_tone(tone if tone != "accent" else "ink")
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(words)
