"""What stands on the page 导入: columns at the left, the dry run at the right, before a file a place to drop one."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from app.importing.refusals import PasswordNeeded, PasswordWrong, Unreadable
from app.importing.trial import Trial
from app.texts import N_, joined, tr
from ui.pages.import_findings import FindingList, Found, Told
from ui.pages.import_parts import ColumnList, Mending, Questions, Stats
from ui.shell.places import Hint, Page
from ui.shell.window import SHEETS
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty import DropArea, EmptyState
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, row


class ImportScreen(Page):
    """Shows; what the person says to it is heard by `ImportPage`."""

    hints = (
        Hint("↑ ↓", N_("选择")),
        Hint("Enter", N_("改")),
        Hint("Space", N_("采纳")),
        Hint("Ctrl+O", N_("选择文件")),
    )
    dropped = Signal(list)  # of Path

    def __init__(self) -> None:
        super().__init__()
        self.columns, self.findings = ColumnList(), FindingList()
        self.stats, self.questions, self.mending = Stats(), Questions(), Mending()
        self.choose, self.aside = Button(tr("选择文件"), key="Ctrl+O"), Button(tr("取消"))
        self.take = Button(tr("导入"), "primary", key="Ctrl+Enter")
        self.left = Card(tr("对应表头"), tr("先选一个文件"), flush=True)
        self.right = Card(tr("试运行结果"), tr("先选一个文件"), flush=True)
        self.area = DropArea(tr("把 Excel 拖到这里"), tr(".xlsx、.xls、.csv 都可以"), SHEETS)
        self.place = box(row(self.area, margins=(14, 14, 14, 14)))
        self.empty, self.foot = EmptyState("ledgers", ""), SafeLabel(size="caption", tone="ink2", wrap=True)
        self._whole = (self.columns, self.stats, self.findings)
        self._arrange()
        self.put_nothing(tr("先试运行，再导入"), tr("您按下导入以前，什么都不写入。导错了，几周后也能整批撤销。"))

    def escape(self) -> bool:
        """A correction that was begun is left; the password of a file is still asked for."""
        if not self.mending.isVisible() or not self.mending.finding:
            return False
        self.findings.setFocus()
        self.mending.clear()
        return True

    def put_nothing(self, title: str, words: str) -> None:
        """No file is on trial."""
        self._put_rest("", tr("先选一个文件"))
        self.empty.put(title, words)
        self._only(self.place, self.empty)

    def put_reading(self, path: Path, line: str) -> None:
        self._put_rest(joined(line, path.name), tr("正在读取"))
        self._only(*self._whole)

    def put_refusal(self, error: Unreadable) -> None:
        self.empty.put(tr("没有读入"), "\n".join(error.sentences))
        self._only(self.place, self.empty)
        self.aside.show()
        self.right.set_title(tr("试运行结果"), tr("没有读入"))
        self.hold(tr("文件没有读入"))
        if isinstance(error, PasswordNeeded | PasswordWrong):
            self.mending.ask_password(error.what)

    def put_trial(self, tried: Trial, found: Found, note: str, line: str) -> None:
        asked = self.questions.isAncestorOf(QApplication.focusWidget())
        self._only(*self._whole)
        self.columns.put_tables(tried.understood.tables)
        self.findings.put_found(found)
        self.questions.put(tried.understood.questions)
        if asked:
            (self.questions.first() or self.findings).setFocus()
        self.stats.put(found.numbers())
        self.left.set_title(tr("对应表头"), joined(line, tried.book.name))
        self.right.set_title(tr("试运行结果"), note)
        self._put_counts(tried)

    def put_more(self, waiting: int) -> None:
        """How many files come after this one."""
        self.aside.set_words(tr("看下一个文件") if waiting else tr("取消"))

    def focus_on(self, tried: Trial | None) -> None:
        """On what there is to do now; who meanwhile went elsewhere in the window stays there."""
        now = QApplication.focusWidget()
        if self.isVisible() and (now is None or now is self or self.isAncestorOf(now)):
            target = self.mending.line if self.mending.isVisible() else self.findings if tried else self.choose
            target.setFocus()

    def _put_counts(self, tried: Trial) -> None:
        counts = tried.counts()
        self.take.set_words(tr("导入 {count} 人").format(count=f"{counts.ready:,}"))
        self.hold("" if counts.ready else tr("没有可以导入的人"))
        waiting = tr("{count} 人要先处理，暂不导入").format(count=f"{counts.waiting:,}") if counts.waiting else ""
        same = tr("{count} 人已在册，没有变化").format(count=f"{counts.same:,}") if counts.same else ""
        self.foot.setText("\n".join(filter(None, (waiting, same))))

    def hold(self, why: str) -> None:
        """Nothing can be written now; with no reason it can. A button that goes off keeps no focus: the page does."""
        if why and self.take.hasFocus():
            (self.findings if self.findings.isVisible() else self).setFocus()
        self.take.set_off(why)

    def _put_rest(self, name: str, off: str) -> None:
        if self.isAncestorOf(QApplication.focusWidget()):
            self.setFocus()  # what has it may go
        self.columns.put_tables(())
        self.findings.clear()
        self.questions.put(())
        self.stats.clear()
        self.mending.clear()
        self.left.set_title(tr("对应表头"), name)
        self.right.set_title(tr("试运行结果"), tr("还没有写入任何数据") if name else "")
        self.foot.setText("")
        self.take.set_words(tr("导入"))
        self.hold(off)

    def _only(self, *shown: object) -> None:
        """The parts of a trial, or those that stand there without one."""
        for part in (*self._whole, self.place, self.empty):
            part.setVisible(part in shown)
        self.aside.setVisible(self.findings in shown)

    def _arrange(self) -> None:
        for part in (self.columns, Told(self.columns, self.columns.more)):
            self.left.body.addWidget(part, 1 if part is self.columns else 0)
        self.left.body.addWidget(self.place)
        self.left.set_foot("", self.choose)
        for part in (self.stats, self.questions, self.findings, self.empty, Told(self.findings), self.mending):
            self.right.body.addWidget(part, 1 if part in (self.findings, self.empty) else 0)
        self.right.set_foot(self.foot, self.aside, self.take)
        whole = row(gap=16)
        whole.addWidget(self.left, 4)
        whole.addWidget(self.right, 8)
        self.setLayout(whole)
