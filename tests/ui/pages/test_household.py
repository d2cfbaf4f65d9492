"""家庭 and 登记居民: edited at the field, put back from the history, moved, gone, back, and never typed twice."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app import bootstrap, drafts
from app.household_view import household_of
from app.modules.residents import Resident
from tests.db.test_changes import settle
from tests.helpers.stores import FOUNDING, WORLD
from ui import tasks
from ui.ledger.form import DraftForm
from ui.pages.household import HouseholdPage
from ui.pages.moving import DoorFinder
from ui.pages.register import RegisterPage

NUMBER = "11010519491231002X"


@pytest.fixture
def house(tmp_path: Path):
    made, _ = bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD)
    yield made
    made.close()


@pytest.fixture
def wang(house) -> str:
    def work(session) -> str:
        uid = settle(session)
        person = session.get_one(Resident, uid)
        person.citizen_id, person.birth, person.gender = NUMBER, date(1950, 1, 1), "2"  # imported with a fault
        return uid

    return house.store.write_now("新增居民", work)[0]


@pytest.fixture
def page(house, wang: str, qtbot, run) -> HouseholdPage:
    made = HouseholdPage(house)
    qtbot.addWidget(made)
    made.resize(1140, 640)
    made.show()
    run(made.show_home(wang))
    return made


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
    assert kept and kept.texts["note"] == "话说到一半"
    run(page.show_person(wang))
    assert page.form.texts()["note"] == "话说到一半"
    assert run(page.save())
    assert house.store.read_now(lambda session: drafts.find(session, drafts.key("residents", wang))) is None


def test_one_old_value_is_put_back_and_that_can_be_undone(house, page, wang: str, run) -> None:
    page.form.put({"phone": "15400000001"})
    run(page.save())
    said = []
    page.said.connect(lambda words, tx: said.append(tx))
    run(page.put_back(0))
    assert held(house, wang).phone == "13812345678"
    run(house.store.undo(said[-1]))
    assert held(house, wang).phone == "15400000001"


def test_a_code_that_is_no_longer_offered_stays_until_another_is_chosen(house, page, wang: str, run) -> None:
    house.store.write_now("旧编码", lambda s: setattr(s.get_one(Resident, wang), "marital", "77"))
    run(page.show_person(wang))
    page.form.put({"note": "改一下备注"})
    assert run(page.save())
    assert held(house, wang).marital == "77"


def test_everything_can_be_done_with_who_is_here_and_only_one_thing_with_who_is_gone(
    house, page, wang: str, run
) -> None:
    assert [words for words, _ in page.choices()] == ["迁出", "登记去世", "改门牌"]
    house.store.write_now("迁出", lambda s: setattr(s.get_one(Resident, wang), "state", "moved"))
    run(page.refresh())
    assert [words for words, _ in page.choices()] == ["恢复在册"]
    run(page.come_back())
    assert held(house, wang).state == "here"


def test_a_newcomer_is_registered_and_a_double_is_told_while_typing(house, wang: str, qtbot, run) -> None:
    page = RegisterPage(house)
    qtbot.addWidget(page)
    page.show()
    page.form.put({"name": "王桂芳", "citizen_id": NUMBER})
    run(page.look())
    assert page.doubles.rows.rowCount() == 1
    assert page.certain.isVisibleTo(page)
    page.form.put({"name": "王建国", "citizen_id": "", "relation": "子"})
    assert not run(page.save())  # no door yet
    assert page.form.texts()["name"] == "王建国"
    run(page.open(house.store.read_now(lambda s: household_of(s, wang))))
    told = []
    page.done.connect(lambda uid, words, tx: told.append((uid, words)))
    assert run(page.save())
    assert told[0][1] == "已登记 王建国"
    assert house.store.read_now(lambda s: household_of(s, told[0][0]) == household_of(s, wang))
    assert page.form.texts()["name"] == ""


def test_a_door_is_found_while_typing_and_enter_goes_into_the_list(house, wang: str, qtbot, run) -> None:
    finder = DoorFinder(house.store)
    qtbot.addWidget(finder)
    finder.show()
    finder.line.setText("3-2-5")
    run(quiet())
    assert finder.list.rows.rowCount() == 2
    qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert finder.home().address == "3幢2单元501室"


def test_enter_goes_from_field_to_field_and_more_is_folded(page) -> None:
    form: DraftForm = page.form
    assert not form.fields["ethnic"].isVisibleTo(form)
    form.show_problems({"workplace": "错"})
    assert form.fields["workplace"].isVisibleTo(form)
