"""Why something was found: the letters that were asked for, and in a word what else led there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.rules import names
from app.search import doors
from app.texts import tr

PIECE = re.compile(r"[^\x00-\xff]+|[a-z0-9]+(?:-[a-z0-9]*)*")  # as the index takes a question apart
LETTERS = re.compile(r"[a-z]+")  # other words need no table of readings
TAIL = 3  # digits; fewer are looked for at the beginning of a number only
Spans = tuple[tuple[int, int], ...]  # first letter, after the last


@dataclass(frozen=True)
class Known:
    """What may have led to a record. `title`: the words shown of it, `name`: whom pinyin stands for."""

    title: str
    name: str
    door: str = ""
    phones: Sequence[str | None] = ()
    citizen_id: str = ""


def hit(words: str, known: Known) -> tuple[Spans, str]:
    """The letters of the title that were asked for, and a tag where they do not tell it: 首字母, 门牌, 电话尾号."""
    found, tags = list[tuple[int, int]](), list[str]()
    for piece in _asked(words, known.title.lower()):
        if (at := known.title.lower().find(piece)) >= 0:
            found.append((at, at + len(piece)))
        elif LETTERS.fullmatch(piece) and (said := names.spelled_by(known.name, piece)):
            found += [(said.start, said.end)] if known.name == known.title else []
            tags.append(tr("首字母") if said.initials else tr("全拼"))
        else:
            tags.append(_tag(piece, known))
    return tuple(found), next(filter(None, tags), "")


def _asked(words: str, title: str) -> Iterable[str]:
    for word in words.lower().replace("'", "").split():
        yield from [word] if word in title else PIECE.findall(word)


def _tag(piece: str, known: Known) -> str:
    phones, number = [*filter(None, known.phones)], known.citizen_id.lower()
    if any(door.startswith(piece) for door in doors(known.door)) or piece in known.door:
        return tr("门牌")
    if any(phone.startswith(piece) for phone in phones):
        return tr("电话")
    if number.startswith(piece):
        return tr("证件号")
    if len(piece) >= TAIL and any(phone.endswith(piece) for phone in phones):
        return tr("电话尾号")
    if len(piece) >= TAIL and number.endswith(piece):
        return tr("证件尾号")
    return tr("户主") if piece in known.name.lower() else ""
