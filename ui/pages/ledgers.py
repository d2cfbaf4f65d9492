"""台账: what is handed in, drawn from the records; what is seen here is what is exported."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app import modules
from app.bootstrap import House
from app.exporting.command import export
from app.ledger.masking import Strength
from app.texts import N_, tr
from ui.ledger.table import SheetTable
from ui.ledger.table_model import SheetModel
from ui.shell.places import Hint, Page
from ui.tasks import in_thread, start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.layouts import row
from ui.widgets.rows import Row, RowList

NUMBERS = ("L01", "L05", "L07", "L10")


class LedgersPage(Page):
    hints = (Hint("↑ ↓", N_("选择")),)
    exported = Signal(str)  # where the file is

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self._sheet = house, modules.sheet(NUMBERS[0])
        self.list = RowList(tr("台账目录"))
        self.list.put([Row(n, tr(modules.sheet(n).title), quiet=n) for n in NUMBERS])
        self.list.chosen.connect(self.choose)
        contents = Card(tr("台账目录"), flush=True)
        contents.body.addWidget(self.list)
        contents.setFixedWidth(320)
        self.model = SheetModel(self._sheet, house.store, Strength.OFFICE, self)
        self.card = Card(tr(self._sheet.title), flush=True)
        self.card.body.addWidget(SheetTable(self.model, tr("台账")))
        self.save = Button(tr("导出 Excel"), "primary")
        self.save.clicked.connect(self._ask_where)
        self.card.set_foot(tr("导出的内容与这里所见相同，证件、电话已脱敏"), self.save)
        whole = row(contents, gap=16)
        whole.addWidget(self.card, 1)
        self.setLayout(whole)
        self.model.modelReset.connect(self._count)

    def arrive(self, key: str) -> None:
        if not self.list.current_key():
            self.list.go_first()
        start(self.model.ask(), self)

    def choose(self, number: str) -> None:
        if number:
            self._sheet = modules.sheet(number)
            self.model.show_sheet(self._sheet)
            start(self.model.ask(), self)
            self._count()

    def _count(self) -> None:
        self.card.set_title(tr(self._sheet.title), tr("{count} 行").format(count=f"{self.model.rowCount():,}"))

    def _ask_where(self) -> None:
        asking = QFileDialog(self, tr("导出到哪个文件夹"))
        asking.setFileMode(QFileDialog.FileMode.Directory)
        asking.fileSelected.connect(lambda folder: start(self.export_to(Path(folder)), self))
        asking.open()

    async def export_to(self, folder: Path) -> None:
        path = await in_thread(export, self._house, self._sheet.number, None, folder)
        self.exported.emit(str(path))
