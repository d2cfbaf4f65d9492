"""The one place that knows which widget edits which kind. Every editor has `text()`, `put(text)` and `edited`."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ledger.kinds import Code, Codes, Kind, LongText
from app.texts import tr
from ui.widgets.inputs import Choice, LineEdit, TextEdit
from ui.widgets.layouts import column
from ui.widgets.segmented import Segmented

FEW, SHORT = 5, 14  # so many words side by side, and so many characters in all


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
        lines.setFixedHeight(64)
        lines.textChanged.connect(self.edited)

    def text(self) -> str:
        return self._lines.toPlainText()

    def put(self, text: str) -> None:
        if text != self._lines.toPlainText():
            self._lines.setPlainText(text)


class Segments(Editor):
    """A few words side by side; none may be chosen. A word that is no longer offered is kept until another is chosen."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(segments := Segmented({word: word for word in words.values()}, optional=True))
        self._segments, self._words, self._old = segments, {*words.values()}, ""
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
    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(choice := Choice())
        self._choice = choice
        choice.addItems(["", *words.values()])
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
        case Code() if len(kind.words) <= FEW and sum(map(len, map(tr, kind.words.values()))) <= SHORT:
            return Segments({code: tr(word) for code, word in kind.words.items()})
        case Code():
            return Choices({code: tr(word) for code, word in kind.words.items()})
        case LongText():
            return Lines()
        case _:
            return Line()


def is_wide(kind: Kind) -> bool:
    return isinstance(kind, LongText)
