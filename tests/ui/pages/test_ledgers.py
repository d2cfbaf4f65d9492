"""A ledger on the screen is what goes out; a number opens its records."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QKeySequence
from sqlalchemy import select

from app import modules
from app.modules.disputes import L10, Dispute
from app.modules.grids import Grid
from tests.db.test_changes import settle
from ui.pages.ledgers import LedgersPage


@pytest.fixture
def house(house):
    house.store.write_now("新增居民", settle)
    house.store.write_now("登记纠纷", _disputes)
    return house


@pytest.fixture
def page(house, qtbot) -> LedgersPage:
    made = LedgersPage(house)
    qtbot.addWidget(made)
    return made


def _disputes(session) -> None:
    grid = session.scalars(select(Grid.uid)).one()
    for day in (date(2026, 11, 3), date(2026, 2, 1)):
        session.add(Dispute(grid_uid=grid, happened_on=day, name="漏水", category="01", people=3))


def test_what_is_exported_is_what_was_shown(page, tmp_path: Path, run) -> None:
    page.choose("L01")
    run(page.refresh())
    run(page.export_to(tmp_path / "out"))
    sheet = openpyxl.load_workbook(next((tmp_path / "out").glob("*.xlsx")))["L01"]
    assert sheet["I4"].value == "王*芳"
    assert page.model.rowCount() == 1


def test_after_an_export_the_folder_is_one_key_away(house, qtbot, tmp_path: Path, run, monkeypatch) -> None:
    from ui.main import window_on

    window, opened = window_on(house), []
    qtbot.addWidget(window)
    window.show()
    window.go("ledgers")
    for can in (True, False):
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url, can=can: opened.append(url.toLocalFile()) or can)
        run(window.pages["ledgers"].export_to(tmp_path / "out"))
        assert window.toasts.button.accessibleName() == "打开文件夹"
        window.toasts.act()
    assert opened == [str(tmp_path / "out")] * 2
    assert "打不开文件夹" in window.toasts.words.text()
    assert str(tmp_path / "out") in window.toasts.words.text()


def test_a_number_opens_the_records_it_was_counted_from(page, run) -> None:
    page.choose("L10")
    run(page.refresh())
    neighbours = page.model.index(0, 2)
    run(_painted(page, neighbours))
    uids = page.model.behind(0, 2)
    assert len(uids) == 1
    run(page.show_behind(uids))
    assert page.model.rowCount() == 1
    assert page.back.isVisibleTo(page)


def test_the_period_is_asked_for_where_a_ledger_has_one(page, run) -> None:
    page.choose("L01")
    assert not page.period.isVisibleTo(page)
    page.step(-1)  # of what has none nothing changes, also not out of sight
    page.choose("L05")
    assert page.period.isVisibleTo(page)
    assert page.period.words.text() == "2026年11月"


def test_what_a_past_month_held_can_be_handed_in(page, tmp_path: Path, run) -> None:
    page.choose("L10")
    for steps, found in ((0, "1"), (9, "1"), (1, "0")):  # November, February, January
        for _ in range(steps):
            page.step(-1)
        assert first_row(page, run)[1] == found
    for _ in range(2):
        run(page.export_to(tmp_path / "out"))
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"潍坊三村_矛盾纠纷月(季)报表_202601_脱敏{again}.xlsx" for again in ("", "（2）")]
    paper = openpyxl.load_workbook(tmp_path / "out" / names[0])["L10"]
    assert not any("条" in str(cell.value) for cell in paper["A"])  # a count of groups says nothing
    title = paper["A1"].value
    assert title == "潍坊三村矛盾纠纷月(季)报表(2026年1月)"


def test_the_catalogue_says_when_a_ledger_last_went_out(page, tmp_path: Path, run) -> None:
    def quiet() -> list[str]:
        return [page.list.rows.item(row).quiet for row in range(page.list.rows.rowCount())]

    assert quiet() == ["L01", "L05", "L07", "L10", "L12"]
    page.list.go("L05")
    run(page.export_to(tmp_path / "out"))
    assert quiet()[:2] == ["L01", "L05，上次导出 2026-11-24"]
    assert page.list.current_key() == "L05"


def test_any_days_are_typed_and_what_is_no_day_is_said_at_its_field(page, qtbot, run) -> None:
    page.choose("L10")
    page.period.choose("days")
    first, last = page.period.first, page.period.last
    assert (first.text(), last.text()) == ("2026-11-01", "2026-11-30")
    for typed, shown in (("2026-11-31", True), ("2026-12-01", True), ("2026-02-01", False)):
        first.clear()
        qtbot.keyClicks(first, typed)
        qtbot.keyClick(first, Qt.Key.Key_Return)
        assert any(field.problem() == "error" for field in page.period._fields) is shown
    assert page.period.period() == (date(2026, 2, 1), date(2026, 11, 30))
    assert first_row(page, run)[1] == "2"
    page.step(1)
    assert first.text() == "2026-12-01"


def test_the_keys_go_through_the_periods(house, qtbot, run) -> None:
    from ui.main import window_on

    window = window_on(house)
    qtbot.addWidget(window)
    window.show()
    window.go("ledgers")
    page = window.pages["ledgers"]
    page.choose("L05")
    assert window.actions.qt("sheets.before").shortcut() == QKeySequence("Alt+Up")
    for action, shown in (("before", "2026年10月"), ("before", "2026年9月"), ("after", "2026年10月")):
        window.actions.run(f"sheets.{action}")
        assert page.period.words.text() == shown
    page.period.choose("quarter")
    window.actions.run("sheets.before")
    assert page.period.words.text() == "2026年第3季度"


def test_the_status_bar_names_the_keys_that_this_ledger_has(page, run) -> None:
    for number, keys in (("L01", ["↑ ↓"]), ("L05", ["↑ ↓", "Alt+↑ Alt+↓"]), ("L10", ["↑ ↓", "Alt+↑ Alt+↓", "Enter"])):
        page.choose(number)
        run(page.refresh())
        assert [hint.keys for hint in page.hints] == [*keys, "E", "I"]


def test_columns_of_one_name_are_told_apart_by_what_stands_over_them(page, run) -> None:
    page.choose("L10")
    heads = [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(page.model.columnCount())]
    assert heads[:3] + heads[7:8] == ["序号", "类别", "本期：排查数", "年度累计：排查数"]
    assert len({*heads}) == len(heads)
    page.choose("L12")
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "物资编码"


def test_another_period_ends_the_look_behind_a_number(page, run) -> None:
    page.choose("L10")
    run(page.refresh())
    run(_painted(page, page.model.index(0, 2)))
    run(page.show_behind(page.model.behind(0, 2)))
    page.step(-1)
    run(page.refresh())
    assert not page.back.isVisibleTo(page)
    assert page.model.columnCount() == 1 + len(L10.fields)


def test_every_paper_of_the_areas_is_in_the_catalogue(page, run) -> None:
    shown = [page.list.rows.key(row) for row in range(page.list.rows.rowCount())]
    assert shown == [sheet.number for sheet in modules.PAPERS] == ["L01", "L05", "L07", "L10", "L12"]


def test_the_rows_are_counted_as_on_paper(page, run) -> None:
    page.choose("L01")
    run(page.refresh())
    run(_painted(page, page.model.index(0, 0)))
    assert [page.model.data(page.model.index(row, 0)) for row in range(page.model.rowCount())] == ["1"]
    assert page.model.behind(0, 0) == ()


def first_row(page, run) -> list[str]:
    """Without its number."""
    run(page.refresh())
    run(_painted(page, page.model.index(0, 0)))
    return [page.model.data(page.model.index(0, column)) for column in range(1, page.model.columnCount())]


async def _painted(page, index) -> None:
    from ui import tasks

    page.model.data(index)
    while tasks.running():
        import asyncio

        await asyncio.sleep(0)
