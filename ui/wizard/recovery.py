"""The last step: the recovery code, shown large, printed where there is a printer, confirmed by typing a part of it."""

from PySide6.QtWidgets import QGridLayout

from app.texts import tr
from db.vault import CROCKFORD, plain_code
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import row
from ui.wizard import printing
from ui.wizard.page import StepPage, notes

GROUPS = 6


class RecoveryPage(StepPage):
    def __init__(self, code: str) -> None:
        self.code, self.groups = code, code.split("-")
        self.asked = CROCKFORD.index(self.groups[0][0]) % GROUPS  # any of them, and the same one each time
        self.print = Button(tr("打印恢复码"), "soft", icon="print")
        self.typed = FormField(
            tr("抄好以后，请输入第 {number} 组的 4 个字").format(number=self.asked + 1),
            LineEdit(),
            help_text=tr("不分大小写。没有字母 O、I、L、U，不会和数字 0、1 混。"),
        )
        listed = (
            (tr("和电脑分开放"), tr("锁在抽屉里，或交给社区负责人保管。")),
            (tr("谁拿到谁能打开"), tr("不要拍照发到群里，不要存在这台电脑上。")),
            (tr("只显示这一次"), tr("口令和恢复码都丢了，任何人都打不开数据，我们也不能。")),
        )
        printer = printing.has_printer()
        words = tr("忘记口令时，用它设一个新口令。请打印，或者抄在纸上。")
        if not printer:
            words = tr("忘记口令时，用它设一个新口令。没有找到打印机，请抄在纸上。")
        on = tr("完成，打开邻里通")
        super().__init__(tr("收好恢复码"), words, self._card(), notes(tr("请这样保管"), listed, "amber"), on=on)
        self.first = self.typed.editor
        self.typed.editor.textChanged.connect(lambda: self.typed.set_fine())
        self.typed.editor.enter_moves_on = False
        self.typed.editor.entered.connect(self.on.click)
        self.print.setVisible(printer)

    def problems(self) -> dict[str, str]:
        if plain_code(self.typed.editor.text()) == self.groups[self.asked]:
            self.typed.set_fine()
            return {}
        said = tr("和第 {number} 组不一样，请对照纸上再输一次").format(number=self.asked + 1)
        self.typed.set_error(said)
        self.typed.editor.setFocus()
        return {"typed": said}

    def _card(self) -> Card:
        card, grid = Card(), QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        for number, letters in enumerate(self.groups):
            cell = row(SafeLabel(str(number + 1), "caption", "ink2"), 6, SafeLabel(letters, "number", bold=True), None)
            grid.addLayout(cell, number // 3, number % 3)
        card.body.addLayout(grid)
        card.body.addLayout(row(self.print, None))
        card.body.addWidget(self.typed)
        return card
