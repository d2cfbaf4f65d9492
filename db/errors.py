"""What can be wrong with a store, without words: `app.errors` says it to people."""

import errno
from enum import StrEnum


class Trouble(StrEnum):
    NO_CIPHER = "no_cipher"  # the encryption library is missing, too old or failed its self-test
    WRONG_PASSWORD = "wrong_password"
    WAIT = "wait"  # too many wrong passwords; detail: seconds to wait
    NO_STORE = "no_store"
    EXISTS = "exists"  # a store is there already
    IN_USE = "in_use"  # another process owns it
    DAMAGED = "damaged"
    MISSING = "missing"  # the database is gone or empty while its envelope is there
    OTHER_ENVELOPE = "other_envelope"  # opens no page of the database
    BAD_BACKUP = "bad_backup"  # cut, altered or unreadable
    OTHER_BACKUP = "other_backup"  # of another store
    GARBLED = "garbled"  # a value that is none of its column's kind: somebody wrote it by hand
    NEWER = "newer"  # made by a newer program
    BAD_ENVELOPE = "bad_envelope"
    NOT_WRITABLE = "not_writable"
    DISK_FULL = "disk_full"
    DISK_ERROR = "disk_error"  # the disk was pulled out, is broken, or forbids files of this size
    BAD_PLACE = "bad_place"  # a network drive or a folder that another program synchronises


class StoreError(Exception):
    """Never carries a value of a row, a key or a password."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble, self.detail = trouble, detail


def trouble_of_disk(error: OSError) -> Trouble:
    """No room is told as such also where a quota or the file system sets the bound."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Trouble.DISK_FULL
    return Trouble.DISK_ERROR if error.errno == errno.EIO else Trouble.NOT_WRITABLE
