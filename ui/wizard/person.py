"""The second step: who works here, and where. These names stand in every history and on every ledger."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.first_run import PERSON, Problems, problems_of_person
from app.texts import N_, tr
from ui.widgets.card import Card
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit
from ui.widgets.layouts import row
from ui.wizard.page import StepPage, notes

EXAMPLES = {
    "person": N_("如 李敏"),
    "post": N_("如 网格员"),
    "community": N_("如 潍坊三村"),
    "street": N_("如 潍坊新村街道"),
    "grid": N_("如 第四网格"),
}
LINES = (("person", "post"), ("community", "street"), ("grid", ""))


class PersonPage(StepPage):
    def __init__(self) -> None:
        self.fields = {
            name: FormField(tr(asked.label), LineEdit(hint=tr(EXAMPLES[name])), optional=not asked.required)
            for name, asked in PERSON.items()
        }
        card = Card()
        for pair in LINES:
            line = row(gap=16)
            for name in pair:
                line.addWidget(self.fields[name] if name else QWidget(), 1, Qt.AlignmentFlag.AlignTop)
            card.body.addLayout(line)
        listed = (
            (tr("姓名写进历史"), tr("您记下、改动的每一条，旁边都是这个名字。")),
            (tr("社区和网格印在台账上"), tr("导出 Excel 时，表头用的就是这里的写法。")),
            (tr("只有您打得开"), tr("这些名称和别的数据一起加密，不上传。")),
        )
        words = tr("写平时在表格上用的名称。")
        super().__init__(tr("您和您的社区"), words, card, notes(tr("这些用在哪里"), listed))
        self.first = self.fields["person"].editor
        for name, field in self.fields.items():
            field.editor.textChanged.connect(lambda _, name=name: self.fields[name].set_fine())

    def texts(self) -> dict[str, str]:
        return {name: field.editor.text() for name, field in self.fields.items()}

    def problems(self) -> Problems:
        """What is wrong, shown at its field; the keyboard goes to the first of them."""
        found = problems_of_person(self.texts())
        show(self.fields, found)
        return found


def show(fields: Mapping[str, FormField], found: Problems) -> None:
    for name, field in fields.items():
        field.set_error(found[name]) if name in found else field.set_fine()
    if first := next((name for name in fields if name in found), None):
        fields[first].editor.setFocus()
