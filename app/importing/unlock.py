"""Opens a workbook that is protected with a password, in memory. Runs in the child."""

import io
import types
from typing import Any

from app.importing.limits import Refusal

_READ_ONLY_PASSWORD = "VelvetSweatshop"  # what Excel itself uses when a workbook is only marked "read-only"


def unlock(data: bytes, password: str | None) -> bytes:
    """The workbook without its protection. Raises Refusal: password_needed, password_wrong, encryption_unknown."""
    passwords = [_READ_ONLY_PASSWORD] if password is None else [password, _READ_ONLY_PASSWORD]
    for attempt in passwords:
        plain = _decrypt(data, attempt)
        if plain is not None:
            return plain
    raise Refusal("password_needed" if password is None else "password_wrong")


def _decrypt(data: bytes, password: str) -> bytes | None:
    """None if the password is wrong."""
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    try:
        office, plain = _office_file(data), io.BytesIO()
        office.load_key(password=password, **_verified(office))
        office.decrypt(plain)
        return plain.getvalue()
    except InvalidKeyError:
        return None
    except MemoryError:
        raise
    except DecryptionError:
        raise Refusal("encryption_unknown") from None
    except Exception:  # noqa: BLE001 - the library meets damaged headers with whatever goes wrong first
        raise Refusal("damaged") from None


def _verified(office: Any) -> dict[str, bool]:
    return {"verify_password": True} if office.format == "ooxml" else {}


def _office_file(data: bytes) -> Any:
    import msoffcrypto
    from msoffcrypto.format import xls97

    # It decrypts an xls through a temporary file; ours must never reach a disk.
    xls97.tempfile = types.SimpleNamespace(TemporaryFile=io.BytesIO)
    return msoffcrypto.OfficeFile(io.BytesIO(data))


def is_locked_xls(data: bytes) -> bool:
    """Whether an xls is encrypted: a FILEPASS record among the first of its workbook stream."""
    from app.importing.xls_marks import records, workbook_stream

    for number, (kind, _) in enumerate(records(workbook_stream(data), 0)):
        if kind == 0x2F:
            return True
        if number > 50:
            break
    return False
