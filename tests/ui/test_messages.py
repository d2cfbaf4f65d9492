"""Faults are told in sentences; what one may send us holds nothing of the residents."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from app.errors import UserError
from ui import tasks
from ui.files import choose_files
from ui.messages import Box, ErrorTeller, ask, confirm, show_error
from ui.report import report
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


async def box_of(window: QWidget) -> Box:
    async def waits() -> Box:
        while not (found := [box for box in window.findChildren(Box) if box.isVisible()]):
            await asyncio.sleep(0)
        return found[0]

    return await asyncio.wait_for(waits(), 5)


def press(box: Box, words: str) -> None:
    next(button for button in box.findChildren(Button) if button.words() == words).click()


def words_of(box: Box) -> str:
    return "\n".join(label.text() for label in box.findChildren(SafeLabel))


def asked(run, window: QWidget, question, answers: Callable[[Box], object]) -> object:
    async def talks() -> object:
        waiting = asyncio.ensure_future(question)
        answers(await box_of(window))
        return await asyncio.wait_for(waiting, 5)

    return run(talks())


def test_a_kind_error_is_told_in_its_three_sentences(run, window: QWidget) -> None:
    error = UserError("磁盘满了。", "已经录入的都在。", "请清出空间再试。")
    seen: list[str] = []

    def reads(box: Box) -> None:
        seen.append(words_of(box))
        press(box, "知道了")

    asked(run, window, show_error(window, error), reads)
    assert seen == ["磁盘满了。\n已经录入的都在。\n请清出空间再试。"]


def broken(name: str) -> None:
    phone = "13800138000"
    try:
        raise KeyError(phone)
    except KeyError as cause:
        raise RuntimeError(f"{name} {phone}") from cause


def fault() -> BaseException:
    try:
        broken("欧阳䶮")
    except RuntimeError as error:
        return error
    raise AssertionError


def test_a_report_tells_where_and_never_who() -> None:
    text = report(fault())
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    assert "test_messages.py" in text
    assert "in broken" in text
    assert "欧阳䶮" not in text
    assert "13800138000" not in text
    assert str(Path.home()) not in text or str(Path.home()) == "/"


@pytest.mark.parametrize("size", ["standard", "large"])
def test_no_line_of_a_message_is_cut(run, window: QWidget, dressed, size: str) -> None:
    look.wear(dressed, size=size)
    rooms: list[tuple[int, int]] = []

    def measures(box: Box) -> None:
        rooms.extend((label.height(), label.heightForWidth(label.width())) for label in box.findChildren(SafeLabel))
        press(box, "知道了")

    asked(run, window, show_error(window, fault()), measures)
    assert all(room >= needed for room, needed in rooms)


def test_our_own_fault_can_be_saved_as_a_report(run, qtbot, window: QWidget, tmp_path: Path) -> None:
    chosen = tmp_path / "报告.txt"

    def saves(box: Box) -> None:
        assert "不含居民的任何资料" in words_of(box)
        press(box, "保存报告")
        box.findChild(QFileDialog).fileSelected.emit(str(chosen))
        press(box, "知道了")

    asked(run, window, show_error(window, fault()), saves)
    assert chosen.read_text("utf-8").startswith("Linli fault report")


def test_a_dangerous_question_is_answered_no_by_escape_and_by_a_hasty_enter(run, qtbot, window: QWidget) -> None:
    def escapes(box: Box) -> None:
        qtbot.keyClick(box, Qt.Key.Key_Escape)

    def enters(box: Box) -> None:
        qtbot.keyClick(box.focusWidget(), Qt.Key.Key_Return)

    for answer in (escapes, enters):
        assert (
            asked(run, window, confirm(window, "交出这台电脑？", "交出后不再保存您的网格。", "交出"), answer) is False
        )
    yes = asked(run, window, confirm(window, "交出这台电脑？", "", "交出"), lambda box: press(box, "交出"))
    assert yes is True


def test_a_password_is_asked_for_and_hidden(run, qtbot, window: QWidget) -> None:
    def types(box: Box) -> None:
        line = box.findChild(LineEdit)
        assert line.echoMode() == LineEdit.EchoMode.Password
        qtbot.keyClicks(line, "geheim")
        qtbot.keyClick(line, Qt.Key.Key_Return)

    question = ask(window, "这个文件有密码", "", "密码", "打开", secret=True)
    assert asked(run, window, question, types) == "geheim"
    again = ask(window, "这个文件有密码", "", "密码", "打开")
    assert asked(run, window, again, lambda box: press(box, "取消")) is None


def test_a_question_closes_with_the_work_that_asked_it(run, window: QWidget) -> None:
    async def gives_up() -> None:
        waiting = asyncio.ensure_future(confirm(window, "真的？", "", "是"))
        box = await box_of(window)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert not (isValid(box) and box.isVisible())

    run(gives_up())


def test_files_are_chosen_without_stopping_the_loop(run, window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "名册.xlsx").touch()

    async def chooses() -> list[Path]:
        waiting = asyncio.ensure_future(choose_files(window, "选文件", "Excel (*.xlsx)"))
        while not (dialog := window.findChild(QFileDialog)):
            await asyncio.sleep(0)
        dialog.selectFile(str(tmp_path / "名册.xlsx"))
        dialog.accept()
        return await asyncio.wait_for(waiting, 5)

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    assert run(chooses()) == [tmp_path / "名册.xlsx"]


def test_a_hail_of_errors_opens_one_box(run, window: QWidget) -> None:
    async def fails() -> None:
        teller = ErrorTeller(lambda: window)
        for _ in range(5):
            teller(KeyError())
        box = await box_of(window)
        assert len([each for each in window.findChildren(Box) if each.isVisible()]) == 1
        assert teller.missed == 4
        press(box, "知道了")
        while tasks.running():
            await asyncio.sleep(0)
        teller(UserError("磁盘满了。"))
        press(await box_of(window), "知道了")

    run(fails())


def test_without_a_window_the_sentences_go_to_the_terminal_and_values_do_not(capsys) -> None:
    teller = ErrorTeller(lambda: None)
    teller(UserError("磁盘满了。", "已经录入的都在。"))
    teller(ValueError("13900000000"))
    assert capsys.readouterr().err == "磁盘满了。\n已经录入的都在。\nValueError\n"
