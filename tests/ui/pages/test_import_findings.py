"""The findings of a dry run: where the keyboard stands, what the number cards show, and nothing that does nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.modules.residents import Resident
from ui.pages.imports import ImportPage
from ui.widgets.rows import Row

GOOD, BAD = "11010519491231002X", "110105194912310021"
HEADS = "姓名,身份证号,手机,住址"


@pytest.fixture
def page(house, qtbot) -> ImportPage:
    made = ImportPage(house)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


@pytest.fixture
def file(tmp_path: Path):
    def make(*lines: str, heads: str = HEADS) -> Path:
        path = tmp_path / f"{len([*tmp_path.iterdir()])}.csv"
        path.write_text("\n".join((heads, *lines)), "utf-8")
        return path

    return make


WRONG = (
    f"王一,{BAD},15400000001,3幢1单元101室",
    "王二,1101051949,15400000002,3幢1单元102室",
    "王三,,154000,3幢1单元103室",
    "王四,,154 0000 0004,3幢1单元104室",
)


def rows(page: ImportPage) -> list[Row]:
    items = [page.findings.rows.item(number) for number in range(page.findings.rows.rowCount())]
    return [item for item in items if isinstance(item, Row)]


def here(page: ImportPage) -> str:
    return page.findings.current_key().partition("|")[0]


def test_after_a_correction_the_keyboard_stands_on_the_next_that_waits(page, file, run, idle, qtbot) -> None:
    run(page.try_file(file(*WRONG)))
    assert page.focusWidget() is page.findings
    assert here(page) == "id_bad_check"
    qtbot.keyClick(page.findings, Qt.Key.Key_Return)
    assert page.focusWidget() is page.mending.line
    page.mending.line.setText(GOOD)
    qtbot.keyClick(page.mending.line, Qt.Key.Key_Return)
    idle()
    assert page.focusWidget() is page.findings
    assert here(page) == "not_an_id"


def test_a_correction_that_is_wrong_again_stays_where_it_is(page, file, run, idle, qtbot) -> None:
    run(page.try_file(file(*WRONG)))
    page.findings.opened.emit(page.findings.current_key())
    page.mending.line.setText("110105194912310022")
    qtbot.keyClick(page.mending.line, Qt.Key.Key_Return)
    idle()
    assert here(page) == "id_bad_check" and page.focusWidget() is page.findings


def test_space_takes_a_row_goes_on_to_the_next_and_space_again_takes_it_back(page, file, run, idle, qtbot) -> None:
    run(page.try_file(file(*WRONG)))
    first = page.findings.current_key()
    qtbot.keyClick(page.findings, Qt.Key.Key_Space)
    idle()
    assert here(page) == "not_an_id" and page.trial.counts().ready == 2
    taken = next(row for row in rows(page) if row.key == first)
    assert (taken.state.words, taken.action) == ("留空导入", "改回")
    page.findings.go(first)
    qtbot.keyClick(page.findings, Qt.Key.Key_Space)
    idle()
    assert page.trial.counts().ready == 1 and page.findings.current_key() == first


def test_esc_leaves_a_correction_and_the_keyboard_stands_on_its_row(page, file, run, qtbot) -> None:
    run(page.try_file(file(*WRONG)))
    page.findings.opened.emit(page.findings.current_key())
    assert page.escape() and page.focusWidget() is page.findings and not page.mending.isVisible()
    assert not page.escape()


def test_the_numbers_say_how_many_and_a_press_shows_just_those(page, file, run, qtbot) -> None:
    run(page.try_file(file(*WRONG)))
    said = {part: card.accessibleName() for part, card in page.stats.cards.items()}
    assert said == {
        "new": "1 人 新增", "changed": "0 人 更新已有", "repaired": "1 处 已更正",
        "decision": "0 处 请过目", "error": "3 处 需要修改",
    }  # fmt: skip
    qtbot.mouseClick(page.stats.cards["error"], Qt.MouseButton.LeftButton)
    assert {row.state.words for row in rows(page)} == {"需要修改"} and len(rows(page)) == 3
    qtbot.keyClick(page.stats.cards["repaired"], Qt.Key.Key_Return)
    assert [row.state.words for row in rows(page)] == ["已更正"]
    assert not page.stats.cards["error"].isChecked()
    qtbot.keyClick(page.stats.cards["repaired"], Qt.Key.Key_Space)
    assert len(rows(page)) > 3


def test_many_of_one_kind_are_taken_at_once_and_taken_back_one_by_one(page, file, run, idle, qtbot) -> None:
    wrong = [f"王大{name},11010519491231002{n},1540000000{n},3幢1单元{n}01室" for n, name in enumerate("一二三四", 1)]
    run(page.try_file(file(*wrong, WRONG[2])))
    assert not [row for row in rows(page) if row.key.startswith("all|")]
    page.stats.cards["error"].click()
    assert (rows(page)[0].after, rows(page)[0].action) == ("4 处", "全部留空导入")
    page.findings.setFocus()
    page.findings.go_first()
    qtbot.keyClick(page.findings, Qt.Key.Key_Space)
    idle()
    assert (page.trial.counts().ready, page.trial.counts().waiting) == (4, 1)
    assert here(page) == "phone_invalid"  # the next that waits
    assert not [row for row in rows(page) if row.key.startswith("all|")]
    page.findings.go(rows(page)[0].key)
    qtbot.keyClick(page.findings, Qt.Key.Key_Space)
    idle()
    assert page.trial.counts().ready == 3


def test_who_is_new_and_who_would_change_is_listed_by_person(page, file, run, idle, qtbot) -> None:
    run(page.try_file(file(f"王一,{GOOD},15400000001,3幢1单元101室")))
    run(page.write())
    lines = f"王一,{GOOD},15400000009,3幢1单元101室,汉族", "王二,,15400000002,3幢1单元102室,"
    run(page.try_file(file(*lines, heads=HEADS + ",民族")))
    page.stats.cards["new"].click()
    assert len(rows(page)) == 1  # a row is made once it is seen
    idle()
    assert [(row.title, row.quiet) for row in rows(page)] == [("王二", "3幢1单元102室")]
    page.stats.cards["changed"].click()
    assert [(row.title, row.after) for row in rows(page)] == [("王一", "联系电话、民族")]


def test_each_finding_says_whose_row_and_which_column(page, file, run) -> None:
    run(page.try_file(file(*WRONG)))
    assert (rows(page)[0].title, rows(page)[0].after) == (BAD, "王一，第 2 行，公民身份号码")


def test_after_the_import_what_waits_stays_alive_and_can_be_imported_too(house, page, file, run, idle, qtbot) -> None:
    run(page.try_file(file(*WRONG)))
    run(page.write())
    assert page.right.note.text() == "已导入 1 人，更新 0 人"
    assert page.take.words() == "导入 0 人" and not page.take.isEnabled()
    assert page.foot.text() == "3 人要先处理，暂不导入\n1 人已在册，没有变化"
    page.findings.setFocus()
    qtbot.keyClick(page.findings, Qt.Key.Key_Space)
    idle()
    assert page.take.isEnabled()
    run(page.write())
    found = house.store.read_now(lambda s: s.scalars(select(Resident.name).order_by(Resident.name)).all())
    assert [*found] == ["王一", "王四"]


def test_after_an_import_of_everything_no_row_and_no_button_is_left_over(page, file, run) -> None:
    run(page.try_file(file(WRONG[3])))
    run(page.write())
    assert rows(page) == [] and not page.findings.isVisible() and not page.aside.isVisible()
    assert page.area.isVisible() and page.choose.isEnabled()
    assert page.empty.title.text().endswith("已经导入")


def test_an_import_that_is_taken_back_can_be_made_again_at_once(house, page, file, run, idle) -> None:
    said = []
    page.imported.connect(lambda words, tx: said.append(tx))
    run(page.try_file(file(*WRONG)))
    run(page.write())
    run(house.store.undo(said[0]))
    idle()
    assert page.trial.counts().new == 1 and page.take.isEnabled()


def test_who_is_missing_from_the_file_is_named_with_the_door_and_leads_to_the_household(
    house, page, file, run, qtbot
) -> None:
    people = [f"王大{name},,1540000000{n},3幢1单元{n}01室" for n, name in enumerate("一二三四五", start=1)]
    run(page.try_file(file(*people)))
    run(page.write())
    run(page.try_file(file(*people[:4])))
    gone = rows(page)[0]
    assert (gone.title, gone.after, gone.action) == ("王大五", "3幢1单元501室", "打开这一户")
    wanted = []
    page.wanted.connect(wanted.append)
    qtbot.keyClick(page.findings, Qt.Key.Key_Return)
    uid = house.store.read_now(lambda s: s.scalar(select(Resident.uid).where(Resident.name == "王大五")))
    assert wanted == [uid]


def test_same_people_again_says_that_nothing_is_new(page, file, run) -> None:
    run(page.try_file(file(WRONG[3])))
    run(page.write())
    run(page.try_file(file(WRONG[3])))
    assert page.foot.text() == "1 人已在册，没有变化"
    assert not page.take.isEnabled()
