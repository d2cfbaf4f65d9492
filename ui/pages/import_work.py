"""What the page 导入 has done in threads: reading a file, asking the store, writing a batch."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.bootstrap import House, meta
from app.importing import batches, held, trial, writing
from app.importing.command import COMMAND
from app.importing.known import Known
from app.importing.trial import Trial
from app.texts import joined, tr
from ui.backups import make_before
from ui.busy import busy
from ui.pages.import_findings import Found
from ui.tasks import in_thread


async def known(house: House) -> Known:
    """What the store holds now."""
    today = house.today()
    return await house.store.read(lambda session: held.known(session, today))


async def is_stale(house: House, tried: Trial) -> bool:
    """Whether anybody wrote since what this trial was compared with."""
    return await house.store.read(held.seen) != tried.known.seen


async def read(host: QWidget, house: House, path: Path, password: str | None) -> Trial:
    """In a child process, with progress and 取消; raises Unreadable."""
    holds, memory = await known(house), await house.store.read(batches.memory)
    async with busy(host, tr("正在读取 {file}").format(file=path.name)) as job:
        return await in_thread(
            trial.read, path, password, holds, memory, house.today(),
            progress=lambda part: job.report(int(part * 100), 100), cancelled=lambda: job.cancelled,
        )  # fmt: skip


async def look(house: House, tried: Trial) -> tuple[Found, str]:
    """What is to be shown of a trial, and whether its file came in before."""
    before = await house.store.read(lambda session: batches.imported_before(session, tried.book.sha256))
    note = tr("这个文件已经导入过，再导入只会更新") if before else tr("还没有写入任何数据")
    return await in_thread(Found, tried), note


async def write(host: QWidget, house: House, tried: Trial) -> writing.Counts:
    """The rows that are ready, in one transaction after a backup."""
    ready, columns = tried.accepted(), tried.columns()

    def work(session):  # type: ignore[no-untyped-def]
        batches.remember(session, columns)
        return writing.write(session, tried.understood, ready, meta(session)["grid"], tried.book.sha256)

    await make_before(host, house, "before-import")
    async with busy(host, tr("正在导入"), can_cancel=False):
        return await house.store.write(COMMAND, work)


def told(counts: writing.Counts) -> str:
    words = tr("已导入 {new} 人，更新 {changed} 人").format(new=f"{counts.new:,}", changed=f"{counts.changed:,}")
    late = tr("{count} 人没有写入：名册里这些人刚才又有变动").format(count=len(counts.waiting))
    return joined(words, late if counts.waiting else "")
