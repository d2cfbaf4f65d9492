"""导入: a workbook is tried first; nothing is written before the person says so."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Signal
from shiboken6 import isValid

from app.bootstrap import House, meta
from app.importing import batches, held, trial, writing
from app.importing.command import COMMAND
from app.importing.refusals import PasswordNeeded, PasswordWrong, Unreadable
from app.importing.trial import Trial
from app.texts import N_, joined, tr
from ui.backups import make_before
from ui.busy import busy
from ui.files import choose_files
from ui.pages.import_findings import FindingList, Told
from ui.pages.import_parts import ColumnList, Mending, Questions, Stats
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
        self._one, self._asked, self._understood, self._writing = asyncio.Lock(), 0, 0, False
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
        turn = self._next(tr("正在读取"))
        try:
            tried = await self._read(path, password)
        except Unreadable as error:
            if turn == self._asked:
                self._refuse(error)
            return
        except (Exception, asyncio.CancelledError):
            if turn == self._asked and isValid(self):
                self.take.set_off(tr("文件没有读入"))
            raise
        async with self._one:
            if turn == self._asked:
                self.trial, self._understood = tried, turn
                self.mending.clear()
                await self._show()

    async def _read(self, path: Path, password: str | None) -> Trial:
        today = self._house.today()
        known, memory = await self._house.store.read(lambda s: (held.known(s, today), batches.memory(s)))
        async with busy(self, tr("正在读取 {file}").format(file=path.name)) as job:
            return await in_thread(
                trial.read, path, password, known, memory, today,
                progress=lambda part: job.report(int(part * 100), 100), cancelled=lambda: job.cancelled,
            )  # fmt: skip

    async def again(self) -> None:
        """After a correction or an answer."""
        self._next(tr("正在重新试运行"))
        await self._settle()

    async def _settle(self) -> None:
        async with self._one:
            await self._newest()

    async def _newest(self) -> None:
        """Understands all that was said until now, unless that is done; what was said later comes in its own turn."""
        tried, turn = self.trial, self._asked
        if tried and self._understood != turn:
            tried.understood = await in_thread(tried.anew())
            self._understood = turn
        await self._show()

    async def write(self) -> None:
        """Takes the rows that are ready, as one batch that can be undone, once what was said last is understood."""
        if self._writing:
            return  # an impatient second press
        self._writing = True
        try:
            async with self._one:
                while self.trial and self._understood != self._asked:
                    await self._newest()
                if self.trial and self.trial.counts().ready:
                    await self._write(self.trial)
        finally:
            self._writing = False

    async def _write(self, tried: Trial) -> None:
        ready, columns = tried.accepted(), tried.columns()

        def work(session):  # type: ignore[no-untyped-def]
            batches.remember(session, columns)
            return writing.write(session, tried.understood, ready, meta(session)["grid"], tried.book.sha256)

        self.take.set_off(tr("正在导入"))
        try:
            await make_before(self, self._house, "before-import")
            async with busy(self, tr("正在导入"), can_cancel=False):
                counts = await self._house.store.write(COMMAND, work)
        except Exception:
            if tried is self.trial:
                await self._show()  # everything said so far is still there, and can be tried again
            raise
        words = tr("已导入 {new} 人，更新 {changed} 人").format(new=counts.new, changed=counts.changed)
        late = tr("{count} 行没有写入：名册里这些人刚才又有变动").format(count=len(counts.waiting))
        self.imported.emit(joined(words, late if counts.waiting else ""), counts.tx)
        if tried is not self.trial:
            return
        if counts.waiting or self._understood != self._asked:
            await self._stopped(tried, counts, late)
        else:
            self.trial = None
            self.take.set_off(tr("已经导入"))
            self.right.set_title(tr("试运行结果"), tr("已写入"))

    async def _stopped(self, tried: Trial, counts: writing.Counts, words: str) -> None:
        """The rest was written; what the store holds now, and what was said meanwhile, is looked at before a next time."""
        today = self._house.today()
        tried.stop(counts.waiting, await self._house.store.read(lambda s: held.known(s, today)))
        self._next(tr("正在重新试运行"))
        await self._newest()
        if counts.waiting:
            self.right.set_title(tr("试运行结果"), words)

    def _next(self, why: str) -> int:
        """Something was said: nothing can be written before it is understood, and what is said later overtakes it."""
        self._asked += 1
        self.take.set_off(why)
        return self._asked

    async def _show(self) -> None:
        tried = self.trial
        if not tried:
            return
        before = await self._house.store.read(lambda s: batches.imported_before(s, tried.book.sha256))
        if tried is not self.trial or self._understood != self._asked:
            return
        self.questions.put(tried.understood.questions)
        self.columns.put_tables(tried.understood.tables)
        self.findings.put_trial(tried)
        counts = tried.counts()
        self.stats.put(counts)
        self.left.set_title(tr("对应表头"), tried.book.name)
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
        if isinstance(error, PasswordNeeded | PasswordWrong):
            self.mending.ask_password(error.what)

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

    def _anew(self) -> None:
        self._next(tr("正在重新试运行"))
        start(self._settle(), self)

    def _map(self, sheet: str, col: int, name: str) -> None:
        if self.trial:
            self.trial.map_column(sheet, col, name)
            self._anew()

    def _answer(self, key: str, choice: str) -> None:
        if self.trial:
            self.trial.answer(key, choice)
            self._anew()

    def _adopt(self, number: int) -> None:
        if not self.trial:
            return
        if self.trial.adopt(self.findings.finding(number)):
            self._anew()
        else:
            start(self._settle(), self)

    def _mend(self, number: int) -> None:
        if self.trial and (finding := self.findings.finding(number)).col:
            self.mending.ask_value(finding, self.trial.original(finding))

    def _mended(self, text: str) -> None:
        if self.mending.finding and self.trial:
            self.trial.correct(self.mending.finding, text)
            self.mending.clear()
            self._anew()
        else:
            start(self.try_file(self._path, text), self)

    def _arrange(self) -> None:
        self.left.body.addWidget(self.columns)
        self.left.set_foot(tr(".xlsx、.xls、.csv 都可以，也可以拖进窗口"), self.choose)
        for part in (self.stats, self.questions, self.findings, Told(self.findings), self.mending):
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
