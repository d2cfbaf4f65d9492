"""Who is the head of a household now, and how all others are related to him: asked when it changes, in one box."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from app import heads
from app.heads import Member, Succession
from app.modules.residents import FORM, HEAD
from app.texts import joined, tr
from db.store import Store
from ui.messages import Box
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, clear, column

RELATION = FORM.fields["relation"].kind
NOT_ASKED, UNKNOWN = "?", ""  # answers of the list that are no uid
MOST, FEW = 5, 2  # relations in sight, of large letters; the others by scrolling


class HeadPicker(QWidget):
    """`head`: who it is to be, or empty where that is asked too. `out`: who goes, or said already what he is."""

    changed = Signal()

    def __init__(self, people: Sequence[Member], head: str = "", out: str = "") -> None:
        super().__init__()
        self._people, self._out = people, out
        self.who, self.relations = Choice(tr("新户主")), dict[str, Choice]()
        self._grid, self.scroll = QGridLayout(), QScrollArea()
        self._grid.setContentsMargins(2, 2, 10, 2)
        self._grid.setHorizontalSpacing(14)
        self._grid.setColumnStretch(1, 1)
        self.words = SafeLabel(tr("与新户主的关系：拿得准的已经选好，请核对"), "caption", "ink2", wrap=True)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setWidget(box(self._grid, "scrolled"))
        asked = FormField(tr("新户主"), self.who)
        self.setLayout(column(asked, self.words, self.scroll, gap=8))
        for words, uid in self._choices():
            self.who.addItem(words, uid)
        self.who.currentIndexChanged.connect(lambda _: self._ask())
        self.who.setCurrentIndex(self.who.findData(head) if head else 0)
        asked.setVisible(not head)
        self._ask()

    def answer(self) -> Succession | None:
        """None while nobody was chosen."""
        if (head := self.who.currentData()) == NOT_ASKED:
            return None
        return Succession(head, {uid: choice.currentData() for uid, choice in self.relations.items()} if head else {})

    def _choices(self) -> list[tuple[str, str]]:
        """A head is sure where only one is left."""
        named = [(one.name, one.uid) for one in self._people if one.uid != self._out]
        first = [] if len(named) == 1 else [(tr("请选"), NOT_ASKED)]
        return [*first, *named, (tr("现在还不清楚"), UNKNOWN)]

    def _ask(self) -> None:
        """The relations of the others to who is chosen."""
        clear(self._grid)
        self.relations = {}
        head, last = self.who.currentData(), self.who
        known = heads.related(self._people, head) if head not in (NOT_ASKED, UNKNOWN) else {}
        known.pop(self._out, None)
        for number, one in enumerate(one for one in self._people if one.uid in known):
            self.relations[one.uid] = choice = relations(tr("以后再填"), one.name)
            choice.setCurrentIndex(max(choice.findData(known[one.uid]), 0))
            self._grid.addWidget(SafeLabel(one.name), number, 0)
            self._grid.addWidget(choice, number, 1)
            QWidget.setTabOrder(last, choice)
            last = choice
        for part in (self.words, self.scroll):
            part.setVisible(bool(known))
        lines = min(len(known), MOST if look.sizes() is look.STANDARD else FEW)
        self.scroll.setFixedHeight(lines * (look.sizes().input + self._grid.verticalSpacing()) + 4)
        self.changed.emit()


async def ask_head(
    parent: QWidget, title: str, words: str, people: Sequence[Member], head: str = "", out: str = ""
) -> Succession | None:
    """None: the person went back."""
    picker = HeadPicker(people, head, out)
    box = Box(parent, title, words, picker)
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("确定"), "primary")
    yes.clicked.connect(box.accept)
    judged(picker, yes)
    (next(iter(picker.relations.values()), picker.who) if head else picker.who).setFocus()
    return picker.answer() if await box.answer() else None


def judged(picker: HeadPicker, yes: Button) -> None:
    """The main button waits for an answer."""

    def judge() -> None:
        yes.set_off("" if picker.answer() else tr("请选新户主"))

    picker.changed.connect(judge)
    judge()


async def ask_what_follows(parent: QWidget, store: Store, uid: str, relation: str | None) -> Succession | None:
    """What a new relation of somebody means for the head of his household. None: the person went back."""
    people = await store.read(lambda session: heads.household_of(session, uid))
    me = next((one for one in people if one.uid == uid), None)
    old = next((one for one in people if one.is_head and one.uid != uid), None)
    if me is None or me.is_head == (relation == HEAD) or len(people) == 1 or (old is None) != me.is_head:
        return heads.NOBODY
    if old:
        words = tr("现在的户主是{name}，一户只有一位户主，其他人的关系要跟着改。").format(name=old.name)
        return await ask_head(parent, tr("{name}当户主").format(name=me.name), words, people, head=uid)
    title = tr("{name}不再是户主").format(name=me.name)
    return await ask_head(parent, title, tr("请选谁来当户主，其他人的关系跟着改。"), people, out=uid)


async def ask_relation(parent: QWidget, title: str, words: str) -> str:
    """To a head who is there; empty when one goes back."""
    choice = relations(tr("请选"))
    box = Box(parent, title, words, FormField(tr("与户主关系"), choice))
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("确定"), "primary")
    yes.clicked.connect(box.accept)
    judge = lambda: yes.set_off("" if choice.currentData() else tr("请选与户主关系"))  # noqa: E731
    choice.currentIndexChanged.connect(lambda _: judge())
    judge()
    choice.setFocus()
    return str(choice.currentData()) if await box.answer() else ""


def relations(nothing: str, whose: str = "") -> Choice:
    """All but that of the head himself; `nothing` stands first."""
    made = Choice(joined(whose, tr("与户主关系")))
    made.addItem(nothing, "")
    for code, word in RELATION.words.items():  # type: ignore[attr-defined]
        if code != HEAD:
            made.addItem(tr(word), code)
    return made
