"""The menu 文件 for the store itself: backup, restore, password, lock."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.bootstrap import House
from app.errors import of_store
from app.modules.grids import Community, Grid
from app.modules.staff import Staff
from app.texts import N_, tr
from db import backup, vault
from db.backup import Backup
from db.errors import StoreError, Trouble
from ui import backups
from ui.actions import Action
from ui.busy import busy
from ui.messages import Box, show_error
from ui.shell.window import Window
from ui.tasks import in_thread, start
from ui.widgets.field import FormField
from ui.widgets.layouts import box as widget
from ui.widgets.layouts import column
from ui.widgets.password import PasswordEdit
from ui.wizard.password import NewPassword

FILE = N_("文件")


@dataclass(frozen=True)
class Leaving:
    """Why a window goes while the program stays: it locks, or goes back to a backup."""

    restore: Backup | None = None


class StoreMenu:
    def __init__(self, house: House, window: Window, leave: Callable[[Leaving], object]) -> None:
        self._house, self._window, self._leave = house, window, leave

    def join(self) -> None:
        """A demo has a password that everybody knows: there it is neither changed nor asked for."""
        actions = [
            Action("backup", N_("备份现在"), self.back_up, group=FILE, icon="backup"),
            Action("restore", N_("恢复备份"), self.restore, group=FILE, icon="restore"),
        ]
        if not self._house.demo:
            actions += [
                Action("password", N_("更改口令"), self.change_password, group=FILE, icon="edit"),
                Action("lock", N_("锁定"), self.lock, "Ctrl+L", group=FILE, icon="lock"),
            ]
        self._window.actions.add(*actions)

    async def back_up(self) -> None:
        async with busy(self._window, tr("正在备份"), "%", can_cancel=False) as job:
            made = await in_thread(self._house.back_up, "manual", lambda part: job.report(round(part * 100), 100))
        self._window.say(tr("已备份，{size}，也加密").format(size=backups.size_words(made.size)))

    async def restore(self) -> None:
        kept = await in_thread(backup.all_of, self._house.folder)
        if not kept:
            return self._window.say(tr("还没有备份"))
        words = tr("现在的数据会先存成一份备份，随时可以再恢复回来。")
        if chosen := await backups.choose(self._window, tr("恢复到哪一份备份？"), words, kept):
            self._leave(Leaving(restore=chosen))

    async def change_password(self) -> None:
        names = await self._house.store.read(
            lambda s: [name for record in (Staff, Community, Grid) for name in s.scalars(select(record.name))]
        )
        if await PasswordBox(self._window, self._house, names).answer():
            self._window.say(tr("口令已更改，恢复码照旧能用"))

    def lock(self) -> None:
        self._leave(Leaving())


class PasswordBox(Box):
    """The old password, the new one twice. It stays open until they are right or one goes back."""

    def __init__(self, window: Window, house: House, names: list[str]) -> None:
        self.old, self.new = FormField(tr("现在的口令"), PasswordEdit()), NewPassword(tr("新口令"))
        words = tr("数据不用重新加密，马上就好。")
        super().__init__(window, tr("更改口令"), words, widget(column(self.old, self.new, gap=10)))
        self._house, self._names = house, names
        self.add(tr("取消")).clicked.connect(self.reject)
        self.yes = self.add(tr("更改口令"), "primary")
        self.yes.clicked.connect(lambda: start(self.change(), self))
        self.old.editor.entered.connect(self.new.password.setFocus)
        self.new.again.entered.connect(self.yes.click)
        self.old.editor.textChanged.connect(lambda: self.old.set_fine())
        self.old.editor.setFocus()

    async def change(self) -> None:
        if self.new.problems(self._names):
            return
        self.yes.set_off(tr("正在更改"))
        try:
            await in_thread(vault.change_password, self._house.folder, self.old.editor.text(), self.new.password.text())
        except StoreError as error:
            await self._refused(error)
        else:
            self.accept()
        finally:
            self.yes.set_off("")

    async def _refused(self, error: StoreError) -> None:
        if error.trouble not in (Trouble.WRONG_PASSWORD, Trouble.WAIT):
            return await show_error(self, error)
        self.old.set_error(of_store(error).what)
        self.old.editor.selectAll()
        self.old.editor.setFocus()
