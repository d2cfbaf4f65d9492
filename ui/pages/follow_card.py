"""Needs to be followed up, beside the visits of the day."""

from PySide6.QtCore import Signal

from app.need_view import OpenNeed
from app.texts import joined, tr
from app.today import Beside
from ui.pages.need_words import mark
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.rows import Row, RowList


class FollowCard(Card):
    """`opened`: where the page 家庭 is to go; `everything`: all open needs are wanted."""

    opened = Signal(str)
    everything = Signal()

    def __init__(self) -> None:
        super().__init__(tr("要跟进的需求"), flush=True)
        self.list, self.all = RowList(tr("要跟进的需求")), Button("", "quiet")
        self.empty, self._needs = EmptyState("tickets", ""), dict[str, OpenNeed]()
        self.add_to_head(self.all)
        self.body.addWidget(self.list)
        self.body.addWidget(self.empty, 1)
        self.all.clicked.connect(self.everything)
        self.list.opened.connect(lambda uid: self.opened.emit(self._needs[uid].at))

    def household(self) -> str:
        need = self._needs.get(self.list.current_key())
        return need.household if need else ""

    def put(self, view: Beside) -> None:
        self._needs = {one.line.uid: one for one in view.needs}
        self.all.set_words(tr("全部 {count} 件").format(count=view.open_needs))
        self.all.setVisible(view.open_needs > 0)
        self.list.put([_row(one) for one in view.needs])
        self.list.setVisible(bool(view.needs))
        self.empty.setVisible(not view.needs)
        if view.open_needs:
            self.empty.put(tr("没有要催的需求"), tr("在办的都有人在跟，24 小时没有进展就会列在这里。"))
        else:
            self.empty.put(tr("需求都办结了"), tr("走访时发现的、来电来访的需求会列在这里"))


def _row(one: OpenNeed) -> Row:
    """In large letters the person and the place are told below, where there is room."""
    need = one.line
    if look.sizes() is look.STANDARD:
        return Row(need.uid, need.category, after=need.who, quiet=joined(one.where, need.content), state=mark(need))
    return Row(need.uid, need.category, quiet=joined(need.who, one.where), tail=mark(need))
