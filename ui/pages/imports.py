"""导入: a workbook is tried first; nothing is written before the person says so."""

import asyncio
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.bootstrap import House
from app.importing import writing
from app.importing.answers import Answers
from app.importing.command import clean, take_async
from app.importing.findings import Finding
from app.importing.result import Understood
from app.importing.understand import understand_file
from app.texts import N_, tr
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.layouts import row
from ui.widgets.rows import Row, RowList
from ui.widgets.tag import Mark

TONES = {"error": "red", "decision": "amber", "repaired": "green", "notice": "grey"}
SIGNS = {"error": "!", "decision": "▲", "repaired": "✓", "notice": ""}
WORDS = {"error": N_("需要修改"), "decision": N_("请过目"), "repaired": N_("已更正"), "notice": N_("说明")}


class ImportPage(Page):
    hints = (Hint("↑ ↓", N_("选择")),)
    imported = Signal(str)

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._tried = house, Understood("")
        self.columns, self.findings = RowList(tr("对应表头")), RowList(tr("试运行结果"))
        self.left, self.right = Card(tr("对应表头"), flush=True), Card(tr("试运行结果"), flush=True)
        self.left.body.addWidget(self.columns)
        self.right.body.addWidget(self.findings)
        self.choose, self.take = Button(tr("选择文件")), Button(tr("导入"), "primary")
        self.choose.clicked.connect(self._ask_file)
        self.take.clicked.connect(lambda: start(self.write(), self))
        self.take.set_off(tr("先选一个文件"))
        self.left.set_foot(tr(".xlsx、.xls、.csv 都可以"), self.choose)
        self.right.set_foot(tr("还没有写入任何数据"), self.take)
        whole = row(gap=16)
        whole.addWidget(self.left, 2)
        whole.addWidget(self.right, 3)
        self.setLayout(whole)

    def _ask_file(self) -> None:
        asking = QFileDialog(self, tr("选择名册"), filter="*.xlsx *.xlsm *.xls *.csv")
        asking.fileSelected.connect(lambda path: start(self.try_file(Path(path)), self))
        asking.open()

    async def try_file(self, path: Path) -> None:
        """Reads in a child process and shows what would happen."""
        self.take.set_off(tr("正在读取"))
        self.right.set_title(tr("试运行结果"), tr("正在读取 {file}").format(file=path.name))
        known = await self._house.store.read(writing.known)
        answers = Answers(merged="fill", hidden="skip")
        day = self._house.today()
        self._tried = await asyncio.to_thread(understand_file, path, None, known, answers, today=day)
        self._show_tried(self._tried)

    async def write(self) -> None:
        """Takes the rows that nothing is wrong with, as one batch that can be undone."""
        counts = await take_async(self._house, self._tried)
        self.take.set_off(tr("已经导入"))
        self.imported.emit(tr("已导入 {new} 人，更新 {changed} 人").format(new=counts.new, changed=counts.changed))

    def _show_tried(self, tried: Understood) -> None:
        listed = [column for table in tried.tables for column in table.columns]
        self.columns.put(
            [Row(f"{n}", c.header or tr("（没有表头）"), quiet=c.reason, after=c.field) for n, c in enumerate(listed)]
        )
        self.left.set_title(tr("对应表头"), tried.name)
        self.findings.put([_row(n, finding) for n, finding in enumerate(tried.findings)])
        status = Counter(record.status for record in tried.records)
        ready = len(clean(tried))
        told = tr("新增 {new}，更新 {changed}，要处理 {open}")
        note = told.format(new=status["new"], changed=status["changed"], open=len(tried.records) - ready)
        self.right.set_title(tr("试运行结果"), tried.refused or note)
        self.take.set_words(tr("导入 {count} 行").format(count=ready))
        self.take.set_off("" if ready else tr("没有可以导入的行"))


def _row(number: int, finding: Finding) -> Row:
    place = tr("{sheet} 第 {row} 行").format(sheet=finding.sheet, row=finding.row) if finding.row else finding.sheet
    state = Mark(tr(WORDS[finding.level]), TONES[finding.level], SIGNS[finding.level])  # type: ignore[arg-type]
    return Row(str(number), place or tr("整个文件"), quiet=finding.sentence, state=state)
