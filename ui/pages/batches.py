"""导入记录: what came in with which file; a whole batch can be taken back weeks later."""

from app.bootstrap import House
from app.importing.batches import Batch, batches
from app.ledger.kinds import CHINA
from app.texts import N_, tr
from db.changes import Changes
from ui.shell.places import Hint, Page
from ui.tasks import start
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.layouts import column
from ui.widgets.rows import Row, RowList
from ui.widgets.tag import Mark


class BatchesPage(Page):
    """`undoing` takes a batch, or its undo, back by its transaction and says what happened."""

    hints = (Hint("↑ ↓", N_("选择")), Hint("Space", N_("撤销或恢复这一批")))

    def __init__(self, house: House, undoing) -> None:  # type: ignore[no-untyped-def]
        super().__init__()
        self._house, self._batches = house, dict[str, Batch]()
        self.list = RowList(tr("导入记录"))
        self.list.acted.connect(lambda uid: undoing(self._batches[uid].undo or self._batches[uid].tx))
        self.card = Card(tr("导入记录"), flush=True)
        self.empty = EmptyState("ledgers", tr("还没有导入过文件"), tr("导入以后，每一批都记在这里，随时可以整批撤销"))
        for part in (self.list, self.empty):
            self.card.body.addWidget(part)
        self.card.set_foot(tr("撤销以后改过的行保持原样，并会列出；撤销本身也能撤销"))
        self.setLayout(column(self.card, gap=0))
        self.keep_up(house.store, self._again)

    def arrive(self, key: str) -> None:
        self.list.setFocus()
        start(self.refresh(), self)

    async def refresh(self) -> None:
        found = await self._house.store.read(batches)
        self._batches = {batch.uid: batch for batch in found}
        self.list.put([_row(batch) for batch in found])
        if not self.list.current_key():
            self.list.go_first()
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)

    def _again(self, changes: Changes) -> None:
        start(self.refresh(), self)


def _row(batch: Batch) -> Row:
    at = f"{batch.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    new, changed = (f"{batch.counts.get(name, 0):,}" for name in ("new", "changed"))
    words = tr("新增 {new} 人，更新 {changed} 人").format(new=new, changed=changed)
    state = Mark(tr("已撤销")) if batch.undone else None
    action = tr("恢复这一批") if batch.undone else tr("撤销这一批")
    return Row(batch.uid, batch.file, after=at, quiet=words, state=state, action=action)
