"""What stands on 今日 while nobody is registered: the one next step, a roster."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from app.texts import tr
from ui.shell.window import SHEETS
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty import DropArea
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row

DROP = 330  # px, at least


class FirstDay(Card):
    """`wanted`: the page where a roster is tried; `dropped`: files to try there; `by_hand`: somebody is registered."""

    wanted = Signal()
    dropped = Signal(list)  # of Path
    by_hand = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.take = Button(tr("导入居民名册"), "primary", key="Enter", big=True)
        self.area = DropArea(tr("把 Excel 拖到这里"), tr(".xlsx、.xls、.csv 都可以"), SHEETS)
        self.area.setMinimumWidth(DROP)
        words = (
            tr("把您手上的 Excel 拖进这个窗口就行。表头乱、有合并格、身份证变成数字，都认得。"),
            tr("先试运行给您看，您点了才写入；导错了，几周后也能整批撤销。"),
        )
        lines = [SafeLabel(line, tone="ink2", wrap=True) for line in words]
        heading = SafeLabel(tr("先把居民名册放进来"), "number", bold=True)
        hand = Button(tr("没有名册，手工登记第一户"), "quiet")
        hand.clicked.connect(self.by_hand)
        left = column(heading, *lines, 14, row(self.take, hand, None), None, gap=4, margins=(12, 6, 12, 6))
        whole = row(gap=20)
        whole.addLayout(left, 1)
        whole.addWidget(self.area)
        self.body.addLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.take)
        self.take.clicked.connect(self.wanted)
        self.area.clicked.connect(self.wanted)
        self.area.dropped.connect(self.dropped)
