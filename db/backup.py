"""Copies of a store that open with the same password. Going back to one: `db.restore`."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from db import engine
from db.errors import StoreError, Trouble, trouble_of_disk
from db.vault import BACKUPS, DATABASE, ENVELOPE, sync_folder, write_whole

STEP = 2000  # pages copied at a time
FORM = "%Y%m%dT%H%M%S%f"
CHINA = timezone(timedelta(hours=8))  # days are those of the people here (decisions.md 8)
FULL_DAYS, DAYS, WEEKS = 2, 9, 9  # of those that exist: all of two days, then 7 daily, 8 weekly (decisions.md 18)
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Backup:
    """`own`: made by us, so that its name tells when and why; another one is dated by its file."""

    path: Path
    at: datetime
    reason: str
    own: bool = True

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def day(self) -> str:
        return f"{self.at.astimezone(CHINA):%Y-%m-%d}"

    @property
    def week(self) -> tuple[int, int]:
        return self.at.astimezone(CHINA).isocalendar()[:2]


def make(folder: Path, key: str, now: datetime, reason: str, progress: Progress = lambda part: None) -> Backup:
    """A checked copy with the envelope of today, on the disk before it has its name. `reason`: one word."""
    where = folder / BACKUPS
    while (path := where / f"{now.astimezone(UTC):{FORM}}-{reason}.db").exists():
        now += timedelta(microseconds=1)  # nothing is overwritten, also where a clock stands still
    part = path.with_suffix(".part")
    try:
        where.mkdir(mode=0o700, exist_ok=True)
        for left in where.glob("*.part*"):  # of a process that was killed; one process owns a store
            left.unlink(missing_ok=True)
        state = _copy(folder / DATABASE, part, key, progress)
        check(part, key)
        os.chmod(part, 0o600)
        if (folder / ENVELOPE).exists():
            write_whole(path.with_suffix(".envelope.json"), (folder / ENVELOPE).read_bytes())
        facts = {"sha256": _on_disk(part), "reason": reason, "state": state}
        write_whole(path.with_suffix(".json"), json.dumps(facts).encode())
        os.replace(part, path)
        sync_folder(where)
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None
    finally:
        drop(part)
        if not path.exists():
            _forget(path)
    made = Backup(path, now, reason)
    thin(folder, made)
    return made


def all_of(folder: Path) -> list[Backup]:
    """The newest first; behind them files that somebody put there under a name of his own."""
    found = [_named(path) for path in (folder / BACKUPS).glob("*.db") if path.is_file()]
    return sorted(found, key=lambda backup: (backup.own, backup.at), reverse=True)


def manifest(backup: Backup) -> dict[str, str]:
    """What was written down when it was made; empty where that is lost."""
    try:
        facts = json.loads(backup.path.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: str(value) for name, value in facts.items()} if isinstance(facts, dict) else {}


def changed_since(folder: Path, key: str) -> bool:
    """Whether the store holds anything that its newest backup does not."""
    newest = next((backup for backup in all_of(folder) if backup.own and backup.size), None)
    if not newest:
        return True
    with closing(engine.connect(folder / DATABASE, key)) as connection:
        try:
            return manifest(newest).get("state") != _state(connection)
        except engine.database_errors() as error:
            raise StoreError(engine.trouble_of(error)) from None


def check(path: Path, key: str) -> None:
    """Every page and every index. The log is emptied first: pages still in it raise false alarms (safety.md 0.7)."""
    if not there(path):  # to open it would make an empty one, which is sound
        raise StoreError(Trouble.DAMAGED)
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


def thin(folder: Path, spared: Backup | None = None) -> None:
    """Takes at most one away: the oldest of those that are too many.

    Counted are the days and weeks of which there are backups. The clock of today is not asked: once wrong, it would
    make all of them too old.
    """
    own = [backup for backup in all_of(folder) if backup.own]
    days, weeks = _first_of(own, lambda b: b.day)[:DAYS], _first_of(own, lambda b: b.week)[:WEEKS]
    full = {backup.day for backup in days[:FULL_DAYS]}
    worth = {backup.path for backup in (*days, *weeks, *([spared] if spared else []))}
    surplus = [backup for backup in own if backup.path not in worth and backup.day not in full]
    if surplus:
        surplus[-1].path.unlink(missing_ok=True)
        _forget(surplus[-1].path)


def there(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def drop(part: Path, keep_file: bool = False) -> None:
    for side in ("-wal", "-shm") if keep_file else ("", "-wal", "-shm"):
        part.with_name(part.name + side).unlink(missing_ok=True)


def room_for(folder: Path) -> bool:
    """Whether the disk has three times the store's size free, as a migration wants."""
    size = (folder / DATABASE).stat().st_size if (folder / DATABASE).exists() else 0
    return shutil.disk_usage(folder).free > 3 * size


def _copy(source: Path, target: Path, key: str, progress: Progress) -> str:
    """What stands in the source now, whatever is written meanwhile; answers its state."""
    if not there(source):
        raise StoreError(Trouble.MISSING)
    with closing(engine.connect(source, key)) as old, closing(engine.connect(target, key)) as new:
        try:
            old.execute("BEGIN").close()
            state = _state(old)
            old.backup(new, pages=STEP, progress=lambda status, left, total: progress(1 - left / max(total, 1)))
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        except engine.database_errors() as error:
            raise StoreError(engine.trouble_of(error)) from None
    return state


def _state(connection: Any) -> str:
    """Differs whenever something was written: the last command, what is being typed, what was looked at."""
    asked = (
        "SELECT max(tx), max(at) FROM (SELECT tx, at FROM transactions ORDER BY tx DESC LIMIT 1)",
        "SELECT count(*), max(at) FROM drafts",
        "SELECT max(id) FROM access_log",
        "SELECT count(*), max(at) FROM column_memory",
    )
    return json.dumps([connection.execute(sql).fetchone() for sql in asked])


def _on_disk(path: Path) -> str:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(path: Path) -> Backup:
    stamp, _, reason = path.stem.partition("-")
    try:
        return Backup(path, datetime.strptime(stamp, FORM).replace(tzinfo=UTC), reason)
    except ValueError:
        return Backup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), path.stem, own=False)


def _forget(path: Path) -> None:
    for suffix in (".json", ".envelope.json"):
        path.with_suffix(suffix).unlink(missing_ok=True)


def _first_of(backups: Iterable[Backup], group: Callable[[Backup], object]) -> list[Backup]:
    """The newest of each group, the newest group first."""
    newest: dict[object, Backup] = {}
    for backup in backups:
        newest.setdefault(group(backup), backup)
    return [*newest.values()]
