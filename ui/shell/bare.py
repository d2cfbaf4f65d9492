"""The frame of what comes before the window: unlocking, first run. No rail, no search, no way round."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from app.texts import tr
from ui.widgets.focus_ring import follow_focus
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row, styled
from ui.widgets.steps import Steps


class BareWindow(QWidget):
    """`put(widget)` shows it in the middle; `steps` stand in the head, `right` at its end, two sentences at the foot."""

    def __init__(
        self, steps: Sequence[str] = (), right: QWidget | None = None, foot: tuple[str, str] = ("", ""), title: str = ""
    ) -> None:
        super().__init__()
        follow_focus(QApplication.instance())
        self.setObjectName("page")
        styled(self)
        self.setWindowTitle(title or tr("邻里通"))
        self.steps = Steps(steps) if steps else None
        head = row(SafeLabel(tr("邻里通"), "lead", "accent", bold=True), None, gap=12, margins=(18, 0, 18, 0))
        if self.steps:
            head.addWidget(self.steps)
            head.addStretch(1)
        if right:
            head.addWidget(right)
        self._middle: QVBoxLayout = column(None, None, gap=0, margins=(24, 16, 24, 16))
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(box(self._middle, "scrolled"))
        sentences = [SafeLabel(words, "caption", "ink2") for words in foot]
        foot_row = row(sentences[0], None, sentences[1], margins=(18, 0, 18, 0))
        whole = column(box(head, "top"), scroll, box(foot_row, "status"), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._shown: QWidget | None = None

    def put(self, page: QWidget, step: int = 0) -> None:
        """Takes the place of what was shown, which stays the caller's."""
        if self._shown:
            self._middle.removeItem(self._middle.itemAt(1))
            self._shown.hide()
        self._shown = page
        self._middle.insertLayout(1, row(None, page, None))
        page.show()
        page.setFocus()
        if self.steps:
            self.steps.go(step)
