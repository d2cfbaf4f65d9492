"""F1: short pages of our own, in the language in use. Nothing else is ever drawn here: no data, no pictures, no network."""

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

import resources
from app.texts import N_, language, tr
from ui.actions import Actions
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row
from ui.widgets.overlay import Pop, Veil
from ui.widgets.rows import Row, RowList

TOPICS = {
    "start": N_("开始"), "import": N_("导入"), "people": N_("名册与家庭"), "visit": N_("走访"), "ledger": N_("台账"),
    "backup": N_("备份与口令"),
}  # fmt: skip
PAGES = {
    "visit": "visit",
    "roster": "people",
    "household": "people",
    "register": "people",
    "imports": "import",
    "batches": "import",
    "ledgers": "ledger",
}  # where F1 is pressed; else start
WIDE, HIGH, LIST = 980, 640, 200


def page_text(topic: str) -> str:
    """Markdown of resources/help."""
    return resources.text(f"help/{topic}.{language()}.md")


class HelpText(QTextBrowser):
    """Shows Markdown of ours; a link leads to another of our pages or nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(tr("帮助"))
        self.document().setDocumentMargin(20)

    def put(self, markdown: str) -> None:
        kinds = QTextDocument.MarkdownFeature
        self.document().setMarkdown(markdown, kinds.MarkdownDialectGitHub | kinds.MarkdownNoHTML)  # with tables
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """Overrides QTextBrowser: nothing is fetched, from disk or elsewhere."""
        return None


class HelpSheet(Veil):
    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._actions, self._pop = actions, Pop(self)
        self.topics, self.text = RowList(tr("帮助")), HelpText()
        close = Button(tr("关闭"), key="Esc")
        close.clicked.connect(self.drop)
        head = row(SafeLabel(tr("帮助"), "title", bold=True), None, close, margins=(20, 8, 14, 8))
        body = row(self.topics, self.text, gap=0)
        self.topics.setFixedWidth(LIST)
        self._pop.setLayout(column(box(head, "cardHead"), body, gap=0, margins=(1, 1, 1, 1)))
        self.topics.put([Row(topic, tr(words)) for topic, words in TOPICS.items()])
        self.topics.chosen.connect(self._show)
        self.topics.opened.connect(lambda topic: self.text.setFocus())
        self.text.anchorClicked.connect(lambda link: self.topics.go(link.toString()))

    def show_for(self, page: str) -> None:
        """Opens at what belongs to a page of the window."""
        self._actions.pause(True)
        self.lift()
        self.topics.go(PAGES.get(page, "start"))
        self.topics.setFocus()

    def drop(self) -> None:
        super().drop()
        self._actions.pause(False)

    def place(self) -> None:
        window = self.parentWidget()
        wide, high = min(WIDE, window.width() - 64), min(HIGH, window.height() - 96)
        self.topics.setFixedWidth(LIST if look.sizes() is look.STANDARD else LIST + 60)
        self._pop.setGeometry((window.width() - wide) // 2, (window.height() - high) // 2, wide, high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.drop()

    def _show(self, topic: str) -> None:
        if topic:
            self.text.put(page_text(topic))
