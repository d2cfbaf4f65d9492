"""The frame: what works is reachable by keyboard, one always comes back, and what waits is said in words."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from ui.actions import Action
from ui.shell.bars import StatusBar
from ui.shell.places import Entry, Hint, History, Page, Place, Places, Tab
from ui.shell.window import Window
from ui.widgets.label import SafeLabel


class Sheet(Page):
    hints = (Hint("↑ ↓", "选择"), Hint("Enter", "打开"))

    def __init__(self, name: str, diary: list[str]) -> None:
        super().__init__()
        self._name, self._diary, self.swallows_escape = name, diary, False
        self.side = SafeLabel(f"{name} 的边上")
        self.setLayout(QVBoxLayout())
        self.layout().addWidget(QLineEdit())

    def arrive(self, key: str) -> None:
        self._diary.append(f"{self._name}:{key}")

    def leave(self) -> None:
        self._diary.append(f"-{self._name}")

    def escape(self) -> bool:
        return self.swallows_escape


@pytest.fixture
def diary() -> list[str]:
    return []


@pytest.fixture
def window(qtbot, diary: list[str]) -> Window:
    def tab(name: str, words: str, under: str = "") -> Tab:
        return Tab(name, words, lambda: Sheet(name, diary), under)

    entries = (
        Entry("today", "今日", "today", (tab("today", "今天"),)),
        Entry(
            "visits",
            "走访",
            "visits",
            (tab("round", "今日清单"), tab("roster", "名册"), tab("resident", "居民", "roster")),
        ),
        Entry("ledgers", "台账", "ledgers", (tab("ledgers", "台账目录"),)),
    )
    made = Window(entries)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.go("today")
    made.show()
    made.activateWindow()
    return made


def ctrl(qtbot, window: Window, key: Qt.Key) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def alt(qtbot, window: Window, key: Qt.Key) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)


def test_entries_are_reached_by_number_and_pages_are_made_once(qtbot, window: Window, diary: list[str]) -> None:
    assert list(window.pages) == ["today"]
    ctrl(qtbot, window, Qt.Key.Key_2)
    ctrl(qtbot, window, Qt.Key.Key_1)
    ctrl(qtbot, window, Qt.Key.Key_2)
    assert diary == ["today:", "-today", "round:", "-round", "today:", "-today", "round:"]
    assert sorted(window.pages) == ["round", "today"]
    assert window.rail.entries["visits"].isChecked()
    assert not window.rail.entries["today"].isChecked()


def test_a_detail_keeps_its_tab_and_escape_leads_back(qtbot, window: Window) -> None:
    window.go("roster")
    window.go("resident", "u1")
    assert window.tabs.buttons["roster"].isChecked()
    assert "resident" not in window.tabs.buttons
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.history.here() == Place("roster")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.history.here() == Place("roster")


def test_a_page_may_use_escape_itself(qtbot, window: Window) -> None:
    window.go("roster")
    window.go("resident", "u1")
    window.page().swallows_escape = True
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.history.here() == Place("resident", "u1")


def test_one_goes_back_and_forward_to_the_same_person(qtbot, window: Window, diary: list[str]) -> None:
    window.go("resident", "u1")
    window.go("resident", "u2")
    alt(qtbot, window, Qt.Key.Key_Left)
    alt(qtbot, window, Qt.Key.Key_Left)
    alt(qtbot, window, Qt.Key.Key_Left)
    alt(qtbot, window, Qt.Key.Key_Right)
    assert [entry for entry in diary if entry[0] != "-"] == [
        "today:", "resident:u1", "resident:u2", "resident:u1", "today:", "resident:u1",
    ]  # fmt: skip


def test_going_somewhere_new_forgets_what_lay_forward() -> None:
    history = History()
    for page in "abc":
        history.went(Place(page))
    history.back()
    history.back()
    history.went(Place("d"))
    assert (history.can(1), history.back(), history.can(-1)) == (False, Place("a"), False)


def test_two_pages_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Places([Entry("a", "一", "today", (Tab("x", "一", Page), Tab("x", "二", Page)))])


def test_the_status_bar_tells_the_keys_of_the_page_shown(qtbot, window: Window) -> None:
    def shown(part: QWidget) -> list[str]:
        return [label.text() for label in part.findChildren(SafeLabel) if label.isVisible()]

    window.go("roster")
    qtbot.waitUntil(lambda: shown(window.status) == ["↑", "↓", "选择", "Enter", "打开", "?", "全部按键"])
    assert shown(window.tabs) == ["roster 的边上"]


def test_arrows_and_enter_go_along_the_rail_and_the_tabs(qtbot, window: Window) -> None:
    window.rail.entries["today"].setFocus()
    qtbot.keyClick(window.rail.entries["today"], Qt.Key.Key_Down)
    assert window.history.here() == Place("today")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.history.here() == Place("round")
    qtbot.waitUntil(window.tabs.buttons["roster"].isVisible)
    window.tabs.buttons["round"].setFocus()
    qtbot.keyClick(window.tabs.buttons["round"], Qt.Key.Key_Right)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert window.history.here() == Place("roster")


def test_question_mark_shows_every_key_and_a_second_one_closes(qtbot, window: Window) -> None:
    window.actions.add(Action("visit", "记录走访", lambda: None, "Ctrl+R", group="记录"))
    window.setFocus()
    qtbot.keyClick(window, "?")
    assert window.keys.isVisible()
    said = {label.text() for label in window.keys.findChildren(SafeLabel)}
    assert {"全部按键", "选择", "记录走访", "Ctrl+R", "Alt+←", "后退", "今日"} <= said
    ctrl(qtbot, window, Qt.Key.Key_2)
    assert window.history.here() == Place("today")
    qtbot.keyClick(window.keys, "?")
    assert not window.keys.isVisible()
    ctrl(qtbot, window, Qt.Key.Key_2)
    assert window.history.here() == Place("round")


def test_the_menu_shows_what_there_is_and_not_more(qtbot, window: Window) -> None:
    assert [action.text() for action in window.menu().actions() if action.text()] == ["退出", "帮助", "全部按键"]
    window.actions.add(
        Action("backup", "备份", lambda: None, group="文件"),
        Action("undo", "撤销", lambda: None, "Ctrl+Z", group="编辑", when=lambda: False),
        Action("export", "导出 Excel", lambda: None, "E", group="文件", scope="ledgers"),
    )
    window.actions.rename("undo", "撤销 修改联系电话")
    listed = [(action.text(), action.isEnabled()) for action in window.menu().actions() if action.text()]
    assert listed == [("退出", True), ("备份", True), ("撤销 修改联系电话", False), ("帮助", True), ("全部按键", True)]
    window.go("ledgers")
    assert "导出 Excel" in [action.text() for action in window.menu().actions()]


def test_badges_are_heard_and_stay_at_tabs_not_yet_shown(window: Window) -> None:
    window.badge("visits", 12)
    window.badge("roster", 3)
    assert window.rail.entries["visits"].accessibleName() == "走访，12 项待办"
    window.go("roster")
    assert window.tabs.buttons["roster"].accessibleName() == "名册 3"


def test_the_foot_of_the_rail_says_honestly_that_nothing_is_synced(window: Window) -> None:
    assert window.rail.sync.accessibleName() == "单独使用，没有联网同步"


def test_sheets_dropped_anywhere_are_taken_and_other_files_are_not(window: Window) -> None:
    taken: list[list] = []
    window.files_dropped.connect(taken.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/名册.xls"), QUrl.fromLocalFile("/tmp/照片.jpg")])
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.NoModifier)
    window.dropEvent(event)
    assert [[path.name for path in paths] for paths in taken] == [["名册.xls"]]


def test_a_half_written_page_is_kept_when_the_window_closes(window: Window, diary: list[str]) -> None:
    window.may_close = lambda: False
    assert not window.close()
    assert diary[-1] == "-today"
    window.may_close = lambda: True
    assert window.close()


def test_everything_that_can_be_pressed_says_what_it_is(window: Window) -> None:
    window.show_top_actions("keys")
    window.top.user.put("李敏", "第 4 网格")
    mute = [type(button).__name__ for button in window.findChildren(QAbstractButton) if not button.accessibleName()]
    assert [name for name in mute if not name.startswith("Q")] == []


def test_tab_reaches_the_rail_the_tabs_and_the_page(qtbot, window: Window) -> None:
    window.go("roster")
    qtbot.waitUntil(window.tabs.buttons["roster"].isVisible)
    reached: set[QWidget] = set()
    for _ in range(20):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    wanted = {
        window.top.search,
        window.rail.entries["visits"],
        window.tabs.buttons["roster"],
        window.page().findChild(QLineEdit),
    }
    assert wanted <= reached


def test_a_toast_of_the_window_can_be_undone(window: Window) -> None:
    undone: list[bool] = []
    window.say("已修改联系电话", lambda: undone.append(True))
    assert window.toasts.can_act()
    window.toasts.act()
    assert undone == [True]


def test_keys_that_have_no_room_are_left_out_whole_and_the_sheet_of_all_stays(qtbot, dressed) -> None:
    holder = QWidget()
    bar = StatusBar(holder)
    qtbot.addWidget(holder)
    holder.show()
    bar.show_facts("演示数据", "本机数据已加密")
    bar.show_hints([Hint("Enter", f"第 {number} 件要做的事") for number in range(9)] + [Hint("?", "全部按键")])

    def shown() -> list[str]:
        return [label.text() for label in bar.findChildren(SafeLabel) if label.isVisible()]

    for wide, fitting in ((420, 0), (800, 3), (3200, 9)):
        bar.setGeometry(0, 0, wide, 30)
        qtbot.waitUntil(lambda keys=fitting: shown().count("Enter") == keys)
        assert {"?", "全部按键", "演示数据", "本机数据已加密"} <= set(shown())
    assert all(label.width() >= label.sizeHint().width() for label in bar.findChildren(SafeLabel))
