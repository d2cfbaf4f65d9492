"""The one place that knows which widget edits which kind. Every editor has `text()`, `put(text)` and `edited`."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ledger.kinds import Code, Codes, Day, Kind, LongText, Moment
from app.texts import tr
from ui.theme import look
from ui.widgets.inputs import Choice, LineEdit, TextEdit
from ui.widgets.layouts import column
from ui.widgets.segmented import Segmented

FEW, SHORT = 5, 14  # so many words side by side, and so many characters in all
LINES, LETTERS = 3, 8  # of a long text, and of a choice at least


class Editor(QWidget):
    """Holds the widget of a kind; `edited` comes with every change by the person."""

    edited = Signal()

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.inner = inner
        self.setLayout(column(inner, gap=0))
        self.setFocusProxy(inner)

    def text(self) -> str:
        raise NotImplementedError

    def put(self, text: str) -> None:
        raise NotImplementedError

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.inner.setAccessibleName(name)

    def setProperty(self, name: str, value: object) -> bool:
        """The look of a problem belongs to the field itself."""
        self.inner.setProperty(name, value)
        self.inner.style().polish(self.inner)
        return super().setProperty(name, value)


class Line(Editor):
    def __init__(self, hint: str = "") -> None:
        super().__init__(line := LineEdit(hint=hint))
        self._line = line
        line.read.connect(lambda _: self.edited.emit())

    def text(self) -> str:
        return self._line.text()

    def put(self, text: str) -> None:
        if text != self._line.text():
            self._line.setText(text)


class Lines(Editor):
    def __init__(self) -> None:
        super().__init__(lines := TextEdit())
        self._lines = lines
        lines.textChanged.connect(self.edited)
        look.changes.changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        return self._lines.toPlainText()

    def put(self, text: str) -> None:
        if text != self._lines.toPlainText():
            self._lines.setPlainText(text)

    def _fit(self) -> None:
        self._lines.setFixedHeight(round(LINES * look.sizes().body * 96 / 72 * 1.4) + 10)


class Segments(Editor):
    """A few words side by side; none may be chosen. A word that is no longer offered is kept until another is chosen."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(segments := Segmented({word: word for word in words}, optional=True))
        self._segments, self._words, self._old = segments, {*words}, ""
        segments.chosen.connect(self._chosen)

    def text(self) -> str:
        return self._segments.value() or self._old

    def put(self, text: str) -> None:
        self._old = "" if text in self._words else text
        self._segments.put(text if text in self._words else "")

    def _chosen(self) -> None:
        self._old = ""
        self.edited.emit()


class Choices(Editor):
    """One of many words, or none."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(choice := Choice())
        self._choice = choice
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(LETTERS)
        choice.addItems(["", *words])
        choice.activated.connect(lambda _: self.edited.emit())

    def text(self) -> str:
        return self._choice.currentText()

    def put(self, text: str) -> None:
        if self._choice.findText(text) < 0:  # a word that is no longer offered
            self._choice.addItem(text)
        self._choice.setCurrentText(text)


def editor_for(kind: Kind) -> Editor:
    match kind:
        case Codes():
            return Line(tr("几项之间用顿号隔开"))
        case Code():
            words = [kind.to_text(code) for code in kind.words]
            return Segments(words) if len(words) <= FEW and len("".join(words)) <= SHORT else Choices(words)
        case LongText():
            return Lines()
        case Day():
            return Line(tr("年-月-日"))
        case Moment():
            return Line(tr("年-月-日 时:分"))
        case _:
            return Line()


def is_wide(kind: Kind) -> bool:
    return isinstance(kind, LongText)
