"""What can be wrong with a store, without words: `app.errors` says it to people."""

from enum import StrEnum


class Trouble(StrEnum):
    NO_CIPHER = "no_cipher"  # the encryption library is missing, too old or failed its self-test
    WRONG_PASSWORD = "wrong_password"
    WAIT = "wait"  # too many wrong passwords; detail: seconds to wait
    NO_STORE = "no_store"
    EXISTS = "exists"  # a store is there already
    IN_USE = "in_use"  # another process owns it
    DAMAGED = "damaged"
    NEWER = "newer"  # made by a newer program
    BAD_ENVELOPE = "bad_envelope"
    NOT_WRITABLE = "not_writable"
    DISK_FULL = "disk_full"
    BAD_PLACE = "bad_place"  # a network drive or a folder that another program synchronises


class StoreError(Exception):
    """Never carries a value of a row, a key or a password."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble, self.detail = trouble, detail
