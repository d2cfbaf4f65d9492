"""The third step: buildings by a generator, floors x entrances x rooms. It may be skipped."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.first_run import Problems, Row, doors, filled, problems_of_rows
from app.modules.buildings import HIGH, LANE, LOW
from app.texts import N_, joined, tr
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.inputs import Choice, LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row
from ui.wizard.page import StepPage

KINDS = {LOW: N_("多层"), HIGH: N_("高层"), LANE: N_("自建房")}
TYPICAL = {LOW: ("6", "3", "2"), HIGH: ("11", "1", "4"), LANE: ("", "", "12")}  # floors, entrances, rooms
COLUMNS = (  # heading, width in letters, whether it takes what is left
    (N_("楼栋"), 9, False), (N_("类型"), 8, False), (N_("层数"), 4, False), (N_("单元数"), 4, False),
    (N_("每层户数"), 4, False), (N_("门牌预览"), 12, True), ("", 3, False),
)  # fmt: skip
FAULTS = {"names": N_("楼栋"), "floors": N_("层数"), "entrances": N_("单元数"), "rooms": N_("户数")}


class BuildingsPage(StepPage):
    def __init__(self) -> None:
        self.lines: list[BuildingLine] = []
        self.card, self.list = Card(), QVBoxLayout()
        self.list.setSpacing(8)
        self.add, self.total = Button(tr("再加一行"), icon="add"), SafeLabel(tone="ink2")
        self.card.body.addWidget(_Columns([SafeLabel(tr(head), "caption", "ink2") for head, _, _ in COLUMNS]))
        self.card.body.addLayout(self.list)
        self.card.body.addLayout(row(self.add, None, self.total))
        words = tr("一样的楼写在一行：6-18 就是 6 幢到 18 幢，也可以写 1、3、5 或 河东巷。可以跳过，导入名册时也会建。")
        super().__init__(tr("有哪些楼"), words, self.card)
        self.add.clicked.connect(lambda: self._add(Row()).names.setFocus())
        self._add(Row(floors="6", entrances="3", rooms="2"))

    def begin(self) -> None:
        self._order()
        self.lines[0].names.setFocus()

    def rows(self) -> list[Row]:
        return [line.row() for line in self.lines]

    def problems(self) -> dict[int, Problems]:
        found = problems_of_rows(self.rows())
        for number, line in enumerate(self.lines):
            line.show_problems(found.get(number, {}))
        if found:
            self.lines[min(found)].focus_problem()
        return found

    def _add(self, typed: Row) -> "BuildingLine":
        line = BuildingLine(typed)
        line.changed.connect(self._count)
        line.removed.connect(lambda: self._remove(line))
        line.names.entered.connect(self._skip)
        line.last.entered.connect(lambda: self._after(line))
        self.lines.append(line)
        self.list.addWidget(line)
        self._order()
        return line

    def _remove(self, line: "BuildingLine") -> None:
        number = self.lines.index(line)
        self.lines.remove(line)
        self.list.removeWidget(line)
        line.hide()
        line.deleteLater()
        if not self.lines:
            self._add(Row(floors="6", entrances="3", rooms="2"))
        self.lines[min(number, len(self.lines) - 1)].names.setFocus()
        self._order()

    def _skip(self) -> None:
        """Enter where no building is named does what the button says."""
        if not filled(self.rows()):
            self.on.click()

    def _after(self, line: "BuildingLine") -> None:
        """Enter at the end of a line goes to the next, from the last one on; the button that removes a line is not on its way."""
        below = self.lines[self.lines.index(line) + 1 :]
        (below[0].names if below else self.on).setFocus()

    def _order(self) -> None:
        """Tab goes through the lines, then to the buttons below them."""
        stops = [*(part for line in self.lines for part in line.editors()), self.add, self.on, self.back]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._count()

    def _count(self) -> None:
        wrong, rows = problems_of_rows(self.rows()), self.rows()
        for number, line in enumerate(self.lines):
            line.preview(not wrong.get(number))
            line.names.enter_moves_on = bool(filled(rows))
        made = doors([typed for number, typed in enumerate(rows) if number not in wrong])
        said = tr("共 {buildings} 幢，{dwellings} 套").format(buildings=made.buildings, dwellings=f"{made.dwellings:,}")
        self.total.setText(said)
        self.on.set_words(tr("下一步") if filled(rows) else tr("跳过这一步"))


class BuildingLine(QWidget):
    """One row of the generator; what is wrong with it stands below it."""

    changed = Signal()
    removed = Signal()

    def __init__(self, typed: Row) -> None:
        super().__init__()
        self.names = LineEdit(typed.names, tr("如 6-18"), tr("楼栋"))
        self.kind = Choice(tr("类型"))
        for code, words in KINDS.items():
            self.kind.addItem(tr(words), code)
        self.counts = {
            name: LineEdit(getattr(typed, name), name=tr(FAULTS[name])) for name in ("floors", "entrances", "rooms")
        }
        self.last = self.counts["rooms"]
        self.last.enter_moves_on = False
        self.shown, self.wrong = SafeLabel(tone="ink2", elide=True), SafeLabel("", "caption", "red", wrap=True)
        self.away = Button(icon="close", kind="plain")
        self.away.setAccessibleName(tr("删去这一行"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        parts = [self.names, self.kind, *self.counts.values(), self.shown, self.away]
        self.setLayout(column(_Columns(parts), self.wrong, gap=2))
        self.wrong.hide()
        self.kind.setCurrentIndex(self.kind.findData(typed.kind))
        self._connect()

    def row(self) -> Row:
        return Row(self.names.text(), self.kind.currentData(), *(editor.text() for editor in self.counts.values()))

    def editors(self) -> list[QWidget]:
        return [self.names, self.kind, *self.counts.values(), self.away]

    def preview(self, sound: bool) -> None:
        made = doors([self.row()]) if sound else None
        if not made or not made.buildings:
            return self.shown.setText("")
        said = tr("{dwellings} 套，{first} 至 {last}")
        self.shown.setText(said.format(dwellings=f"{made.dwellings:,}", first=made.first, last=made.last))
        self.show_problems({})

    def show_problems(self, found: Problems) -> None:
        for name, editor in {"names": self.names, **self.counts}.items():
            editor.setProperty("problem", "error" if name in found else "")
            editor.setAccessibleDescription(found.get(name, ""))
            editor.style().polish(editor)
        said = "\n".join(f"! {joined(tr(FAULTS[name]), found[name])}" for name in FAULTS if name in found)
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))

    def focus_problem(self) -> None:
        for editor in (self.names, *self.counts.values()):
            if editor.property("problem") == "error":
                return editor.setFocus()

    def _connect(self) -> None:
        self.kind.activated.connect(self._become)
        self.away.clicked.connect(self.removed)
        for editor in (self.names, *self.counts.values()):
            editor.textChanged.connect(self.changed)

    def _become(self) -> None:
        """A kind brings its usual numbers; houses of a lane have neither floors nor entrances."""
        lane = self.kind.currentData() == LANE
        for editor, usual in zip(self.counts.values(), TYPICAL[self.kind.currentData()], strict=True):
            editor.setText(usual)
            editor.setEnabled(bool(usual))
        self.names.setPlaceholderText(tr("如 河东巷") if lane else tr("如 6-18"))
        self.changed.emit()


class _Columns(QWidget):
    """Parts under the headings, each as wide as its letters are now."""

    def __init__(self, parts: list[QWidget]) -> None:
        super().__init__()
        self._parts = parts
        self.setLayout(row(gap=10))
        for part, (_, _, rest) in zip(parts, COLUMNS, strict=True):
            self.layout().addWidget(part, 1 if rest else 0)
        look.changes.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        for part, (_, letters, rest) in zip(self._parts, COLUMNS, strict=True):
            if not rest:
                part.setFixedWidth(round(letters * look.sizes().body * 1.35))
