"""关爱标签 of a newcomer: several of one list, as chips."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app import care_view
from app.modules.care_tags import SUB
from app.texts import tr
from ui.ledger.form import stop
from ui.pages.visit_needs import Chip
from ui.widgets.button import Button
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice
from ui.widgets.layouts import clear, column, row

ACROSS = 3


class TagPicker(QWidget):
    """Type a number or go through the list, then Enter twice; a press on a chip takes it out again."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: list[str] = []
        self.choice, self.add = Choice(tr("关爱标签")), Button(tr("添加"))
        self.choice.addItem(tr("没有就不选"), "")
        known = [(group, sub) for group, subs in care_view.by_group() for sub in subs]
        for number, (group, sub) in enumerate(known, 1):
            word = tr("{number} {tag}（{group}）").format(number=number, tag=SUB.to_text(sub), group=group)
            self.choice.addItem(word, sub)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self._chips = QGridLayout()
        self._chips.setSpacing(6)
        line = QWidget()
        line.setLayout(shown := row(gap=8))
        shown.addWidget(self.choice, 1)
        shown.addWidget(self.add)
        line.setFocusProxy(self.choice)
        self.field = FormField(tr("关爱标签"), line, optional=True)
        self.setLayout(column(self.field, self._chips, gap=6))
        self.add.clicked.connect(self.take)

    def tags(self) -> tuple[str, ...]:
        """Codes, also of the one that stands in the list and was not added yet."""
        pending = self.choice.currentData()
        return (*dict.fromkeys([*self._tags, *([pending] if pending else [])]),)

    def put(self, tags: Iterable[str]) -> None:
        self._tags = [*dict.fromkeys(tags)]
        self.choice.setCurrentIndex(0)
        self._show()

    def follow_in_focus(self, before: QWidget, after: QWidget) -> None:
        """Tab comes here from `before` and goes on to `after`."""
        for one, other in ((before, self.choice), (self.choice, self.add), (self.add, after)):
            QWidget.setTabOrder(stop(one), stop(other))

    def take(self) -> None:
        """What stands in the list becomes a chip."""
        self.put(self.tags())
        self.choice.setFocus()
        self.edited.emit()

    def _drop(self, tag: str) -> None:
        self._tags.remove(tag)
        self._show()
        self.choice.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        clear(self._chips)
        last: QWidget = self.add
        for number, tag in enumerate(self._tags):
            chip = Chip(SUB.to_text(tag))
            chip.clicked.connect(lambda _=False, tag=tag: self._drop(tag))
            self._chips.addWidget(chip, number // ACROSS, number % ACROSS, Qt.AlignmentFlag.AlignLeft)
            QWidget.setTabOrder(last, chip)
            last = chip
        self._chips.setColumnStretch(ACROSS, 1)
