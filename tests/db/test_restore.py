"""Going back to a backup: what is not whole, not ours or not ours to read changes nothing, down to the last byte."""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.modules.residents import Resident
from db import backup, engine, migrations, restore
from db.backup import Backup
from db.errors import StoreError, Trouble
from tests.db.test_changes import settle
from tests.helpers.stores import KEY, NOW, open_store

OURS = "test"  # the vault_id of every store of the helper


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A backup of an empty roster, and one resident since."""
    store = open_store(tmp_path)
    backup.make(tmp_path, KEY, NOW - timedelta(hours=1), "manual")
    store.write_now("登记居民", settle)
    store.close()
    return tmp_path


def kept(folder: Path) -> Backup:
    return next(made for made in backup.all_of(folder) if made.reason == "manual")


def people(folder: Path) -> int:
    store = open_store(folder)
    try:
        return store.read_now(lambda session: session.scalar(select(func.count(Resident.uid)))) or 0
    finally:
        store.close()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_within_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def cut_between_pages(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 10])


def one_bit(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def nonsense(path: Path) -> None:
    path.write_bytes(b"not a store" * 9999)


def another_state_of_the_same_store(path: Path) -> None:
    """Sound in itself, but not what was written down when it was made."""
    shutil.copy(path.parent.parent / "linli.db", path)


def gone(path: Path) -> None:
    path.unlink()


def a_key_that_fits_but_no_tables(path: Path) -> None:
    path.unlink()
    engine.connect(path, KEY).close()
    path.with_suffix(".json").unlink()


SPOILS = [
    empty, cut_within_a_page, cut_between_pages, one_bit, nonsense, another_state_of_the_same_store, gone,
    a_key_that_fits_but_no_tables,
]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_broken_backup_is_refused_and_the_good_store_stays_as_it_is(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    chosen, before = kept(folder), files(folder)
    spoil(chosen.path)
    for going_back in (restore.restore, restore.replace_damaged):
        with pytest.raises(StoreError) as refused:
            going_back(folder, chosen, KEY, OURS, NOW)
        assert refused.value.trouble is Trouble.BAD_BACKUP
    assert files(folder) == before
    assert people(folder) == 1


@pytest.mark.parametrize("spoil", [cut_within_a_page, cut_between_pages, one_bit, nonsense])
def test_damage_is_found_also_where_nothing_describes_the_backup(folder: Path, spoil: Callable[[Path], None]) -> None:
    chosen, before = kept(folder), files(folder)
    chosen.path.with_suffix(".json").unlink()
    spoil(chosen.path)
    with pytest.raises(StoreError) as refused:
        restore.restore(folder, chosen, KEY, OURS, NOW)
    assert refused.value.trouble in (Trouble.BAD_BACKUP, Trouble.OTHER_BACKUP)
    assert files(folder) == before


def test_a_backup_of_another_store_is_named_as_such(folder: Path) -> None:
    chosen, before = kept(folder), files(folder)
    with pytest.raises(StoreError) as refused:  # of a store with the same key, as nobody has
        restore.restore(folder, chosen, KEY, "another vault", NOW)
    assert refused.value.trouble is Trouble.OTHER_BACKUP
    with pytest.raises(StoreError) as refused:
        restore.restore(folder, chosen, "77" * 32, OURS, NOW)
    assert refused.value.trouble is Trouble.OTHER_BACKUP
    assert files(folder) == before


def test_a_sound_backup_whose_description_is_lost_is_good(folder: Path) -> None:
    kept(folder).path.with_suffix(".json").unlink()
    restore.restore(folder, kept(folder), KEY, OURS, NOW)
    assert people(folder) == 0


def test_what_was_there_becomes_a_backup_that_brings_it_back(folder: Path) -> None:
    before = restore.restore(folder, kept(folder), KEY, OURS, NOW)
    assert people(folder) == 0
    restore.restore(folder, before, KEY, OURS, NOW)
    assert people(folder) == 1
    assert [path.name for path in folder.glob("linli.db*")] == ["linli.db"]


class Power:
    """Goes before the n-th step on the disk, and with it all that follows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, lasts: int) -> None:
        self.steps, self.lasts = 0, lasts
        for name in ("replace", "open", "fsync", "mkdir", "chmod"):
            monkeypatch.setattr(os, name, self.counting(getattr(os, name)))
        monkeypatch.setattr(Path, "unlink", self.counting(Path.unlink))

    def counting(self, step):
        def counted(*given, **more):
            self.steps += 1
            if self.steps > self.lasts:
                raise KeyboardInterrupt
            return step(*given, **more)

        return counted


@pytest.mark.parametrize("way", [restore.restore, restore.replace_damaged])
def test_whenever_the_power_goes_the_store_is_the_old_one_or_the_new_one_or_asks_for_a_backup(
    folder: Path, tmp_path_factory, monkeypatch, way
) -> None:
    seen: list[int | str] = []
    while "done" not in seen:
        place = tmp_path_factory.mktemp("cut")
        shutil.copytree(folder, place, dirs_exist_ok=True)
        with monkeypatch.context() as patched:
            Power(patched, len(seen))
            with suppress(KeyboardInterrupt):
                way(place, kept(place), KEY, OURS, NOW)
                seen.append("done")
        if "done" not in seen:
            seen.append(people(place) if backup.there(place / "linli.db") else "missing")
            restore.replace_damaged(place, kept(place), KEY, OURS, NOW)
            assert people(place) == 0
    steps = [key for key, _ in groupby(seen)]
    assert len(seen) > 10
    assert steps == ([1, 0, "done"] if way is restore.restore else [1, "missing", 0, "done"])


def test_a_log_that_cannot_be_written_back_holds_the_restoring_up(folder: Path, monkeypatch) -> None:
    """Exchanging the file alone would lose what only its log holds."""
    store = open_store(folder)
    with store._reading.connect() as reader:
        reader.exec_driver_sql(
            "SELECT count(*) FROM residents"
        ).scalar()  # whoever reads keeps the log from being emptied
        store.write_now("登记居民", lambda session: settle(session, "3-2-502", "李四"))
        with pytest.raises(StoreError) as refused:
            restore.restore(folder, kept(folder), KEY, OURS, NOW)
    store.close()
    assert refused.value.trouble in (Trouble.DISK_ERROR, Trouble.IN_USE)
    assert people(folder) == 2


def test_a_backup_of_the_first_version_is_migrated_before_it_takes_the_place(folder: Path, monkeypatch) -> None:
    chosen = kept(folder)
    chosen.path.unlink()
    first = engine.writing_engine(chosen.path, KEY)
    migrations.migrate(first, "0001")
    with first.begin() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('vault_id', 'test')")
    first.dispose()
    chosen.path.with_suffix(".json").write_text(json.dumps({"sha256": backup._on_disk(chosen.path)}))
    before = files(folder)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "_upgrade", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore.restore(folder, chosen, KEY, OURS, NOW)
    assert files(folder) == before
    restore.restore(folder, chosen, KEY, OURS, NOW)
    current = engine.writing_engine(folder / "linli.db", KEY)
    with current.connect() as connection:
        assert migrations.version(connection) == migrations.HEAD
    current.dispose()


def test_a_damaged_store_is_moved_whole_with_its_log(folder: Path) -> None:
    (folder / "linli.db").write_bytes(b"damaged")
    (folder / "linli.db-wal").write_bytes(b"its log")
    aside = restore.replace_damaged(folder, kept(folder), KEY, OURS, NOW)
    assert aside and {path.name: path.read_bytes() for path in aside.iterdir()} == {
        "linli.db": b"damaged", "linli.db-wal": b"its log",
    }  # fmt: skip
    assert people(folder) == 0
