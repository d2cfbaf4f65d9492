"""Copies of a store that open with the same password, and going back to one."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from db import engine
from db.errors import StoreError, Trouble, trouble_of_disk
from db.vault import BACKUPS, DATABASE, ENVELOPE, sync_folder, write_whole

STEP = 2000  # pages copied at a time
FORM = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Backup:
    path: Path
    at: datetime
    reason: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def make(
    folder: Path, key: str, now: datetime, reason: str, progress: Callable[[float], None] = lambda part: None
) -> Backup:
    """A checked copy with the envelope of today, on the disk before it has its name. `reason`: one word."""
    where = folder / BACKUPS
    where.mkdir(mode=0o700, exist_ok=True)
    while (path := where / f"{now.astimezone(UTC):{FORM}}-{reason}.db").exists():
        now += timedelta(microseconds=1)  # nothing is overwritten, also where a clock stands still
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        _copy(folder / DATABASE, part, key, progress)
        check(part, key)
        os.chmod(part, 0o600)
        with open(part, "rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if (folder / ENVELOPE).exists():
            write_whole(path.with_suffix(".envelope.json"), (folder / ENVELOPE).read_bytes())
        os.replace(part, path)
        write_whole(path.with_suffix(".json"), json.dumps({"sha256": digest, "reason": reason}).encode())
        sync_folder(where)
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None
    finally:
        _drop(part)
    _thin(folder, now)
    return Backup(path, now, reason)


def all_of(folder: Path) -> list[Backup]:
    """The newest first."""
    found = []
    for path in (folder / BACKUPS).glob("*.db"):
        stamp, _, reason = path.stem.partition("-")
        found.append(Backup(path, datetime.strptime(stamp, FORM).replace(tzinfo=UTC), reason))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def restore(folder: Path, backup: Path, key: str, now: datetime) -> Backup:
    """Puts a backup in the place of the store, which must be closed; what is there now becomes a backup itself."""
    part = _fetch(folder, backup, key)
    before = make(folder, key, now, "before-restore")
    _put(folder, part)
    return before


def replace_damaged(folder: Path, backup: Path, key: str, now: datetime) -> Path:
    """Puts a backup in the place of a store that cannot be read; its files are set aside as they are. Answers where."""
    part = _fetch(folder, backup, key)
    aside = folder / f"damaged-{now.astimezone(UTC):{FORM}}"
    try:
        aside.mkdir(mode=0o700)
        for side in ("", "-wal", "-shm"):
            if (folder / (DATABASE + side)).exists():
                os.replace(folder / (DATABASE + side), aside / (DATABASE + side))
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None
    _put(folder, part)
    return aside


def _fetch(folder: Path, backup: Path, key: str) -> Path:
    """A checked copy beside the store: making a backup of today may thin the old ones out, also this one."""
    if not backup.exists():
        raise StoreError(Trouble.DAMAGED)
    part = folder / (DATABASE + ".part")
    _drop(part)
    try:
        _copy(backup, part, key, lambda done: None)
        check(part, key)
    except BaseException:
        _drop(part)
        raise
    _drop(part, keep_file=True)
    return part


def _put(folder: Path, part: Path) -> None:
    try:
        for side in ("-wal", "-shm"):
            (folder / (DATABASE + side)).unlink(missing_ok=True)
        os.replace(part, folder / DATABASE)
        sync_folder(folder)
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None


def check(path: Path, key: str) -> None:
    """Every page and every index. The log is emptied first: pages still in it raise false alarms (safety.md 0.7)."""
    connection = engine.connect(path, key)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        wrong = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()
    except engine.database_errors():
        raise StoreError(Trouble.DAMAGED) from None
    finally:
        connection.close()
    if wrong or sound != ("ok",):
        raise StoreError(Trouble.DAMAGED)


def _copy(source: Path, target: Path, key: str, progress: Callable[[float], None]) -> None:
    old, new = engine.connect(source, key), engine.connect(target, key)
    try:
        old.backup(new, pages=STEP, progress=lambda status, left, total: progress(1 - left / max(total, 1)))
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    except engine.database_errors() as error:
        raise StoreError(engine.trouble_of(error)) from None
    finally:
        new.close()
        old.close()


def _drop(part: Path, keep_file: bool = False) -> None:
    for side in ("-wal", "-shm") if keep_file else ("", "-wal", "-shm"):
        part.with_name(part.name + side).unlink(missing_ok=True)


def _thin(folder: Path, now: datetime) -> None:
    """All of two days, then one a day for 7 days and one a week for 8 weeks (decisions.md 18); never the last one."""
    backups = all_of(folder)
    keep = {backup.path for backup in backups[:1]} | {b.path for b in backups if now - b.at <= timedelta(days=2)}
    keep |= _newest_of(backups, lambda b: b.at.date() if now - b.at <= timedelta(days=9) else None)
    keep |= _newest_of(backups, lambda b: _week(b.at.date()) if now - b.at <= timedelta(weeks=9) else None)
    for backup in backups:
        if backup.path not in keep:
            for suffix in (".json", ".envelope.json", ".db"):
                backup.path.with_suffix(suffix).unlink(missing_ok=True)


def _newest_of(backups: Iterable[Backup], group: Callable[[Backup], object]) -> set[Path]:
    newest: dict[object, Path] = {}
    for backup in backups:
        if (name := group(backup)) is not None:
            newest.setdefault(name, backup.path)
    return set(newest.values())


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def room_for(folder: Path) -> bool:
    """Whether the disk has three times the store's size free, as a migration wants."""
    size = (folder / DATABASE).stat().st_size if (folder / DATABASE).exists() else 0
    return shutil.disk_usage(folder).free > 3 * size
