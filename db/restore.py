"""Going back to a backup: proven to be whole and ours before anything gives way to it. Old or new, never between."""

import hashlib
import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import backup, engine, migrations
from db.backup import FORM, Backup
from db.errors import StoreError, Trouble, trouble_of_disk
from db.vault import DATABASE, sync_folder

CHUNK = 1 << 20


def restore(folder: Path, chosen: Backup, key: str, vault_id: str, now: datetime) -> Backup:
    """Puts a backup in the place of the store, which must be closed; what is there now becomes a backup itself."""
    part = prepared(folder, chosen, key, vault_id)
    try:
        before = backup.make(folder, key, now, "before-restore")
        _empty_log(folder, key)
    except BaseException:
        backup.drop(part)
        raise
    _put(folder, part)
    return before


def replace_damaged(folder: Path, chosen: Backup, key: str, vault_id: str, now: datetime) -> Path | None:
    """Puts a backup in the place of a store that cannot be read; its files are set aside as they are. Answers where."""
    part = prepared(folder, chosen, key, vault_id)
    while (aside := folder / f"damaged-{now.astimezone(UTC):{FORM}}").exists():
        now += timedelta(microseconds=1)
    try:
        moved = _set_aside(folder, aside)
    except OSError as error:
        backup.drop(part)
        raise StoreError(trouble_of_disk(error)) from None
    _put(folder, part)
    return aside if moved else None


def prepared(folder: Path, chosen: Backup, key: str, vault_id: str) -> Path:
    """A proven copy beside the store, as this program writes it. The backup itself is only read, never opened.

    StoreError: BAD_BACKUP (cut, altered, unreadable), OTHER_BACKUP (of another store), NEWER, or the disk's.
    """
    part = folder / (DATABASE + ".part")
    try:
        backup.drop(part)
        digest = _copied(chosen.path, part)
        _prove(part, key, vault_id, digest, backup.manifest(chosen).get("sha256", digest))
        _bring_up(part, key)
        backup.drop(part, keep_file=True)
    except OSError as error:
        backup.drop(part)
        raise StoreError(trouble_of_disk(error)) from None
    except BaseException:
        backup.drop(part)
        raise
    return part


def _copied(source: Path, target: Path) -> str:
    """Byte for byte and on the disk; answers the sha256 of what was read."""
    if not backup.there(source):
        raise StoreError(Trouble.BAD_BACKUP)
    digest = hashlib.sha256()
    new = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(source, "rb") as old, open(new, "wb") as copy:
        while some := old.read(CHUNK):
            digest.update(some)
            copy.write(some)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _prove(part: Path, key: str, vault_id: str, digest: str, written: str) -> None:
    try:
        version, whose = _facts(part, key)
        if version and version > migrations.HEAD:
            raise StoreError(Trouble.NEWER, version)
        backup.check(part, key)
    except StoreError as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        foreign = digest == written and not engine.fits(part, key)
        raise StoreError(Trouble.OTHER_BACKUP if foreign else Trouble.BAD_BACKUP) from None
    if whose != vault_id:
        raise StoreError(Trouble.OTHER_BACKUP)
    if digest != written or not version:
        raise StoreError(Trouble.BAD_BACKUP)


def _facts(path: Path, key: str) -> tuple[str | None, str | None]:
    """Its schema and the store that it is of."""
    with closing(engine.connect(path, key)) as connection:
        try:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            whose = connection.execute("SELECT value FROM meta WHERE name = 'vault_id'").fetchone()
        except engine.database_errors():
            raise StoreError(Trouble.DAMAGED) from None
    return version and version[0], whose and whose[0]


def _bring_up(part: Path, key: str) -> None:
    """An older one is migrated before it takes the place: what fails there fails here."""
    writing = engine.writing_engine(part, key)
    try:
        with writing.connect() as connection:
            needed = migrations.needed(connection)
        if needed:
            migrations.migrate(writing)
            engine.outside(writing, "PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        writing.dispose()


def _empty_log(folder: Path, key: str) -> None:
    """All of the store is in its one file, so that one renaming exchanges all of it."""
    with closing(engine.connect(folder / DATABASE, key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    log = folder / f"{DATABASE}-wal"
    if log.exists() and log.stat().st_size:
        raise StoreError(Trouble.DISK_ERROR)


def _set_aside(folder: Path, aside: Path) -> bool:
    """The file before its log: a store without its file is refused, one without its log would be read as an older one."""
    files = [path for side in ("", "-wal", "-shm") if (path := folder / (DATABASE + side)).exists()]
    if files:
        aside.mkdir(mode=0o700)
        for path in files:
            os.replace(path, aside / path.name)
        sync_folder(aside)
    return bool(files)


def _put(folder: Path, part: Path) -> None:
    try:
        os.replace(part, folder / DATABASE)
        sync_folder(folder)
        for side in ("-wal", "-shm"):  # empty, or there would have been no putting
            (folder / (DATABASE + side)).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None
