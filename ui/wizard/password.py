"""The fourth step: a password, twice."""

from collections.abc import Callable, Iterable

from app.first_run import Problems, problems_of_password
from app.texts import tr
from ui.widgets.card import Banner, Card
from ui.widgets.field import FormField
from ui.widgets.password import PasswordEdit
from ui.wizard.page import StepPage, notes
from ui.wizard.person import show


class NewPassword(Card):
    """Two fields and what is wrong with them; also where a forgotten or old password is replaced."""

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self.password, self.again = PasswordEdit(), PasswordEdit()
        self.fields = {
            "password": FormField(
                label or tr("口令"), self.password, help_text=tr("至少 10 位。可以用三个不相干的词。")
            ),
            "again": FormField(tr("再输一次"), self.again),
        }
        self.caps = Banner(tr("大写锁定开着，按 Caps Lock 关闭"), "amber")
        self.caps.hide()
        for field in self.fields.values():
            self.body.addWidget(field)
            field.editor.textChanged.connect(lambda _, field=field: field.set_fine())
            field.editor.caps.connect(self.caps.setVisible)
        self.body.addWidget(self.caps)
        self.password.entered.connect(self.again.setFocus)

    def problems(self, names: Iterable[str] = ()) -> Problems:
        found = problems_of_password(self.password.text(), self.again.text(), names)
        show(self.fields, found)
        return found


class PasswordPage(StepPage):
    """`names`: what was typed on the pages before, which a password must not be made of."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names, self.card = names, NewPassword()
        listed = (
            (tr("长比花样要紧"), tr("三个词的拼音“yusan chunjuan xiaolu”比“Aa123456!”难猜，也好记。")),
            (tr("口令不存在任何地方"), tr("程序只用它解开数据，不保存，也不上传。")),
            (tr("忘了也有办法"), tr("下一步给您一张恢复码，打印出来收好。")),
        )
        words = tr("每次打开邻里通都要用它。别人拿到电脑，没有口令也打不开。")
        super().__init__(tr("设一个口令"), words, self.card, notes(tr("好记又难猜"), listed))
        self.first = self.card.password
        self.card.again.entered.connect(self.on.click)

    def problems(self) -> Problems:
        return self.card.problems(self._names())
