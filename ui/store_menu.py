"""The menu 文件 for the store itself: backup, restore, password, lock."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.bootstrap import House
from app.modules.grids import Community, Grid
from app.modules.staff import Staff
from app.texts import N_, tr
from db import backup
from db.backup import Backup
from ui import backups, looked_at
from ui.actions import Action
from ui.busy import busy
from ui.shell.window import Window
from ui.tasks import in_thread

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
            Action(
                "looks",
                N_("查看记录"),
                lambda: looked_at.show(self._window, self._house.store),
                group=FILE,
                icon="history",
            ),
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
        from ui.password_box import PasswordBox  # loaded late: seldom wanted

        if await PasswordBox(self._window, self._house, names).answer():
            self._window.say(tr("口令已更改，恢复码照旧能用"))

    def lock(self) -> None:
        self._leave(Leaving())
