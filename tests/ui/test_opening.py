"""From the start to the window and from one to the next: first run, unlock, lock, restore, demo, and what stands in the way."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from app import bootstrap, first_run
from app.modules.buildings import Dwelling
from app.settings import Settings
from db import backup, vault
from tests.helpers.boxes import box_over, press, until, words_of
from tests.helpers.stores import FOUNDING, WORLD
from ui import tasks
from ui.opening import Opening, no_screen
from ui.preferences import Preferences
from ui.shell.window import Window
from ui.unlock import UnlockPage
from ui.wizard.wizard import Wizard

PASSWORD, OTHER = "yusan chunjuan xiaolu", "four green umbrellas"
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
Live = Callable[[Opening], Coroutine[Any, Any, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def made(folder: Path) -> Path:
    house, _ = bootstrap.create(folder, PASSWORD, FOUNDING, WORLD)
    house.back_up("manual")
    house.store.write_now("拆除", lambda session: session.execute(Dwelling.__table__.delete()))
    house.close()
    return folder


@pytest.fixture
def lives(run, qapp: QApplication, folder: Path, tmp_path: Path) -> Callable[..., Any]:
    """Runs the program while `acts` does what a person does; then its window is closed. Answers its exit code."""

    def go(acts: Live, demo: bool = False) -> int | None:
        async def both() -> int | None:
            opening = Opening(Preferences(qapp, Settings(tmp_path / "settings.json")), TODAY, folder)
            program = asyncio.ensure_future(opening.live(demo))
            try:
                await acts(opening)
                if not program.done():
                    program.cancel()
                return await program
            except asyncio.CancelledError:
                return None
            finally:
                program.cancel()
                await asyncio.gather(program, return_exceptions=True)
                await tasks.stop_all()
                opening.window.close()
                opening.window.deleteLater()

        return run(both())

    return go


async def unlocked(opening: Opening) -> Window:
    await until(lambda: opening.window and opening.window.findChild(UnlockPage))
    page = opening.window.findChild(UnlockPage)
    page.password.field.editor.setText(PASSWORD)
    await page.unlock()
    return await at_work(opening)


async def at_work(opening: Opening) -> Window:
    await until(lambda: isinstance(opening.window, Window) and opening.window.isVisible())
    return opening.window


def test_no_store_leads_to_the_first_run_and_that_to_an_empty_today(lives, folder: Path) -> None:
    async def acts(opening: Opening) -> None:
        await until(lambda: isinstance(opening.window, Wizard))
        wizard = opening.window
        for name, text in (("person", "李敏"), ("community", "潍坊三村"), ("grid", "第四网格")):
            wizard.person.fields[name].editor.setText(text)
        for field in (wizard.password.card.password, wizard.password.card.again):
            field.setText(PASSWORD)
        wizard.recovery.typed.editor.setText(wizard.recovery.groups[wizard.recovery.asked])
        wizard.go(4)
        wizard.forward()
        window = await at_work(opening)
        assert window.history.here().page == "today"
        assert window.top.user.accessibleName() == "李敏，第四网格"

    lives(acts)
    bootstrap.unlock(folder, PASSWORD, WORLD).close()


def test_a_store_is_unlocked_locked_and_unlocked_again(lives, made: Path, qtbot) -> None:
    async def acts(opening: Opening) -> None:
        window = await unlocked(opening)
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: opening.window.findChild(UnlockPage))
        bootstrap.unlock(made, PASSWORD, WORLD).close()  # nobody holds it: the key is gone from this process's store
        await unlocked(opening)

    lives(acts)


def test_a_backup_from_the_list_brings_the_rows_back_and_keeps_what_was(lives, made: Path) -> None:
    async def acts(opening: Opening) -> None:
        window = await unlocked(opening)
        window.actions.run("restore")
        box = await box_over(window)
        assert "先存成一份备份" in words_of(box)
        press(box, "恢复这一份")
        await until(lambda: opening.window is not window)
        await at_work(opening)

    lives(acts)
    house = bootstrap.unlock(made, PASSWORD, WORLD)
    assert house.store.read_now(lambda s: s.scalar(select(func.count()).select_from(Dwelling))) == 96
    house.close()
    assert {kept.reason for kept in backup.all_of(made)} == {"manual", "before-restore"}


def test_a_backup_that_is_no_good_is_told_and_one_works_on_where_one_was(lives, made: Path) -> None:
    (kept,) = backup.all_of(made)
    kept.path.write_bytes(kept.path.read_bytes()[:-1])

    async def acts(opening: Opening) -> None:
        window = await unlocked(opening)
        window.actions.run("restore")
        press(await box_over(window), "恢复这一份")
        await until(lambda: opening.window is not window)
        box = await box_over(opening.window)
        assert "没有恢复" in words_of(box)
        press(box, "知道了")
        again = await at_work(opening)
        assert again is not window

    lives(acts)
    assert [kept.reason for kept in backup.all_of(made)] == ["manual"]


def test_a_backup_is_made_and_said(lives, made: Path) -> None:
    async def acts(opening: Opening) -> None:
        window = await unlocked(opening)
        window.actions.run("backup")
        await until(lambda: "已备份" in words_of(window.toasts))

    lives(acts)
    assert [kept.reason for kept in backup.all_of(made)] == ["manual", "manual"]


def test_the_password_is_changed_only_with_the_old_one(lives, made: Path) -> None:
    async def acts(opening: Opening) -> None:
        window = await unlocked(opening)
        window.actions.run("password")
        box = await box_over(window)
        for field in (box.new.password, box.new.again):
            field.setText("潍坊三村第四网格2026")
        await box.change()
        assert box.new.fields["password"].problem() == "error"
        for field in (box.new.password, box.new.again):
            field.setText(OTHER)
        box.old.editor.setText("wrong password")
        await box.change()
        assert box.old.words.text() == "! 口令不对"
        box.old.editor.setText(PASSWORD)
        await box.change()
        await until(lambda: "口令已更改" in words_of(window.toasts))

    lives(acts)
    bootstrap.unlock(made, OTHER, WORLD).close()


def test_repaired_triggers_are_said_with_what_to_do(lives, made: Path) -> None:
    house = bootstrap.unlock(made, PASSWORD, WORLD)
    house.store.note_now(lambda s: s.connection().exec_driver_sql("DROP TRIGGER log_residents_update"))
    house.close()

    async def acts(opening: Opening) -> None:
        box = await box_over(await unlocked(opening))
        assert "已经修好" in words_of(box)
        assert "备份" in words_of(box)
        assert "请核对最近的改动" in words_of(box)
        press(box, "知道了")

    lives(acts)
    assert "before-repair" in {kept.reason for kept in backup.all_of(made)}


def test_a_store_in_use_is_told_before_the_password_and_one_can_try_again_or_give_up(lives, made: Path) -> None:
    other = bootstrap.unlock(made, PASSWORD, WORLD)

    async def acts(opening: Opening) -> None:
        await until(lambda: opening.window)
        for answer in ("再试一次", "退出"):
            box = await box_over(opening.window)
            assert "另一个邻里通窗口" in words_of(box)
            press(box, answer)
            await until(lambda box=box: not box.isVisible())

    assert lives(acts) == 3
    other.close()


def test_without_the_cipher_it_says_so_and_ends_with_3(lives, folder: Path, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)

    async def acts(opening: Opening) -> None:
        await until(lambda: opening.window)
        box = await box_over(opening.window)
        assert "加密组件" in words_of(box)
        press(box, "知道了")
        await until(lambda: not box.isVisible())

    assert lives(acts) == 3
    assert "加密组件" in capsys.readouterr().err
    assert not folder.exists()


def test_the_demo_opens_without_a_password_and_offers_neither_lock_nor_a_new_one(lives, tmp_path, monkeypatch) -> None:
    from app.demo import community

    place = tmp_path / "demo"
    monkeypatch.setattr(first_run, "demo_folder", lambda: place)
    monkeypatch.setattr(community, "grow", lambda session, seed, today: None)

    async def acts(opening: Opening) -> None:
        window = await at_work(opening)
        assert window.windowTitle() == "邻里通 · 演示数据"
        assert [window.actions.has(name) for name in ("backup", "restore", "password", "lock")] == [
            True, True, False, False,
        ]  # fmt: skip

    lives(acts, demo=True)
    assert vault.exists(place)


@pytest.mark.parametrize(
    ("environ", "none"),
    [
        ({}, True), ({"DISPLAY": "", "QT_QPA_PLATFORM": ""}, True), ({"QT_QPA_PLATFORM": "wayland;xcb"}, True),
        ({"DISPLAY": ":0"}, False), ({"WAYLAND_DISPLAY": "wayland-0"}, False), ({"QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)  # fmt: skip
def test_a_machine_without_a_screen_is_known_by_its_surroundings(environ: dict[str, str], none: bool) -> None:
    assert no_screen(environ, "linux") is none
    assert no_screen({}, "win32") is False


def test_without_a_screen_linli_names_what_can_be_done_and_ends_with_3() -> None:
    hidden = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QPA" not in name}
    program = [sys.executable, "-c", "import sys; from ui.launch import main; sys.exit(main())"]
    ran = subprocess.run(program, env=hidden, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 3
    assert ran.stderr.count("\n") == 1
    assert "make gallery" in ran.stderr
