"""The encrypted file: one engine that writes, one that can only read. Nobody else connects."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Any, BinaryIO

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from db.errors import StoreError, Trouble, trouble_of_disk

OLDEST_CIPHER = 4
PRAGMAS = (  # the order matters: nothing is synced too weakly before WAL begins (safety.md 3.5)
    "synchronous=EXTRA", "journal_mode=WAL", "foreign_keys=ON", "recursive_triggers=ON", "trusted_schema=OFF",
    "cell_size_check=ON", "secure_delete=ON", "temp_store=MEMORY", "mmap_size=0", "busy_timeout=5000",
)  # fmt: skip
PLAIN_HEADER = b"SQLite format 3"
PAGE, TAG, SALT = 4096, 64, 16  # bytes: of a page, of its HMAC-SHA512, of the salt that begins the file
LOOKED_AT = 64  # pages, from the first to the last


def writing_engine(path: Path, key: str) -> Engine:
    """The one connection that writes; it waits for nobody, since one process owns a store."""
    return _engine(path, key, 1, "BEGIN IMMEDIATE", ("cache_size=-16384", "wal_autocheckpoint=1000"))


def reading_engine(path: Path, key: str, readers: int) -> Engine:
    return _engine(path, key, readers, "BEGIN", ("cache_size=-8192", "query_only=ON"))


def connect(path: Path, key: str) -> Any:
    """A bare connection for backup and checks, with the same pragmas. `key`: 64 hex digits."""
    return _open(path, key, ())


def outside(engine: Engine, pragma: str) -> None:
    """Runs a pragma between transactions: within one it does nothing, or fails."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute(pragma).fetchall()
    finally:
        raw.close()


def ask(session: Session, sql: str, *values: object) -> list[Any]:
    """Rows of a statement that runs with every save, without SQLAlchemy's cost of each (30 us); no types but SQLite's."""
    raw = session.connection().connection.driver_connection
    assert raw is not None
    try:
        return raw.execute(sql, values).fetchall()  # type: ignore[no-any-return]
    except database_errors() as error:
        raise DatabaseError(sql, None, error, hide_parameters=True) from None


def require_cipher() -> ModuleType:
    """The driver, after it proved that it encrypts: SQLite's own module ignores the key in silence."""
    try:
        import sqlcipher3.dbapi2 as driver
    except ImportError:
        raise StoreError(Trouble.NO_CIPHER) from None
    connection = driver.connect(":memory:")
    version = connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()
    if not version or int(version[0].split(".")[0]) < OLDEST_CIPHER:
        raise StoreError(Trouble.NO_CIPHER)
    return driver  # type: ignore[no-any-return]


def database_errors() -> type[Exception]:
    """What the driver raises, for `except` clauses outside this file."""
    return require_cipher().Error  # type: ignore[no-any-return]


def self_test() -> None:
    """Encrypts a known word in a throw-away file and looks for it there; run before a store is made."""
    word, key = "linli-self-test-" + secrets.token_hex(8), secrets.token_hex(32)
    with tempfile.TemporaryDirectory(prefix="linli-test-") as folder:
        path = Path(folder) / "probe.db"
        connection = _open(path, key, ())
        connection.execute("CREATE TABLE probe(word TEXT)").close()
        connection.execute("INSERT INTO probe VALUES (?)", (word,)).close()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        raw = path.read_bytes()
        opened = _opens(path, secrets.token_hex(32))
    if raw.startswith(PLAIN_HEADER) or word.encode() in raw or opened:
        raise StoreError(Trouble.NO_CIPHER)


def fits(path: Path, key: str) -> bool:
    """Whether any of some pages was written with this key: tells a key of another store from a damaged file.

    By SQLCipher 4's own format: each page ends with an HMAC of its content and number, under a key drawn from the
    database's with the salt turned over by 0x3a in two rounds. A file with a blank beginning is damaged whatever the key.
    """
    with open(path, "rb") as file:
        salt = file.read(SALT)
        if not any(salt):
            return True
        mac = hashlib.pbkdf2_hmac("sha512", bytes.fromhex(key), bytes(byte ^ 0x3A for byte in salt), 2, 32)
        whole = path.stat().st_size // PAGE
        return any(_written(file, number, mac) for number in range(1, whole + 1, whole // LOOKED_AT + 1))


def _written(file: BinaryIO, number: int, mac: bytes) -> bool:
    file.seek((number - 1) * PAGE)
    page = file.read(PAGE)[SALT if number == 1 else 0 :]
    content = page[:-TAG] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(mac, content, "sha512"), page[-TAG:])


def _opens(path: Path, key: str) -> bool:
    try:
        _open(path, key, ()).close()
    except StoreError:
        return False
    return True


def _engine(path: Path, key: str, size: int, begin: str, extra: tuple[str, ...]) -> Engine:
    engine = create_engine(
        "sqlite://", module=require_cipher(), creator=lambda: _open(path, key, extra),
        poolclass=QueuePool, pool_size=size, max_overflow=0, hide_parameters=True,
    )  # fmt: skip
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _open(path: Path, key: str, extra: tuple[str, ...]) -> Any:
    driver = require_cipher()
    _touch(path)
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE").close()
        connection.execute(f"PRAGMA key=\"x'{key}'\"").close()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key fails here
        for pragma in (*PRAGMAS, *extra):
            connection.execute(f"PRAGMA {pragma}").close()
    except driver.DatabaseError as error:
        connection.close()
        raise StoreError(trouble_of(error)) from None
    return connection


def _touch(path: Path) -> None:
    """Makes the file its owner's alone before SQLite makes it everyone's; its log and index take over the mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None


def told(error: Exception) -> Exception:
    """Troubles of the disk and of rows edited by hand are told to people; everything else is a bug and stays what it is."""
    if not isinstance(error, DatabaseError):
        return StoreError(Trouble.GARBLED) if _garbled(error) else error
    text = str(error.orig).lower()
    if any(word in text for word in ("full", "readonly", "disk i/o", "malformed", "not a database", "unable to open")):
        return StoreError(trouble_of(error))
    return error


def _garbled(error: Exception) -> bool:
    """Whether a stored value was none of its column's kind. The error itself would print the value."""
    *_, (frame, _line) = walk_tb(error.__traceback__)
    where = str(frame.f_globals.get("__name__"))
    return where.startswith(("sqlalchemy.engine", "json.decoder")) or str(error).startswith("Invalid isoformat string")


def trouble_of(error: BaseException) -> Trouble:
    """Tells the disk's troubles from damage by SQLite's own messages."""
    text = str(getattr(error, "orig", error)).lower()
    if "full" in text:
        return Trouble.DISK_FULL
    if "readonly" in text or "unable to open" in text:
        return Trouble.NOT_WRITABLE
    if "disk i/o" in text:
        return Trouble.DISK_ERROR
    return Trouble.IN_USE if "locked" in text else Trouble.DAMAGED
