"""走访 by keyboard in the real window: a routine visit in eight keys, nothing typed is lost, and all can be taken back."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from app import drafts, visiting
from app.modules import care_tags, visits
from app.modules.needs import Need
from app.modules.residents import Resident
from app.modules.visits import CareAnswer, Visit
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import KEY, NOW, house_of
from ui import tasks
from ui.drafting import AFTER
from ui.main import window_on
from ui.pages.visit import VisitPage
from ui.shell.places import Place
from ui.shell.window import Window
from ui.theme import look

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def homes(store: Store) -> dict[str, str]:
    """王桂芳 is cared for and was visited long ago; 张伟 lives below her, 陈晨 in the next building."""

    def work(session: Session) -> dict[str, str]:
        people = {name: settle(session, door, name) for name, door in PEOPLE.items()}
        care_tags.set_words(session, people["王桂芳"], ["独居", "高龄"], NOW.date())
        homes = {name: session.get_one(Resident, uid).household_uid for name, uid in people.items()}
        last = {"visited_at": NOW - timedelta(days=20), "method": "1", "outcome": "1", "safety": "1"}
        care = {(people["王桂芳"], question): "2" for question in visits.CARE_QUESTIONS}
        visits.record_visit(session, homes["王桂芳"], last, [people["王桂芳"]], care)
        return homes

    return store.write_now("新增居民", work)[0]


PEOPLE = {"张伟": "3-1-101", "王桂芳": "3-2-501", "陈晨": "12-1801"}


@pytest.fixture
def window(homes: dict[str, str], open_window: Callable[[], Window]) -> Window:
    return open_window()


class Keyboard:
    """Presses keys where the focus is, and counts them; what is typed into one field counts as one."""

    def __init__(self, qtbot: QtBot, window: Window, idle: Callable[[], None]) -> None:
        self._qtbot, self._window, self._idle, self.count = qtbot, window, idle, 0

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.count += 1
            self._qtbot.keyClick(self.focus(), key, modifier)
            self._idle()

    def type(self, words: str) -> None:
        self.count += 1
        self._qtbot.keyClicks(self.focus(), words)

    def focus(self) -> QWidget:
        return self._window.focusWidget() or self._window


@pytest.fixture
def keys(qtbot: QtBot, window: Window, idle: Callable[[], None]) -> Keyboard:
    return Keyboard(qtbot, window, idle)


@pytest.fixture
def visit(window: Window, homes: dict[str, str], idle: Callable[[], None]) -> Callable[[str], VisitPage]:
    """Goes to the visit of somebody."""

    def goes(name: str) -> VisitPage:
        window.go("visit", homes[name])
        idle()
        page = window.pages["visit"]
        assert isinstance(page, VisitPage)
        return page

    return goes


def written(store: Store, household: str) -> list[Visit]:
    query = lambda s: s.query(Visit).filter_by(household_uid=household).order_by(Visit.visited_at.desc()).all()  # noqa: E731
    return store.read_now(query)


def needs_of(store: Store) -> list[tuple[str, str | None]]:
    return store.read_now(
        lambda session: [(n.category, n.content) for n in session.query(Need).order_by(Need.category)]
    )


def test_a_routine_visit_takes_at_most_eight_keys(store: Store, homes, window: Window, keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_R, modifier=CTRL)
    assert window.history.here() == Place("visit", homes["王桂芳"])  # the most overdue
    keys.press(Qt.Key.Key_Return, Qt.Key.Key_1)
    keys.press(Qt.Key.Key_D, modifier=CTRL)
    keys.type("all is well")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert keys.count <= 8
    visit, _ = written(store, homes["王桂芳"])
    assert (visit.method, visit.outcome, visit.safety, visit.note, visit.visited_at) == (
        "1",
        "1",
        "1",
        "all is well",
        NOW,
    )
    answers = store.read_now(lambda session: session.query(CareAnswer).filter_by(visit_uid=visit.uid).all())
    assert {answer.question: answer.value for answer in answers} == dict.fromkeys(visits.CARE_QUESTIONS, "2")


def test_it_goes_on_along_the_stairs_to_the_next_that_is_due(store: Store, homes, window, keys, visit) -> None:
    page = visit("张伟")
    for name in ("王桂芳", "陈晨"):
        keys.press(Qt.Key.Key_Return, Qt.Key.Key_1)
        keys.press(Qt.Key.Key_D, modifier=CTRL)
        keys.press(Qt.Key.Key_Return, modifier=CTRL)
        assert page.form.home.head == name
        assert page.form.method.isAncestorOf(keys.focus())
    assert page.building.title.text() == "12幢"
    assert [len(written(store, homes[name])) for name in PEOPLE] == [1, 2, 0]


def test_what_was_not_asked_is_told_at_the_questions_and_one_chord_mends_it(store: Store, homes, keys, visit) -> None:
    page = visit("王桂芳")
    keys.press(Qt.Key.Key_Return, Qt.Key.Key_1)
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    field, first = page.form.fields["care"], next(iter(page.form.questions.care.values()))
    assert field.words.text().startswith("! 还没有填：王桂芳 6 项")
    assert first.isAncestorOf(keys.focus())
    keys.press(Qt.Key.Key_1, modifier=Qt.KeyboardModifier.AltModifier)
    assert field.problem() == ""
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert len(written(store, homes["王桂芳"])) == 2


def test_whom_a_visit_is_to_is_chosen_and_kept_in_its_draft(store: Store, homes, keys, visit, idle) -> None:
    store.write_now("新增居民", lambda s: s.add(Resident(household_uid=homes["王桂芳"], name="李敏", relation="10")))
    page = visit("王桂芳")
    ticks = page.form.more.people.ticks
    wang, other = ticks
    assert page.form.more.people.chosen() == (wang,)  # whom a visit usually is to
    page.form.more.button.click()
    for tick in ticks.values():
        tick.click()
    visit("张伟")
    assert page.form.more.fields["residents"].isHidden()  # there is no choice
    visit("王桂芳")
    assert page.form.more.people.chosen() == (other,)
    page.form.outcome.put("1")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert written(store, homes["王桂芳"])[0].residents == other


def test_another_building_is_chosen_from_a_list_that_says_how_many_are_due(
    store: Store, window, keys, visit, idle
) -> None:
    page = visit("张伟")
    page.escape()
    keys.press(Qt.Key.Key_B)
    idle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [entry.text() for entry in menu.actions()] == ["3幢，2 户到期", "12幢，1 户到期"]
    menu.actions()[1].trigger()
    idle()
    assert (page.building.title.text(), page.form.home.head) == ("12幢", "陈晨")


def test_what_is_typed_survives_a_kill(store: Store, homes, window, keys, visit, idle) -> None:
    page = visit("王桂芳")
    page.form.diary.setFocus()
    keys.type("daughter comes next month")
    page.form.needs.words.setFocus()
    keys.type("meals")
    assert AFTER <= 1000
    assert page.drafting.clock.isActive()  # counts from the first letter, so that fast typing does not put it off
    page.drafting.clock.timeout.emit()
    idle()
    assert page.form.note.text() == "草稿已自动保存 09:30:00"
    again = Store(store.path, KEY, actor=store.actor)
    kept = again.read_now(lambda session: drafts.find(session, visiting.draft_key(homes["王桂芳"])))
    again.close()
    assert kept is not None
    assert (kept.texts["texts"]["note"], kept.texts["pending"]) == ("daughter comes next month", ["", "meals", ""])


def test_who_comes_back_finds_what_he_typed(store: Store, window: Window, keys, visit, idle) -> None:
    page = visit("王桂芳")
    page.form.outcome.choose(1)
    page.form.diary.setFocus()
    keys.type("half a sentence")
    keys.press(Qt.Key.Key_Escape)
    page = visit("张伟")
    assert page.form.diary.toPlainText() == ""
    page = visit("王桂芳")
    assert (page.form.outcome.value(), page.form.diary.toPlainText()) == ("2", "half a sentence")
    assert page.form.note.text().startswith("草稿已自动保存")
    window.go("drafts")
    idle()
    assert [window.pages["drafts"].list.rows.item(0).title] == ["记录走访：王桂芳"]
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page.form.diary.toPlainText() == "half a sentence"


def test_who_goes_to_another_door_in_the_middle_of_a_word_loses_nothing(keys: Keyboard, visit) -> None:
    page = visit("张伟")
    page.form.diary.setFocus()
    keys.type("ground floor")
    page = visit("陈晨")
    assert page.form.diary.toPlainText() == ""
    page.form.diary.setFocus()
    keys.type("top floor")
    assert visit("张伟").form.diary.toPlainText() == "ground floor"
    assert visit("陈晨").form.diary.toPlainText() == "top floor"


def test_the_tab_of_drafts_says_how_many_wait(store: Store, qtbot: QtBot, window, keys, visit, idle) -> None:
    visit("张伟").form.diary.setFocus()
    keys.type("half")
    window.go("today")
    idle()
    assert window.tabs.buttons["drafts"].accessibleName() == "草稿 1"
    later = window_on(house_of(store))
    qtbot.addWidget(later)
    later.go("today")
    idle()
    assert later.tabs.buttons["drafts"].accessibleName() == "草稿 1"


def test_closing_the_window_keeps_the_last_letters(store: Store, homes, window: Window, keys, visit, run) -> None:
    page = visit("王桂芳")
    page.form.diary.setFocus()
    keys.type("last words")
    window.close()
    run(tasks.stop_all())
    kept = store.read_now(lambda session: drafts.find(session, visiting.draft_key(homes["王桂芳"])))
    assert kept is not None
    assert kept.texts["texts"]["note"] == "last words"


def test_a_form_that_is_empty_again_leaves_no_draft_and_a_saved_one_neither(store: Store, keys, visit, idle) -> None:
    page = visit("张伟")
    page.form.diary.setPlainText("x")
    page.drafting.put_away()
    idle()
    assert store.read_now(drafts.count) == 1
    page.form.diary.setPlainText("")
    page.drafting.put_away()
    idle()
    assert store.read_now(drafts.count) == 0
    page.form.diary.setPlainText("y")
    page.drafting.put_away()
    idle()
    page.form.outcome.put("1")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert store.read_now(drafts.count) == 0


def test_found_needs_become_records_also_the_one_still_in_the_line(store: Store, keys: Keyboard, visit) -> None:
    form = visit("张伟").form
    form.outcome.put("1")
    form.needs.category.setFocus()
    keys.type("1")
    keys.press(Qt.Key.Key_Return)
    keys.type("lunch")
    keys.press(Qt.Key.Key_Return)
    assert form.needs.chips() == (("01", "lunch", ""),)
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert needs_of(store) == [("01", "lunch"), ("02", None)]


def test_more_is_folded_until_asked_and_what_was_typed_there_is_kept_and_saved(store, homes, keys, visit, idle) -> None:
    page = visit("王桂芳")
    more = page.form.more
    assert (more.is_open(), more.purpose.currentText()) == (False, "关爱探访")
    more.button.click()
    more.lines["handled"].setFocus()
    keys.type("changed a bulb")
    more.changes["3"].click()
    page = visit("张伟")
    assert (page.form.more.is_open(), page.form.more.purpose.currentText()) == (False, "例行")
    page = visit("王桂芳")
    assert page.form.more.is_open()
    page.form.outcome.put("2")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    made = written(store, homes["王桂芳"])[0]
    assert (made.purpose, made.handled, made.changed, made.companions) == ("2", "changed a bulb", "3", None)


def test_a_need_is_the_households_unless_one_of_it_is_chosen(store: Store, homes, keys: Keyboard, visit, idle) -> None:
    def move_in(session: Session) -> str:
        child = Resident(household_uid=homes["张伟"], name="张小宝", relation="20")
        session.add(child)
        return child.uid

    child, _ = store.write_now("新增居民", move_in)
    form = visit("张伟").form
    assert form.needs.who.currentText() == "全家"
    form.needs.put((("01", "lunch", ""),), ("09", "", child))
    form.outcome.put("1")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    about = store.read_now(lambda s: {n.category: n.resident_uid for n in s.query(Need)})
    assert about == {"01": None, "09": child}
    assert visit("陈晨").form.needs.who.isHidden()  # who lives alone


def test_undo_takes_visit_and_needs_and_gives_the_words_back(store: Store, homes, window, keys, visit, idle) -> None:
    page = visit("张伟")
    page.form.outcome.put("1")
    page.form.diary.setPlainText("all well")
    page.form.needs.put((("01", "lunch", ""),))
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert window.toasts.words.text() == "已记录：张伟"
    assert (len(written(store, homes["张伟"])), len(needs_of(store))) == (1, 1)
    window.toasts.act()
    idle()
    assert (written(store, homes["张伟"]), needs_of(store)) == ([], [])
    assert (page.form.home.head, page.form.diary.toPlainText()) == ("张伟", "all well")
    assert page.form.needs.chips() == (("01", "lunch", ""),)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(store: Store, homes, keys, visit) -> None:
    form = visit("张伟").form
    form.time.setText("25:00")
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert {name: field.problem() for name, field in form.fields.items() if field.problem()} == {
        "outcome": "error",
        "visited_at": "error",
    }
    assert form.outcome.isAncestorOf(keys.focus())
    assert written(store, homes["张伟"]) == []
    keys.press(Qt.Key.Key_1)
    assert form.fields["outcome"].problem() == ""


def test_words_about_what_is_wrong_push_nothing_out_of_sight(window: Window, keys, visit, idle) -> None:
    form = visit("张伟").form
    before = form.diary.height()
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert form.fields["outcome"].problem() == "error"
    idle()
    bottom = form.needs.field.mapTo(form.scroll.viewport(), form.needs.field.rect().bottomLeft()).y()
    assert bottom <= form.scroll.viewport().height()
    assert form.diary.height() < before  # it gives the room


def test_in_large_letters_the_form_says_where_and_the_chart_comes_back(window: Window, keys, visit, idle, qapp) -> None:
    look.wear(qapp, "light", "large")
    page = visit("王桂芳")
    assert page.building.isHidden()
    assert page.form.title.text() == "记录走访：王桂芳，3幢2单元501室"
    window.go("today")
    window.go("visit")
    idle()
    assert not page.building.isHidden()


def test_a_closed_door_met_nobody_and_leaves_the_household_due(store: Store, homes, keys, visit) -> None:
    page = visit("张伟")
    keys.press(Qt.Key.Key_6)
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert [(visit.method, visit.outcome) for visit in written(store, homes["张伟"])] == [("6", "3")]
    assert page.building.doors[visit("张伟").form.home.dwelling].due.value != "in_time"


def test_only_who_is_cared_for_is_asked_about(visit) -> None:
    assert len(visit("王桂芳").form.questions.care) == 6
    assert len(visit("张伟").form.questions.care) == 0
    assert [*visit("张伟").form.questions.seen] == ["safety", "hygiene", "environment"]


def test_the_rest_is_fine_leaves_what_was_answered(visit) -> None:
    form = visit("王桂芳").form
    form.questions.seen["safety"].choose(2)
    person = form.home.members[0].uid
    form.questions.care[person, "mood_stress"].choose(1)
    form.put_rest_fine()
    assert form.questions.seen_values() == {"safety": "3", "hygiene": "1", "environment": "1"}
    others = dict.fromkeys(visits.CARE_QUESTIONS, "1")
    assert form.questions.care_values() == {(person, q): code for q, code in {**others, "mood_stress": "2"}.items()}


def test_letters_being_composed_are_text_before_it_is_saved(store: Store, homes, keys, visit, compose) -> None:
    form = visit("张伟").form
    form.outcome.put("1")
    form.diary.setFocus()
    compose(form.diary, "", "送餐")
    compose(form.diary, "dao jia")
    assert form.diary.composing()
    compose(form.diary, "")  # what fcitx does when it is asked to commit
    keys.press(Qt.Key.Key_Return, modifier=CTRL)
    assert written(store, homes["张伟"])[0].note == "送餐daojia"


def test_arrows_go_from_door_to_door_and_enter_into_the_form(window: Window, keys: Keyboard, visit) -> None:
    page = visit("张伟")
    keys.press(Qt.Key.Key_Escape)
    assert page.building.chart.hasFocus()
    keys.press(Qt.Key.Key_Right)
    assert page.form is None  # nobody is registered at 3-1-102
    keys.press(Qt.Key.Key_Left)
    assert page.form.home.head == "张伟"
    keys.press(Qt.Key.Key_Return)
    assert page.form.method.isAncestorOf(keys.focus())
    keys.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert window.history.here() == Place("today")


def test_today_leads_to_the_visit_of_the_row_one_stands_on(window: Window, keys: Keyboard, homes) -> None:
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    first = window.pages["today"].list.rows.key(1)
    assert window.history.here() == Place("visit", first)


PROBE = """
import sys
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from ui.widgets.inputs import LineEdit, TextEdit
app = QApplication(sys.argv)
for field in (LineEdit("x"), TextEdit("x")):
    for key in (Qt.Key.Key_D, Qt.Key.Key_K):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        app.sendEvent(field, event)
        print("eaten" if event.isAccepted() else "free")
"""


def test_on_x11_a_text_field_leaves_the_keys_of_page_and_window(on_screen: dict[str, str]) -> None:
    """Qt knows Ctrl+D and Ctrl+K as keys of an editor there; a shortcut goes before them."""
    done = subprocess.run([sys.executable, "-c", PROBE], env=on_screen, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["free"] * 4, done.stderr
