"""Every control can be worked without a mouse and says what it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import delete

from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.check import CheckRow
from ui.widgets.empty import DropArea
from ui.widgets.field import FormField
from ui.widgets.focus_ring import FocusRing, follow_focus, worn_by
from ui.widgets.inputs import Choice, LineEdit, TextEdit
from ui.widgets.layouts import column
from ui.widgets.pick import Pick, PickGroup
from ui.widgets.segmented import Segmented
from ui.widgets.stat import StatCard
from ui.widgets.steps import Steps
from ui.widgets.tag import Mark

WAYS = {"home": "上门", "phone": "电话", "absent": "未遇"}


@pytest.fixture
def page(qtbot) -> QWidget:
    made = QWidget()
    made.resize(600, 400)
    made.setLayout(column())
    qtbot.addWidget(made)
    return made


def put(page: QWidget, *parts: QWidget) -> None:
    for part in parts:
        page.layout().addWidget(part)
    page.hide()
    page.show()
    page.activateWindow()


def heard(signal) -> list:
    calls: list = []
    signal.connect(lambda *values: calls.append(values[0] if values else None))
    return calls


def test_digits_and_arrows_choose_a_segment(qtbot, page: QWidget) -> None:
    ways = Segmented(WAYS, "走访方式")
    put(page, ways)
    chosen = heard(ways.chosen)
    ways.setFocus()
    assert ways.value() == ""
    for key in (Qt.Key.Key_2, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_9, Qt.Key.Key_Delete):
        qtbot.keyClick(page.focusWidget(), key)
    assert chosen == ["phone", "absent", "absent", "phone"]
    assert ways.value() == "phone"


def test_the_first_arrow_in_an_unanswered_question_takes_the_first_answer(qtbot, page: QWidget) -> None:
    ways = Segmented(WAYS)
    put(page, ways)
    ways.setFocus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    assert ways.value() == "home"


def test_an_optional_choice_can_be_taken_back(qtbot, page: QWidget) -> None:
    ways = Segmented(WAYS, optional=True)
    put(page, ways)
    ways.put("home")
    ways.setFocus()
    chosen = heard(ways.chosen)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Backspace)
    assert (ways.value(), chosen) == ("", [""])


def test_tab_stops_once_at_a_choice_and_at_what_is_chosen(qtbot, page: QWidget) -> None:
    ways, after = Segmented(WAYS), LineEdit()
    put(page, ways, after)
    ways.put("phone")
    ways.setFocus()
    assert page.focusWidget().text() == "电话"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is after


def test_a_retired_code_shows_nothing_chosen(qtbot, page: QWidget) -> None:
    ways = Segmented(WAYS)
    put(page, ways)
    ways.put("fax")
    assert ways.value() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button_and_a_number(qtbot, page: QWidget, key: Qt.Key) -> None:
    for made in (Button("保存"), StatCard("12", "今日应走访"), DropArea("放这里", "", (".xlsx",))):
        put(page, made)
        pressed = heard(made.clicked)
        qtbot.keyClick(made, key)
        assert len(pressed) == 1


def test_ctrl_enter_belongs_to_the_page_not_to_the_button(qtbot, page: QWidget) -> None:
    button = Button("取消")
    put(page, button)
    pressed = heard(button.clicked)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []


def test_a_button_that_is_off_says_why(qtbot, page: QWidget) -> None:
    button = Button("导出")
    put(page, button)
    button.set_off("还没有选中台账")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "还没有选中台账"
    assert "还没有选中台账" in button.toolTip()
    button.set_off("")
    assert button.isEnabled()


def test_enter_leads_through_a_form(qtbot, page: QWidget) -> None:
    line, choice, tick, ways, text = LineEdit(), Choice(), CheckRow("记住"), Segmented(WAYS), TextEdit()
    put(page, line, choice, tick, ways, text)
    line.setFocus()
    stops = []
    for _ in range(3):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        stops.append(page.focusWidget())
    assert stops[:2] == [choice, tick]
    assert ways.isAncestorOf(stops[2])


def test_enter_goes_on_from_a_choice_of_a_few(qtbot, page: QWidget) -> None:
    ways, line = Segmented(WAYS), LineEdit()
    put(page, ways, line)
    ways.setFocus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert page.focusWidget() is line


def test_enter_is_the_input_methods_while_it_composes(qtbot, page: QWidget, compose) -> None:
    line, after = LineEdit("王"), LineEdit()
    put(page, line, after)
    line.setFocus()
    entered, read = heard(line.entered), heard(line.read)
    compose(line, "gui fang")
    assert line.composing()
    assert read[-1] == "王gui fang"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert entered == []
    assert page.focusWidget() is line
    compose(line, "", "桂芳")
    assert (line.text(), line.composing()) == ("王桂芳", False)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (len(entered), page.focusWidget()) == (1, after)


def test_enter_makes_no_line_in_a_text_while_composing(qtbot, page: QWidget, compose) -> None:
    text = TextEdit()
    put(page, text)
    compose(text, "ni hao")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.toPlainText() == ""
    compose(text, "", "你好")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "你好\n"


def test_the_wheel_over_a_choice_changes_nothing(qtbot, page: QWidget) -> None:
    choice = Choice("关系")
    choice.addItems(["户主", "配偶"])
    put(page, choice)
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent

    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), *none, False)
    choice.wheelEvent(event)
    assert choice.currentText() == "户主"


def test_an_error_stands_below_its_field_and_is_heard_there(qtbot, page: QWidget) -> None:
    field = FormField("联系电话", LineEdit("138"), optional=True)
    put(page, field)
    assert field.label.text() == "联系电话（选填）"
    field.set_error("手机号应为 11 位")
    assert (field.words.text(), field.words.isVisible()) == ("! 手机号应为 11 位", True)
    assert field.editor.accessibleDescription() == "! 手机号应为 11 位"
    assert field.problem() == "error"
    field.set_warning("高于 160")
    assert field.words.text() == "▲ 高于 160"
    field.set_fine()
    assert not field.words.isVisible()


def test_a_row_is_ticked_with_space_and_its_state_is_also_a_word(qtbot, page: QWidget) -> None:
    row = CheckRow("卫生间装扶手", "11 月 9 日装好")
    put(page, row)
    qtbot.keyClick(row, Qt.Key.Key_Space)
    row.put("11 月 9 日装好", Mark("完成", "green", "✓"))
    assert row.isChecked()
    assert row.accessibleDescription() == "11 月 9 日装好 完成"
    assert row.height() >= 44


def test_one_card_is_the_answer_and_shows_what_belongs_to_it(qtbot, page: QWidget) -> None:
    inner = LineEdit()
    group = PickGroup([Pick("加入街道", "", inner=inner), Pick("单独使用", "")])
    put(page, group)
    assert (group.choice(), inner.isVisible()) == (-1, False)
    qtbot.keyClick(group.picks[0], Qt.Key.Key_Space)
    assert (group.choice(), inner.isVisible()) == (0, True)
    qtbot.keyClick(group.picks[0], Qt.Key.Key_Down)
    assert (group.choice(), inner.isVisible()) == (1, False)


def test_files_of_the_right_kind_can_be_dropped(qtbot, page: QWidget) -> None:
    area = DropArea("把 Excel 拖到这里", "", (".xlsx", ".csv"))
    put(page, area)
    dropped = heard(area.dropped)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/名册.XLSX"), QUrl.fromLocalFile("/tmp/a.exe"), QUrl("https://x/b.csv")])
    action, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    area.dropEvent(QDropEvent(QPointF(5, 5), action, data, buttons, Qt.KeyboardModifier.NoModifier))
    assert dropped == [[Path("/tmp/名册.XLSX")]]


def test_the_steps_say_where_one_stands(qtbot) -> None:
    steps = Steps(["怎么开始", "设口令", "完成"])
    qtbot.addWidget(steps)
    steps.go(1)
    assert steps.accessibleName() == "第 2 步，共 3 步：设口令"


def test_a_card_can_change_its_foot(qtbot) -> None:
    card = Card("应走访", "12 户")
    qtbot.addWidget(card)
    card.set_foot("先存本机", Button("保存", "primary"))
    card.set_foot("已保存")
    card.show()
    qtbot.waitUntil(lambda: len([w for w in card.findChildren(QWidget, "cardFoot") if w.isVisible()]) == 1)


def test_the_ring_goes_with_the_keyboard_and_round_a_field_always(qtbot, dressed, page: QWidget) -> None:
    follow_focus(dressed)
    line, button, bare = LineEdit(), Button("保存"), QLineEdit()
    bare.setProperty("bare", True)
    put(page, line, button, bare)
    for widget, worn in ((line, line), (button, button), (bare, None)):
        dressed.focusChanged.emit(None, widget)
        assert worn_by() is worn
    dressed.focusChanged.emit(None, button)
    ring = page.findChild(FocusRing)
    assert ring.isVisible()
    assert ring.geometry().contains(button.geometry())
    button.hide()
    assert not ring.isVisible()


def test_the_ring_outlives_the_window_it_was_seen_in(qtbot, dressed) -> None:
    follow_focus(dressed)
    for _ in range(2):
        window = QWidget()
        line = LineEdit(parent=window)
        dressed.focusChanged.emit(None, line)
        assert worn_by() is line
        delete(window)
        dressed.focusChanged.emit(line, None)
    assert worn_by() is None


def test_a_book_pasted_by_mistake_is_cut_and_says_so(page: QWidget) -> None:
    text, book, line = TextEdit(), QMimeData(), QMimeData()
    put(page, text)
    line.setText("水管漏水，\n已联系物业")
    book.setText("x" * 3_000_000)
    text.insertFromMimeData(line)
    assert text.toPlainText() == "水管漏水，\n已联系物业"
    text.insertFromMimeData(book)
    assert len(text.toPlainText()) < 21_000
    assert text.toPlainText().endswith("（太长，后面没有贴上）")
