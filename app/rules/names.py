"""Names of persons: made clean without losing a rare character, split at the surname, and spelled for the search."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from math import prod

from app.rules.plain import Lazy, half_width, visible
from app.rules.readings import readings
from app.rules.surnames import heard, is_compound

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff\U000f0000-\U0010ffff"
MOST = 64  # spellings of one name, full and initials together


@dataclass(frozen=True, slots=True)
class Cleaned:
    name: str
    notes: tuple[str, ...] = ()  # what stood in brackets
    changes: tuple[str, ...] = ()  # of: invisible, note, width, dot, spaces, punctuation

    def __iter__(self) -> Iterator[str | tuple[str, ...]]:
        return iter((self.name, self.notes, self.changes))


def clean(text: str) -> Cleaned:
    """The name as it should stand, what stood in brackets beside it, and what was changed.

    Spaces between Han characters and invisible characters go; `.` `•` `・` and their like between Han characters become
    `·`; a note in brackets leaves the name. Rare, compatibility and private-use characters are never touched. Two lines
    of two and more characters each keep a space between them: they are probably two people.
    """
    if _PLAIN.made.fullmatch(text):
        return Cleaned(text)
    name, changes = text, []
    for change, step in _STEPS:
        before, name = name, step(name)
        if name != before:
            changes.append(change)
    return Cleaned(name, _notes(visible(text)), tuple(changes))


def surname(name: str) -> tuple[str, str]:
    """(surname, given name): `欧阳`, `修远`. No surname, ("", name), for names with `·`, of five and more, or not Han."""
    if not _HAN_NAME.made.fullmatch(name) or len(name) > 4:
        return "", name
    cut = 2 if len(name) > 2 and is_compound(name[:2]) else 1
    return name[:cut], name[cut:]


def spellings(name: str) -> frozenset[str]:
    """Every full pinyin (`wangxiaoming`) and initials (`wxm`) that should find the name, in small ASCII letters.

    Each character with all its readings in use, surnames also as surnames (单 shan, 查 zha, 万俟 moqi), ü as v, yu and u;
    the parts beside a `·` also alone. At most `MOST` of them, the likeliest: of a long name every reading of every single
    character is there, but not every combination.
    """
    parts = [_syllables(part) for part in _PARTING.split(name)]
    found = dict.fromkeys(
        _spelled([said for part in parts for said in part], MOST // 2 if len(parts) == 1 else MOST // 4)
    )
    if len(parts) > 1:
        found |= dict.fromkeys(spelled for part in parts if len(part) > 1 for spelled in _spelled(part, MOST // 8))
    return frozenset(islice(found, MOST))


@dataclass(frozen=True, slots=True)
class Spelled:
    """The letters of a name, from `start` up to `end`, that pinyin or `initials` stand for."""

    start: int
    end: int
    initials: bool


def load() -> None:
    """Reads the table of readings, for which the first question in letters would wait."""
    readings("一")


def spelled_by(name: str, typed: str) -> Spelled | None:
    """What typed letters spell of a name: `zhangw` both characters of 张伟, `z` the first one."""
    pieces = _placed(name)
    ends = [0, *(end for _, end, _ in pieces)]
    starts = [i for i, (at, _, _) in enumerate(pieces) if i == 0 or _PARTING.search(name[ends[i] : at])]
    for initials in (True, False):
        for first in starts:
            if used := _covered([said for _, _, said in pieces[first:]], typed, initials):
                return Spelled(pieces[first][0], pieces[first + used - 1][1], initials)
    return None


@lru_cache(maxsize=4096)  # the same names are looked at again with every letter
def _placed(name: str) -> tuple[tuple[int, int, Sequence[str]], ...]:
    """What can be said of a name: first letter, after the last, its readings."""
    found = list[tuple[int, int, Sequence[str]]]()
    for part in _PART.finditer(name):
        at = part.start()
        for piece, said in _pieces(part[0]):
            found += [(at, at + len(piece), said)] if said else []
            at += len(piece)
    return tuple(found)


def _covered(syllables: Sequence[Sequence[str]], typed: str, initials: bool) -> int:
    """How many syllables the typed letters begin to spell, 0 if they spell something else."""
    if not typed or not syllables:
        return 0
    for said in dict.fromkeys(word[:1] for word in syllables[0]) if initials else syllables[0]:
        if said.startswith(typed):
            return 1
        if typed.startswith(said) and (more := _covered(syllables[1:], typed[len(said) :], initials)):
            return 1 + more
    return 0


_PARTING, _PART = re.compile(r"[\s·.．•・]+"), re.compile(r"[^\s·.．•・]+")
_OPEN, _CLOSE = r"(（\[【〔<《{「『〈［｛", r")）\]】〕>》}」』〉］｝"
_PLAIN = Lazy(f"[{HAN}]*")
_HAN_NAME = Lazy(f"[{HAN}]+")
_NOTE = Lazy(f"[{_OPEN}]([^{_OPEN}{_CLOSE}]*)(?:[{_CLOSE}]|$)")
_WIDE = re.compile("[Ａ-Ｚａ-ｚ０-９]+")
_DOTS = "·.．。｡•･・‧∙⋅﹒᛫"
_DOT = Lazy(rf"(?<=[{HAN}])\s*[{_DOTS}]\s*(?=[{HAN}])")
_TWO_LINES = Lazy(rf"([{HAN}]{{2,}})[ \t]*[\r\n]+\s*([{HAN}]{{2,}})")
_BLANK = Lazy(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_EDGES = Lazy(rf"^[\s,，、;；:：'\"’‘`{_DOTS}{_CLOSE}]+|[\s,，、;；:：'\"’‘`·．。{_CLOSE}]+$|(?<=[{HAN}])\.+$")


def _without_notes(name: str) -> str:
    return _peeled(name)[0]


def _notes(name: str) -> tuple[str, ...]:
    return _peeled(name)[1]


def _peeled(name: str) -> tuple[str, tuple[str, ...]]:
    """Brackets in brackets go from the inside out; nobody nests more than a few, only a damaged file does."""
    notes: list[str] = []
    for _ in range(9):
        notes += (note.strip() for note in _NOTE.made.findall(name) if note.strip())
        shorter = _NOTE.made.sub("", name)
        if shorter == name:
            break
        name = shorter
    return name, tuple(notes)


def _without_blanks(name: str) -> str:
    pieces = name.strip().splitlines()
    if len(pieces) == 2 and (lines := _TWO_LINES.made.fullmatch(name.strip())) and not is_compound(lines[1]):
        return f"{lines[1]} {lines[2]}"
    return re.sub(r"\s+", " ", _BLANK.made.sub("", name.strip()))


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("invisible", visible),
    ("note", _without_notes),
    ("width", lambda name: _WIDE.sub(lambda wide: half_width(wide[0]), name)),
    ("dot", lambda name: _DOT.made.sub("·", name)),
    ("spaces", _without_blanks),
    ("punctuation", lambda name: _EDGES.made.sub("", name)),
)


def _spelled(syllables: Sequence[Sequence[str]], most: int) -> Iterator[str]:
    """Full spellings and initials, the likeliest first; `most` combinations at most."""
    for said in islice(_combinations(syllables, most), most):
        if said:
            yield "".join(said)
            yield "".join(syllable[0] for syllable in said)


def _combinations(syllables: Sequence[Sequence[str]], most: int) -> Iterator[tuple[str, ...]]:
    """Readings of a name; if they are too many, the usual one and those that differ from it in one character."""
    if prod(map(len, syllables)) <= most:
        yield from product(*syllables)
        return
    usual = tuple(said[0] for said in syllables)
    yield usual
    for place, said in enumerate(syllables):
        for other in said[1:]:
            yield (*usual[:place], other, *usual[place + 1 :])


def _syllables(part: str) -> list[Sequence[str]]:
    """For each character its readings; a foreign word stands for itself, what cannot be said is left out."""
    return [said for _, said in _pieces(part) if said]


def _pieces(part: str) -> Iterator[tuple[str, Sequence[str]]]:
    family = part if is_compound(part) else surname(part)[0]
    yield from zip(family, _family(family))
    for piece in _PIECE.findall(part[len(family) :]):
        yield piece, _said(piece)


_PIECE = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]")


@cache
def _family(family: str) -> list[Sequence[str]]:
    """Readings as this surname, as a surname of one character (单于志 may be a 单), and as any character."""
    special = heard(family) or ((),) * len(family)
    alone = (*heard(family[0])[:1], *((),) * len(family)) if len(family) > 1 else ((),)
    heads = zip(special, alone, map(readings, family), strict=False)
    return [_with_umlaut((*said, *single, *usual)) for said, single, usual in heads]


@cache
def _said(piece: str) -> Sequence[str]:
    if piece.isascii():
        return (piece.lower(),) if piece.isalnum() else ()
    return _with_umlaut(readings(piece))


def _with_umlaut(said: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(word for one in said for word in _UMLAUT.get(one, (one,))))


_UMLAUT = {
    f"{head}v{tail}": (f"{head}v{tail}", f"{head}yu{tail}", f"{head}u{tail}") for head in "ln" for tail in ("", "e")
}
