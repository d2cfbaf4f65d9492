"""Parts of the import page: columns and what they mean, questions, and the line where a cell is mended."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.importing.findings import Finding
from app.importing.keeping import is_kept
from app.importing.result import FIELD_NAMES, Column, Question, Table, field_name
from app.texts import N_, tr
from ui.widgets.button import Button
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import clear, column, row
from ui.widgets.rows import Row, RowList
from ui.widgets.segmented import Segmented
from ui.widgets.stat import StatCard
from ui.widgets.tag import Mark


class ColumnList(RowList):
    """A heading a row; Enter offers what else it may mean."""

    mapped = Signal(str, int, str)  # sheet, column, field

    def __init__(self) -> None:
        super().__init__(tr("对应表头"))
        self._columns: list[tuple[str, Column]] = []
        self.opened.connect(lambda key: self._offer(int(key)))

    def put_tables(self, tables: Sequence[Table]) -> None:
        self._columns = [(table.sheet, column) for table in tables for column in table.columns]
        self.put([_column_row(number, column) for number, (_, column) in enumerate(self._columns)])

    def more(self, key: str) -> str:
        """The reason that the mark of a row shortens."""
        column = self._columns[int(key)][1] if key else None
        return column.reason if column and column.why in SHORT and column.field != "ignore" else ""

    def _offer(self, number: int) -> None:
        sheet, chosen = self._columns[number]
        menu = QMenu(self)
        likely = [name for name in chosen.others if name in FIELD_NAMES]
        for name in (*likely, *(name for name in FIELD_NAMES if name not in likely)):
            action = menu.addAction(field_name(name))
            action.triggered.connect(lambda _=False, to=name: self.mapped.emit(sheet, chosen.col, to))
        menu.popup(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))


def _column_row(number: int, column: Column) -> Row:
    header = column.header or tr("（没有表头）")
    return Row(str(number), header, quiet=field_name(column.field), state=_column_mark(column))


def _column_mark(column: Column) -> Mark | None:
    if column.why == "whose" or (column.field != "ignore" and not column.sure):
        return Mark(_short(column), "amber", "▲")
    if column.field == "ignore":
        return None
    return Mark(_short(column), "green", "✓") if is_kept(column.field) else Mark(tr("认得，本册不记"), "grey")


def _short(column: Column) -> str:
    """The field stands in the row itself; the whole reason is told of the row one stands on."""
    return tr(SHORT[column.why]) if column.why in SHORT else column.reason


SHORT = {
    "values": N_("内容相符"),
    "both": N_("两列都像"),
    "against": N_("表头不符"),
    "unlike": N_("内容不像"),
    "whose": N_("别人的电话？"),
}
PERSONS, PLACES = N_("人"), N_("处")
CARDS = {
    "new": (N_("新增"), "green", PERSONS),
    "changed": (N_("更新已有"), "ink", PERSONS),
    "repaired": (N_("已更正"), "green", PLACES),
    "decision": (N_("请过目"), "amber", PLACES),
    "error": (N_("需要修改"), "red", PLACES),
}


class Stats(QWidget):
    """New, changed, mended, to be decided, wrong. A press shows what is behind a number alone, a second one all again."""

    wanted = Signal(str)  # a key of CARDS, empty for all

    def __init__(self) -> None:
        super().__init__()
        self.cards = {part: StatCard() for part in CARDS}
        self.setLayout(row(*self.cards.values(), gap=10, margins=(14, 12, 14, 10)))
        for part, card in self.cards.items():
            card.setCheckable(True)
            card.clicked.connect(lambda on, part=part: self._choose(part if on else ""))
        self.clear()

    def put(self, numbers: Mapping[str, int]) -> None:
        for part, card in self.cards.items():
            (words, tone, unit), number = CARDS[part], numbers[part]
            ringed = part == "decision" and number > 0
            card.put(f"{number:,}", tr(words), tone if number else "ink2", ringed=ringed, unit=tr(unit))

    def clear(self) -> None:
        for part, card in self.cards.items():
            card.setChecked(False)
            card.put("—", tr(CARDS[part][0]))

    def _choose(self, chosen: str) -> None:
        for part, card in self.cards.items():
            card.setChecked(part == chosen)
        self.wanted.emit(chosen)


class Questions(QWidget):
    """What only the person can settle, each with its choices."""

    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._choices: list[Segmented] = []
        self._column = column(gap=6, margins=(14, 0, 14, 8))
        self.setLayout(self._column)
        self.hide()

    def put(self, questions: Sequence[Question]) -> None:
        clear(self._column)
        self._choices = []
        asked = [question for question in questions if question.choices]
        for question in asked:
            choice = Segmented(dict(question.choices), question.words)
            choice.chosen.connect(lambda value, key=question.key: self.answered.emit(key, value))
            self._choices.append(choice)
            self._column.addLayout(row(SafeLabel(question.words, wrap=True), choice, gap=12))
        self.setVisible(bool(asked))

    def first(self) -> QWidget | None:
        """Where the first answer is given."""
        return next(iter(self._choices), None)


class Mending(QWidget):
    """One line under the findings: the right value of a cell, or the password of the file."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.finding: Finding | None = None
        self.words, self.line = SafeLabel(), LineEdit(name=tr("改为"))
        self.line.enter_moves_on = False  # it is given then; where to go next, the page knows
        self.done = Button(tr("改好"), "soft")
        parts = row(self.words, gap=10, margins=(14, 6, 14, 8))
        parts.addWidget(self.line, 1)
        parts.addWidget(self.done)
        self.setLayout(parts)
        self.done.clicked.connect(self._give)
        self.line.entered.connect(self._give)
        self.hide()

    def ask_value(self, finding: Finding, value: str, whose: str) -> None:
        self.finding = finding
        proposed = finding.value if isinstance(finding.value, str) else value
        self._ask(whose, proposed, QLineEdit.EchoMode.Normal, tr("改好"))

    def ask_password(self, words: str) -> None:
        self.finding = None
        self._ask(words, "", QLineEdit.EchoMode.Password, tr("打开"))

    def clear(self) -> None:
        self.finding = None
        self.line.clear()
        self.hide()

    def _ask(self, words: str, text: str, echo: QLineEdit.EchoMode, done: str) -> None:
        self.words.setText(words)
        self.line.setEchoMode(echo)
        self.line.setText(text)
        self.done.set_words(done)
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def _give(self) -> None:
        self.given.emit(self.line.text())
