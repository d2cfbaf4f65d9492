"""名册, 家庭 and 登记居民 by keyboard in the real window: from everywhere to somebody, and every command taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import drafts, need_view
from app.modules import needs
from app.modules.residents import Resident
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.boxes import box_over
from tests.helpers.boxes import press as press_button
from tests.helpers.stores import NOW, house_of
from ui.main import search, window_on
from ui.pages.household import HouseholdPage
from ui.pages.register import RegisterPage
from ui.shell.places import Place
from ui.shell.window import Window

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PEOPLE = {"张伟": "3-1-101", "王桂芳": "3-2-501", "陈晨": "12-1801"}


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """Their uids, along the stairs."""
    work = lambda session: {name: settle(session, door, name) for name, door in PEOPLE.items()}  # noqa: E731
    return store.write_now("新增居民", work)[0]


@pytest.fixture
def window(people: dict[str, str], open_window: Callable[[], Window]) -> Window:
    return open_window()


@pytest.fixture
def press(window: Window, qtbot: QtBot, idle) -> Callable[..., None]:
    def presses(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            focus: QWidget = QApplication.focusWidget() or window
            qtbot.keyClick(focus, key, modifier)
            idle()

    return presses


@pytest.fixture
def home(window: Window, people, idle) -> Callable[[str], HouseholdPage]:
    def goes(name: str) -> HouseholdPage:
        window.go("household", people[name])
        idle()
        page = window.pages["household"]
        assert isinstance(page, HouseholdPage)
        return page

    return goes


def phone(store: Store, uid: str) -> str | None:
    return store.read_now(lambda session: session.get_one(Resident, uid).phone)


def test_from_the_roster_enter_opens_the_household(window: Window, people, press, qtbot, idle) -> None:
    window.go("roster")
    idle()
    qtbot.keyClicks(QApplication.focusWidget(), "wgf")
    idle()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert window.history.here() == Place("household", people["王桂芳"])
    page = window.pages["household"]
    assert page.head.where.text() == "3幢2单元501室，王桂芳户"
    press(Qt.Key.Key_Escape)
    assert window.history.here() == Place("roster")


def test_the_search_leads_people_and_doors_to_their_household(store: Store, window: Window, people, run) -> None:
    groups = run(search(house_of(store), "3-2-501"))
    assert {hit.place.page for group in groups for hit in group.hits} == {"household"}


def test_from_the_building_chart_one_key_leads_to_the_people_behind_the_door(window, home, press, idle) -> None:
    household = home("王桂芳").household()
    window.go("visit", household)
    idle()
    window.pages["visit"].building.chart.setFocus()
    press(Qt.Key.Key_H)
    assert window.history.here() == Place("household", household)


def test_the_tab_stays_where_one_was_and_begins_at_the_first(window: Window, home, idle) -> None:
    window.go("household")
    idle()
    assert window.pages["household"].head.where.text() == "3幢1单元101室，张伟户"
    home("陈晨")
    window.go("today")
    window.go("household")
    idle()
    assert window.pages["household"].card.name == "陈晨"


def test_the_neighbours_along_the_stairs_are_one_chord_away(home, press) -> None:
    page = home("张伟")
    page.form.focus("phone")
    names = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        press(key, modifier=ALT)
        names.append(page.card.name)
    assert names == ["王桂芳", "陈晨", "陈晨", "王桂芳"]
    assert page.members.hasFocus()


def test_an_edit_is_saved_by_one_chord_and_undone_by_another(store, window, people, home, press, qtbot) -> None:
    page = home("王桂芳")
    press(Qt.Key.Key_Return)  # from the list into the form
    assert page.form.focused() == "name"
    page.form.focus("phone")
    page.form.focusWidget().clear()
    qtbot.keyClicks(page.form.focusWidget(), "15400000001")
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert phone(store, people["王桂芳"]) == "15400000001"
    assert page.form.focused() == "phone"
    assert window.toasts.words.text() == "已保存：修改联系方式"
    press(Qt.Key.Key_H, modifier=CTRL)
    assert page.steps.title.text() == "改动记录：联系方式"
    press(Qt.Key.Key_Escape)  # in a field Ctrl+Z takes letters back
    press(Qt.Key.Key_Z, modifier=CTRL)
    assert (phone(store, people["王桂芳"]), page.form.texts()["phone"]) == ("13812345678", "13812345678")


def test_drafts_of_people_and_of_newcomers_wait_under_drafts(store, window, people, home, press, qtbot, idle) -> None:
    page = home("王桂芳")
    page.form.focus("note")
    qtbot.keyClicks(page.form.focusWidget(), "half")
    window.go("register")
    idle()
    register = window.pages["register"]
    assert isinstance(register, RegisterPage)
    qtbot.keyClicks(QApplication.focusWidget(), "Li")
    window.go("drafts")
    idle()
    rows = window.pages["drafts"].list.rows
    assert {rows.item(number).title for number in range(rows.rowCount())} == {"资料：王桂芳", "登记居民"}
    assert window.tabs.buttons["drafts"].accessibleName() == "草稿 2"
    window.pages["drafts"].list.opened.emit(drafts.key("residents", people["王桂芳"]))
    idle()
    assert page.form.texts()["note"] == "half"
    window.pages["drafts"].list.opened.emit(drafts.key("register", ""))
    idle()
    assert (window.history.here().page, register.form.texts()["name"]) == ("register", "Li")


def test_who_is_registered_is_shown_at_home_and_one_press_takes_it_back(
    store, window, people, home, idle, press
) -> None:
    home("王桂芳").new.click()
    idle()
    register = window.pages["register"]
    register.form.put({"name": "王建国", "relation": "子"})
    press(Qt.Key.Key_Return, modifier=CTRL)
    page = window.pages["household"]
    assert (page.card.name, len(page.view.people)) == ("王建国", 2)
    press(Qt.Key.Key_U)
    assert (page.card.name, len(page.view.people)) == ("王桂芳", 1)


def test_an_empty_community_says_what_comes_first(store: Store, qtbot: QtBot, idle) -> None:
    made = window_on(house_of(store))
    qtbot.addWidget(made)
    made.go("household")
    made.show()
    idle()
    page = made.pages["household"]
    assert page.nobody.isVisible()
    assert not page.whole.isVisible()


def test_a_draft_says_where_and_can_be_thrown_away_and_brought_back(
    store, window, people, home, press, qtbot, idle
) -> None:
    page = home("王桂芳")
    page.form.focus("note")
    qtbot.keyClicks(page.form.focusWidget(), "half")
    window.go("drafts")
    idle()
    listed = window.pages["drafts"].list
    assert (listed.rows.item(0).title, listed.rows.item(0).quiet.split("，")[0]) == ("资料：王桂芳", "3幢2单元501室")
    press(Qt.Key.Key_Down, Qt.Key.Key_Delete)
    assert (store.read_now(drafts.count), listed.rows.rowCount()) == (0, 0)
    assert window.toasts.words.text() == "已扔掉草稿「资料：王桂芳」"
    assert page.form.texts()["note"] == ""  # the form that showed it follows
    window.toasts.act()
    idle()
    assert (store.read_now(drafts.count), listed.rows.rowCount()) == (1, 1)
    assert window.tabs.buttons["drafts"].accessibleName() == "草稿 1"
    assert home("王桂芳").form.texts()["note"] == "half"


def test_a_draft_of_a_box_goes_on_in_the_box(store, window, people, home, press, qtbot, idle, run) -> None:
    page = home("王桂芳")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, ALT)
    box = run(box_over(window))
    box.form.editors["basis"].setFocus()
    qtbot.keyClicks(box.form.editors["basis"].inner, "told by a neighbour")
    box.reject()
    idle()
    home("陈晨")
    window.go("drafts")
    idle()
    row = window.pages["drafts"].list.rows.item(0)
    assert (row.title, row.quiet.split("，")[0]) == ("添加关爱标签：王桂芳", "3幢2单元501室")
    window.pages["drafts"].list.opened.emit(row.key)
    box = run(box_over(window))
    assert page.card.name == "王桂芳"
    assert box.form.texts()["basis"] == "told by a neighbour"
    box.reject()
    idle()


def test_open_needs_stand_by_how_long_nothing_happened_and_lead_to_their_steps(
    store, window, people, idle, press
) -> None:
    def ask(session, name: str, hours: int) -> str:
        home = session.get_one(Resident, people[name]).household_uid
        need = needs.register(session, home, {"category": "02"}, resident_uid=people[name])
        need.registered_at = NOW - timedelta(hours=hours)
        return need.uid

    made = store.write_now("登记需求", lambda s: [ask(s, "张伟", 30), ask(s, "王桂芳", 80), ask(s, "陈晨", 1)])[0]
    store.write_now("需求已满足", lambda s: needs.take_step(s, made[2], "meet", {}))
    window.go("needs")
    idle()
    rows = window.pages["needs"].list.rows
    assert [(row.after, row.state.sign) for row in map(rows.item, range(rows.rowCount()))] == [
        ("王桂芳，3幢2单元501室", "!"),
        ("张伟，3幢1单元101室", "▲"),
    ]
    assert window.tabs.buttons["needs"].accessibleName() == "需求 1"
    assert store.read_now(lambda s: need_view.count_stale(s, NOW)) == 1
    press(Qt.Key.Key_Return)
    page = window.pages["household"]
    assert page.needs.isVisible()
    assert page.needs.list.current_key() == made[1]
    press(Qt.Key.Key_Escape)
    assert window.history.here() == Place("needs")


def test_an_empty_door_of_the_chart_leads_to_registering_behind_it(store, window, people, idle, press) -> None:
    window.go("visit", store.read_now(lambda s: s.get_one(Resident, people["张伟"]).household_uid))
    idle()
    page = window.pages["visit"]
    page.building.chart.setFocus()
    press(Qt.Key.Key_Right)  # nobody is registered at 3-1-102
    press_button(page.building.summary, "登记这里的住户")
    idle()
    register = window.pages["register"]
    assert (register.doors.home().address, register.doors.home().household) == ("3幢1单元102室", "")
    register.form.put({"name": "李强"})
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert window.pages["household"].head.where.text() == "3幢1单元102室，李强户"


def test_tab_goes_from_the_tags_through_the_fields(home, press) -> None:
    page = home("王桂芳")
    page.card.tags.new.setFocus()
    press(Qt.Key.Key_Tab)
    assert page.form.focused() == "name"
    page.form.focus("note")
    press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert page.card.more.hasFocus()


def test_escape_leaves_a_newcomer_half_typed_and_comes_back_to_no_empty_form(
    window, people, press, qtbot, idle
) -> None:
    window.go("household", people["王桂芳"])
    idle()
    for door in ("", window.pages["household"].household()):
        window.go("register", door)
        idle()
    qtbot.keyClicks(QApplication.focusWidget(), "Li")
    press(Qt.Key.Key_Escape)
    assert window.history.here() == Place("household", people["王桂芳"])
    press(Qt.Key.Key_Right, modifier=ALT)
    register = window.pages["register"]
    assert isinstance(register, RegisterPage)
    assert register.form.texts()["name"] == "Li"
    register.doors.line.setText("3-1-102")
    idle()
    press(Qt.Key.Key_Return, modifier=CTRL)
    assert window.pages["household"].head.where.text() == "3幢1单元102室，Li户"
    press(Qt.Key.Key_Escape)
    assert window.history.here() == Place("household", people["王桂芳"])


def test_escape_out_of_a_form_one_began_with_leads_to_the_roster(store: Store, qtbot: QtBot, idle) -> None:
    made = window_on(house_of(store))
    qtbot.addWidget(made)
    made.go("register")
    made.show()
    idle()
    made._escape()
    assert made.history.here() == Place("roster")
    assert not made.history.can(-1)
