"""名册: everyone who lives here, found while typing."""

from app.bootstrap import House
from app.ledger.masking import Strength
from app.modules.rosters import ROSTER
from app.texts import N_, tr
from db.changes import Changes
from ui.ledger.table import SheetTable
from ui.ledger.table_model import SheetModel
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.card import Card
from ui.widgets.inputs import LineEdit
from ui.widgets.layouts import column


class RosterPage(Page):
    hints = (Hint("↑ ↓", N_("选择")),)

    def __init__(self, house: House) -> None:
        super().__init__()
        self.model = SheetModel(ROSTER, house.store, Strength.SCREEN, self)
        self.table = SheetTable(self.model, tr("名册"))
        self.words = LineEdit(hint=tr("姓名、拼音、门牌、号码末几位"), name=tr("在名册里找"))
        self.words.read.connect(lambda words: start(self.model.ask(words=words.strip()), self))
        self.card = Card(tr("名册"), flush=True)
        self.card.add_to_head(self.words)
        self.card.body.addWidget(self.table)
        self.setLayout(column(self.card, gap=0))
        self.model.modelReset.connect(self._count)
        house.store.listeners.append(self._again)

    def arrive(self, key: str) -> None:
        start(self.model.ask(only=(key,) if key else None, words=""), self)

    def _count(self) -> None:
        self.card.set_title(tr("名册"), tr("{count} 人").format(count=f"{self.model.rowCount():,}"))

    def _again(self, changes: Changes) -> None:
        start(self.model.ask(), self)
