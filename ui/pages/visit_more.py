"""更多 of a visit: to whom, why, with whom, what was done at once, what was told, what has changed (domain.md 2.2)."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.modules import visits
from app.texts import tr
from ui.ledger.form import Fold
from ui.widgets.check import CheckRow
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice, LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, clear, column

FIELDS = visits.FORM.fields
LINES = ("handled", "companions", "policies", "support")
ACROSS = 3  # ticks side by side


class People(QWidget):
    """Whom a visit is to: a tick for each member."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[str, CheckRow] = {}
        self._named: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for side in range(ACROSS):
            self._grid.setColumnStretch(side, 1)

    def put(self, members: tuple[tuple[str, str], ...], chosen: Collection[str]) -> None:
        """`members`: (uid, name)."""
        if members != self._named:
            clear(self._grid)
            self._named, self.ticks = members, {uid: CheckRow(name, small=True) for uid, name in members}
            for number, tick in enumerate(self.ticks.values()):
                tick.clicked.connect(self.edited)
                self._grid.addWidget(tick, number // ACROSS, number % ACROSS)
        for uid, tick in self.ticks.items():
            tick.setChecked(uid in chosen)

    def chosen(self) -> tuple[str, ...]:
        return tuple(uid for uid, tick in self.ticks.items() if tick.isChecked())


class VisitMore(Fold):
    edited = Signal()

    def __init__(self) -> None:
        self.purpose, self.lines = Choice(tr("走访事由")), {name: LineEdit() for name in LINES}
        for code, word in FIELDS["purpose"].kind.words.items():  # type: ignore[attr-defined]
            self.purpose.addItem(tr(word), code)
        changes = FIELDS["changed"].kind.words.items()  # type: ignore[attr-defined]
        self.changes = {code: CheckRow(tr(word), small=True) for code, word in changes}
        self.people = People()
        self.fields = {
            "residents": FormField(tr("走访对象"), self.people),
            "purpose": FormField(tr("走访事由"), self.purpose),
        }
        self.fields |= {name: FormField(tr(FIELDS[name].label), line) for name, line in self.lines.items()}
        super().__init__(("purpose", *LINES, "changed"), self._grid())
        self.people.edited.connect(self._touched)
        self.purpose.activated.connect(lambda _: self._touched())
        for line in self.lines.values():
            line.textChanged.connect(self._touched)
        for tick in self.changes.values():
            tick.clicked.connect(self._touched)

    def texts(self) -> dict[str, str]:
        changed = ",".join(code for code, tick in self.changes.items() if tick.isChecked())
        lines = {name: line.text() for name, line in self.lines.items()}
        return {"purpose": self.purpose.currentData(), **lines, "changed": changed}

    def put(self, texts: Mapping[str, str], purpose: str) -> None:
        """Open where something beside the usual `purpose` stands in it."""
        self.purpose.setCurrentIndex(max(self.purpose.findData(texts.get("purpose") or purpose), 0))
        for name, line in self.lines.items():
            line.setText(texts.get(name, ""))
        ticked = texts.get("changed", "").split(",")
        for code, tick in self.changes.items():
            tick.setChecked(code in ticked)
        self._count()
        self.open(bool(self._filled) or self.purpose.currentData() != purpose)

    def put_people(self, members: tuple[tuple[str, str], ...], chosen: Collection[str]) -> None:
        """There is no choice where one lives alone."""
        self.people.put(members, chosen)
        self.fields["residents"].setVisible(len(members) > 1)

    def _touched(self) -> None:
        self.fields["residents"].set_fine()
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        texts = self.texts()
        self.count(sum(bool(texts[name]) for name in self.names if name != "purpose"))

    def _grid(self) -> QGridLayout:
        grid, ticks = QGridLayout(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        who, *others = self.fields.values()
        grid.addWidget(who, 0, 0, 1, 2)
        for number, field in enumerate(others, 2):
            grid.addWidget(field, number // 2, number % 2)
        for number, tick in enumerate(self.changes.values()):
            ticks.addWidget(tick, number // ACROSS, number % ACROSS)
        title = SafeLabel(tr("信息有变更吗（存好以后在家庭里改）"), "caption", "ink2")
        grid.addWidget(box(column(title, ticks, gap=4)), len(self.fields) // 2 + 1, 0, 1, 2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        return grid
