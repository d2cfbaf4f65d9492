"""A form drawn from its declaration: by keyboard from field to field, faults where they are, only what was touched."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import texts
from app.ledger.form import Draft
from app.modules.residents import FORM
from tests.conftest import TODAY
from ui.ledger.form import DraftForm


@pytest.fixture
def form(qtbot: QtBot, dressed) -> DraftForm:
    opened = dict.fromkeys(FORM.fields) | {"name": "王桂芳", "birth": date(1949, 12, 31), "gender": "2", "ethnic": "01"}
    return shown(qtbot, opened)


def shown(qtbot: QtBot, opened: dict) -> DraftForm:
    made = DraftForm(Draft(FORM, "a", opened))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.focus()
    return made


def test_enter_goes_from_field_to_field_through_every_kind(form: DraftForm, qtbot: QtBot) -> None:
    seen = []
    for _ in range(8):
        seen.append(form.focused())
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert seen[:7] == ["name", "gender", "citizen_id", "birth", "phone", "relation", "living"]


def test_enter_is_the_input_methods_while_it_composes(form: DraftForm, qtbot: QtBot, compose) -> None:
    line = form.focusWidget()
    compose(line, "wang", "")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.focused() == "name"


def test_only_what_was_touched_is_submitted(form: DraftForm) -> None:
    form.put({"phone": "154 0000 0001", "relation": "户主"})
    assert form.changed(TODAY) == {"phone": "15400000001", "relation": "02"}
    form.put({"phone": "", "relation": ""})
    assert form.changed(TODAY) == {}


def test_a_fault_stands_at_its_field_which_gets_the_focus_and_the_rest_stays(form: DraftForm) -> None:
    form.put({"phone": "123", "note": "女儿在外地", "arrived_on": "三月"})
    assert form.changed(TODAY) is None
    wrong = {name: field.words.text() for name, field in form.fields.items() if field.problem()}
    assert wrong == {"phone": "! 手机号 11 位，座机要带区号", "arrived_on": "! 日期应写作 2026-11-24"}
    assert form.focused() == "phone"
    assert form.texts()["note"] == "女儿在外地"
    form.put({"phone": "", "arrived_on": ""})
    assert form.changed(TODAY) == {"note": "女儿在外地"}
    assert not any(field.problem() for field in form.fields.values())


def test_the_rest_is_folded_and_says_how_much_of_it_is_filled(form: DraftForm, qtbot: QtBot) -> None:
    (fold,) = form._folds
    assert (fold.button.words(), form.fields["ethnic"].isVisible()) == ("更多，已填 1 项", False)
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert (fold.button.words(), form.fields["ethnic"].isVisible()) == ("收起", True)


@pytest.mark.parametrize("show", [
    lambda form: form.put({"workplace": "学校"}),
    lambda form: form.show_problems({"workplace": "错"}),
    lambda form: form.warn({"workplace": "别人改过"}),
])  # fmt: skip
def test_what_was_typed_or_is_wrong_is_never_folded(form: DraftForm, show) -> None:
    assert not form.fields["workplace"].isVisible()
    show(form)
    assert form.fields["workplace"].isVisible()


def test_a_field_says_how_often_it_was_changed_and_leads_there(form: DraftForm, qtbot: QtBot) -> None:
    form.show_history({"phone": 2})
    assert [(name, link.words()) for name, link in form._links.items() if link.isVisible()] == [("phone", "改过 2 次")]
    with qtbot.waitSignal(form.asked, check_params_cb=lambda name: name == "phone"):
        qtbot.mouseClick(form._links["phone"], Qt.MouseButton.LeftButton)


def test_a_word_that_is_no_longer_offered_stays_until_another_is_chosen(qtbot: QtBot, dressed) -> None:
    made = shown(qtbot, dict.fromkeys(FORM.fields) | {"name": "王桂芳", "marital": "77", "gender": "7"})
    assert (made.texts()["marital"], made.texts()["gender"], made.changed(TODAY)) == ("77", "7", {})
    made.put({"marital": "未婚", "gender": "女"})
    assert made.changed(TODAY) == {"marital": "10", "gender": "2"}


def test_words_of_codes_are_those_of_their_table_in_every_language(qtbot: QtBot, dressed) -> None:
    texts.use_language("en")
    try:
        daughter = next(code for code, word in FORM.fields["relation"].kind.words.items() if word == "女")
        made = shown(qtbot, dict.fromkeys(FORM.fields) | {"name": "a", "relation": daughter})
        assert (made.texts()["relation"], made.changed(TODAY)) == ("Daughter", {})
    finally:
        texts.use_language(texts.SOURCE)
