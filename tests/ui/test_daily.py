"""The day's backup comes by itself after the start, says nothing, and is told once where it cannot be made."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import bootstrap
from app.bootstrap import House
from app.modules.residents import Resident
from db import backup
from db.errors import StoreError, Trouble
from tests.helpers.boxes import until, words_of
from tests.helpers.stores import FOUNDING, WORLD
from ui import backups, daily, tasks
from ui.daily import DailyBackup
from ui.pages.imports import ImportPage
from ui.shell.window import Window

PASSWORD = "yusan chunjuan xiaolu"


@pytest.fixture
def house(tmp_path: Path):
    made, _ = bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD)
    yield made
    made.close()


@pytest.fixture
def window(qtbot) -> Window:
    made = Window(())
    qtbot.addWidget(made)
    made.show()
    return made


def reasons(house: House) -> list[str]:
    return [kept.reason for kept in backup.all_of(house.folder)]


def test_it_is_made_once_after_a_while_in_silence(run, window: Window, house: House) -> None:
    async def waits() -> None:
        clock = DailyBackup(house, window, first=1).clock
        await until(lambda: reasons(house) == ["daily"])
        await until(lambda: clock.interval() == daily.AGAIN and clock.isActive())

    run(waits())
    assert not window.toasts.isVisible()


def test_the_start_belongs_to_the_person(window: Window, house: House) -> None:
    assert DailyBackup(house, window).clock.remainingTime() > 10_000


def test_a_failure_is_said_once_and_tried_again(run, window: Window, house: House, monkeypatch) -> None:
    tries: list[int] = []

    def full(self: House) -> None:
        tries.append(1)
        raise StoreError(Trouble.DISK_FULL)

    monkeypatch.setattr(House, "back_up_daily", full)
    keeper = DailyBackup(house, window)

    async def looks() -> None:
        await keeper.look()
        assert "自动备份没有做成：磁盘已满" in words_of(window.toasts)
        window.toasts.go()
        await keeper.look()

    run(looks())
    assert len(tries) == 2
    assert not window.toasts.isVisible()
    assert keeper.clock.isActive()


def test_a_window_that_goes_meanwhile_takes_it_along(run, house: House, qtbot) -> None:
    async def goes() -> None:
        going = Window(())
        tasks.start(DailyBackup(house, going).look(), going)
        going.deleteLater()
        await tasks.stop_all()

    run(goes())


def test_before_a_batch_the_person_sees_that_a_backup_is_made(run, window: Window, house: House) -> None:
    async def twice() -> None:
        await backups.make_before(window, house, "before-import")
        await backups.make_before(window, house, "before-import")

    run(twice())
    assert reasons(house) == ["before-import"]
    assert backups.row_of(0, backup.all_of(house.folder)[0]).quiet == "导入之前"


def test_a_roster_comes_in_behind_a_backup(run, qtbot, house: House, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(
        "姓名,联系电话,住址,与户主关系\n张伟,15400000002,3幢1单元101室,户主\n", "utf-8"
    )
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(tmp_path / "roster.csv"))
    assert reasons(house) == []
    run(page.write())
    assert reasons(house) == ["before-import"]
    bootstrap.restore(house, backup.all_of(house.folder)[0])
    assert house.store.read_now(lambda session: session.scalar(select(func.count(Resident.uid)))) == 0
