"""On a Chinese desktop that names fcitx, Chinese can be typed."""

import pytest
from PySide6.QtGui import QGuiApplication

from ui import ime


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
