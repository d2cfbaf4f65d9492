"""Backups are listed whatever lies beside them, and none is lost to a wrong clock."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import backup, engine, vault
from db.backup import Backup
from db.errors import StoreError, Trouble
from tests.db.test_changes import settle
from tests.helpers.stores import KEY, NOW, open_store

DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    open_store(tmp_path).close()
    return tmp_path


def put(folder: Path, *moments: datetime, thinned: bool = True) -> None:
    """Backups by name alone: thinning reads nothing else."""
    (folder / vault.BACKUPS).mkdir(exist_ok=True)
    for at in moments:
        path = folder / vault.BACKUPS / f"{at:{backup.FORM}}-daily.db"
        for suffix in (".db", ".json", ".envelope.json"):
            path.with_suffix(suffix).write_text("x")
        if thinned:
            backup.thin(folder, Backup(path, at, "daily"))


def left(folder: Path) -> list[datetime]:
    return [kept.at for kept in backup.all_of(folder)]


def test_a_foreign_file_hinders_nothing_and_can_be_chosen_like_any_other(folder: Path) -> None:
    made = backup.make(folder, KEY, NOW, "manual")
    for name in ("老备份.db", f"{NOW:{backup.FORM}}.db", "20269999T999999999999-x.db"):
        (made.path.parent / name).write_bytes(made.path.read_bytes())
    (made.path.parent / "folder.db").mkdir()
    assert {(kept.reason, kept.own) for kept in backup.all_of(folder)} == {
        ("manual", True), ("老备份", False), ("", True), ("20269999T999999999999-x", False),
    }  # fmt: skip
    backup.make(folder, KEY, NOW, "manual")
    assert [kept.own for kept in backup.all_of(folder)] == [True, True, True, False, False]  # offered last


def test_one_backup_under_a_wrong_clock_costs_at_most_one_other(folder: Path) -> None:
    put(folder, *(NOW - 5 * DAY * n for n in range(12)), thinned=False)
    for clock in (datetime(2036, 1, 1, tzinfo=UTC), datetime(1990, 1, 1, tzinfo=UTC), NOW + DAY):
        before = {*left(folder)}
        put(folder, clock)
        assert len(before - {*left(folder)}) <= 1
        assert clock in left(folder)
    assert len(left(folder)) >= 12


def test_a_backup_a_day_for_a_year_leaves_days_and_weeks_and_never_the_last_two_days(folder: Path) -> None:
    put(folder, *(NOW + DAY * n for n in range(365)))
    ages = [(left(folder)[0] - at).days for at in left(folder)]
    assert ages[:9] == [*range(9)]
    assert len(ages) == 9 + 7  # two days, seven daily; the newest two of the nine weeks are among them
    assert 7 * 7 <= max(ages) < 7 * 9
    assert len([*(folder / vault.BACKUPS).iterdir()]) == 3 * len(ages)  # what described those that went, went too


def test_many_of_one_day_stay_for_two_days_and_go_one_by_one(folder: Path) -> None:
    put(folder, *(NOW + timedelta(minutes=n) for n in range(20)), NOW + DAY)
    assert len(left(folder)) == 21
    put(folder, NOW + 2 * DAY)
    assert len(left(folder)) == 21
    for _ in range(40):
        backup.thin(folder)
    assert len(left(folder)) == 3


def test_files_that_somebody_put_there_are_never_thinned(folder: Path) -> None:
    put(folder, NOW)
    for number in range(30):
        (folder / vault.BACKUPS / f"U盘{number}.db").write_text("x")
    put(folder, *(NOW + DAY * n for n in range(60)))
    assert sum(not kept.own for kept in backup.all_of(folder)) == 30


def test_a_backup_of_nothing_is_not_made(folder: Path) -> None:
    for spoil in (lambda path: path.write_bytes(b""), Path.unlink):
        spoil(folder / vault.DATABASE)
        with pytest.raises(StoreError) as refused:
            backup.make(folder, KEY, NOW, "manual")
        assert refused.value.trouble is Trouble.MISSING
    assert backup.all_of(folder) == []
    assert not (folder / vault.DATABASE).exists()
    assert [*(folder / vault.BACKUPS).iterdir()] == []


def test_a_backup_is_of_one_moment_though_somebody_goes_on_writing(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(backup, "STEP", 5)
    store, written = open_store(folder), []

    def meanwhile(part: float) -> None:
        if len(written) < 3:
            written.append(store.write_now("登记居民", settle))

    try:
        made = backup.make(folder, KEY, NOW, "manual", meanwhile)
        assert len(written) == 3
        assert backup.changed_since(folder, KEY)
        with closing(engine.connect(made.path, KEY)) as copied:
            assert copied.execute("SELECT count(*) FROM residents").fetchone() == (0,)
        backup.make(folder, KEY, NOW, "manual")
        assert not backup.changed_since(folder, KEY)
    finally:
        store.close()


def test_what_a_killed_process_left_is_tidied(folder: Path) -> None:
    backup.make(folder, KEY, NOW, "manual")
    (folder / vault.BACKUPS / "20260101T000000000000-daily.part").write_text("half")
    backup.make(folder, KEY, NOW, "manual")
    assert [*(folder / vault.BACKUPS).glob("*.part")] == []


def test_a_key_is_told_from_another_by_any_page_that_is_left(folder: Path) -> None:
    path = folder / vault.DATABASE
    sound = path.read_bytes()
    last = 4096 * (len(sound) // 4096 // 4)
    assert engine.fits(path, KEY)
    assert not engine.fits(path, "77" * 32)
    for spoiled in (
        sound[:16] + b"\xa5" * (len(sound) - last - 16) + sound[-last:],  # but for the last pages
        sound[:4096] + b"\xa5" * (len(sound) - 4096),  # but for the first
    ):
        path.write_bytes(spoiled)
        assert engine.fits(path, KEY)
    path.write_bytes(sound[:16] + b"\xa5" * (len(sound) - 16))
    assert not engine.fits(path, KEY)
    path.write_bytes(bytes(len(sound)))
    assert engine.fits(path, KEY)  # damage, whatever the key
