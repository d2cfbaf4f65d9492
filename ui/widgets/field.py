"""A label, its editor, and below it what is wrong or doubtful with what stands there."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts import tr
from ui.widgets.label import SafeLabel, repolish
from ui.widgets.layouts import column, row


class FormField(QWidget):
    """`FormField("联系电话", LineEdit(), optional=True)`; then `set_error("手机号应为 11 位")` or `set_warning(...)`.

    With `beside` the label stands at the left of its editor, which saves a line. `aside` stands at the right above the
    editor.
    """

    def __init__(
        self, label: str, editor: QWidget, *, optional: bool = False, help_text: str = "", beside: bool = False,
        aside: QWidget | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.editor, self._help = editor, help_text
        self.label = SafeLabel(tr("{label}（选填）").format(label=label) if optional else label, "caption", "ink2")
        self.label.setBuddy(editor)
        self.words = SafeLabel("", "caption", "ink2", wrap=True)
        editor.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        above = row(self.label, None, aside) if aside else self.label
        head = row(self.label, editor, None, gap=10) if beside else column(above, editor, gap=4)
        self.setLayout(column(head, self.words, gap=4))
        self.set_fine()

    def set_fine(self) -> None:
        self._show("", self._help, "ink2")

    def set_warning(self, words: str) -> None:
        self._show("warning", f"▲ {words}", "amber")

    def set_error(self, words: str) -> None:
        self._show("error", f"! {words}", "red")

    def problem(self) -> str:
        """`error`, `warning` or nothing."""
        return self.editor.property("problem") or ""

    def _show(self, problem: str, words: str, tone: str) -> None:
        self.words.setText(words)
        self.words.set_tone(tone)
        self.words.setVisible(bool(words))
        self.editor.setAccessibleDescription(words)
        if self.problem() != problem:
            self.editor.setProperty("problem", problem)
            repolish(self.editor)
