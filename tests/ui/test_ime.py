"""On a Chinese desktop that names fcitx, Chinese can be typed."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui import ime
from ui.widgets.inputs import LineEdit, TextEdit
from ui.widgets.layouts import column


@pytest.mark.parametrize("desktop", [
    {"QT_IM_MODULE": "fcitx"}, {"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULE": "fcitx5", "QT_IM_MODULES": "wayland;fcitx"},
])  # fmt: skip
def test_a_desktop_that_names_fcitx_is_asked_through_its_ibus_door(desktop: dict[str, str]) -> None:
    assert ime.cure(desktop)
    assert desktop["QT_IM_MODULE"] == "ibus"
    assert desktop["IBUS_USE_PORTAL"] == "1"
    assert "QT_IM_MODULES" not in desktop


@pytest.mark.parametrize("desktop", [{}, {"QT_IM_MODULE": "ibus"}, {"XMODIFIERS": "@im=ibus", "QT_IM_MODULE": "ibus"}])
def test_any_other_desktop_is_left_as_it_is(desktop: dict[str, str]) -> None:
    before = dict(desktop)
    assert not ime.cure(desktop)
    assert desktop == before


def test_what_is_being_composed_is_committed_before_the_handler_acts(qtbot, dressed, monkeypatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(ime, "commit", lambda: order.append("commit"))
    ime.committed(lambda: order.append("save"))()
    assert order == ["commit", "save"]


def test_commit_reaches_qts_input_method(dressed) -> None:
    assert QGuiApplication.inputMethod() is not None
    ime.commit()


@pytest.fixture(params=[LineEdit, TextEdit])
def field(request, qtbot) -> QWidget:
    page = QWidget()
    made, other = request.param(), LineEdit()
    page.setLayout(column(made, other))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    made.setFocus()
    made.other, made.page = other, page
    return made


def text(field: QWidget) -> str:
    return field.text() if isinstance(field, LineEdit) else field.toPlainText()


def test_letters_that_fcitx_lets_fall_when_the_focus_moves_become_text(qtbot, field: QWidget, compose) -> None:
    compose(field, "zhang wei")
    compose(field, "")
    field.other.setFocus()
    assert text(field) == "zhangwei"


def test_letters_that_fcitx_lets_fall_at_a_commit_become_text_once(qtbot, field: QWidget, compose, monkeypatch) -> None:
    compose(field, "zhao")
    monkeypatch.setattr(QGuiApplication, "inputMethod", lambda: Clearing(lambda: compose(field, "")))
    ime.commit()
    ime.commit()
    assert text(field) == "zhao"


def test_letters_that_a_person_takes_back_are_gone(qtbot, field: QWidget, compose) -> None:
    compose(field, "zhang")
    compose(field, "")  # Esc or Backspace, some turns of the loop before the focus moves
    turned: list[bool] = []
    QTimer.singleShot(0, lambda: turned.append(True))
    qtbot.waitUntil(lambda: bool(turned))
    field.other.setFocus()
    assert text(field) == ""


def test_what_the_input_method_commits_itself_is_not_doubled(qtbot, field: QWidget, compose) -> None:
    compose(field, "ni hao")
    compose(field, "", "你好")
    field.other.setFocus()
    assert text(field) == "你好"


class Clearing:
    def __init__(self, clear) -> None:
        self.commit = clear
