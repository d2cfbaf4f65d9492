"""名册: everyone who lives here, found while typing."""

from PySide6.QtCore import Signal

from app.bootstrap import House
from app.ledger.masking import Strength
from app.modules.rosters import ROSTER
from app.texts import N_, tr
from db.changes import Changes
from ui.ledger.table import SheetTable
from ui.ledger.table_model import SheetModel
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.inputs import LineEdit
from ui.widgets.layouts import column

SEARCH = 280  # px


class RosterPage(Page):
    """`opened`: a resident to be shown with his household; `add`: somebody new is to be registered."""

    hints = (Hint("↑ ↓", N_("选择")), Hint("Enter", N_("打开")), Hint("Alt+N", N_("登记居民")))
    opened = Signal(str)
    add = Signal()

    def __init__(self, house: House) -> None:
        super().__init__()
        self.model = SheetModel(ROSTER, house.store, Strength.SCREEN, self)
        self.table = SheetTable(self.model, tr("名册"), fill=True)
        self.words = LineEdit(hint=tr("姓名、拼音、门牌、号码末几位"), name=tr("在名册里找"))
        self.words.read.connect(lambda words: start(self.model.ask(words=words.strip()), self))
        self.card = Card(tr("名册"), flush=True)
        self.new = Button(tr("登记居民"), "soft", key="Alt+N")
        self.new.clicked.connect(self.add)
        self.words.setMinimumWidth(SEARCH)
        self.table.activated.connect(lambda index: self.opened.emit(self.model.uid(index.row())))
        self.words.enter_moves_on = False
        self.words.entered.connect(self._into_table)
        self.card.add_to_head(self.words, self.new)
        self.card.body.addWidget(self.table)
        self.setLayout(column(self.card, gap=0))
        self.model.modelReset.connect(self._count)
        self.keep_up(house.store, self._again)

    def arrive(self, key: str) -> None:
        start(self.model.ask(only=(key,) if key else None, words=self.words.text().strip()), self)
        self.words.setFocus()

    def household(self) -> str:
        """Overrides Page: nobody's yet; a visit is written from the household."""
        return ""

    def _into_table(self) -> None:
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def _count(self) -> None:
        self.card.set_title(tr("名册"), tr("{count} 人").format(count=f"{self.model.rowCount():,}"))

    def _again(self, changes: Changes) -> None:
        start(self.model.ask(), self)
