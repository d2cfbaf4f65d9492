"""What was done is said, and ten seconds long it can be taken back with one press."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.toast import ToastBar


@pytest.fixture
def toast(qtbot) -> ToastBar:
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    bar = ToastBar(window)
    bar.kept = window
    return bar


def test_undo_is_offered_for_ten_seconds_and_done_once(qtbot, toast: ToastBar) -> None:
    undone: list[str] = []
    toast.say("已修改联系电话", lambda: undone.append("电话"))
    assert (toast.words.text(), toast.until.text(), toast.clock.interval()) == ("已修改联系电话", "10 秒内可", 10_000)
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    toast.act()
    assert undone == ["电话"]
    assert not toast.isVisible()


def test_what_cannot_be_undone_has_no_button(toast: ToastBar) -> None:
    toast.say("已导出")
    assert not toast.button.isVisible()
    assert not toast.can_act()


def test_after_its_time_it_goes_and_undoes_nothing(qtbot, toast: ToastBar) -> None:
    undone: list[str] = []
    toast.say("已保存", lambda: undone.append("x"))
    toast.clock.start(0)
    qtbot.waitUntil(lambda: not toast.isVisible())
    toast.act()
    assert undone == []


def test_a_newer_toast_undoes_the_newer_thing(toast: ToastBar) -> None:
    undone: list[str] = []
    toast.say("第一件", lambda: undone.append("1"))
    toast.say("第二件", lambda: undone.append("2"))
    toast.act()
    assert undone == ["2"]


def test_an_undo_that_says_something_is_heard(toast: ToastBar) -> None:
    toast.say("已删除", lambda: toast.say("已恢复"))
    toast.act()
    assert toast.isVisible()
    assert toast.words.text() == "已恢复"


def test_it_stays_while_the_pointer_is_on_it(toast: ToastBar) -> None:
    toast.say("已保存", lambda: None)
    toast.enterEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert not toast.clock.isActive()
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    assert toast.clock.isActive()


def test_it_stands_inside_the_window_at_any_size(toast: ToastBar) -> None:
    toast.say("已" * 200, lambda: None)
    for wide, high in ((1366, 768), (1024, 640)):
        toast.kept.resize(wide, high)
        assert toast.kept.rect().contains(toast.geometry())
