"""A form drawn from its declaration: errors under their field, the rest behind 更多, only what was touched submitted."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ledger.form import MORE, Draft, Problems, Refused, Values
from app.texts import tr
from ui import ime
from ui.ledger.editors import Editor, editor_for, is_wide
from ui.widgets.button import Button
from ui.widgets.field import FormField
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, styled


class DraftForm(QWidget):
    """`changed_by_person` comes with every change; `asked` with the name of a field whose history is wanted.

    Fields stand in two `columns`, or in one where there is little room, as beside two cards in large letters.
    """

    changed_by_person = Signal()
    asked = Signal(str)

    def __init__(self, draft: Draft, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.draft = draft
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, FormField] = {}
        self._column = column(gap=8, margins=(14, 10, 14, 12))
        self.setLayout(self._column)
        self.setObjectName("scrolled")
        styled(self)
        for title, names in draft.form.sections:
            self._section(title, names)
        self._column.addStretch()
        self._put(draft.texts())
        self._shown = self.texts()  # as the editors made it of the values

    def texts(self) -> dict[str, str]:
        return {name: editor.text() for name, editor in self.editors.items()}

    def touched(self) -> dict[str, str]:
        """Fields whose editor no longer holds what it made of the value."""
        return {name: text for name, text in self.texts().items() if text != self._shown[name]}

    def put(self, texts: Mapping[str, str]) -> None:
        """Shows texts, such as those of a draft; fields that are not named stay."""
        self._put(texts)
        if any(name in self._folded for name in self.touched()):
            self._unfold()

    def changed(self, today: date) -> Values | None:
        """What the person changed, or None while an error stands at a field; the first one gets the focus."""
        ime.commit()
        texts = self.texts() if self.draft.uid is None else self.touched()
        try:
            changed = self.draft.changed(texts, today)
        except Refused as refused:
            self.show_problems(refused.problems)
            return None
        self.show_problems({})
        return changed

    def show_problems(self, problems: Problems) -> None:
        for name, field in self.fields.items():
            field.set_error(problems[name]) if name in problems else field.set_fine()
        wrong = [name for name in self.fields if name in problems]
        if any(name in self._folded for name in wrong):
            self._unfold()
        if wrong:
            self.editors[wrong[0]].setFocus()

    def focus_first(self) -> None:
        next(iter(self.editors.values())).setFocus()

    _folded: tuple[str, ...] = ()

    def _put(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            if name in self.editors:
                self.editors[name].put(text)

    def _section(self, title: str, names: tuple[str, ...]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setContentsMargins(0, 0, 0, 0)
        cell, columns = 0, self._columns
        for name in names:
            wide = is_wide(self.draft.form.fields[name].kind)
            cell += cell % columns if wide else 0
            grid.addWidget(self._field(name), cell // columns, cell % columns, 1, columns if wide else 1)
            cell += columns if wide else 1
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        if title != MORE:
            self._column.addWidget(SafeLabel(tr(title), "caption", "ink2", bold=True))
            self._column.addLayout(grid)
            return
        self._folded = names
        self._more, self._rest = Button(tr(MORE), "quiet"), box(grid)
        self._more.clicked.connect(self._unfold)
        self._rest.hide()
        self._column.addWidget(self._more)
        self._column.addWidget(self._rest)

    def _field(self, name: str) -> FormField:
        known = self.draft.form.fields[name]
        editor = editor_for(known.kind)
        editor.edited.connect(self.changed_by_person)
        self.editors[name] = editor
        self.fields[name] = FormField(tr(known.label), editor, optional=not known.required)
        return self.fields[name]

    def _unfold(self) -> None:
        self._more.hide()
        self._rest.show()
