"""A mark and a word on a soft ground: state never stands in colour alone."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.label import SafeLabel, repolish

Tone = Literal["grey", "red", "amber", "green", "blue", "violet", "accent"]


@dataclass(frozen=True)
class Mark:
    """What a tag shows: words, tone, and the sign that says the same without colour."""

    words: str
    tone: Tone = "grey"
    sign: str = ""

    @property
    def text(self) -> str:
        return f"{self.sign} {self.words}".strip()


def late(words: str) -> Mark:
    return Mark(words, "red", "!")


def soon(words: str) -> Mark:
    return Mark(words, "amber", "▲")


def fine(words: str) -> Mark:
    return Mark(words, "green", "✓")


def under_way(words: str) -> Mark:
    return Mark(words, "blue")


class Tag(SafeLabel):
    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__("", "caption", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.put(mark)

    def put(self, mark: Mark) -> None:
        self.setText(mark.text)
        self.setAccessibleName(mark.words)
        self.setProperty("tone", mark.tone)
        repolish(self)


class KeyCap(SafeLabel):
    """A key as it is printed on the keyboard."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, "caption", "ink2", parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
