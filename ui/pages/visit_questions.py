"""What was seen: the care questions of those who are cared for, and the home itself, each on the scale of three."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ledger.kinds import Code
from app.modules import visits
from app.texts import joined, listed, tr
from app.visit_view import SEEN, HomeView
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row
from ui.widgets.segmented import Segmented

QUESTION = Code(table="care_question")
FINE = "1"
Care = Mapping[tuple[str, str], str]  # (resident, question) -> code of the scale
Shape = tuple[tuple[str, ...], ...]  # codes of the questions about each person
Seen = Mapping[str, str]  # field of the visit -> code of the scale


class Questions(QWidget):
    """Made for a shape, the questions of each person who is asked about, and put before one home after another.

    `same` and `rest` are buttons of the form: as last time, and all others fine.
    """

    edited = Signal()

    def __init__(self, asked: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.care: dict[tuple[str, str], Segmented] = {}
        self.seen = {name: self._scale(tr(visits.FORM.fields[name].label)) for name in SEEN}
        self._people = [{question: self._scale() for question in questions} for questions in asked]
        self._heads = [SafeLabel(tr("看到的情况"), "caption", "ink2", bold=True) for _ in asked or ((),)]
        self.same, self.rest = _quiet(tr("与上次相同"), "Ctrl+D"), _quiet(tr("其余正常"), "Alt+1")
        self.setLayout(column(*self._parts(), gap=6))

    def put_home(self, home: HomeView) -> None:
        """A home of this shape, with nothing answered yet."""
        self.care = {}
        asked = [member for member in home.members if member.questions]
        for member, head, choices in zip(asked, self._heads, self._people, strict=False):
            head.setText(tr("关爱探访：{who}（{care}）").format(who=member.name, care=listed(member.care)))
            for question, choice in choices.items():
                choice.set_name(joined(member.name, question_words(question)))
                self.care[member.uid, question] = choice
        self.same.setVisible(bool(home.last and (home.last.care or home.last.seen)))
        self.put({}, {})

    def care_values(self) -> dict[tuple[str, str], str]:
        return {key: choice.value() for key, choice in self.care.items() if choice.value()}

    def first_open(self) -> QWidget | None:
        """The first question about a person that has no answer."""
        return next((choice for choice in self.care.values() if not choice.value()), None)

    def seen_values(self) -> dict[str, str]:
        return {name: choice.value() for name, choice in self.seen.items()}

    def put(self, care: Care, seen: Seen) -> None:
        for key, choice in self.care.items():
            choice.put(care.get(key, ""))
        for name, choice in self.seen.items():
            choice.put(seen.get(name, ""))

    def fill(self, care: Care, seen: Seen) -> None:
        """Only what has no answer yet."""
        self.put(
            {**care, **self.care_values()}, {**seen, **{n: code for n, code in self.seen_values().items() if code}}
        )

    def fill_fine(self) -> None:
        self.fill(dict.fromkeys(self.care, FINE), dict.fromkeys(self.seen, FINE))

    def _parts(self) -> Iterator[QWidget]:
        """A head and two columns for each person who is cared for, then what is seen of the home."""
        for number, head in enumerate(self._heads):
            buttons = () if number else (self.rest, self.same)
            yield box(row(head, None, *buttons, gap=4))
            if self._people:
                yield _grid([(question_words(question), choice) for question, choice in self._people[number].items()])
        yield _grid([(tr(visits.FORM.fields[name].label), choice) for name, choice in self.seen.items()])

    def _scale(self, name: str = "") -> Segmented:
        made = Segmented({code: tr(word) for code, word in visits.SCALE.words.items()}, name, optional=True)
        made.chosen.connect(lambda _: self.edited.emit())
        return made


def shape(home: HomeView) -> Shape:
    return tuple(member.questions for member in home.members if member.questions)


def question_words(question: str) -> str:
    words = tr("健康：{question}") if question.startswith("health") else tr("精神：{question}")
    return words.format(question=QUESTION.to_text(question))


def _quiet(words: str, key: str) -> Button:
    """Out of the way of Enter: it has a key of its own."""
    made = Button(words, "quiet", key=key)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _grid(questions: list[tuple[str, Segmented]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for number, (words, choice) in enumerate(questions):
        grid.addLayout(row(SafeLabel(words), None, choice), number // 2, number % 2)
    for across in (0, 1):
        grid.setColumnStretch(across, 1)
    return box(grid)
