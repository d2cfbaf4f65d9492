"""A list shows who waits for a visit, keeps one's place, and can be worked by keyboard alone."""

import asyncio
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt

from ui.widgets.row_paint import action_room
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark, late

WANG = Row(
    "w", "王桂芳", "82 岁", (Mark("独居老人", "red"),), "12 号楼 2 单元 301，", late("已超期 3 天"), action="记录"
)
ZHAO = Row("z", "赵卫国", quiet="12 号楼 1 单元 102", action="记录")
CHEN = Row("c", "陈小雨", quiet="9 号楼 3 单元 502")


@pytest.fixture
def rows(qtbot) -> RowList:
    made = RowList("应走访")
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.put([RowBand("12 号楼"), WANG, ZHAO, RowBand("9 号楼"), CHEN])
    made.show()
    return made


def heard(signal) -> list[str]:
    calls: list[str] = []
    signal.connect(calls.append)
    return calls


def test_the_model_keeps_qts_rules(qtmodeltester, rows: RowList) -> None:
    qtmodeltester.check(rows.rows)


def test_a_screen_reader_hears_name_dwelling_and_state(rows: RowList) -> None:
    said = rows.rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "王桂芳，82 岁，12 号楼 2 单元 301，，独居老人，已超期 3 天"
    assert rows.accessibleName() == "应走访"


def test_arrows_and_letters_go_over_the_bands(qtbot, rows: RowList) -> None:
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    seen = heard(rows.chosen)
    assert rows.current_key() == "w"
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(rows, key)
    assert seen == ["z", "c", "z", "w"]


def test_enter_opens_and_space_acts_where_there_is_something_to_do(qtbot, rows: RowList) -> None:
    opened, acted = heard(rows.opened), heard(rows.acted)
    rows.go("z")
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    rows.go("c")
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert (opened, acted) == (["z", "c"], ["z"])


def test_a_press_on_the_painted_button_acts_on_its_row(qtbot, rows: RowList) -> None:
    acted, opened = heard(rows.acted), heard(rows.opened)
    room = action_room(rows.visualRect(rows.rows.index(2)), "记录")
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=room.center())
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.rows.index(1)).center())
    assert (acted, opened) == (["z"], [])


def test_after_a_visit_the_same_person_stays_chosen(qtbot, rows: RowList) -> None:
    rows.go("z")
    seen = heard(rows.chosen)
    rows.put([ZHAO, CHEN])
    assert (rows.current_key(), seen) == ("z", [])
    rows.put([CHEN])
    assert (rows.current_key(), seen) == ("", [""])


def test_letters_never_search_in_the_list(qtbot, rows: RowList) -> None:
    rows.go("w")
    qtbot.keyClicks(rows, "C")
    assert rows.current_key() == "w"


def test_a_long_list_fetches_what_is_seen_and_forgets_what_was_overtaken(qtbot, run) -> None:
    asked: list[int] = []
    made = RowList("名册")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()

    async def fetch(keys: Sequence[str]) -> dict[str, Row]:
        asked.append(len(keys))
        return {key: Row(key, f"居民 {key}") for key in keys}

    async def shows_the_end() -> None:
        made.put_keys([str(number) for number in range(50_000)], fetch)
        made.grab()
        made.go("49999")
        made.grab()

    async def settled() -> None:
        while made.rows.index(49_999).data() == "…":
            await asyncio.sleep(0)

    run(shows_the_end())
    run(settled())
    assert made.rows.index(0).data() == "居民 0"
    assert asked == [100, 100]
    made.put([WANG])
    assert made.rows.index(0).data() == "王桂芳"


def test_who_left_meanwhile_leaves_a_dash_and_no_error(qtbot, run) -> None:
    made = RowList("名册")
    qtbot.addWidget(made)

    async def fetch(keys: Sequence[str]) -> dict[str, Row]:
        return {}

    async def asks() -> None:
        made.put_keys(["gone"], fetch)
        while made.rows.index(0).data() == "…":
            await asyncio.sleep(0)

    run(asks())
    assert made.rows.index(0).data() == "—"
