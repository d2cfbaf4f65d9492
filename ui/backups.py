"""Backups as a list to choose from: day, reason, size. It asks once, for what is there now becomes a backup too."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.bootstrap import House
from app.ledger.kinds import CHINA
from app.texts import N_, tr
from db.backup import Backup
from ui.busy import busy
from ui.messages import Box
from ui.tasks import in_thread
from ui.widgets.rows import Row, RowList

REASONS = {
    "manual": N_("手动备份"),
    "daily": N_("每日自动备份"),
    "before-import": N_("导入之前"),
    "before-restore": N_("恢复备份之前"),
    "before-upgrade": N_("升级之前"),
    "before-repair": N_("修复之前"),
}
HIGH = 300  # px of the list


async def choose(parent: QWidget, title: str, words: str, backups: Sequence[Backup]) -> Backup | None:
    """None: left as it is."""
    listed = RowList(title)
    listed.put([row_of(number, backup) for number, backup in enumerate(backups)])
    listed.setFixedHeight(HIGH)
    box = Box(parent, title, words, listed)
    box.add(tr("取消")).clicked.connect(box.reject)
    yes = box.add(tr("恢复这一份"), "primary")
    yes.clicked.connect(box.accept)
    listed.opened.connect(lambda key: yes.setFocus())
    listed.setCurrentIndex(listed.model().index(0, 0))
    listed.setFocus()
    chosen = await box.answer()
    number = listed.currentIndex().row()
    return backups[number] if chosen and number >= 0 else None


async def make_before(page: QWidget, house: House, reason: str) -> None:
    """A way back from something large, before it is done; a moment where the newest backup still holds all there is."""
    async with busy(page, tr("正在备份"), "%", can_cancel=False) as job:
        await in_thread(house.back_up_changes, reason, lambda part: job.report(round(part * 100), 100))


def row_of(number: int, backup: Backup) -> Row:
    at = backup.at.astimezone(CHINA)
    day = tr("{year} 年 {month} 月 {day} 日 {time}")
    title = day.format(year=at.year, month=at.month, day=at.day, time=f"{at:%H:%M}")
    return Row(str(number), title, quiet=tr(REASONS.get(backup.reason, backup.reason)), after=size_words(backup.size))


def size_words(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
