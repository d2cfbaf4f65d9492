"""发现的需求: what a household asked for during a visit, as chips; each becomes a record with the visit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.modules import needs
from app.texts import tr
from app.visiting import Need
from ui.widgets.button import Button
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice, LineEdit
from ui.widgets.label import tip
from ui.widgets.layouts import clear, column, row

ACROSS, LONGEST = 3, 12
NOTHING: Need = ("", "", "")


class Chip(Button):
    """A need that was found. A press takes it out again."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'} ×", "soft")
        tip(self, words)
        self.setAccessibleName(tr("{need}，按下删去").format(need=words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides Button: Enter goes to the next field, as everywhere in a form; Space and Delete press."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)


class NeedsEditor(QWidget):
    """`edited` comes with every letter. What stands in the line and was not added yet is a need all the same."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: list[Need] = []
        self._chips = QGridLayout()
        self._chips.setSpacing(6)
        self.category, self.words = Choice(tr("需求类别")), LineEdit(hint=tr("需要什么（选填）"))
        self.category.addItem(tr("类别"), "")
        for number, (code, word) in enumerate(needs.FORM.fields["category"].kind.words.items(), 1):
            self.category.addItem(f"{number} {tr(word)}", code)
        self.who, self.add = Choice(tr("谁的需求")), Button(tr("添加"))
        line = QWidget()
        line.setLayout(row(self.category, self.words, self.who, self.add, gap=8))
        self.field = FormField(tr("发现的需求"), line)
        self.setLayout(column(self.field, self._chips, gap=6))
        self._connect()

    def put_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Whom a need may be about: uid and name; out of sight where one lives alone. A need is the household's unless said."""
        was = self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem(tr("全家"), "")
        for uid, name in people:
            self.who.addItem(name, uid)
        self.who.blockSignals(was)
        self.who.setVisible(len(people) > 1)

    def found(self) -> tuple[Need, ...]:
        """All of them, with the one that stands in the line."""
        pending = self.pending()
        return (*self._found, pending) if any(pending[:2]) else (*self._found,)

    def chips(self) -> tuple[Need, ...]:
        return (*self._found,)

    def pending(self) -> Need:
        return self.category.currentData(), self.words.text().strip(), self.who.currentData() or ""

    def put(self, found: tuple[Need, ...], pending: Need = NOTHING) -> None:
        self._found = list(found)
        self._put_line(pending)
        self._show()

    def take(self) -> None:
        """What stands in the line becomes a chip; without a category it says so."""
        category, words, person = self.pending()
        if words and not category:
            self.field.set_error(tr("请选类别"))
            self.category.setFocus()
        elif category:
            self._found.append((category, words, person))
            self._put_line(NOTHING)
            self._show()
            self.edited.emit()
            self.category.setFocus()

    def _connect(self) -> None:
        self.add.clicked.connect(self.take)
        self.words.enter_moves_on = False
        self.words.entered.connect(lambda: self.take() if any(self.pending()[:2]) else self.words.focusNextChild())
        self.words.read.connect(lambda _: self._changed())
        for choice in (self.category, self.who):
            choice.currentIndexChanged.connect(lambda _: self._changed())

    def _changed(self) -> None:
        self.field.set_fine()
        self.edited.emit()

    def _put_line(self, pending: Need) -> None:
        category, words, person = pending
        self.who.setCurrentIndex(max(self.who.findData(person), 0))
        self.category.setCurrentIndex(max(self.category.findData(category), 0))
        self.words.setText(words)

    def _show(self) -> None:
        clear(self._chips)
        word = needs.FORM.fields["category"].kind.to_text
        for number, (category, words, person) in enumerate(self._found):
            name = self.who.itemText(self.who.findData(person)) if person else ""
            chip = Chip("：".join(filter(None, (name, word(category), words))))
            chip.clicked.connect(lambda _=False, at=number: self._drop(at))
            self._chips.addWidget(chip, number // ACROSS, number % ACROSS, Qt.AlignmentFlag.AlignLeft)
        self._chips.setColumnStretch(ACROSS, 1)

    def _drop(self, at: int) -> None:
        del self._found[at]
        self._show()
        self.edited.emit()
        self.category.setFocus()
