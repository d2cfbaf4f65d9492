"""登记簿: every area that is kept with a form alone, in one page: a list to choose from, and the chosen record."""

from PySide6.QtCore import Signal

from app.bootstrap import House
from app.history import Step, restore, restoring
from app.ledger.masking import Strength
from app.registers import RecordView, Register, registers
from app.texts import N_, tr
from db.changes import Changes
from ui.ledger.record_card import RecordCard
from ui.ledger.table import SheetTable
from ui.ledger.table_model import SheetModel
from ui.pages.household_parts import HistoryCard
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.inputs import LineEdit
from ui.widgets.layouts import column, row
from ui.widgets.segmented import Segmented


class RegistersPage(Page):
    """`said`: a command for a toast, and the transaction to take back. A place's key is `table:uid`; either may be empty."""

    hints = (
        Hint("↑ ↓", N_("选择")), Hint("Enter", N_("打开")), Hint("N", N_("登记")), Hint("Ctrl+H", N_("这一栏的改动")),
        Hint("Ctrl+Enter", N_("保存")),
    )  # fmt: skip
    said = Signal(str, int)

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house, self.all = house, registers()
        self.register: Register = next(iter(self.all.values()))
        self.model = SheetModel(self.register.sheet, house.store, Strength.SCREEN, self)
        self.table, self.card = SheetTable(self.model, tr("登记簿")), RecordCard(house)
        self.kinds = Segmented({table: tr(one.form.title) for table, one in self.all.items()}, tr("登记簿"))
        self.kinds.put(self.register.table)
        self.words, self.new = LineEdit(hint=tr("搜索"), name=tr("在登记簿里找")), Button(tr("登记"), "soft", key="N")
        self.none, self.steps = EmptyState("ledgers", tr("还没有登记过"), tr("按 N 登记第一条")), HistoryCard()
        self._arrange()
        self._connect()

    def arrive(self, key: str) -> None:
        """Overrides Page."""
        table, _, uid = key.partition(":")
        start(self.show_register(table or self.register.table, uid), self)

    def leave(self) -> None:
        self.card.drafting.put_away()

    def escape(self) -> bool:
        """Overrides Page: from the history of a field to it, from the form to the list."""
        self.card.drafting.put_away()
        if self.steps.leave(self.card.form):
            return True
        at_form = bool(self.card.form and self.card.form.focused())
        if at_form:
            self.table.setFocus()
        return at_form

    async def show_register(self, table: str, uid: str = "") -> None:
        """One of the registers, at a record if one is named."""
        if self.all[table] is not self.register or not self.card.kind:
            self.register = self.all[table]
            self.kinds.put(table)
            self.model.show_sheet(self.register.sheet)
        await self.refresh()
        if uid or self.card.kind is not self.register.form:
            await self.card.show_record(self.register.form, uid)
        self.table.setFocus()

    async def refresh(self) -> None:
        await self.model.ask(words=self.words.text().strip())
        count = self.model.rowCount()
        self.listed.set_title(tr(self.register.form.title), tr("{count} 条").format(count=f"{count:,}"))
        self.table.setVisible(count > 0)
        self.none.setVisible(count == 0)

    async def begin(self) -> None:
        """A new record."""
        await self.card.show_record(self.register.form, "")
        if self.card.form:
            self.card.form.focus()

    async def put_back(self, step: Step) -> None:
        """One old value of the history, by a change of its own."""
        form, uid, command = self.register.form, self.card.uid, restoring(step)
        done = await self._house.store.change(command, lambda session: restore(session, form, uid, step))
        self.said.emit(command, done.tx or 0)

    def ask_history(self) -> None:
        """Ctrl+H: the changes of the field one stands on."""
        if self.card.form:
            self.steps.ask(self.card.form.focused())

    def _open(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            start(self._open_uid(self.model.uid(row)), self)

    async def _open_uid(self, uid: str) -> None:
        await self.card.show_record(self.register.form, uid)
        if self.card.form:
            self.card.form.focus()

    def _saved(self, uid: str, command: str, tx: int) -> None:
        self.said.emit(command, tx)
        start(self.card.show_record(self.register.form, uid), self)

    def _opened(self, found: RecordView | None) -> None:
        self.steps.put(found.steps if found else (), self._house.today())
        self.steps.setVisible(bool(self.card.uid))

    def _again(self, changes: Changes) -> None:
        if changes.touches(self.register.table):
            start(self.refresh(), self)
            start(self.card.follow(), self)

    def _arrange(self) -> None:
        self.listed = Card("", flush=True)
        self.listed.add_to_head(self.words, self.new)
        for part in (self.table, self.none):
            self.listed.body.addWidget(part)
        self.words.enter_moves_on = False
        right = column(self.card, self.steps, gap=12)
        right.setStretch(0, 3)
        right.setStretch(1, 1)
        parts = row(gap=16)
        parts.addWidget(self.listed, 1)
        parts.addLayout(right, 1)
        self.side = self.kinds
        self.setLayout(parts)

    def _connect(self) -> None:
        self.kinds.chosen.connect(lambda table: start(self.show_register(table), self))
        self.words.read.connect(lambda _: start(self.refresh(), self))
        self.words.entered.connect(self.table.setFocus)
        self.new.clicked.connect(lambda: start(self.begin(), self))
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.table.clicked.connect(lambda index: self._open(index.row()))
        self.card.opened.connect(self._opened)
        self.card.history_asked.connect(self.steps.show_field)
        self.card.saved.connect(self._saved)
        self.steps.restore.connect(lambda step: start(self.put_back(step), self))
        self.keep_up(self._house.store, self._again)
