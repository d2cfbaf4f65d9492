"""导入: a workbook is tried first; nothing is written before the person says so."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from shiboken6 import isValid

from app.bootstrap import House
from app.importing import writing
from app.importing.refusals import Unreadable
from app.importing.trial import Trial
from app.texts import tr
from db.changes import Changes
from ui.files import choose_files
from ui.pages import import_work
from ui.pages.import_line import File, Line
from ui.pages.import_screen import ImportScreen
from ui.tasks import in_thread, start


class ImportPage(ImportScreen):
    imported = Signal(str, int)  # what to say, and the transaction to take back
    left_aside = Signal(str, object)  # what to say, and what brings the file back
    wanted = Signal(str)  # the uid of a person whose household is to be opened

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self.trial, self.line = house, None, Line()
        self._path = Path()
        self._one, self._asked, self._understood, self._writing = asyncio.Lock(), 0, 0, False
        self._connect()

    trial: Trial | None

    def arrive(self, key: str) -> None:
        self.focus_on(self.trial)
        start(self._renewed(), self)

    async def take_in(self, chosen: Sequence[Path]) -> None:
        """Files that were chosen or dropped, one after the other; one that stands open waits behind them."""
        if chosen:
            self.line.put([*dict.fromkeys(chosen)])
            await self._next_file()

    async def _next_file(self) -> None:
        file = self.line.next()
        if file and not file.trial:
            await self.try_file(file.path)
        elif file:
            await self._again(file)

    async def _again(self, file: File) -> None:
        """One that was looked at before, with all that was said of it."""
        self._path, self.trial = file.path, file.trial
        self._next(tr("正在重新试运行"))
        self.put_reading(file.path, self.line.words)
        self.trial.renew(await import_work.known(self._house))
        await self._settle()
        self.focus_on(self.trial)

    async def try_file(self, path: Path, password: str | None = None) -> None:
        """Reads in a child process, understands, and shows what would happen."""
        self._path, self.trial = path, None
        turn = self._next(tr("正在读取"))
        self.put_reading(path, self.line.words)
        try:
            tried = await import_work.read(self, self._house, path, password)
        except Unreadable as error:
            if turn == self._asked:
                self.put_refusal(error)
                self.focus_on(None)
            return
        except (Exception, asyncio.CancelledError):
            if turn == self._asked and isValid(self):
                self.put_nothing(tr("文件没有读入"), path.name)
            raise
        async with self._one:
            if turn == self._asked:
                self.trial, self._understood = tried, turn
                self.line.keep(path, tried)
                await self._show()
                self.focus_on(tried)

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

    async def _renewed(self) -> None:
        """The store may have changed since: an import was taken back, somebody moved out."""
        tried = self.trial
        if tried and not self._writing and await import_work.is_stale(self._house, tried):
            known = await import_work.known(self._house)
            if tried is self.trial:
                tried.renew(known)
                await self.again()

    def _heard(self, changes: Changes) -> None:
        if self.trial and not self._writing:
            start(self._renewed(), self)

    async def write(self) -> None:
        """Takes the rows that are ready, as one batch that can be undone, once what was said last is understood."""
        if self._writing:
            return  # an impatient second press
        self._writing = True
        try:
            async with self._one:
                while self.trial and self._understood != self._asked:
                    await self._newest()
                done = await self._write(self.trial) if self.trial and self.trial.counts().ready else False
        finally:
            self._writing = False
        if done:
            await self._next_file()

    async def _write(self, tried: Trial) -> bool:
        """Whether that was all there is to this file for now."""
        self.hold(tr("正在导入"))
        try:
            counts = await import_work.write(self, self._house, tried)
        except Exception:
            if tried is self.trial:
                await self._show()  # everything said so far is still there, and can be tried again
            raise
        words = import_work.told(counts)
        self.imported.emit(words, counts.tx)
        if tried is not self.trial:
            self.line.came_in(tried)
            return False
        if counts.waiting or self._understood != self._asked or tried.rest():
            return await self._go_on(tried, counts, words)
        self.trial = None
        self.line.done()
        self.put_nothing(tr("{file} 已经导入").format(file=tried.book.name), tr("在导入记录里随时可以整批撤销。"))
        return True

    async def _go_on(self, tried: Trial, counts: writing.Counts, words: str) -> bool:
        """The rest was written; what the store holds now, and what was said meanwhile, is looked at before a next time."""
        said = self._understood != self._asked or counts.waiting
        tried.renew(await import_work.known(self._house), counts.waiting)
        if not said and self.line.waiting:
            self.line.later()
            return True
        self._next(tr("正在重新试运行"))
        await self._newest()
        self.right.set_title(tr("试运行结果"), words)
        return False

    def put_aside(self) -> None:
        """Nothing of this file is written; it can be brought back."""
        file, self.trial = self.line.now or File(self._path, 1, self.trial), None
        self._next(tr("先选一个文件"))
        self.line.done()
        self.put_nothing(tr("{file} 没有导入").format(file=file.path.name), tr("什么都没有写入。"))
        start(self._next_file(), self)

        def back() -> None:
            self.line.back(file)
            start(self._next_file(), self)

        self.left_aside.emit(tr("没有导入：{file}").format(file=file.path.name), back)

    def _next(self, why: str) -> int:
        """Something was said: nothing can be written before it is understood, and what is said later overtakes it."""
        self._asked += 1
        self.hold(why)
        self.put_more(self.line.waiting)
        return self._asked

    async def _show(self) -> None:
        tried = self.trial
        if not tried:
            return
        found, note = await import_work.look(self._house, tried)
        if tried is not self.trial or self._understood != self._asked:
            return
        self.put_trial(tried, found, note, self.line.words)

    def ask_file(self) -> None:
        start(self._ask_file(), self)

    async def _ask_file(self) -> None:
        if chosen := await choose_files(self, tr("选择名册"), "Excel (*.xlsx *.xlsm *.xls *.csv)", many=True):
            await self.take_in(chosen)

    def _change(self, say: Callable[[Trial], object]) -> None:
        """Something that has to be understood."""
        if self.trial:
            say(self.trial)
            self._next(tr("正在重新试运行"))
            start(self._settle(), self)

    def _adopt(self, key: str) -> None:
        self.findings.move_on()
        if self.trial and self.trial.adopt(*self.findings.those(key)):
            self._change(lambda tried: None)
        else:
            start(self._settle(), self)

    def _mend(self, key: str) -> None:
        finding = self.findings.finding(key)
        if self.trial and finding and finding.col:
            self.mending.ask_value(finding, self.trial.original(finding), self.findings.whose(key))

    def _mended(self, text: str) -> None:
        finding = self.mending.finding
        if finding and self.trial:
            self.findings.move_on()
            self.findings.setFocus()
            self.mending.clear()
            self._change(lambda tried: tried.correct(finding, text))
        else:
            start(self.try_file(self._path, text), self)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.ask_file)
        self.area.clicked.connect(self.ask_file)
        self.area.dropped.connect(lambda files: start(self.take_in(files), self))
        self.take.clicked.connect(lambda: start(self.write(), self))
        self.aside.clicked.connect(self.put_aside)
        self.columns.mapped.connect(lambda *said: self._change(lambda tried: tried.map_column(*said)))
        self.questions.answered.connect(lambda *said: self._change(lambda tried: tried.answer(*said)))
        self.stats.wanted.connect(self.findings.show_only)
        self.findings.adopted.connect(self._adopt)
        self.findings.mend.connect(self._mend)
        self.findings.wanted.connect(self.wanted)
        self.mending.given.connect(self._mended)
        self.keep_up(self._house.store, self._heard)
