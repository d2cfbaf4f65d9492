"""From the start of the program to the window on an open store: first run, unlocking, the demo; and from one to the next."""

import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app import __version__, bootstrap, cli, first_run
from app.bootstrap import House
from app.errors import UserError, of_store
from app.settings import Settings
from app.texts import N_, tr
from db import engine, vault
from db.backup import Backup
from db.errors import StoreError
from ui import ime, loop, tasks
from ui.daily import DailyBackup
from ui.main import name_user, window_on
from ui.messages import Box, ErrorTeller, show_error, tell
from ui.new_day import NewDay
from ui.preferences import Preferences
from ui.shell.bare import BareWindow
from ui.store_menu import Leaving, StoreMenu
from ui.tasks import in_thread, start
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column
from ui.widgets.progress import Bar

NO_SCREEN = N_("这台机器没有屏幕，窗口打不开；用 make gallery 可以把界面画成图片")
SIZE = (1366, 768)


def run(demo: bool, today: date | None, folder: Path | None = None) -> int:
    """`folder`: of a store that is not in its usual place."""
    if no_screen(os.environ):
        sys.stderr.write(tr(NO_SCREEN) + "\n")
        return cli.REFUSED
    ime.cure(os.environ)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    opening = Opening(Preferences(app, Settings()), today, folder or first_run.store_folder())
    return loop.run(app, lambda: opening.live(demo), ErrorTeller(lambda: opening.window))


def no_screen(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Qt would end the process where it finds none; one may still name a platform that draws nowhere."""
    named = environ.get("QT_QPA_PLATFORM") or "xcb"
    screen = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return platform == "linux" and not screen and named.startswith(("xcb", "wayland"))


def open_demo(folder: Path, today: date | None) -> House:
    """The demo community, made on first use and kept."""
    from app.demo.community import PASSWORD

    if vault.exists(folder):
        return bootstrap.unlock(folder, PASSWORD, cli.world(today))
    return cli.make_demo(folder, 1, cli.world(today))


class GaveUp(Exception):
    """What stands in the way was told, and the person would rather end the program."""


class Opening:
    """One window at a time; the next is shown before the last one goes, or the program would end."""

    def __init__(self, preferences: Preferences, today: date | None, folder: Path) -> None:
        self._preferences, self._today, self._folder = preferences, today, folder
        self.window: QWidget | None = None
        self._leaving: asyncio.Future[Leaving] | None = None

    async def live(self, demo: bool) -> int:
        """Until the person closes the window; 3 when nothing could be opened."""
        try:
            house = await (self._demo() if demo else self._own())
            while True:
                leaving = await self._work(house)
                house = await (self._restored(house, leaving.restore) if leaving.restore else self._unlocked())
        except GaveUp:
            return cli.REFUSED
        except UserError as error:
            await self._refuse(error)
            return cli.REFUSED

    async def _own(self) -> House:
        """The store of this computer, or the first run."""
        await self._need_cipher()
        if vault.exists(self._folder):
            return await self._unlocked()
        from ui.wizard.wizard import Wizard  # loaded late: once in the life of a store

        wizard = Wizard(self._preferences.appearance, self._folder, cli.world(self._today))
        self.show(wizard)
        return await wizard.result() or await self._demo()

    async def _demo(self) -> House:
        folder = first_run.demo_folder()
        if not vault.exists(folder):
            self.show(self._frame(_waiting(tr("正在准备演示社区，半分钟左右"))))
        return await in_thread(open_demo, folder, self._today)

    async def _unlocked(self) -> House:
        frame = self._frame()
        self.show(frame)
        await self._look(frame)
        from ui.unlock import UnlockPage

        page = UnlockPage(self._folder, cli.world(self._today))
        frame.put(page)
        return await page.opened()

    async def _look(self, frame: BareWindow) -> None:
        """What need not wait for a password: in use, not writable. One may put it right and try again."""
        while True:
            try:
                return await in_thread(vault.look, self._folder)
            except StoreError as error:
                if not await _try_again(frame, of_store(error)):
                    raise GaveUp from None

    async def _work(self, house: House) -> Leaving:
        """The window on a store, until it is locked, goes back to a backup, or the program ends."""
        window = window_on(house)
        self._leaving = asyncio.get_running_loop().create_future()
        self._preferences.join(window)
        StoreMenu(house, window, self._leave).join()
        try:
            await name_user(house, window)
            window.go("today")
            self.show(window)
            _tell_repaired(house, window)
            DailyBackup(house, window)
            NewDay(house, window)
            leaving = await self._leaving
            self.show(self._frame(_waiting(tr("正在恢复备份") if leaving.restore else tr("正在锁定"))))
        except BaseException:
            await self._close(house)
            raise
        await (tasks.stop_all() if leaving.restore else self._close(house))
        return leaving

    async def _restored(self, house: House, chosen: Backup) -> House:
        """The same house with the rows of a backup, or with its own where the backup is no good."""
        try:
            return await in_thread(bootstrap.restore, house, chosen)
        except UserError as error:
            await show_error(self.window, error)
            if not house.store.closed:
                return house
            await self._close(house)
            return await (self._demo() if house.demo else self._unlocked())

    async def _close(self, house: House) -> None:
        await tasks.stop_all()
        await in_thread(house.close)

    async def _need_cipher(self) -> None:
        try:
            await in_thread(engine.require_cipher)
        except StoreError as error:
            raise of_store(error) from None

    async def _refuse(self, error: UserError) -> None:
        sys.stderr.write("".join(f"{line}\n" for line in error.sentences))
        if not self.window:
            self.show(self._frame())
        await show_error(self.window, error)

    def show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.setGeometry(before.geometry()) if before else window.resize(*SIZE)
        window.showMaximized() if before and before.isMaximized() else window.show()
        window.activateWindow()  # the keyboard goes with it, also where no window manager sees to that
        if before:
            before.close()
            before.deleteLater()

    def _frame(self, page: QWidget | None = None) -> BareWindow:
        foot = (tr("本机数据已加密，口令不保存在任何地方"), tr("邻里通 {version}").format(version=__version__))
        frame = BareWindow((), self._preferences.appearance.segments(), foot)
        if page:
            frame.put(page)
        return frame

    def _leave(self, leaving: Leaving) -> None:
        if self._leaving and not self._leaving.done():
            self._leaving.set_result(leaving)


async def _try_again(frame: QWidget, error: UserError) -> bool:
    asked = Box(frame, error.what, "\n".join(error.sentences[1:]))
    asked.add(tr("退出")).clicked.connect(asked.reject)
    again = asked.add(tr("再试一次"), "primary")
    again.clicked.connect(asked.accept)
    again.setFocus()
    return await asked.answer()


def _tell_repaired(house: House, window: QWidget) -> None:
    if not house.start.repaired:
        return
    title = tr("记录变更的机关被动过，已经修好")
    words = tr(
        "数据都在。修好之前先做了一份备份，缺口也记了下来：在那以前直接改动数据文件的内容，历史里查不到，也撤销不了。\n"
        "请核对最近的改动；如果不是您自己动过数据文件，请告诉管理员。"
    )
    start(tell(window, title, words), window)


def _waiting(words: str) -> QWidget:
    bar = Bar()
    bar.setFixedWidth(320)
    return box(column(SafeLabel(words, "title", bold=True), bar, gap=14))
