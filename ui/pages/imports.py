"""导入: a workbook is tried first; nothing is written before the person says so."""

from pathlib import Path

from PySide6.QtCore import Signal

from app.bootstrap import House, meta
from app.importing import batches, held, trial, writing
from app.importing.command import COMMAND
from app.importing.refusals import PasswordNeeded, PasswordWrong, Unreadable
from app.importing.trial import Trial
from app.texts import N_, tr
from ui.busy import busy
from ui.files import choose_files
from ui.pages.import_parts import ColumnList, FindingList, Mending, Questions, Stats
from ui.shell.places import Hint, Page
from ui.tasks import in_thread, start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.layouts import row


class ImportPage(Page):
    hints = (
        Hint("↑ ↓", N_("选择")),
        Hint("Enter", N_("改")),
        Hint("Space", N_("采纳")),
        Hint("Ctrl+O", N_("选择文件")),
    )
    imported = Signal(str, int)  # what to say, and the transaction to take back

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self.trial = house, None
        self._path, self._asking = Path(), False
        self.columns, self.findings = ColumnList(), FindingList()
        self.stats, self.questions, self.mending = Stats(), Questions(), Mending()
        self.choose, self.take = Button(tr("选择文件"), key="Ctrl+O"), Button(tr("导入"), "primary", key="Ctrl+Enter")
        self.left, self.right = Card(tr("对应表头"), flush=True), Card(tr("试运行结果"), flush=True)
        self._arrange()
        self._connect()

    trial: Trial | None

    def arrive(self, key: str) -> None:
        self.choose.setFocus()

    async def try_file(self, path: Path, password: str | None = None) -> None:
        """Reads in a child process, understands, and shows what would happen."""
        self._path, self.trial = path, None
        self.take.set_off(tr("正在读取"))
        today = self._house.today()
        known, memory = await self._house.store.read(lambda s: (held.known(s, today), batches.memory(s)))
        try:
            async with busy(self, tr("正在读取 {file}").format(file=path.name)) as job:
                self.trial = await in_thread(
                    trial.read, path, password, known, memory, today,
                    progress=lambda part: job.report(int(part * 100), 100), cancelled=lambda: job.cancelled,
                )  # fmt: skip
        except (PasswordNeeded, PasswordWrong) as error:
            self._refuse(error)
            self.mending.ask_password(error.what)
            return
        except Unreadable as error:
            self._refuse(error)
            return
        await self._show()

    async def again(self) -> None:
        """After a correction or an answer."""
        if self.trial:
            await in_thread(self.trial.again)
            await self._show()

    async def write(self) -> None:
        """Takes the rows that are ready, as one batch that can be undone."""
        tried = self.trial
        if not tried or not tried.counts().ready:
            return
        self.trial = None  # a second press while this one is written must not write it twice
        ready, columns = tried.accepted(), tried.columns()

        def work(session):  # type: ignore[no-untyped-def]
            batches.remember(session, columns)
            return writing.write(session, tried.understood, ready, meta(session)["grid"], tried.book.sha256)

        self.take.set_off(tr("正在导入"))
        async with busy(self, tr("正在导入"), can_cancel=False):
            counts = await self._house.store.write(COMMAND, work)
        done = await self._house.store.read(batches.batches)
        self.take.set_off(tr("已经导入"))
        self.right.set_title(tr("试运行结果"), tr("已写入"))
        words = tr("已导入 {new} 人，更新 {changed} 人").format(new=counts.new, changed=counts.changed)
        self.imported.emit(words, done[0].tx)

    async def _show(self) -> None:
        tried = self.trial
        if not tried:
            return
        self.questions.put(tried.understood.questions)
        self.columns.put_tables(tried.understood.tables)
        self.findings.put_findings(tried.listed(), tried.taken, tried.original)
        counts = tried.counts()
        self.stats.put(counts)
        self.left.set_title(tr("对应表头"), tried.book.name)
        self.mending.clear()
        before = await self._house.store.read(lambda s: batches.imported_before(s, tried.book.sha256))
        note = tr("这个文件已经导入过，再导入只会更新") if before else tr("还没有写入任何数据")
        self.right.set_title(tr("试运行结果"), note)
        self.take.set_words(tr("导入 {count} 行").format(count=counts.ready))
        self.take.set_off("" if counts.ready else tr("没有可以导入的行"))

    def _refuse(self, error: Unreadable) -> None:
        self.columns.put_tables(())
        self.findings.put_sentences(error.sentences)
        self.stats.clear()
        self.right.set_title(tr("试运行结果"), tr("没有读入"))
        self.take.set_off(tr("文件没有读入"))

    def ask_file(self) -> None:
        start(self._ask_file(), self)

    async def _ask_file(self) -> None:
        if self._asking:
            return
        self._asking = True
        try:
            chosen = await choose_files(self, tr("选择名册"), "Excel (*.xlsx *.xlsm *.xls *.csv)")
        finally:
            self._asking = False
        for path in chosen:
            await self.try_file(path)

    def _map(self, sheet: str, col: int, name: str) -> None:
        if self.trial:
            self.trial.map_column(sheet, col, name)
            start(self.again(), self)

    def _answer(self, key: str, choice: str) -> None:
        if self.trial:
            self.trial.answer(key, choice)
            start(self.again(), self)

    def _adopt(self, number: int) -> None:
        if not self.trial:
            return
        finding = self.findings.finding(number)
        start(self.again() if self.trial.adopt(finding) else self._show(), self)

    def _mend(self, number: int) -> None:
        if self.trial and (finding := self.findings.finding(number)).col:
            self.mending.ask_value(finding, self.trial.original(finding))

    def _mended(self, text: str) -> None:
        if self.mending.finding and self.trial:
            self.trial.correct(self.mending.finding, text)
            start(self.again(), self)
        else:
            start(self.try_file(self._path, text), self)

    def _arrange(self) -> None:
        self.left.body.addWidget(self.columns)
        self.left.set_foot(tr(".xlsx、.xls、.csv 都可以，也可以拖进窗口"), self.choose)
        for part in (self.stats, self.questions, self.findings, self.mending):
            self.right.body.addWidget(part, 1 if part is self.findings else 0)
        self.right.set_foot(tr("采纳的行和没有问题的行会导入，其余留着不动"), self.take)
        self.take.set_off(tr("先选一个文件"))
        whole = row(gap=16)
        whole.addWidget(self.left, 4)
        whole.addWidget(self.right, 8)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.ask_file)
        self.take.clicked.connect(lambda: start(self.write(), self))
        self.columns.mapped.connect(self._map)
        self.questions.answered.connect(self._answer)
        self.findings.adopted.connect(self._adopt)
        self.findings.mend.connect(self._mend)
        self.mending.given.connect(self._mended)
