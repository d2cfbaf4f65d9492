"""Unlocking: wrong passwords wait, the printed code sets a new one, a damaged store goes back to a backup."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app import bootstrap
from db import backup, vault
from db.errors import StoreError, Trouble
from tests.helpers.boxes import box_over, press, until, words_of
from tests.helpers.stores import FOUNDING, WORLD
from ui.unlock import UnlockPage, in_words

PASSWORD, OTHER = "yusan chunjuan xiaolu", "four green umbrellas"


class Machine:
    """A store, and a clock that stands until it is told to go on."""

    def __init__(self, folder: Path) -> None:
        house, self.code = bootstrap.create(folder, PASSWORD, FOUNDING, WORLD)
        self.backup = house.back_up("manual")
        house.close()
        self.folder, self.seconds = folder, 1000.0

    def page(self, qtbot) -> UnlockPage:
        made = UnlockPage(self.folder, WORLD, lambda: self.seconds)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        return made


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "store")


def type_password(qtbot, page: UnlockPage, text: str) -> None:
    page.password.field.editor.clear()
    qtbot.keyClicks(page.password.field.editor, text)
    qtbot.keyClick(page.password.field.editor, Qt.Key.Key_Return)


async def opened(page: UnlockPage) -> bootstrap.House:
    return await asyncio.wait_for(page.opened(), 20)


def test_the_password_opens_it_by_keyboard(run, qtbot, machine: Machine) -> None:
    async def unlocks() -> None:
        page = machine.page(qtbot)
        type_password(qtbot, page, PASSWORD)
        (await opened(page)).close()

    run(unlocks())


def test_a_wrong_password_is_told_at_its_field_and_the_third_must_wait(run, qtbot, machine: Machine) -> None:
    async def unlocks() -> None:
        page = machine.page(qtbot)
        for tries in range(3):
            type_password(qtbot, page, f"wrong {tries}")
            await until(lambda: page.password.field.problem() and page.password.open.words() != "正在打开")
            assert page.password.field.words.text() == "! 口令不对，请检查大小写和输入法"
            assert page.password.field.editor.selectedText() == f"wrong {tries}"
        assert (page.password.open.words(), page.password.open.isEnabled()) == ("请等 2 秒再试", False)
        assert page.forgot.reset.isEnabled() is False
        type_password(qtbot, page, PASSWORD)
        assert not page._ended.done()
        machine.seconds += 3
        page.tick()
        type_password(qtbot, page, PASSWORD)
        (await opened(page)).close()

    run(unlocks())


def test_the_delay_outlives_a_restart(run, qtbot, machine: Machine) -> None:
    for _ in range(4):
        with pytest.raises(Exception, match="wrong"):
            vault.unlock(machine.folder, "wrong", lambda: machine.seconds)
        machine.seconds += 2

    async def unlocks() -> str:
        machine.seconds -= 2
        return machine.page(qtbot).password.open.words()

    assert run(unlocks()) == "请等 3 秒再试"


def test_long_waits_are_said_in_minutes() -> None:
    assert (in_words(59), in_words(60), in_words(900)) == ("59 秒", "1 分 0 秒", "15 分 0 秒")


def test_who_forgot_the_password_comes_in_with_the_code_and_sets_a_new_one(run, qtbot, machine: Machine) -> None:
    async def unlocks() -> None:
        page = machine.page(qtbot)
        page.password.forgotten.click()
        card = page.forgot
        qtbot.keyClicks(card.code.editor, machine.code.lower().replace("-", " ")[:-2])
        assert card.code.words.text() == "不分大小写，横线可以不打。还差 2 个字"
        card.reset.click()
        await until(card.code.problem)
        assert card.code.words.text() == "! 恢复码有 24 个字"
        qtbot.keyClicks(card.code.editor, machine.code.lower()[-2:])
        card.new.password.setText("short")
        card.reset.click()
        await until(card.new.fields["password"].problem)
        for field in (card.new.password, card.new.again):
            field.setText(OTHER)
        qtbot.keyClick(card.new.again, Qt.Key.Key_Return)
        (await opened(page)).close()

    run(unlocks())
    bootstrap.unlock(machine.folder, OTHER, WORLD).close()


def test_a_wrong_code_is_told_at_its_field_and_changes_nothing(run, qtbot, machine: Machine) -> None:
    async def unlocks() -> None:
        page = machine.page(qtbot)
        page.forgot.code.editor.setText(vault.new_code())
        for field in (page.forgot.new.password, page.forgot.new.again):
            field.setText(OTHER)
        await page.reset()
        assert page.forgot.code.words.text() == "! 恢复码不对，请对照纸上再看一遍"

    run(unlocks())
    bootstrap.unlock(machine.folder, PASSWORD, WORLD).close()


def test_a_damaged_store_is_told_and_a_backup_is_offered(run, qtbot, machine: Machine) -> None:
    database = machine.folder / vault.DATABASE
    database.write_bytes(bytes(8192) + database.read_bytes()[8192:])

    async def unlocks() -> None:
        page = machine.page(qtbot)
        type_password(qtbot, page, PASSWORD)
        box = await box_over(page)
        assert "数据文件已损坏" in words_of(box)
        assert "原样另存" in words_of(box)
        press(box, "恢复这一份")
        (await opened(page)).close()

    run(unlocks())
    bootstrap.unlock(machine.folder, PASSWORD, WORLD).close()
    assert [*machine.folder.glob("damaged-*/linli.db")]


def test_a_store_whose_file_is_gone_is_told_and_a_bad_backup_changes_nothing(run, qtbot, machine: Machine) -> None:
    database, (kept,) = machine.folder / vault.DATABASE, backup.all_of(machine.folder)
    sound = kept.path.read_bytes()
    database.unlink()

    async def unlocks() -> None:
        page = machine.page(qtbot)
        for content, then in ((b"", "没有恢复"), (sound, "")):
            kept.path.write_bytes(content)
            type_password(qtbot, page, PASSWORD)
            box = await box_over(page)
            assert "linli.db 不见了" in words_of(box)
            press(box, "恢复这一份")
            await until(lambda box=box: not box.isVisible())
            if then:
                box = await box_over(page)
                assert then in words_of(box)
                press(box, "知道了")
                await until(page.password.open.isEnabled)
                assert not database.exists()
        (await opened(page)).close()

    run(unlocks())
    bootstrap.unlock(machine.folder, PASSWORD, WORLD).close()


def test_a_store_that_another_window_uses_is_told_in_a_dialog(run, qtbot, machine: Machine) -> None:
    other = bootstrap.unlock(machine.folder, PASSWORD, WORLD)

    async def unlocks() -> None:
        page = machine.page(qtbot)
        type_password(qtbot, page, PASSWORD)
        box = await box_over(page)
        assert "另一个邻里通窗口" in words_of(box)
        press(box, "知道了")
        other.close()
        await until(page.password.open.isEnabled)
        type_password(qtbot, page, PASSWORD)
        (await opened(page)).close()

    run(unlocks())


def test_caps_lock_is_noticed_from_the_letters(run, qtbot, machine: Machine) -> None:
    async def types() -> None:
        page = machine.page(qtbot)
        qtbot.keyClick(page.password.field.editor, "A")
        assert page.password.caps.isVisible()
        qtbot.keyClick(page.password.field.editor, "a")
        assert not page.password.caps.isVisible()
        qtbot.keyClick(page.password.field.editor, "A", Qt.KeyboardModifier.ShiftModifier)
        assert not page.password.caps.isVisible()

    run(types())


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Trouble.NEWER, "请升级邻里通"), (Trouble.BAD_ENVELOPE, "envelope.json"), (Trouble.NOT_WRITABLE, "不能写入"),
        (Trouble.DISK_FULL, "请清理磁盘"), (Trouble.NO_CIPHER, "加密组件"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said_in_a_dialog_and_one_can_try_again(
    run, qtbot, machine: Machine, monkeypatch, trouble: Trouble, words: str
) -> None:
    def refuses(*_: object) -> None:
        raise StoreError(trouble, "9999")

    async def unlocks() -> None:
        page = machine.page(qtbot)
        with monkeypatch.context() as patched:
            patched.setattr(vault, "unlock", refuses)
            type_password(qtbot, page, PASSWORD)
            box = await box_over(page)
            assert words in words_of(box)
            press(box, "知道了")
        await until(page.password.open.isEnabled)
        type_password(qtbot, page, PASSWORD)
        (await opened(page)).close()

    run(unlocks())
