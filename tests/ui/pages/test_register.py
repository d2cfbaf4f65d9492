"""登记居民: found to be held already while typing, behind a door, and never typed twice."""

import pytest
from PySide6.QtCore import Qt

from app import drafts
from app.household_view import household_of
from app.modules import care_tags
from app.modules.residents import Resident
from tests.db.test_changes import settle
from tests.helpers.boxes import box_over, press, until, words_of
from tests.helpers.stores import NOW
from tests.ui.pages.conftest import NUMBER
from tests.ui.pages.test_household import quiet
from ui import tasks
from ui.pages.moving import BESIDE, DoorFinder
from ui.pages.register import KEY, RegisterPage


@pytest.fixture
def wang(house) -> str:
    def work(session) -> str:
        uid = settle(session)
        session.get_one(Resident, uid).citizen_id = NUMBER
        return uid

    return house.store.write_now("新增居民", work)[0]


@pytest.fixture
def page(house, wang: str, qtbot, run) -> RegisterPage:
    made = RegisterPage(house)
    qtbot.addWidget(made)
    made.show()
    run(made.open(""))
    return made


def home_of(house, uid: str) -> str:
    return house.store.read_now(lambda s: household_of(s, uid))


def type_in(page: RegisterPage, run, **texts: str) -> None:
    page.form.put(texts)
    page._pause.timeout.emit()
    run(quiet())


def test_a_probable_double_is_told_while_typing(page, wang: str, run) -> None:
    type_in(page, run, name="王桂芬", phone="13812345678")
    row = page.doubles.rows.item(0)
    assert (row.title, row.after) == ("王桂芳", "3幢2单元501室")
    assert "联系电话相同" in row.quiet
    assert not page.certain.isVisible()
    type_in(page, run, citizen_id=NUMBER)
    assert page.certain.isVisible()
    with_known = []
    page.known.connect(with_known.append)
    page.doubles.opened.emit(row.key)
    assert with_known == [wang]


def test_the_same_name_behind_the_same_door_is_told_when_the_door_is_chosen(house, page, wang: str, run) -> None:
    type_in(page, run, name="王桂芳")
    page.doors.line.setText("3-2-501")
    run(quiet())
    page._pause.timeout.emit()
    run(quiet())
    assert page.doubles.rows.item(0).quiet == "同一户里已有同名的人"


def test_a_second_person_with_the_same_number_needs_the_persons_word(house, page, wang: str, run) -> None:
    page.form.put({"name": "王桂芳", "citizen_id": NUMBER})
    run(page.open(home_of(house, wang)))
    for words, people in (("不登记，回去看看", 1), ("是另一个人，仍然登记", 2)):
        saving = tasks.start(page.save(), page)
        box = run(box_over(page))
        assert "3幢2单元501室" in words_of(box)
        press(box, words)
        run(until(saving.done))
        assert saving.result() == (people == 2)
        assert house.store.read_now(lambda s: s.query(Resident).count()) == people


def test_a_namesake_is_told_though_nothing_else_is_the_same(page, wang: str, run) -> None:
    type_in(page, run, name="王桂芳")
    row = page.doubles.rows.item(0)
    assert (row.title, row.after, row.quiet) == ("王桂芳", "3幢2单元501室", "同名，别的还看不出")
    assert not page.certain.isVisible()


def test_a_household_has_one_head(house, page, wang: str, run) -> None:
    run(page.open(home_of(house, wang)))
    type_in(page, run, name="陈晨", relation="户主")
    assert not run(page.save())
    assert page.form.fields["relation"].problem() == "error"
    assert page.form.texts()["name"] == "陈晨"


def test_a_newcomer_joins_a_household_and_the_form_is_empty_again(house, page, wang: str, run) -> None:
    type_in(page, run, name="王建国", relation="子")
    assert not run(page.save())  # no door yet
    assert page.form.texts()["name"] == "王建国"
    run(page.open(home_of(house, wang)))
    told = []
    page.done.connect(lambda uid, words, tx: told.append((uid, words)))
    assert run(page.save())
    assert told[0][1] == "已登记 王建国"
    assert home_of(house, told[0][0]) == home_of(house, wang)
    assert (page.form.texts()["name"], page.doors.home(), house.store.read_now(drafts.count)) == ("", None, 0)


def test_another_household_may_begin_behind_the_same_door(house, page, wang: str, run) -> None:
    run(page.open(home_of(house, wang)))
    type_in(page, run, name="陈晨", relation="户主")
    page.doors.how.put(BESIDE)
    told = []
    page.done.connect(lambda uid, words, tx: told.append((uid, tx)))
    assert run(page.save())
    assert home_of(house, told[0][0]) not in ("", home_of(house, wang))
    run(house.store.undo(told[0][1]))
    assert home_of(house, told[0][0]) == ""


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(house, page, wang: str, run) -> None:
    run(page.open(home_of(house, wang)))
    type_in(page, run, phone="123", note="刚搬来")
    assert not run(page.save())
    assert {name for name, field in page.form.fields.items() if field.problem()} == {"name", "phone"}
    assert page.form.texts()["note"] == "刚搬来"


def test_what_was_begun_is_there_again_with_its_door(house, page, wang: str, qtbot, run) -> None:
    run(page.open(home_of(house, wang)))
    type_in(page, run, name="王建国")
    page.leave()
    run(quiet())
    later = RegisterPage(house)
    qtbot.addWidget(later)
    run(later.open(""))
    assert (later.form.texts()["name"], later.doors.home().household) == ("王建国", home_of(house, wang))
    brought = []
    later.put_aside.connect(lambda words, back: brought.append(back))
    run(later.clear())
    assert (later.form.texts()["name"], house.store.read_now(lambda s: drafts.find(s, KEY))) == ("", None)
    run(brought[0]())
    assert later.form.texts()["name"] == "王建国"


def test_a_door_is_found_while_typing_and_enter_goes_into_the_list(house, wang: str, qtbot, run) -> None:
    finder = DoorFinder(house.store)
    qtbot.addWidget(finder)
    finder.show()
    finder.line.setText("99-9")
    run(quiet())
    assert (finder.list.rows.item(0).words, finder.home()) == ("没有这样的门牌", None)
    finder.line.setText("3-2-5")
    run(quiet())
    assert finder.list.rows.rowCount() == 2
    qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert finder.home().address == "3幢2单元501室"


def test_a_newcomer_is_given_several_care_tags_which_a_draft_keeps(house, page, wang: str, qtbot, run) -> None:
    run(page.open(home_of(house, wang)))
    type_in(page, run, name="王建国")
    for tag in ("G101", "G501"):
        page.tags.choice.setCurrentIndex(page.tags.choice.findData(tag))
        page.tags.add.click()
    page.tags.choice.setCurrentIndex(page.tags.choice.findData("G104"))  # chosen and not added yet
    page._touched()
    page.leave()
    run(quiet())
    later = RegisterPage(house)
    qtbot.addWidget(later)
    run(later.open(""))
    assert later.tags.tags() == ("G101", "G501", "G104")
    press(later.tags, "低保 ×")
    told = []
    later.done.connect(lambda uid, words, tx: told.append(uid))
    assert run(later.save())
    held = house.store.read_now(lambda s: care_tags.current(s, told, NOW.date())[told[0]])
    assert [(tag.sub, tag.reviewed_on) for tag in held] == [("G101", NOW.date()), ("G104", NOW.date())]
    assert later.tags.tags() == ()


def test_all_nine_fields_are_in_sight_and_tab_goes_through_them_as_the_eye_does(page, qtbot, run) -> None:
    page.resize(1158, 614)  # what the window leaves at 1366 x 768
    run(quiet())
    for part in (page.tags, page.form.fields["note"]):
        below = part.mapTo(page.scroll.viewport(), part.rect().bottomLeft()).y()
        assert below < page.scroll.viewport().height()
    seen, at = [], page.form.editors["living"].inner
    for _ in range(3):
        at = at.nextInFocusChain()
        while not at.isVisible() or at.focusPolicy() == Qt.FocusPolicy.NoFocus or at.focusProxy():
            at = at.nextInFocusChain()
        seen.append(at)
    assert seen == [page.tags.choice, page.tags.add, page.form.editors["note"].inner]
