"""One table says what can be done; a key does one thing only, and only where it can."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.actions import Action, Actions, Duplicate, printed


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    made.layout().addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def actions(window: QWidget) -> Actions:
    return Actions(window)


def noting(done: list[str], name: str, **more: object) -> Action:
    return Action(name, name, lambda: done.append(name), **more)


@pytest.mark.parametrize("second", [
    {"shortcut": "Ctrl+R"}, {"shortcut": "ctrl+r", "scope": "visits"}, {"shortcut": "F2", "also": ("Ctrl+R",)},
])  # fmt: skip
def test_a_second_owner_of_a_key_is_refused(actions: Actions, second: dict) -> None:
    actions.add(noting([], "visit", shortcut="Ctrl+R"))
    with pytest.raises(Duplicate, match="Ctrl"):
        actions.add(noting([], "other", **second))


def test_a_second_action_of_a_name_is_refused(actions: Actions) -> None:
    actions.add(noting([], "visit"))
    with pytest.raises(Duplicate):
        actions.add(noting([], "visit"))


def test_two_pages_may_use_one_letter_and_only_the_shown_page_gets_it(qtbot, window: QWidget, actions: Actions) -> None:
    done: list[str] = []
    actions.add(
        noting(done, "export", shortcut="E", scope="ledgers"), noting(done, "edit", shortcut="E", scope="household")
    )
    window.setFocus()
    for page in ("ledgers", "household", "today"):
        actions.enter(page)
        qtbot.keyClick(window, Qt.Key.Key_E)
    assert done == ["export", "edit"]


def test_a_letter_is_text_while_a_field_has_the_focus(qtbot, window: QWidget, actions: Actions) -> None:
    done: list[str] = []
    actions.add(noting(done, "record", shortcut="R"), noting(done, "save", shortcut="Ctrl+Return"))
    line = window.findChild(QLineEdit)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_R)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (line.text(), done) == ("r", ["save"])


def test_what_may_not_be_done_is_off_unlisted_and_without_effect(actions: Actions) -> None:
    done: list[str] = []
    allowed = [False]
    actions.add(noting(done, "undo", shortcut="Ctrl+Z", when=lambda: allowed[0]))
    actions.run("undo")
    assert (done, actions.qt("undo").isEnabled(), actions.usable()) == ([], False, [])
    allowed[0] = True
    actions.refresh()
    actions.run("undo")
    assert (done, actions.qt("undo").isEnabled()) == (["undo"], True)


def test_while_something_covers_the_page_no_key_reaches_it(qtbot, window: QWidget, actions: Actions) -> None:
    done: list[str] = []
    actions.add(noting(done, "record", shortcut="R"))
    window.setFocus()
    actions.pause(True)
    qtbot.keyClick(window, Qt.Key.Key_R)
    actions.pause(False)
    qtbot.keyClick(window, Qt.Key.Key_R)
    assert done == ["record"]


def test_undo_is_called_by_what_it_undoes(actions: Actions) -> None:
    actions.add(noting([], "undo", shortcut="Ctrl+Z"))
    actions.rename("undo", "撤销 修改联系电话")
    assert actions.qt("undo").text() == "撤销 修改联系电话"
    assert actions.get("undo").text == "撤销 修改联系电话"


def test_letters_being_composed_are_text_before_anything_is_saved(
    qtbot, window: QWidget, actions: Actions, monkeypatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr("ui.ime.commit", lambda: order.append("commit"))
    actions.add(noting(order, "save"))
    actions.run("save")
    assert order == ["commit", "save"]


def test_a_button_made_of_an_action_prints_its_key_and_does_it(qtbot, actions: Actions) -> None:
    done: list[str] = []
    actions.add(noting(done, "save", shortcut="Ctrl+Return"))
    button = actions.button("save", "primary")
    qtbot.addWidget(button)
    button.click()
    assert done == ["save"]
    assert printed("Ctrl+Return") == "Ctrl+Enter"
    assert printed("Alt+Left") == "Alt+←"


def test_an_action_may_be_a_coroutine(run, actions: Actions) -> None:
    saved = asyncio.Event()

    async def saves() -> None:
        saved.set()

    async def presses() -> None:
        actions.add(Action("save", "保存", saves))
        actions.run("save")
        await asyncio.wait_for(saved.wait(), 5)

    run(presses())
