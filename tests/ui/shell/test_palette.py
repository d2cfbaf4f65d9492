"""Ctrl+K finds while one types, reads the letters being composed, and never opens the wrong thing."""

import asyncio
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui import tasks
from ui.actions import Action, Actions
from ui.shell.palette import CANDIDATES, Group, Hit, Palette, plain_letters
from ui.shell.places import Place
from ui.widgets.rows import Row

PEOPLE = {"zhangwei": "张伟", "zhangwenhua": "张文华", "wangguifang": "王桂芳"}


class Index:
    """Answers at once, or when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    async def search(self, words: str) -> Sequence[Group]:
        self.asked.append(words)
        if words in self.gates:
            await self.gates[words].wait()
        hits = [
            Hit(Row("", name), Place("household", reading))
            for reading, name in PEOPLE.items()
            if reading.startswith(words)
        ]
        return [Group(f"居民，{len(hits)} 人", tuple(hits))] if hits else []


@pytest.fixture
def index() -> Index:
    return Index()


@pytest.fixture
def palette(qtbot, run, index: Index) -> Palette:
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    actions = Actions(window)
    made = Palette(window, actions, index.search)
    actions.add(
        Action("visit", "记录走访", lambda: made.done.append("visit"), "Ctrl+R"),
        Action("export", "导出 Excel", lambda: made.done.append("export"), when=lambda: False),
        Action("hidden", "记录暗号", lambda: None, in_palette=False),
    )
    made.done, made.went, made.kept = [], [], window
    made.picked.connect(made.went.append)
    window.show()
    window.activateWindow()
    return made


async def settled() -> None:
    while tasks.running():
        await asyncio.sleep(0)


def typing(run, palette: Palette, words: str) -> None:
    async def types() -> None:
        if not palette.isVisible():
            palette.lift()
        palette.line.setText(words)
        await settled()

    run(types())


def titles(palette: Palette) -> list[str]:
    return [palette.found.rows.index(row).data() for row in range(palette.found.rows.rowCount())]


def test_what_is_found_stands_in_groups_and_the_first_is_chosen(run, palette: Palette) -> None:
    typing(run, palette, "zhangwe")
    assert titles(palette) == ["居民，2 人", "张伟", "张文华"]
    assert palette.found.currentIndex().row() == 1


def test_arrows_choose_and_enter_goes_there(qtbot, run, palette: Palette) -> None:
    typing(run, palette, "zhang")
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.went == [Place("household", "zhangwenhua")]
    assert not palette.isVisible()


def test_letters_being_composed_are_searched_and_enter_leaves_them_to_the_input_method(
    qtbot, run, palette: Palette, index: Index, compose
) -> None:
    async def composes() -> None:
        palette.lift()
        compose(palette.line, "zhang'w")
        await settled()

    run(composes())
    assert index.asked[-1] == "zhangw"
    assert titles(palette) == ["居民，2 人", "张伟", "张文华"]
    assert palette.composing_tag.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert (palette.went, palette.found.currentIndex().row()) == ([], 1)
    compose(palette.line, "", "张伟")
    assert palette.line.text() == "张伟"
    assert not palette.composing_tag.isVisible()
    run(settled())


def test_an_answer_that_was_overtaken_is_never_shown(run, palette: Palette, index: Index) -> None:
    async def types() -> None:
        index.gates["zhang"] = asyncio.Event()
        palette.lift()
        palette.line.setText("zhang")
        await asyncio.sleep(0)
        palette.line.setText("wang")
        await asyncio.sleep(0.01)
        index.gates["zhang"].set()
        await settled()

    run(types())
    assert titles(palette) == ["居民，1 人", "王桂芳"]


def test_a_hasty_enter_waits_for_the_answer_to_what_was_typed(qtbot, run, palette: Palette, index: Index) -> None:
    typing(run, palette, "zhang")

    async def hurries() -> None:
        index.gates["wang"] = asyncio.Event()
        palette.line.setText("wang")
        await asyncio.sleep(0)
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
        assert palette.went == []
        index.gates["wang"].set()
        await settled()

    run(hurries())
    assert palette.went == [Place("household", "wangguifang")]


def test_an_answer_after_closing_opens_nothing(qtbot, run, palette: Palette, index: Index) -> None:
    async def closes() -> None:
        index.gates["wang"] = asyncio.Event()
        palette.lift()
        palette.line.setText("wang")
        await asyncio.sleep(0)
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
        qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
        index.gates["wang"].set()
        await settled()

    run(closes())
    assert (palette.went, palette.isVisible()) == ([], False)
    typing(run, palette, "zhang")
    assert palette.went == []


def test_things_to_do_are_found_too_but_only_those_that_can_be_done(qtbot, run, palette: Palette) -> None:
    typing(run, palette, "")
    assert titles(palette) == ["操作", "记录走访"]
    typing(run, palette, "走访")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.done == ["visit"]


def test_nothing_found_says_what_can_be_tried(qtbot, run, palette: Palette) -> None:
    typing(run, palette, "qqq")
    assert "首字母" in titles(palette)[0]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert (palette.went, palette.done, palette.isVisible()) == ([], [], True)


def test_where_nothing_is_found_the_next_step_is_offered(qtbot, run, palette: Palette, index: Index) -> None:
    palette.use(index.search, otherwise=("visit",))
    typing(run, palette, "qqq")
    assert titles(palette)[1:] == ["记录走访"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.done == ["visit"]


def test_the_input_methods_candidates_have_room_below_the_field(run, palette: Palette) -> None:
    typing(run, palette, "zhang")
    field, rows = palette.line, palette.found
    below = rows.mapTo(palette, rows.rect().topLeft()).y() - field.mapTo(palette, field.rect().bottomLeft()).y()
    assert below >= CANDIDATES


def test_closing_gives_the_focus_back_and_the_keys_too(qtbot, run, palette: Palette) -> None:
    palette.kept.setFocus()
    typing(run, palette, "zhang")
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert palette.kept.focusWidget() is palette.kept
    qtbot.keyClick(palette.kept, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert palette.done == ["visit"]


@pytest.mark.parametrize(("words", "composed", "meant"), [
    ("zhang'w", "zhang'w", "zhangw"), ("3 号楼 zhang wei", "zhang wei", "3 号楼 zhangwei"), (" 张 伟 ", "", "张 伟"),
])  # fmt: skip
def test_marks_of_input_methods_are_no_letters(words: str, composed: str, meant: str) -> None:
    assert plain_letters(words, composed) == meant
