"""An area that declares a form is listed, written, found and put back in the window, without a line of its own there."""

import asyncio

import pytest
from PySide6.QtCore import Qt

from app import drafts
from app.find import find
from app.history import Step
from app.modules.disputes import OPEN, Dispute
from app.modules.materials import Material
from app.registers import registers
from ui import tasks
from ui.pages.registers import RegistersPage

MATERIAL = {"code": "WZ01", "category": "通用", "name": "应急照明灯", "measure": "只", "needed": "20", "stock": "18"}


@pytest.fixture
def page(house, qtbot):
    made = RegistersPage(house)
    qtbot.addWidget(made)
    made.said_all = []
    made.said.connect(lambda command, tx: made.said_all.append(command))
    made.show()
    return made


async def settled() -> None:
    while tasks.running():
        await asyncio.sleep(0)


def fill(page: RegistersPage, **texts: str) -> None:
    for name, text in texts.items():
        page.card.form.editors[name].put(text)
    page.card.drafting.touch()


def test_disputes_and_materials_are_there(page) -> None:
    assert [*registers()] == ["disputes", "materials"]
    assert [page.kinds.value(), *page.all] == ["disputes", "disputes", "materials"]


def test_a_new_record_is_saved_listed_and_has_no_history_yet(page, house, run) -> None:
    run(page.show_register("materials"))
    run(page.begin())
    fill(page, **MATERIAL)
    assert run(page.card.save())
    run(settled())
    assert page.said_all == ["登记应急物资明细"]
    assert (page.model.rowCount(), page.table.isVisible(), page.none.isVisible()) == (1, True, False)
    (kept,) = house.store.read_now(lambda s: s.query(Material).all())
    assert (kept.name, kept.stock, bool(kept.community_uid)) == ("应急照明灯", 18, True)


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(page, house, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL | {"stock": "很多"})
    assert not run(page.card.save())
    assert page.card.form.texts()["name"] == "应急照明灯"
    assert not house.store.read_now(lambda s: s.query(Material).all())


def test_a_new_record_begins_with_what_is_usual(page, house, run) -> None:
    run(page.show_register("disputes"))
    fill(page, happened_on="2026-11-20", name="楼上漏水", category="邻里", people="3")
    assert run(page.card.save())
    (kept,) = house.store.read_now(lambda s: s.query(Dispute).all())
    assert (kept.outcome, kept.major) == (OPEN, False)


def test_a_list_with_days_begins_with_the_latest(page, house, run) -> None:
    run(page.show_register("disputes"))
    for day in ("2026-03-02", "2026-11-20", "2026-05-05"):
        run(page.begin())
        fill(page, happened_on=day, name="楼上漏水", category="邻里", people="3")
        assert run(page.card.save())
    run(page.refresh())
    days = house.store.read_now(lambda s: {one.uid: f"{one.happened_on}" for one in s.query(Dispute)})
    listed = [days[page.model.uid(row)] for row in range(page.model.rowCount())]
    assert listed == ["2026-11-20", "2026-05-05", "2026-03-02"]


def test_an_edit_is_named_has_history_and_its_old_value_can_be_put_back(page, house, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL)
    run(page.card.save())
    run(settled())
    uid = page.model.uid(0)
    fill(page, stock="12")
    assert run(page.card.save())
    run(settled())
    assert page.said_all[-1] == "修改现有数量"
    steps: list[Step] = page.steps._shown
    assert [(step.label, step.before, step.after) for step in steps] == [("现有数量", "18", "12")]
    run(page.put_back(steps[0]))
    assert house.store.read_now(lambda s: s.get_one(Material, uid).stock) == 18


def test_enter_puts_back_what_the_history_by_key_shows_and_esc_returns_to_the_field(page, house, qtbot, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL)
    run(page.card.save())
    run(settled())
    fill(page, stock="12")
    run(page.card.save())
    run(settled())
    page.resize(1140, 420)  # little room for the form
    page.activateWindow()
    page.card.form.focus("stock")
    page.ask_history()
    page.card.edit.verticalScrollBar().setValue(0)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    run(settled())
    assert house.store.read_now(lambda s: s.get_one(Material, page.model.uid(0)).stock) == 18
    assert page.escape()
    assert page.card.form.focused() == "stock"
    assert not page.card.form.fields["stock"].visibleRegion().isEmpty()
    assert page.escape()
    assert page.focusWidget() is page.table


def test_what_is_typed_and_left_is_a_draft_that_comes_back(page, house, run) -> None:
    run(page.show_register("materials"))
    fill(page, name="编织袋")
    page.leave()
    run(settled())
    assert [kept.title for kept in house.store.read_now(drafts.waiting)] == ["应急物资明细"]
    run(page.show_register("disputes"))
    run(page.show_register("materials"))
    assert page.card.form.texts()["name"] == "编织袋"
    run(page.card.give_up())
    assert not house.store.read_now(drafts.waiting)


def test_words_narrow_the_list_and_enter_opens_the_record(page, run, qtbot) -> None:
    run(page.show_register("materials"))
    for number, name in enumerate(("应急照明灯", "编织袋")):
        run(page.begin())
        fill(page, **MATERIAL | {"code": f"WZ{number}", "name": name})
        run(page.card.save())
    page.words.setText("编织")
    run(page.refresh())
    assert page.model.rowCount() == 1
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    run(settled())
    assert page.card.form.texts()["name"] == "编织袋"


def test_ctrl_k_finds_a_record_and_leads_to_it(page, house, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL)
    run(page.card.save())
    (found,) = house.store.read_now(lambda s: find(s, "应急照", house.today())).records
    assert (found.name, found.register) == ("应急照明灯", "应急物资明细")
    page.arrive(found.place)
    run(settled())
    assert page.card.form.texts()["name"] == "应急照明灯"


def test_what_others_write_meanwhile_is_shown_and_what_is_typed_stays_with_a_word(page, house, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL)
    run(page.card.save())
    run(settled())
    uid = page.model.uid(0)
    fill(page, name="手提灯", stock="12")
    theirs = {"stock": 15, "needed": 25}

    def others(session) -> None:
        for name, value in theirs.items():
            setattr(session.get_one(Material, uid), name, value)

    run(house.store.write("修改现有数量", others))
    run(settled())
    form = page.card.form
    assert {name: form.texts()[name] for name in ("name", "stock", "needed")} == {
        "name": "手提灯",
        "stock": "12",
        "needed": "25",
    }
    assert {name for name, field in form.fields.items() if field.problem() == "warning"} == {"stock"}


def test_saving_what_was_typed_back_says_that_nothing_changed_and_keeps_no_draft(page, house, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL)
    run(page.card.save())
    run(settled())
    said: list[str] = []
    page.card.told.connect(said.append)
    fill(page, stock=" 18")
    page.leave()
    run(settled())
    assert house.store.read_now(drafts.waiting)
    run(page.card.save())
    run(settled())
    assert (said, house.store.read_now(drafts.waiting), page.said_all) == (["没有改动"], [], ["登记应急物资明细"])


def test_the_words_beside_a_field_lead_to_its_history(page, run) -> None:
    run(page.show_register("materials"))
    fill(page, **MATERIAL)
    run(page.card.save())
    run(settled())
    for name, text in (("stock", "12"), ("needed", "30")):
        fill(page, **{name: text})
        run(page.card.save())
        run(settled())
    page.card.form.asked.emit("stock")
    assert [step.label for step in page.steps._shown] == ["现有数量"]
