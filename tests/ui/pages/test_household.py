"""家庭: edited at the field, put back from the history, moved, gone and back."""

from datetime import date

from PySide6.QtCore import Qt
from sqlalchemy import select

from app import drafts
from app.household_view import household_of
from app.modules import care_tags
from app.modules.residents import Resident
from db.local import Access
from tests.db.test_changes import settle
from tests.helpers.stores import NOW
from ui import tasks
from ui.messages import Box
from ui.pages.household import HouseholdPage
from ui.pages.moving import DoorFinder
from ui.theme import look
from ui.widgets.inputs import Choice, LineEdit


async def quiet() -> None:
    import asyncio

    while tasks.running():
        await asyncio.sleep(0)


def held(house, uid: str) -> Resident:
    return house.store.read_now(lambda session: session.get_one(Resident, uid))


def test_a_phone_is_edited_though_an_imported_birthday_is_wrong(house, page, wang: str, run) -> None:
    page.form.put({"phone": "154 0000 0001"})
    assert run(page.save())
    assert (held(house, wang).phone, held(house, wang).birth) == ("15400000001", date(1950, 1, 1))


def test_a_wrong_value_is_told_at_its_field_and_nothing_is_lost(house, page, wang: str, run) -> None:
    page.form.put({"phone": "123", "note": "女儿在外地"})
    assert not run(page.save())
    assert page.form.fields["phone"].problem() == "error"
    assert page.form.texts()["note"] == "女儿在外地"
    assert held(house, wang).note is None


def test_what_was_typed_and_not_saved_is_there_again(house, page, wang: str, qtbot, run) -> None:
    page.form.editors["note"].inner.setPlainText("话说到一半")
    page.leave()
    run(quiet())
    kept = house.store.read_now(lambda session: drafts.find(session, drafts.key("residents", wang)))
    assert kept and drafts.texts_of(kept)["note"] == "话说到一半"
    run(page.show_person(wang))
    assert page.form.texts()["note"] == "话说到一半"
    assert run(page.save())
    assert house.store.read_now(lambda session: drafts.find(session, drafts.key("residents", wang))) is None


def test_one_old_value_is_put_back_and_that_can_be_undone(house, page, wang: str, run) -> None:
    page.form.put({"phone": "15400000001"})
    run(page.save())
    said = []
    page.said.connect(lambda words, tx: said.append((words, tx)))
    page.steps.show_field("phone")
    page.steps.button.setFocus()
    page.steps.button.click()
    run(quiet())
    assert said[-1][0] == "已保存：恢复联系方式"
    assert page.focusWidget() is page.steps.list
    assert (held(house, wang).phone, page.form.texts()["phone"]) == ("13812345678", "13812345678")
    run(house.store.undo(said[-1][1]))
    run(quiet())
    assert (held(house, wang).phone, page.form.texts()["phone"]) == ("15400000001", "15400000001")


def test_the_history_stands_beside_the_field_with_who_when_and_what(house, page, wang: str, run) -> None:
    for number in ("15400000001", "15400000002"):
        page.form.put({"phone": number, "note": number[-1]})
        run(page.save())
    page.form.focus("phone")
    page.ask_history()
    rows = [page.steps.list.rows.item(number) for number in range(page.steps.list.rows.rowCount())]
    assert [(row.title, row.after, row.quiet) for row in rows] == [
        ("联系方式", "李敏，11-24 09:30", "154****0001 → 154****0002"),
        ("联系方式", "李敏，11-24 09:30", "138****5678 → 154****0001"),
    ]
    assert page.steps.title.text() == "改动记录：联系方式"
    page.steps.everything.click()
    assert page.steps.list.rows.rowCount() > 2


def test_enter_puts_back_the_value_whose_history_was_asked_by_key_and_esc_returns_to_the_field(
    house, page, wang: str, qtbot, run
) -> None:
    page.form.put({"phone": "15400000001"})
    run(page.save())
    page.activateWindow()
    page.form.focus("note")
    page.ask_history()
    assert page.form.focused() == "note"  # nothing to put back there
    page.form.focus("phone")
    page.ask_history()
    assert page.steps.button.isVisible()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    run(quiet())
    assert (held(house, wang).phone, page.form.texts()["phone"]) == ("13812345678", "13812345678")
    assert page.escape()
    assert page.form.focused() == "phone"
    assert page.escape()
    assert page.focusWidget() is page.members


def test_putting_a_value_back_leaves_what_is_being_typed(house, page, wang: str, run) -> None:
    page.form.put({"phone": "15400000001"})
    run(page.save())
    page.form.editors["note"].inner.setPlainText("话说到一半")
    page.steps.show_field("phone")
    page.steps.button.click()
    run(quiet())
    assert (page.form.texts()["phone"], page.form.texts()["note"]) == ("13812345678", "话说到一半")
    assert held(house, wang).note is None


def test_what_somebody_else_changed_meanwhile_is_told_and_the_next_save_is_ones_own_word(
    house, page, wang: str, run
) -> None:
    page.form.editors["phone"].inner.setText("15400000001")
    run(house.store.write("修改联系方式", lambda s: setattr(s.get_one(Resident, wang), "phone", "15499999999")))
    run(quiet())
    assert page.form.texts()["phone"] == "15400000001"
    assert "154****9999" in page.form.fields["phone"].words.text()
    assert run(page.save())
    assert held(house, wang).phone == "15400000001"


def test_what_was_typed_can_be_given_up_and_brought_back(house, page, wang: str, run) -> None:
    page.form.editors["note"].inner.setPlainText("写错人了")
    assert page.card.give_up_button.isVisible()
    brought = []
    page.put_aside.connect(lambda words, back: brought.append(back))
    page.card.give_up_button.click()
    run(quiet())
    assert (page.form.texts()["note"], page.card.give_up_button.isVisible()) == ("", False)
    assert house.store.read_now(drafts.count) == 0
    run(brought[0]())
    assert page.form.texts()["note"] == "写错人了"


def test_a_code_that_is_no_longer_offered_stays_until_another_is_chosen(house, page, wang: str, run) -> None:
    house.store.write_now("旧编码", lambda s: setattr(s.get_one(Resident, wang), "marital", "77"))
    run(page.show_person(wang))
    page.form.put({"note": "改一下备注"})
    assert run(page.save())
    assert held(house, wang).marital == "77"


def test_everything_can_be_done_with_who_is_here_and_only_one_thing_with_who_is_gone(
    house, page, wang: str, run
) -> None:
    assert [words for words, _ in page.choices()] == ["迁出", "登记去世", "改门牌", "整户改门牌"]
    house.store.write_now("迁出", lambda s: setattr(s.get_one(Resident, wang), "state", "moved"))
    run(page.refresh())
    assert [words for words, _ in page.choices()] == ["恢复在册"]
    run(page.choices()[0][1]())
    assert held(house, wang).state == "here"


def test_letters_being_composed_are_saved_too(house, page, wang: str, run, compose, qtbot) -> None:
    lines = page.form.editors["note"].inner
    page.activateWindow()
    lines.setFocus()
    compose(lines, "zai jia")
    compose(lines, "")  # what fcitx does when it is asked to commit
    page.card.save_button.click()
    run(quiet())
    assert held(house, wang).note == "zaijia"


def test_moving_out_asks_when_and_where_to_and_is_taken_back_whole(house, page, wang: str, run, qtbot) -> None:
    said = []
    page.said.connect(lambda words, tx: said.append((words, tx)))
    box = opened(page, page.acts.leave(page.member(), died=False), run)
    day, to = box.findChildren(LineEdit)
    day.setText("2027-01-01")
    box.buttons.itemAt(box.buttons.count() - 1).widget().click()
    assert box.isVisible()  # that day has not come
    day.setText("2026-11-20")
    to.setText("苏州")
    box.buttons.itemAt(box.buttons.count() - 1).widget().click()
    run(quiet())
    person = held(house, wang)
    assert (person.state, person.left_on, person.left_to) == ("moved", date(2026, 11, 20), "苏州")
    assert said[-1][0] == "已保存：迁出"
    assert page.members.rows.item(1).quiet == "已迁出，2026-11-20，苏州"
    run(house.store.undo(said[-1][1]))
    run(quiet())
    assert (held(house, wang).state, held(house, wang).left_to, page.members.is_here(wang)) == ("here", None, True)


def test_who_was_filed_behind_the_wrong_door_is_mended_by_one_command(house, page, wang: str, run, qtbot) -> None:
    before, said = page.household(), []
    page.said.connect(lambda words, tx: said.append(tx))
    box = opened(page, page.acts.move(page.member()), run)
    doors, yes = box.findChild(DoorFinder), box.buttons.itemAt(box.buttons.count() - 1).widget()
    doors.line.setText("3-2-501")
    run(settled())
    assert not yes.isEnabled()  # he is there already
    doors.line.setText("3-1-101")
    run(settled())
    yes.click()
    run(quiet())
    assert house.store.read_now(lambda s: household_of(s, wang)) != before
    assert page.head.where.text() == "3幢1单元101室，王桂芳户"
    assert page.steps._steps[0].command == "改门牌"
    assert (page.steps._steps[0].before, page.steps._steps[0].after) == ("3幢2单元501室", "3幢1单元101室")
    run(house.store.undo(said[-1]))
    run(quiet())
    assert (page.household(), page.head.where.text()) == (before, "3幢2单元501室，王桂芳户")


def test_a_head_who_joins_a_household_says_how_he_is_related(house, page, wang: str, run, qtbot) -> None:
    zhang = house.store.write_now("新增居民", lambda s: settle(s, "3-1-101", "张伟"))[0]
    box = opened(page, page.acts.move(page.member()), run)
    doors, yes = box.findChild(DoorFinder), box.buttons.itemAt(box.buttons.count() - 1).widget()
    doors.line.setText("3-1-101")
    run(settled())
    assert not yes.isEnabled()  # two heads
    choice = box.findChild(Choice)
    choice.setCurrentIndex(choice.findText("母亲"))
    yes.click()
    run(quiet())
    people = house.store.read_now(lambda s: {p.name: (p.household_uid, p.relation) for p in s.query(Resident)})
    assert people == {"张伟": (home := household_home(house, zhang), "02"), "王桂芳": (home, "52")}


def household_home(house, uid: str) -> str:
    return house.store.read_now(lambda s: household_of(s, uid))


def opened(page: HouseholdPage, work, run) -> Box:
    """The box that a command opens."""
    tasks.start(work, page)
    run(settled())
    return next(box for box in page.findChildren(Box) if box.isVisible())


async def settled() -> None:
    """Until nothing goes on but waiting for the person."""
    import asyncio

    for _ in range(60):
        await asyncio.sleep(0.005)


def looked_at(house) -> list[tuple[str, str]]:
    rows = house.store.read_now(lambda s: s.scalars(select(Access).order_by(Access.id)).all())
    return [(row.kind, row.what["field"]) for row in rows]


def test_numbers_are_masked_until_asked_then_for_a_while_and_it_is_written_down(house, page, wang: str, run) -> None:
    for name, mask in (("citizen_id", "110105************"), ("phone", "138****5678")):
        assert page.form.editors[name].inner.text() == mask
    secret = page.form.editors["phone"]
    assert secret.text() == "13812345678"
    assert looked_at(house) == []
    secret.button.click()
    run(quiet())
    assert secret.inner.text() == "13812345678"
    assert looked_at(house) == [("reveal", "phone")]
    assert page.card.edit.unsaved() is None  # looking is no change
    assert 0 < secret.clock.interval() <= 15_000
    secret.clock.timeout.emit()
    assert secret.inner.text() == "138****5678"


def test_who_types_over_a_masked_number_sees_what_he_types(house, page, wang: str, qtbot, run) -> None:
    secret = page.form.editors["phone"]
    page.form.focus("phone")
    qtbot.keyClicks(secret.inner, "154")
    assert secret.inner.text() == "154"
    secret.clock.timeout.emit()  # what is half typed stays
    qtbot.keyClicks(secret.inner, "00000001")
    assert run(page.save())
    assert held(house, wang).phone == "15400000001"
    assert page.form.editors["phone"].inner.text() == "154****0001"


def test_f2_shows_a_number_to_be_mended_in_the_middle(page, qtbot) -> None:
    secret = page.form.editors["phone"]
    page.form.focus("phone")
    assert secret.inner.isReadOnly()
    qtbot.keyClick(secret.inner, Qt.Key.Key_F2)
    assert (secret.inner.text(), secret.inner.isReadOnly()) == ("13812345678", False)


def test_in_large_letters_the_history_says_below_who_it_was(house, page, wang: str, run, dressed) -> None:
    page.form.put({"phone": "15400000001"})
    run(page.save())
    look.wear(dressed, "light", "large")
    run(quiet())
    page.steps.show_field("phone")
    row = page.steps.list.rows.item(0)
    assert (row.title, row.after, row.quiet) == ("联系方式", "11-24", "→ 154****0001")
    assert page.steps.detail.text() == "李敏，11-24 09:30，恢复为：138****5678"


def test_a_box_stays_within_the_window_when_it_grows(page, run) -> None:
    box = Box(page, "t", "w", inner := LineEdit())
    tasks.start(box.answer(), page)
    run(settled())
    inner.setMinimumHeight(page.height() - 160)
    run(settled())
    assert box.geometry().bottom() <= page.window().geometry().bottom()
    box.reject()
    run(quiet())


def test_in_large_letters_a_tag_hides_no_name(house, page, wang: str, run, dressed) -> None:
    house.store.write_now("添加关爱标签", lambda s: care_tags.add(s, wang, {"sub": "G101"}, NOW.date()))
    run(page.refresh())
    assert page.members.rows.item(0).state.words == "独居"
    look.wear(dressed, "light", "large")
    run(quiet())
    row = page.members.rows.item(0)
    assert (row.state, row.tail.words, row.quiet) == (None, "独居", "")


def test_the_buttons_of_a_card_stand_whole_in_large_letters(page, run, dressed) -> None:
    look.wear(dressed, "light", "large")
    page.setFixedSize(1150, 568)  # what the window leaves at 1366 x 768
    run(quiet())
    page.form.editors["note"].inner.setPlainText("话说到一半")
    run(quiet())
    for button in (page.card.give_up_button, page.card.more, page.card.save_button):
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width()
