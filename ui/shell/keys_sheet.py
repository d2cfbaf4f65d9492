"""?: every key that works here, made of the actions table and the page's own hints."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from app.texts import tr
from ui.actions import Actions, printed
from ui.shell.places import Hint
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row
from ui.widgets.overlay import Pop, Veil
from ui.widgets.tag import KeyCap

Line = tuple[tuple[str, ...], str]
HIGH, WIDE, COLUMNS = 600, 900, 2


class KeysSheet(Veil):
    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._actions = actions
        self._pop = Pop(self)
        self._scroll = QScrollArea(widgetResizable=True)
        close = Button(tr("关闭"), key="Esc")
        close.clicked.connect(self.drop)
        head = row(SafeLabel(tr("全部按键"), "title", bold=True), None, close, margins=(20, 8, 14, 8))
        self._pop.setLayout(column(box(head, "cardHead"), self._scroll, gap=0, margins=(1, 1, 1, 1)))
        self._close = close

    def show_keys(self, hints: Sequence[Hint]) -> None:
        self._scroll.setWidget(_sheet(self.groups(hints)))
        self._actions.pause(True)
        self.lift()
        self._close.setFocus()

    def groups(self, hints: Sequence[Hint]) -> dict[str, list[Line]]:
        """Heading -> lines of keys and words."""
        groups: dict[str, list[Line]] = {tr("这一页"): [(tuple(hint.keys.split()), tr(hint.words)) for hint in hints]}
        for action in self._actions.listed():
            groups.setdefault(tr(action.group or "其他"), []).append(
                (tuple(map(printed, action.keys)), tr(action.text))
            )
        return {heading: lines for heading, lines in groups.items() if lines}

    def drop(self) -> None:
        super().drop()
        self._actions.pause(False)

    def place(self) -> None:
        window = self.parentWidget()
        wanted = self._scroll.widget().sizeHint().height() + 72 if self._scroll.widget() else HIGH
        wide, high = min(WIDE, window.width() - 64), min(wanted, window.height() - 96)
        self._pop.setGeometry((window.width() - wide) // 2, (window.height() - high) // 2, wide, high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.text() == "?":
            self.drop()


def _sheet(groups: dict[str, list[Line]]) -> QWidget:
    columns: list[list[QWidget]] = [[] for _ in range(COLUMNS)]
    lengths = [0] * COLUMNS
    for heading, lines in groups.items():
        shortest = lengths.index(min(lengths))
        columns[shortest].append(_group(heading, lines))
        lengths[shortest] += len(lines) + 2
    across = row(*[column(*parts, None, gap=16) for parts in columns], gap=32, margins=(20, 14, 20, 14))
    for at in range(COLUMNS):
        across.setStretch(at, 1)
    return box(across, "scrolled")


def _group(heading: str, lines: Iterable[Line]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.addWidget(SafeLabel(heading, "caption", "ink2", bold=True), 0, 0, 1, 2)
    for number, (keys, words) in enumerate(lines, start=1):
        grid.addLayout(row(*[KeyCap(key) for key in keys], None, gap=5), number, 0)
        grid.addWidget(SafeLabel(words, elide=True), number, 1)
    return box(grid)
