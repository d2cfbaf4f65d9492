"""Unlocking: the password, how long one must wait after wrong ones, and the way back with the printed recovery code."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import bootstrap
from app.bootstrap import House
from app.errors import StoreRefused
from app.texts import tr
from db import backup, vault
from db.errors import Trouble
from db.store import World
from ui import backups
from ui.busy import busy
from ui.messages import show_error
from ui.tasks import in_thread, start
from ui.widgets.button import Button
from ui.widgets.card import Banner, Card
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row
from ui.widgets.password import PasswordEdit
from ui.wizard.password import NewPassword

HALF, HIGH = 548, 580
UNREADABLE = (Trouble.DAMAGED, Trouble.MISSING, Trouble.OTHER_ENVELOPE)  # where a backup may be the way out
CODE = 24  # letters of a recovery code
Clock = Callable[[], float]


class UnlockPage(QWidget):
    """`await page.opened()`. Wrong passwords change nothing; the delay is counted down and outlives a restart."""

    def __init__(self, folder: Path, world: World = World(), clock: Clock = time.time) -> None:
        super().__init__()
        self._folder, self._world, self._clock = folder, world, clock
        self._ended: asyncio.Future[House] = asyncio.get_running_loop().create_future()
        self.password, self.forgot = PasswordCard(), ForgotCard()
        self._beat = QTimer(self, interval=1000)
        self._beat.timeout.connect(self.tick)
        self.setLayout(row(self.password, self.forgot, gap=20))
        self.setMinimumHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.password.field.editor)
        self.forgot.hide()
        self._connect()
        self.tick()

    async def opened(self) -> House:
        return await self._ended

    def tick(self) -> None:
        """Once a second while one must wait."""
        left = vault.waiting(self._folder, self._clock)
        why = tr("请等 {time}再试").format(time=in_words(left)) if left else ""
        for card in (self.password, self.forgot):
            card.wait(why)
        if left and not self._beat.isActive():
            self._beat.start()
        if not left and self._beat.isActive():
            self._beat.stop()
            self.password.field.editor.setFocus()

    async def unlock(self) -> None:
        field = self.password.field
        if not (password := field.editor.text()):
            return field.set_error(tr("请输入口令"))
        await self._try(field, partial(bootstrap.unlock, self._folder, password, self._world, self._clock))

    async def reset(self) -> None:
        card = self.forgot
        if not card.problems():
            code, new = card.code.editor.text(), card.new.password.text()
            await self._try(
                card.code, partial(bootstrap.reset_password, self._folder, code, new, self._world, self._clock)
            )

    async def _try(self, field: FormField, work: Callable[[], House]) -> None:
        for card in (self.password, self.forgot):
            card.wait(tr("正在打开"))
        try:
            async with busy(self, tr("正在打开"), can_cancel=False):
                house = await in_thread(work)
        except StoreRefused as refused:
            self.tick()
            await self._refused(field, refused)
        else:
            if not self._ended.done():
                self._ended.set_result(house)

    async def _refused(self, field: FormField, refused: StoreRefused) -> None:
        """A wrong one stands at its field; everything else is a dialog."""
        if refused.trouble is Trouble.WRONG_PASSWORD:
            wrong_code = tr("恢复码不对，请对照纸上再看一遍")
            field.set_error(wrong_code if field is self.forgot.code else tr("口令不对，请检查大小写和输入法"))
            field.editor.selectAll()
            field.editor.setFocus()
        elif refused.trouble in UNREADABLE and (kept := backup.all_of(self._folder)):
            await self._offer(field, kept, refused)
        elif refused.trouble is not Trouble.WAIT:
            await show_error(self, refused)

    async def _offer(self, field: FormField, kept: list[backup.Backup], refused: StoreRefused) -> None:
        words = tr("选一份备份恢复，就能接着用。现在的文件会原样另存，不会删掉。")
        if chosen := await backups.choose(self, refused.what, words, kept):
            secret = self.password.field.editor.text()
            if field is self.forgot.code:
                secret = self.forgot.new.password.text()  # set before the rows were read
            await self._try(field, partial(bootstrap.rescue, self._folder, secret, chosen, self._world, self._clock))

    def _connect(self) -> None:
        self.password.open.clicked.connect(lambda: start(self.unlock(), self))
        self.password.forgotten.clicked.connect(lambda: self._show_forgot(True))
        self.forgot.away.clicked.connect(lambda: self._show_forgot(False))
        self.forgot.reset.clicked.connect(lambda: start(self.reset(), self))

    def _show_forgot(self, shown: bool) -> None:
        self.forgot.setVisible(shown)
        (self.forgot.code.editor if shown else self.password.field.editor).setFocus()


class PasswordCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self.field = FormField(tr("口令"), PasswordEdit())
        self.open, self.forgotten = (
            Button(tr("解锁"), "primary", key="Enter", big=True),
            Button(tr("忘记口令"), big=True),
        )
        self.caps = Banner(tr("大写锁定开着，按 Caps Lock 关闭"), "amber")
        self.caps.hide()
        self.open.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        heading = column(
            SafeLabel(tr("打开邻里通"), "number", bold=True), _quiet(tr("数据在这台电脑上，已加密。")), gap=2
        )
        calm = _quiet(tr("没有网络，照样能用。试错口令不会清除数据，没写完的草稿都在。"))
        parts = (heading, 6, self.field, self.caps, 6, row(self.open, self.forgotten, gap=12), None, calm)
        self.body.addLayout(column(*parts, gap=10, margins=(18, 16, 18, 14)))
        self.setFixedWidth(HALF)
        self.field.editor.caps.connect(self.caps.setVisible)
        self.field.editor.textChanged.connect(lambda: self.field.set_fine())
        self.field.editor.entered.connect(self.open.click)

    def wait(self, why: str) -> None:
        self.open.set_off(why)
        self.open.set_words(why or tr("解锁"))


class ForgotCard(Card):
    """The recovery code, and a new password in the place of the forgotten one."""

    def __init__(self) -> None:
        super().__init__(tr("忘记口令：用打印的恢复码"))
        self.away = Button(tr("收起"), "quiet")
        self.add_to_head(self.away)
        self.code = FormField(tr("恢复码，6 组 24 个字"), LineEdit(), help_text=self._still(CODE))
        self.new = NewPassword(tr("新口令"))
        self.reset = Button(tr("设新口令并打开"), "primary", big=True)
        calm = _quiet(tr("恢复码在第一次打开邻里通时打印或抄下。没有恢复码也没有口令，任何人都打不开数据。"))
        parts = (self.code, self.new, None, calm, row(None, self.reset))
        self.body.addLayout(column(*parts, gap=12, margins=(18, 6, 18, 6)))
        self.setFixedWidth(HALF)
        self.code.editor.textChanged.connect(self._count)
        self.new.again.entered.connect(self.reset.click)

    def problems(self) -> bool:
        """Shown at their fields."""
        if len(vault.plain_code(self.code.editor.text())) != CODE:
            self.code.set_error(tr("恢复码有 24 个字"))
            self.code.editor.setFocus()
            return True
        return bool(self.new.problems())

    def wait(self, why: str) -> None:
        self.reset.set_off(why)
        self.reset.set_words(why or tr("设新口令并打开"))

    def _count(self) -> None:
        self.code.set_fine()
        self.code.words.setText(self._still(CODE - len(vault.plain_code(self.code.editor.text()))))

    def _still(self, missing: int) -> str:
        rule = tr("不分大小写，横线可以不打。")
        return rule + (tr("还差 {count} 个字").format(count=missing) if missing > 0 else "")


def in_words(seconds: int) -> str:
    if seconds < 60:
        return tr("{seconds} 秒").format(seconds=seconds)
    return tr("{minutes} 分 {seconds} 秒").format(minutes=seconds // 60, seconds=seconds % 60)


def _quiet(words: str) -> SafeLabel:
    return SafeLabel(words, tone="ink2", wrap=True)
