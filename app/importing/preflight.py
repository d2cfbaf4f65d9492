"""The first look at a stranger's file, before any parser sees it: what it is, and whether it is safe to open.

Limits and refusals follow design/safety.md 4.1. Only sizes, names and the first bytes of parts are looked at here;
whatever needs real parsing happens in the child process.
"""

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from app.importing.book import Kind
from app.importing.limits import MB, Limits, Refusal

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the bytes are. `encrypted`: an xlsx inside an encrypted container; an xls tells only when parsed."""

    kind: Kind
    encrypted: bool
    wrong_extension: bool


def load(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file that is not larger than any kind may be. Raises Refusal."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("not_a_file")
        _refuse_large(status.st_size, max(limits.xlsx_bytes, limits.xls_bytes, limits.csv_bytes))
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal("missing") from None
    except OSError:
        raise Refusal("no_access") from None


def inspect(name: str, data: bytes, limits: Limits) -> Shape:
    """What the bytes of the file `name` are. Raises Refusal for everything that must not reach a parser."""
    if not data:
        raise Refusal("empty")
    if data.startswith(OLE_MAGIC):
        kind, encrypted = _ole_kind(data, limits)
    elif data.startswith(ZIP_MAGIC):
        kind, encrypted = _check_package(data, limits), False
    else:
        kind, encrypted = _text_kind(data, limits), False
    return Shape(kind, encrypted, wrong_extension=_is_wrong(name, kind))


def _refuse_large(size: int, limit: int) -> None:
    if size > limit:
        raise Refusal("too_large", limit // MB)


_EXTENSIONS: dict[Kind, frozenset[str]] = {
    "xlsx": frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett")),
    "xls": frozenset((".xls", ".xlt", ".et", ".ett")),
    "csv": frozenset((".csv", ".txt", ".tsv")),
}


def _is_wrong(name: str, kind: Kind) -> bool:
    extension = Path(name).suffix.lower()
    return bool(extension) and extension not in _EXTENSIONS[kind]


# An OLE container: its directory is an array of 128-byte entries that begin with a UTF-16 name.


def _ole_kind(data: bytes, limits: Limits) -> tuple[Kind, bool]:
    if _has_stream(data, "EncryptedPackage"):
        _refuse_large(len(data), limits.xlsx_bytes)
        return "xlsx", True
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        _refuse_large(len(data), limits.xls_bytes)
        return "xls", False
    documents = ("WordDocument", "PowerPoint Document")
    raise Refusal("document" if any(_has_stream(data, name) for name in documents) else "not_workbook")


def _has_stream(data: bytes, name: str) -> bool:
    entry = re.escape((name + "\0").encode("utf-16-le"))
    return any(found.start() % 128 == 0 for found in re.finditer(entry, data, re.IGNORECASE))


# A zip package: only its directory and the first kilobyte of its parts are read.

_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, KeyError, IndexError, EOFError, OSError, NotImplementedError)


def _check_package(data: bytes, limits: Limits) -> Kind:
    _refuse_large(len(data), limits.xlsx_bytes)
    return check_package(data, limits)


def check_package(data: bytes, limits: Limits) -> Kind:
    """Refuses a package that is no workbook, is damaged, or was built to harm. Also for what was decrypted."""
    if data.count(b"PK\x01\x02") > 2 * limits.zip_entries:
        raise Refusal("zip_entries", limits.zip_entries)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [part for part in package.infolist() if not part.is_dir()]
            _check_parts(parts, len(data), limits)
            _check_content(package, parts)
    except _BROKEN:
        raise Refusal("damaged") from None
    return "xlsx"


def _check_parts(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(parts) > limits.zip_entries:
        raise Refusal("zip_entries", limits.zip_entries)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names) or any(_is_unsafe(part.orig_filename) for part in parts):
        raise Refusal("zip_names")
    if any(part.flag_bits & 1 or part.compress_type not in _STORED_OR_DEFLATED for part in parts):
        raise Refusal("damaged")
    if sum(part.compress_size for part in parts) > size:  # entries that overlap
        raise Refusal("zip_bomb")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes or any(_is_bomb(part, limits) for part in parts):
        raise Refusal("zip_bomb")


def _is_unsafe(name: str) -> bool:
    return "\\" in name or ":" in name or name.startswith("/") or ".." in name.split("/") or "\0" in name


def _is_bomb(part: zipfile.ZipInfo, limits: Limits) -> bool:
    swollen = part.file_size > limits.ratio_from_bytes and part.file_size > limits.ratio * max(part.compress_size, 1)
    return part.file_size > limits.part_bytes or swollen


def _check_content(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    _check_workbook({part.filename.lower() for part in parts})
    for part in parts:
        with package.open(part) as stream:
            if "<!doctype" in _as_text(stream.read(1024)).lower():
                raise Refusal("dtd")


def _check_workbook(names: set[str]) -> None:
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Refusal("other_format")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Refusal("document")
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise Refusal("damaged" if "[content_types].xml" in names or "xl/workbook.xml" in names else "archive")


def _as_text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"<\0")):
        return start.decode("utf-16-le", "ignore")
    if start.startswith((b"\xfe\xff", b"\0<")):
        return start.decode("utf-16-be", "ignore")
    return start.decode("latin-1")


# Anything else may be text with separators, if it is text at all.

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "damaged"),
    (b"PK\x07\x08", "damaged"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _text_kind(data: bytes, limits: Limits) -> Kind:
    _refuse_large(len(data), limits.csv_bytes)
    for magic, code in _FOREIGN:
        if data.startswith(magic) and (code != "picture" or b"\0" in data[:4096]):
            raise Refusal(code)
    _refuse_markup(_as_text(data[:4096]).lstrip("\xef\xbb\xbf \t\r\n").lower())
    if b"\0" in data and not data.startswith(_UTF16):
        raise Refusal("not_workbook")
    return "csv"


def _refuse_markup(start: str) -> None:
    if start.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Refusal("xml_table")
    is_web_archive = start.startswith("mime-version:") and "multipart/" in start
    if is_web_archive or re.match(r"<(!doctype|html|head|meta|body|table|style|script|\?xml|!--)", start):
        raise Refusal("html")
