"""Ctrl+K: find people, homes and things to do while typing, also while letters are still being composed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.texts import N_, tr
from ui.actions import Action, Actions, printed
from ui.ime import plain
from ui.shell.places import Place
from ui.tasks import start
from ui.theme import look
from ui.widgets.card import Band
from ui.widgets.empty import Icon
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row
from ui.widgets.overlay import Pop, Veil
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import KeyCap, Mark, Tag

WIDE = 636
CANDIDATES = 62  # px kept free for the input method's own window
HINT = N_("搜居民、门牌、电话，或要做的事")


@dataclass(frozen=True)
class Hit:
    """One thing found: how it looks, and where it leads."""

    row: Row
    place: Place


@dataclass(frozen=True)
class Group:
    """`title` says what and how many: 居民，4 人."""

    title: str
    hits: tuple[Hit, ...]
    note: str = ""


Search = Callable[[str], Awaitable[Sequence[Group]]]


class PaletteLine(LineEdit):
    """Arrows belong to the list of what was found."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())
        if step and not self.composing():
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class Palette(Veil):
    """Asks `search` at every letter and shows only the answer to the last question.

    Letters being composed count as typed, without the marks that input methods put between syllables. Enter opens what
    is chosen; while an answer is on its way it waits for it; while letters are composed it is the input method's.
    """

    picked = Signal(Place)

    def __init__(self, window: QWidget, actions: Actions, search: Search | None = None) -> None:
        super().__init__(window)
        self._actions, self._search = actions, search
        self._question, self._answered, self._enter_waits = 0, 0, False
        self._goals: dict[str, Place | str] = {}
        self._otherwise: tuple[str, ...] = ()
        self.line, self.found = PaletteLine(hint=tr(HINT)), RowList(tr("找到的"), height=56, ground="card")
        self.composing_tag = Tag(Mark(tr("输入法组字中")))
        self._pop = Pop(self)
        self._pop.setLayout(self._parts())
        self.line.read.connect(self._ask)
        self.line.stepped.connect(self.found.step)
        self.line.entered.connect(self._enter)
        self.found.opened.connect(self._open)
        self.found.clicked.connect(lambda index: self._open(self.found.rows.key(index.row())))

    def use(self, search: Search, otherwise: Sequence[str] = ()) -> None:
        """`otherwise`: actions offered where nothing is found."""
        self._search, self._otherwise = search, (*otherwise,)

    def lift(self, words: str = "") -> None:
        """Shows it, empty or with words to begin with."""
        self._actions.pause(True)
        super().lift()
        self.line.setText(words)
        self.line.setFocus()
        self._ask(words)

    def drop(self) -> None:
        self._question += 1  # what is still on its way comes too late
        self._enter_waits = False
        super().drop()
        self._actions.pause(False)

    def place(self) -> None:
        """Overrides Veil: below the search field of the top bar, at the left edge of the content."""
        window = self.parentWidget()
        wide = min(WIDE * look.sizes().body // look.STANDARD.body, window.width() - 32)
        left = min(look.sizes().rail + 16, (window.width() - wide) // 2)
        top = look.sizes().top - 8
        self._pop.setGeometry(left, top, wide, window.height() - top - look.sizes().status - 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.drop()

    def _parts(self) -> QWidget:
        self.line.setProperty("bare", True)
        self.line.enter_moves_on = False
        self.composing_tag.hide()
        field = box(row(Icon("search", 20, "ink2"), self.line, self.composing_tag, gap=10, margins=(16, 0, 16, 0)))
        field.setFixedHeight(64)
        self._head = Band(tr("找人找事"))
        keys = ((("↑", "↓"), tr("选择")), (("Enter",), tr("打开")), (("Esc",), tr("关闭")))
        foot = row(gap=16, margins=(16, 0, 16, 0))
        for caps, words in keys:
            foot.addLayout(row(*[KeyCap(cap) for cap in caps], SafeLabel(words, "caption", "ink2"), gap=5))
        foot.addStretch()
        return column(self._head, field, CANDIDATES, self.found, box(foot, "popFoot"), gap=0, margins=(1, 1, 1, 1))

    def _ask(self, words: str) -> None:
        composing = self.line.composing()
        self.composing_tag.setVisible(composing)
        self._head.note.setText(tr("拼音还没上屏，已经在找") if composing else "")
        self._question += 1
        self._enter_waits = False
        start(self._answer(self._question, plain_letters(words, self.line.composed())), self)

    async def _answer(self, question: int, words: str) -> None:
        found = await self._search(words) if self._search else ()  # an empty question lets it get ready
        groups = found if words else ()
        if question != self._question:
            return  # a later question overtook this one
        self._answered = question
        self._show(groups, self._matching(words))
        if self._enter_waits:
            self._enter_waits = False
            self._open(self.found.current_key())

    def _show(self, groups: Sequence[Group], actions: Sequence[Action]) -> None:
        items: list[Row | RowBand] = []
        self._goals = {}
        for group in groups:
            items.append(RowBand(group.title, group.note))
            for hit in group.hits:
                key = str(len(items))
                self._goals[key] = hit.place
                items.append(replace(hit.row, key=key))
        if actions:
            items.append(RowBand(tr("操作")))
        items += [self._action(action) for action in actions]
        if not items:
            items = [RowBand(tr("没有找到。可以试试姓名的首字母、门牌 3-2-501、电话末四位"))]
            items += [self._action(self._actions.get(name)) for name in self._otherwise]
        self.found.put(items)
        self.found.go_first()

    def _action(self, action: Action) -> Row:
        self._goals[action.id] = action.id
        return Row(action.id, tr(action.text), keys=printed(action.shortcut))

    def _matching(self, words: str) -> list[Action]:
        wanted = words.casefold()
        usable = (action for action in self._actions.usable() if action.in_palette)
        return [action for action in usable if wanted in tr(action.text).casefold()]

    def _enter(self) -> None:
        if self._answered != self._question:
            self._enter_waits = True
        else:
            self._open(self.found.current_key())

    def _open(self, key: str) -> None:
        goal = self._goals.get(key)
        if goal is None:
            return
        self.drop()
        if isinstance(goal, Place):
            self.picked.emit(goal)
        else:
            self._actions.run(goal)


def plain_letters(words: str, composed: str) -> str:
    """What is typed with what is being composed, as the index knows it."""
    return words.replace(composed, plain(composed), 1).strip() if composed else words.strip()
