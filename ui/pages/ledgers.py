"""台账: what is handed in, drawn from the records; what is seen here is what is exported."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal

from app import modules
from app.bootstrap import House
from app.exporting.command import dated, export, last_exports
from app.ledger.kinds import Moment
from app.ledger.masking import Strength
from app.ledger.pivot import Pivot
from app.ledger.sheet import Sheet
from app.texts import N_, tr
from db.changes import Changes
from ui.busy import busy
from ui.files import choose_folder
from ui.ledger.table import SheetTable
from ui.ledger.table_model import SheetModel
from ui.pages.period_bar import PeriodBar
from ui.shell.places import Hint, Page
from ui.tasks import in_thread, start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.layouts import row
from ui.widgets.rows import Row, RowList

CHOOSE, STEPS, BEHIND, OUT, IN = (
    Hint("↑ ↓", N_("选择")),
    Hint("Alt+↑ Alt+↓", N_("上一期、下一期")),
    Hint("Enter", N_("打开数字背后的记录")),
    Hint("E", N_("导出 Excel")),
    Hint("I", N_("导入")),
)


class LedgersPage(Page):
    exported = Signal(str)  # where the file is

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._sheet = house, modules.PAPERS[0]
        self.list = RowList(tr("台账目录"))
        self._tell_exports({})
        self.list.chosen.connect(self.choose)
        self.period = PeriodBar(house.today)
        self.period.chosen.connect(lambda: start(self.refresh(), self))
        self.model = SheetModel(self._sheet, house.store, Strength.OFFICE, self, numbered=True)
        self.table = SheetTable(self.model, tr("台账"))
        self.table.activated.connect(self._open_behind)
        self.back, self.save = Button(tr("返回台账")), Button(tr("导出 Excel"), "primary", key="E")
        self.back.clicked.connect(lambda: self.choose(self._sheet.number))
        self.save.clicked.connect(self.ask_where)
        self._arrange()
        self.model.modelReset.connect(self._count)
        self.keep_up(house.store, self._again)

    def arrive(self, key: str) -> None:
        if not self.list.current_key():
            self.list.go_first()
        self.list.setFocus()
        start(self.refresh(), self)
        start(self._look_at_log(), self)

    def choose(self, number: str) -> None:
        if not number:
            return
        self._sheet = modules.sheet(number)
        self.back.hide()
        self.model.show_sheet(self._sheet)
        self.period.setVisible(dated(self._sheet))
        self._hint()
        start(self.refresh(), self)

    def step(self, by: int) -> None:
        """To the period before or after, of a ledger that has one."""
        if dated(self._sheet):
            self.period.step(by)

    async def refresh(self) -> None:
        if self.back.isVisibleTo(self):  # another period ends the look behind a number
            self.back.hide()
            self.model.show_sheet(self._sheet)
        period = self.period.period() if dated(self._sheet) else None
        await self.model.ask(period=period, only=None)
        self._count()

    async def show_behind(self, uids: tuple[str, ...]) -> None:
        """The records that a number was counted from."""
        source = self._sheet.source
        behind = modules.list_of(source.record) if isinstance(source, Pivot) else None
        if behind and uids:
            self.back.show()
            self.model.show_sheet(behind)
            await self.model.ask(period=None, only=uids)
            self._count(behind)

    async def export_to(self, folder: Path) -> None:
        async with busy(self, tr("正在导出"), can_cancel=False):
            path = await in_thread(export, self._house, self._sheet.number, self.period.period(), folder)
        self.exported.emit(str(path))
        await self._look_at_log()

    async def _look_at_log(self) -> None:
        self._tell_exports(await self._house.store.read(last_exports))

    def _tell_exports(self, last: Mapping[str, date]) -> None:
        """The catalogue, each with the day on which it last went out."""
        said = tr("{number}，上次导出 {day}")
        quiet = {n: said.format(number=n, day=last[n]) if n in last else n for n in (s.number for s in modules.PAPERS)}
        self.list.put([Row(sheet.number, tr(sheet.title), quiet=quiet[sheet.number]) for sheet in modules.PAPERS])

    def ask_where(self) -> None:
        start(self._ask_where(), self)

    async def _ask_where(self) -> None:
        if folder := await choose_folder(self, tr("导出到哪个文件夹")):
            await self.export_to(folder)

    def _open_behind(self, index: QModelIndex) -> None:
        start(self.show_behind(self.model.behind(index.row(), index.column())), self)

    def _hint(self) -> None:
        """Only keys that do something with this ledger."""
        pivot = isinstance(self._sheet.source, Pivot)
        self.hints = (CHOOSE, *([STEPS] if dated(self._sheet) else ()), *([BEHIND] if pivot else ()), OUT, IN)
        self.changed.emit()

    def _count(self, shown: Sheet | None = None) -> None:
        seen = Moment().to_text(self.model.question.now)
        note = tr("{count} 行，数据到 {time}").format(count=f"{self.model.rowCount():,}", time=seen)
        self.card.set_title(tr((shown or self._sheet).title), note)

    def _again(self, changes: Changes) -> None:
        start(self.model.ask(), self)

    def _arrange(self) -> None:
        contents = Card(tr("台账目录"), flush=True)
        contents.body.addWidget(self.list)
        contents.setFixedWidth(320)
        self.card = Card(tr(self._sheet.title), flush=True)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(self.period)
        self.card.body.addWidget(self.table)
        self.back.hide()
        self._hint()
        self.card.set_foot(tr("导出的内容与这里所见相同，证件、电话已脱敏"), self.back, self.save)
        whole = row(contents, gap=16)
        whole.addWidget(self.card, 1)
        self.setLayout(whole)
