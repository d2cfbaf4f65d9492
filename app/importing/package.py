"""The parts of an xlsx package, read without entities, DTDs or anything outside the package. Runs in the child."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat

from app.importing.limits import Refusal

Attributes = dict[str, str]
_MAIN = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another part names: the last word of its type (`comments`, `table` ...) and its full path."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    hidden: bool
    part: str


class Package:
    """Reads parts by path, case ignored, as UTF-8 bytes."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def read(self, part: str) -> bytes:
        """The part, or no bytes if the package lacks it. Raises Refusal for a DTD anywhere in it."""
        name = self._names.get(part.lower())
        data = b"" if name is None else _as_utf8(self._zip.read(name))
        if b"<!DOCTYPE" in data:
            raise Refusal("dtd")
        return data

    def relations(self, part: str) -> dict[str, Relation]:
        """What the part names, by relation id; outside targets (links, network) are left out."""
        folder, name = posixpath.split(part)
        found: dict[str, Relation] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = Relation(attributes.get("Type", "").rpartition("/")[2], target)

        walk([self.read(f"{folder}/_rels/{name}.rels")], start)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Paths of the parts of one kind that the part names."""
        return [relation.part for relation in self.relations(part).values() if relation.kind == kind]

    def workbook(self) -> tuple[list[SheetPart], bool]:
        """The sheets in their order, and whether dates count from 1904."""
        relations = self.relations(_MAIN)
        sheets: list[SheetPart] = []
        from_1904: list[bool] = []

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "workbookPr":
                from_1904.append(is_true(attributes.get("date1904", "0")))
            elif tag == "sheet":
                relation = relations.get(attributes.get("id", ""))
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), hidden, relation.part if relation else ""))

        walk([self.read(_MAIN)], start)
        return sheets, any(from_1904)

    def styles(self) -> bytes:
        return self._first_related("styles")

    def strings(self) -> bytes:
        return self._first_related("sharedStrings")

    def theme(self) -> bytes:
        return self._first_related("theme")

    def _first_related(self, kind: str) -> bytes:
        parts = self.related(_MAIN, kind)
        return self.read(parts[0]) if parts else b""


def is_true(text: str) -> bool:
    """An XML boolean."""
    return text.strip().lower() in ("1", "true", "on")


Start = Callable[[str, Attributes], None]


def walk(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Calls back for every element, names without their prefix. Raises Refusal for broken XML and for any DTD."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(
        _local(tag), {_local(k): v for k, v in attributes.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        whole = b"".join(chunks)
        if whole:
            parser.Parse(whole, True)
    except expat.ExpatError:
        raise Refusal("damaged") from None


def _refuse_doctype(*_: object) -> None:
    raise Refusal("dtd")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _as_utf8(data: bytes) -> bytes:
    """The scanners look at UTF-8; the declaration of another encoding goes with the change."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
        return (text[text.index("?>") + 2 :] if text.startswith("<?xml") else text).encode("utf-8", "surrogatepass")
    return data.removeprefix(b"\xef\xbb\xbf")
