"""A form drawn from its declaration: errors under their field, the rest behind 更多, only what was touched submitted."""

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QWidget

from app.ledger.field import Field
from app.ledger.form import MORE, Draft, Problems, Refused, Values
from app.shown import is_masked, on_screen
from app.texts import tr
from ui import ime
from ui.ledger.editors import Editor, editor_for, is_wide
from ui.ledger.secret import Secret
from ui.widgets.button import Button
from ui.widgets.field import FormField
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row, styled
from ui.widgets.link import Link


class DraftForm(QWidget):
    """`changed_by_person` comes with every change; `asked` with the name of a field whose history is wanted,
    `revealed` with one whose masked number is shown.

    Fields stand in two `columns`, or in one where there is little room, as beside two cards in large letters. `after`:
    something of the page's own in the place after a field.
    """

    changed_by_person = Signal()
    asked = Signal(str)
    revealed = Signal(str)

    def __init__(
        self, draft: Draft, columns: int = 2, parent: QWidget | None = None, after: Mapping[str, QWidget] | None = None
    ) -> None:
        super().__init__(parent)
        self.draft, self.columns, self._after = draft, columns, after or {}
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, FormField] = {}
        self._links: dict[str, Link] = {}
        self._folds: list[Fold] = []
        self._column = column(gap=8, margins=(14, 10, 14, 12))
        self.setLayout(self._column)
        self.setObjectName("scrolled")
        styled(self)
        for title, names in draft.form.sections:
            self._section(title, names)
        self._column.addStretch()
        self._put(draft.texts())
        self._shown = self.texts()  # as the editors made it of the values
        self._count_folded()

    def texts(self) -> dict[str, str]:
        return {name: editor.text() for name, editor in self.editors.items()}

    def touched(self) -> dict[str, str]:
        """Fields whose editor no longer holds what it made of the value."""
        return {name: text for name, text in self.texts().items() if text != self._shown[name]}

    def put(self, texts: Mapping[str, str]) -> None:
        """Shows texts, such as those of a draft; fields that are not named stay."""
        self._put(texts)
        self._unfold(self.touched())

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
        self._unfold(problems)
        if wrong := [name for name in self.fields if name in problems]:
            self.focus(wrong[0])

    def warn(self, doubts: Problems) -> None:
        """Words below a field that block nothing."""
        for name, words in doubts.items():
            self.fields[name].set_warning(words)
        self._unfold(doubts)

    def show_history(self, counts: Mapping[str, int]) -> None:
        """How often each field was changed; pressing the words asks for its history."""
        for name, link in self._links.items():
            link.set_words(tr("改过 {count} 次").format(count=counts[name]) if counts.get(name) else "")

    def focused(self) -> str:
        """The name of the field one stands on, empty when on none."""
        now = QApplication.focusWidget()
        return next((name for name, editor in self.editors.items() if now and editor.isAncestorOf(now)), "")

    def focus(self, name: str = "") -> None:
        """To a field, or to the first; scrolled to where it can be seen."""
        name = name if name in self.editors else next(iter(self.editors))
        self.editors[name].setFocus()
        above = self.parentWidget()
        while above and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above:
            above.ensureWidgetVisible(self.fields[name], 0, 10)

    def follow_in_focus(self, before: QWidget, after: QWidget) -> None:
        """Tab comes here from `before` and goes on to `after`, however late this form was made."""
        stops: list[QWidget] = [*self.editors.values()]
        for fold in self._folds:
            stops.insert(stops.index(self.editors[fold.names[0]]), fold.button)
        for one, other in zip([before, *stops], [*stops, after], strict=True):
            QWidget.setTabOrder(stop(one), stop(other))

    def _put(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            if name in self.editors:
                self.editors[name].put(text)

    def _section(self, title: str, names: tuple[str, ...]) -> None:
        if title == MORE:
            fold = Fold(names, self._grid(names))
            self._folds.append(fold)
            self._column.addWidget(fold)
        else:
            self._column.addWidget(SafeLabel(tr(title), "caption", "ink2", bold=True))
            self._column.addLayout(self._grid(names))

    def _grid(self, names: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setContentsMargins(0, 0, 0, 0)
        cell, columns = 0, self.columns
        for part, wide in self._parts(names):
            cell += -cell % columns if wide else 0
            where = (cell // columns, cell % columns, 1, columns if wide else 1)
            grid.addWidget(part, *where, Qt.AlignmentFlag.AlignTop)
            cell += columns if wide else 1
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        return grid

    def _parts(self, names: tuple[str, ...]) -> Iterator[tuple[QWidget, bool]]:
        """What stands in the grid, and whether it takes a whole row."""
        for name in names:
            yield self._field(name), is_wide(self.draft.form.fields[name].kind)
            if name in self._after:
                yield self._after[name], False

    def _field(self, name: str) -> FormField:
        known = self.draft.form.fields[name]
        editor, link = secret_or(known), Link()
        if isinstance(editor, Secret):
            editor.revealed.connect(lambda: self.revealed.emit(name))
        editor.edited.connect(self._edited)
        link.clicked.connect(lambda: self.asked.emit(name))
        self.editors[name], self._links[name] = editor, link
        self.fields[name] = FormField(tr(known.label), editor, optional=not known.required, aside=link)
        return self.fields[name]

    def _edited(self) -> None:
        self._count_folded()
        self.changed_by_person.emit()

    def _count_folded(self) -> None:
        for fold in self._folds:
            fold.count(sum(bool(self.editors[name].text()) for name in fold.names))

    def _unfold(self, names: Mapping[str, object]) -> None:
        """What somebody typed or has to mend is in sight."""
        for fold in self._folds:
            if not names.keys().isdisjoint(fold.names):
                fold.open(True)


def stop(widget: QWidget) -> QWidget:
    """Where Tab stops for a widget: Qt orders no others."""
    while proxy := widget.focusProxy():
        widget = proxy
    return widget


def secret_or(known: Field) -> Editor:
    if is_masked(known):
        return Secret(lambda text: on_screen(known, text))
    return editor_for(known.kind)


class Fold(QWidget):
    """更多: fields out of sight until asked for, with how many of them are filled."""

    def __init__(self, names: tuple[str, ...], inside: QGridLayout) -> None:
        super().__init__()
        self.names, self._filled = names, 0
        self.button, self.inside = Button(tr(MORE), "quiet"), box(inside)
        self.setLayout(column(row(self.button, None), self.inside, gap=6))
        self.button.clicked.connect(lambda: self.open(not self.is_open()))
        self.open(False)

    def is_open(self) -> bool:
        return not self.inside.isHidden()

    def open(self, on: bool) -> None:
        self.inside.setVisible(on)
        self.count(self._filled)

    def count(self, filled: int) -> None:
        self._filled = filled
        words = tr("更多，已填 {count} 项").format(count=filled) if filled else tr(MORE)
        self.button.set_words(tr("收起") if self.is_open() else words)
