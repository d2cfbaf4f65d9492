"""Which period a ledger is shown and exported for: one of the calendar, stepped through, or any days."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import periods
from app.ledger.kinds import BadValue, Day
from app.texts import tr
from ui.widgets.button import Button
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel, tip
from ui.widgets.layouts import box, column, row
from ui.widgets.segmented import Segmented

DAYS, ALL = "days", "all"
DAY = Day()


class PeriodBar(QWidget):
    """Begins with the month of today. Own days count once both are read and in order; until then the old ones stay."""

    chosen = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today, self._period = today, periods.month(today())
        words = {"week": tr("周"), "month": tr("月"), "quarter": tr("季"), DAYS: tr("自选"), ALL: tr("全部")}
        self.kinds = Segmented(words, tr("期间"))
        self.kinds.chosen.connect(self.choose)
        self.before, self.after = Button(icon="back"), Button(icon="forward")  # keys: the status bar
        for button, step, said in ((self.before, -1, tr("上一期")), (self.after, 1, tr("下一期"))):
            button.setAccessibleName(said)
            tip(button, said)
            button.clicked.connect(lambda _=False, by=step: self.step(by))
        self.words = SafeLabel("", bold=True, elide=True)
        self.first, self.last = LineEdit(hint=tr("年-月-日")), LineEdit(hint=tr("年-月-日"))
        self._fields = [FormField(tr("从"), self.first, beside=True), FormField(tr("到"), self.last, beside=True)]
        for edit in (self.first, self.last):
            edit.entered.connect(self.read)
        self._days = box(row(*self._fields, None, gap=12, margins=(14, 0, 14, 8)))
        line = row(self.kinds, self.before, self.after, margins=(14, 8, 14, 8))
        line.addWidget(self.words, 1)
        self.setLayout(column(line, self._days, gap=0))
        self.kinds.put("month")
        self._show()

    def period(self) -> periods.Period | None:
        """None: all there is."""
        return None if self.kinds.value() == ALL else self._period

    def choose(self, kind: str) -> None:
        """Own days begin with the period that was shown, so that only an end need be changed."""
        self.kinds.put(kind)
        if kind in periods.KINDS:
            self._period = periods.KINDS[kind](self._today())
        self._show()
        if kind == DAYS:
            self.first.setFocus()
            self.first.selectAll()
        self.chosen.emit()

    def step(self, by: int) -> None:
        """The period before (-1) or after (1), as long as the one shown."""
        if self.can_step():
            kind = self.kinds.value()
            self._period = periods.beside(self._period, by, kind if kind in periods.KINDS else "")
            self._show()
            self.chosen.emit()

    def can_step(self) -> bool:
        return self.kinds.value() != ALL

    def read(self) -> None:
        """Takes the two days that were typed; what is wrong is said under its field."""
        typed = [self._read(field, edit) for field, edit in zip(self._fields, (self.first, self.last), strict=True)]
        if not typed[0] or not typed[1]:
            return
        if typed[1] < typed[0]:
            self._fields[1].set_error(tr("早于开始的日期"))
        elif self._period != (typed[0], typed[1]):
            self._period = typed[0], typed[1]
            self._show()
            self.chosen.emit()

    def _read(self, field: FormField, edit: LineEdit) -> date | None:
        try:
            day: date = DAY.parse(edit.text().strip(), self._today())
        except BadValue as error:
            field.set_error(str(error))
            return None
        field.set_fine()
        return day

    def _show(self) -> None:
        own, period = self.kinds.value() == DAYS, self.period()
        self._days.setVisible(own)
        self.words.setText("" if own or not period else periods.words(period))
        for button in (self.before, self.after):
            button.setVisible(self.can_step())
        for field, edit, day in zip(self._fields, (self.first, self.last), self._period, strict=True):
            edit.setText(DAY.to_text(day))
            field.set_fine()
