"""The folder of a store: who may open it, with which key, one process at a time.

    password --Argon2id--> wrapping key --AES-256-GCM--> data key --HKDF--> key of the database

The envelope holds the data key once for each way in (password, printed recovery code); a new password wraps 32 bytes
anew and leaves the database alone. There is no password hash: the tag of the wrap is the check.
"""

import base64
import json
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db import engine
from db.errors import StoreError, Trouble, trouble_of_disk

SUITE = 1  # AES-256-GCM, SHA-256, Argon2id
DATABASE, ENVELOPE, SPARE, LOCK, TRIES = "linli.db", "envelope.json", "envelope.bak", "lock", "tries.json"
MAKING = "making"  # stands in the folder until a new store has its first rows; what lies beside it is nobody's yet
BACKUPS = "backups"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHARED_FOLDERS = ("onedrive", "dropbox", "坚果云", "nutstore", "百度网盘", "baidunetdisk", "icloud", "google drive")
FREE_TRIES, LONGEST_WAIT, AFTER_TEN = 3, 60, 15 * 60  # seconds (safety.md 3.3, decisions.md 31)


@dataclass(frozen=True)
class Cost:
    """Argon2id's; the floor is RFC 9106's second choice. Memory in KiB."""

    memory: int = 64 * 1024
    rounds: int = 3
    lanes: int = 4

    def acceptable(self) -> bool:
        return 64 * 1024 <= self.memory <= 1024 * 1024 and 3 <= self.rounds <= 20 and 1 <= self.lanes <= 16


@dataclass(frozen=True)
class Opened:
    """An unlocked folder. `key` is that of the database, 64 hex digits; it is never written anywhere."""

    folder: Path
    vault_id: str
    key: str
    lock: BinaryIO

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def release(self) -> None:
        self.lock.close()


def exists(folder: Path) -> bool:
    """Also where nothing but its backups is left: a new one there would mix with them."""
    left = (folder / ENVELOPE).exists() or (folder / DATABASE).exists() or any((folder / BACKUPS).glob("*.db"))
    return left and not (folder / MAKING).exists()


def create(folder: Path, password: str, cost: Cost = Cost(), code: str = "") -> tuple[Opened, str]:
    """A new folder with its key, and its recovery code: the one given, or a new one to print.

    Nothing is made if the cipher does not prove itself. Until `finish` it counts as not made.
    """
    code = code or new_code()
    lock = _take(folder)
    try:
        sweep(folder)
        write_whole(folder / MAKING, b"")
        data_key, vault_id = secrets.token_bytes(32), secrets.token_hex(16)
        letter: dict[str, Any] = {"suite": SUITE, "vault_id": vault_id, "dek_id": secrets.token_hex(8), "wraps": []}
        letter["wraps"] = [
            _wrap(letter, "password", password, data_key, cost),
            _wrap(letter, "recovery", plain_code(code), data_key, cost),
        ]
        _write(folder, letter)
    except OSError as error:
        lock.close()
        raise StoreError(trouble_of_disk(error)) from None
    return Opened(folder, vault_id, _database_key(data_key), lock), code


def finish(folder: Path) -> None:
    """The new store has its first rows: from now on it is there."""
    (folder / MAKING).unlink(missing_ok=True)
    sync_folder(folder)


def sweep(folder: Path) -> None:
    """Takes away what a creation that did not come to its end left. Other files of the folder stay."""
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", ENVELOPE, SPARE, TRIES, MAKING):
        (folder / name).unlink(missing_ok=True)
        (folder / f"{name}.part").unlink(missing_ok=True)


def look(folder: Path) -> None:
    """Refuses what can be refused before a password is asked for: no cipher, in use, not writable."""
    if not exists(folder):
        raise StoreError(Trouble.NO_STORE)
    engine.require_cipher()
    _own(folder).close()


def look_at_place(folder: Path) -> None:
    """The same for a store that is to be made, before anything is typed. Leaves the place as it was found."""
    there = folder.exists()
    _take(folder).close()
    if not there:
        (folder / LOCK).unlink()
        folder.rmdir()


def unlock(folder: Path, password: str, clock: Callable[[], float] = time.time) -> Opened:
    """With the password or the recovery code. Wrong ones are delayed more and more, also after a restart."""
    if not exists(folder):
        raise StoreError(Trouble.NO_STORE)
    engine.require_cipher()
    _refuse_if_waiting(folder, clock())
    letter = _read(folder)
    lock = _own(folder)
    try:
        data_key = _unwrap_any(letter, password)
        if data_key is None:
            _count_wrong(folder, clock())
            raise StoreError(Trouble.WRONG_PASSWORD)
    except BaseException:
        lock.close()
        raise
    (folder / TRIES).unlink(missing_ok=True)
    _put_back(folder, letter)
    return Opened(folder, letter["vault_id"], _database_key(data_key), lock)


def change_password(
    folder: Path, old: str, new: str, cost: Cost = Cost(), clock: Callable[[], float] = time.time
) -> None:
    """`old` may be the recovery code; wrong ones are delayed as at `unlock`. The database is not touched."""
    _refuse_if_waiting(folder, clock())
    letter = _read(folder)
    data_key = _unwrap_any(letter, old)
    if data_key is None:
        _count_wrong(folder, clock())
        raise StoreError(Trouble.WRONG_PASSWORD)
    others = [wrap for wrap in letter["wraps"] if wrap["kind"] != "password"]
    letter["wraps"] = [_wrap(letter, "password", new, data_key, cost), *others]
    try:
        _write(folder, letter)
        (folder / TRIES).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None


def waiting(folder: Path, clock: Callable[[], float] = time.time) -> int:
    """Seconds until the next password may be tried; 0 now."""
    left = _tries(folder)["until"] - clock()
    return int(left) + 1 if 0 < left <= AFTER_TEN else 0


def new_code() -> str:
    """24 characters of Crockford's alphabet, 120 bits, in groups that can be read aloud."""
    letters = [secrets.choice(CROCKFORD) for _ in range(24)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 24, 4))


def plain_code(code: str) -> str:
    """What a person typed of a recovery code, without its usual misreadings."""
    return "".join(code.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))


def _wrap(letter: dict[str, Any], kind: str, secret: str, data_key: bytes, cost: Cost) -> dict[str, Any]:
    kdf = {"memory": cost.memory, "rounds": cost.rounds, "lanes": cost.lanes}
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretch(secret, salt, cost)).encrypt(nonce, data_key, _bound(letter, kind, kdf))
    return {"kind": kind, "kdf": kdf, "salt": _text(salt), "nonce": _text(nonce), "sealed": _text(sealed)}


def _unwrap_any(letter: dict[str, Any], secret: str) -> bytes | None:
    for wrap in letter["wraps"]:
        tried = plain_code(secret) if wrap["kind"] == "recovery" else secret
        if wrap["kind"] == "recovery" and len(tried) != 24:
            continue
        cost = Cost(**wrap["kdf"])
        if not cost.acceptable():
            raise StoreError(Trouble.BAD_ENVELOPE)
        key = _stretch(tried, _bytes(wrap["salt"]), cost)
        try:
            return AESGCM(key).decrypt(
                _bytes(wrap["nonce"]), _bytes(wrap["sealed"]), _bound(letter, wrap["kind"], wrap["kdf"])
            )
        except InvalidTag:
            continue
    return None


def _bound(letter: dict[str, Any], kind: str, kdf: dict[str, int]) -> bytes:
    """What the tag vouches for beside the key: nobody lowers the cost or swaps a wrap unseen."""
    return json.dumps([letter["suite"], letter["vault_id"], letter["dek_id"], kind, kdf], sort_keys=True).encode()


def _stretch(secret: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.rounds, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(secret.encode("utf-8", "surrogatepass"))


def _database_key(data_key: bytes) -> str:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"linli database").derive(data_key).hex()


def _read(folder: Path) -> dict[str, Any]:
    """The envelope; where it is lost, the one before it, or that of the newest backup: with the password of its day."""
    copies = sorted((folder / BACKUPS).glob("[0-9]*.envelope.json"), reverse=True)
    for path in (folder / ENVELOPE, folder / SPARE, *copies):
        if letter := _letter(path):
            return letter
    raise StoreError(Trouble.BAD_ENVELOPE)


def _letter(path: Path) -> dict[str, Any] | None:
    try:
        letter = json.loads(path.read_text("utf-8"))
        return letter if letter["suite"] == SUITE and letter["vault_id"] and letter["wraps"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _put_back(folder: Path, letter: dict[str, Any]) -> None:
    """An envelope that had to be taken from a copy, and has just proved to open, stands in its place again."""
    if not _letter(folder / ENVELOPE):
        with suppress(OSError):
            write_whole(folder / ENVELOPE, json.dumps(letter, indent=1).encode())


def _write(folder: Path, letter: dict[str, Any]) -> None:
    """Old or new, never neither: the spare first, then the envelope, each whole on the disk before its name is."""
    content = json.dumps(letter, indent=1).encode()
    current = folder / ENVELOPE
    if current.exists():
        write_whole(folder / SPARE, current.read_bytes())
    write_whole(current, content)


def write_whole(path: Path, content: bytes) -> None:
    """A file that is there wholly or not at all, readable by its owner alone."""
    part = path.with_name(path.name + ".part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    if os.name != "nt":  # Windows keeps names by itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take(folder: Path) -> BinaryIO:
    """A folder for a new store, and its lock."""
    _refuse_place(folder)
    if exists(folder):
        raise StoreError(Trouble.EXISTS)
    try:
        engine.self_test()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None
    return _own(folder)


def _own(folder: Path) -> BinaryIO:
    """The lock ends with the process, however it ends."""
    try:
        file = os.fdopen(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise StoreError(Trouble.IN_USE) from None
    return file


def _refuse_place(folder: Path) -> None:
    text = str(folder.absolute()).lower()
    if text.startswith(("\\\\", "//")) or any(name in text for name in SHARED_FOLDERS):
        raise StoreError(Trouble.BAD_PLACE)


def _refuse_if_waiting(folder: Path, now: float) -> None:
    if left := waiting(folder, lambda: now):
        raise StoreError(Trouble.WAIT, str(left))


def _count_wrong(folder: Path, now: float) -> None:
    count = int(_tries(folder)["count"]) + 1
    wait = 0 if count < FREE_TRIES else AFTER_TEN if count >= 10 else min(2 ** (count - FREE_TRIES), LONGEST_WAIT)
    try:
        write_whole(folder / TRIES, json.dumps({"count": count, "until": now + wait}).encode())
    except OSError as error:
        raise StoreError(trouble_of_disk(error)) from None


def _tries(folder: Path) -> dict[str, float]:
    try:
        found = json.loads((folder / TRIES).read_text())
        return {"count": int(found["count"]), "until": float(found["until"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"count": 0, "until": 0}


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
