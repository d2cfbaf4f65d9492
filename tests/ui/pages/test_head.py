"""户主: whoever becomes it or goes, a household has one at most and the others follow."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from app.household_view import household_of
from app.modules.residents import Resident
from tests.helpers.boxes import press, words_of
from tests.ui.pages.test_household import held, household_home, opened, quiet, settled
from ui.pages.head_box import HeadPicker
from ui.pages.moving import DoorFinder
from ui.widgets.inputs import Choice


@pytest.fixture
def family(house, page, wang: str, run) -> dict[str, str]:
    """王桂芳, the head, with her husband and her son."""

    def work(session: Session) -> dict[str, str]:
        home, uids = household_of(session, wang), {"王桂芳": wang}
        for name, relation in (("陈国强", "10"), ("陈晨", "20")):
            one = Resident(household_uid=home, name=name, relation=relation, gender="1")
            session.add(one)
            uids[name] = one.uid
        return uids

    made = house.store.write_now("新增居民", work)[0]
    run(page.show_home(wang))
    return made


def relations(house) -> dict[str, str | None]:
    return house.store.read_now(lambda s: {p.name: p.relation for p in s.query(Resident) if p.state == "here"})


def pick(box, name: str) -> HeadPicker:
    picker = box.findChild(HeadPicker)
    picker.who.setCurrentIndex(picker.who.findText(name))
    return picker


def test_who_is_made_the_head_by_hand_takes_the_place_and_the_others_follow(house, page, family, run) -> None:
    run(page.show_person(family["陈晨"]))
    page.form.put({"relation": "户主"})
    said = []
    page.said.connect(lambda words, tx: said.append((words, tx)))
    box = opened(page, page.save(), run)
    assert "王桂芳" in words_of(box)
    press(box, "取消")
    run(quiet())
    assert relations(house) == {"王桂芳": "02", "陈国强": "10", "陈晨": "20"}
    assert page.form.texts()["relation"] == "户主"  # what was typed stays
    box = opened(page, page.save(), run)
    press(box, "确定")
    run(quiet())
    assert relations(house) == {"王桂芳": "52", "陈国强": "51", "陈晨": "02"}
    assert said[-1][0] == "已保存：换户主"
    run(house.store.undo(said[-1][1]))
    assert relations(house) == {"王桂芳": "02", "陈国强": "10", "陈晨": "20"}


def test_a_head_who_is_called_something_else_leaves_the_question_who_is_it(house, page, family, run) -> None:
    page.form.put({"relation": "母亲"})
    box = opened(page, page.save(), run)
    yes = box.buttons.itemAt(box.buttons.count() - 1).widget()
    assert not yes.isEnabled()
    picker = pick(box, "陈晨")
    assert [*picker.relations] == [family["陈国强"]]
    yes.click()
    run(quiet())
    assert relations(house) == {"王桂芳": "52", "陈国强": "51", "陈晨": "02"}


def test_when_the_head_dies_the_same_box_asks_who_is_it_then(house, page, family, run) -> None:
    said = []
    page.said.connect(lambda words, tx: said.append(tx))
    box = opened(page, page.acts.leave(page.member(), died=True), run)
    picker = pick(box, "陈国强")
    run(settled())
    assert picker.height() >= picker.minimumSizeHint().height()  # the box grows with what it asks
    press(box, "确定")
    run(quiet())
    assert relations(house) == {"陈国强": "02", "陈晨": "20"}
    assert page.head.where.text().endswith("陈国强户")
    run(house.store.undo(said[-1]))
    assert relations(house) == {"王桂芳": "02", "陈国强": "10", "陈晨": "20"}


def test_enter_goes_from_the_head_through_the_relations_to_the_buttons(page, family, run, qtbot) -> None:
    box = opened(page, page.acts.leave(page.member(), died=True), run)
    picker = pick(box, "陈国强")
    run(settled())
    box.activateWindow()
    picker.who.setFocus()
    (choice,) = picker.relations.values()
    qtbot.keyClick(picker.who, Qt.Key.Key_Return)
    assert box.focusWidget() is choice
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert box.focusWidget().words() == "取消"
    press(box, "取消")
    run(quiet())


def test_nobody_need_know_at_once_who_is_the_head_now(house, page, family, run) -> None:
    box = opened(page, page.acts.leave(page.member(), died=False), run)
    pick(box, "现在还不清楚")
    press(box, "确定")
    run(quiet())
    assert relations(house) == {"陈国强": "10", "陈晨": "20"}
    run(page.show_person(family["陈晨"]))
    make = dict(page.choices())["设为户主"]
    run(make())
    assert relations(house)["陈晨"] == "02"


def test_who_goes_without_being_the_head_asks_nothing_of_it(page, family, run) -> None:
    run(page.show_person(family["陈晨"]))
    box = opened(page, page.acts.leave(page.member(), died=False), run)
    assert box.findChild(HeadPicker) is None
    press(box, "取消")
    run(quiet())


def test_a_head_who_moves_leaves_one_behind(house, page, family, wang: str, run) -> None:
    home = page.household()
    box = opened(page, page.acts.move(page.member()), run)
    box.findChild(DoorFinder).line.setText("3-1-101")
    run(settled())
    press(box, "改到这里")
    run(settled())
    box = next(one for one in page.findChildren(type(box)) if one.isVisible())
    pick(box, "陈国强")
    press(box, "确定")
    run(quiet())
    assert relations(house) == {"王桂芳": "02", "陈国强": "02", "陈晨": "20"}
    assert household_home(house, wang) != home == household_home(house, family["陈晨"])


def test_a_head_who_comes_back_to_another_one_says_what_he_is_to_him(house, page, family, wang: str, run) -> None:
    box = opened(page, page.acts.leave(page.member(), died=False), run)
    pick(box, "陈国强")
    press(box, "确定")
    run(quiet())
    run(page.show_person(wang))
    box = opened(page, page.acts.come_back(page.member()), run)
    choice = box.findChild(Choice)
    choice.setCurrentIndex(choice.findText("配偶"))
    press(box, "确定")
    run(quiet())
    assert (held(house, wang).state, relations(house)) == ("here", {"王桂芳": "10", "陈国强": "02", "陈晨": "20"})


def test_an_old_value_that_would_make_a_second_head_asks_too(house, page, family, wang: str, run) -> None:
    run(page.show_person(family["陈晨"]))
    page.form.put({"relation": "户主"})
    box = opened(page, page.save(), run)
    press(box, "确定")
    run(quiet())
    run(page.show_person(wang))
    page.steps.show_field("relation")
    page.steps.button.click()
    run(settled())
    box = next(one for one in page.card.findChildren(type(box)) if one.isVisible())
    press(box, "确定")
    run(quiet())
    assert relations(house) == {"王桂芳": "02", "陈国强": "10", "陈晨": "20"}


def test_two_heads_of_a_roster_are_told_and_mended_by_choosing_one(house, page, family, run) -> None:
    house.store.write_now("导入", lambda s: setattr(s.get_one(Resident, family["陈国强"]), "relation", "02"))
    run(page.refresh())
    tails = [page.members.rows.item(number).tail for number in range(3)]
    assert [tail and tail.words for tail in tails] == ["户主不止一位", "户主不止一位", None]
    run(page.show_person(family["陈晨"]))
    box = opened(page, dict(page.choices())["设为户主"](), run)
    press(box, "确定")
    run(quiet())
    assert list(relations(house).values()).count("02") == 1
