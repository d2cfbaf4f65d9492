"""The window of the first run: steps forward and back, and at their end a store."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QCloseEvent

from app import __version__, bootstrap
from app.bootstrap import House
from app.errors import UserError
from app.first_run import Answers
from app.texts import tr
from db.store import World
from db.vault import Cost, look_at_place, new_code
from ui.busy import busy
from ui.messages import show_error
from ui.shell.appearance import Appearance
from ui.shell.bare import BareWindow
from ui.tasks import in_thread, start
from ui.wizard import printing
from ui.wizard.buildings import BuildingsPage
from ui.wizard.page import StepPage
from ui.wizard.password import PasswordPage
from ui.wizard.person import PersonPage
from ui.wizard.recovery import RecoveryPage
from ui.wizard.start import DEMO, StartPage


class Wizard(BareWindow):
    """`await wizard.result()`: the new house, or None for the demo community. Nothing is written before the last step."""

    def __init__(self, appearance: Appearance, folder: Path, world: World = World(), cost: Cost = Cost()) -> None:
        steps = (tr("怎么开始"), tr("您和社区"), tr("楼栋"), tr("口令"), tr("恢复码"))
        foot = (tr("数据只存在这台电脑上，已加密"), tr("邻里通 {version}").format(version=__version__))
        super().__init__(steps, appearance.segments(), foot)
        self._folder, self._world, self._cost = folder, world, cost
        self._ended: asyncio.Future[House | None] = asyncio.get_running_loop().create_future()
        self.start, self.person, self.buildings = StartPage(), PersonPage(), BuildingsPage()
        self.password, self.recovery = PasswordPage(self.names), RecoveryPage(new_code())
        self.pages: tuple[StepPage, ...] = (self.start, self.person, self.buildings, self.password, self.recovery)
        for page in self.pages:
            page.go_on.connect(self.forward)
            page.go_back.connect(self.backward)
        self.recovery.print.clicked.connect(self._print)
        self.at = 0
        self.go(0)

    async def result(self) -> House | None:
        return await self._ended

    def names(self) -> Iterable[str]:
        return self.person.texts().values()

    def go(self, step: int) -> None:
        self.at = step
        self.put(self.pages[step], step)
        self.pages[step].begin()

    def forward(self) -> None:
        page = self.pages[self.at]
        if page is self.start:
            start(self._begin(), self)
        elif not page.problems():
            start(self._make(), self) if page is self.recovery else self.go(self.at + 1)

    def backward(self) -> None:
        self.go(self.at - 1) if self.at else self.close()

    def answers(self) -> Answers:
        return Answers(self.person.texts(), self.buildings.rows())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._ended.cancel()
        super().closeEvent(event)

    async def _begin(self) -> None:
        """A place where no store can be is told before anything is typed."""
        if self.start.choice() == DEMO:
            return self._end(None)
        try:
            await in_thread(look_at_place, self._folder)
        except Exception as error:  # noqa: BLE001 - told, in words or as a fault of ours
            return await show_error(self, error)
        self.go(1)

    async def _make(self) -> None:
        self.recovery.on.set_off(tr("正在新建"))
        try:
            async with busy(self, tr("正在新建数据，约 2 秒"), can_cancel=False):
                house, _ = await in_thread(
                    bootstrap.create, self._folder, self.password.card.password.text(), self.answers().founding(),
                    self._world, self._cost, self.recovery.code,
                )  # fmt: skip
        except UserError as error:
            return await show_error(self, error)
        finally:
            self.recovery.on.set_off("")
        self._end(house)

    def _end(self, house: House | None) -> None:
        if not self._ended.done():
            self._ended.set_result(house)

    def _print(self) -> None:
        community = self.person.texts()["community"]
        printing.ask(self, self.recovery.code, community, self.recovery.typed.editor.setFocus)
