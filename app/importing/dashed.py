"""Rooms like `2-101` beside a column of buildings. The first number is mostly the entrance, but it may be the storey or the
building once more: what it is, is decided for the whole column, by what we hold or by the person, and never row by row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.importing.book import Value
from app.importing.result import Column, Question
from app.importing.words import plain
from app.rules.address_text import number
from app.rules.addresses import Tree
from app.texts import N_, tr

if TYPE_CHECKING:
    from app.importing.columns import Sight

_DASHED = re.compile(r"(\d{1,2})[-‐‑–—―~](\d{3,4})(?:室|房|号)?")
_BEGUN = re.compile(r"\d{1,2}[-‐‑–—―~]")
MOST = 0.6
WORDS = {"unit": N_("单元"), "storey": N_("楼层"), "building": N_("楼栋"), "none": N_("都不是")}


def rooms(sights: Sequence["Sight"], chosen: dict[int, Column]) -> None:
    """A column of such doors is one of rooms where the building has a column of its own and nothing else says the door."""
    fields = [column.field for column in chosen.values()]
    if "building" not in fields or {"unit", "room"} & {*fields}:
        return
    for sight in sights:
        if chosen[sight.col].field == "address" and fields.count("address") == 1 and _are_dashed(sight.raw):
            why = "same" if sight.heading.field == "room" else "values"
            chosen[sight.col] = Column(sight.col, sight.header, "room", 0.8, why)


def _are_dashed(values: Sequence[Value]) -> bool:
    texts = [text for value in values if (text := plain(value))]
    return sum(bool(_DASHED.fullmatch(text)) for text in texts) >= MOST * max(1, len(texts))


@dataclass(frozen=True)
class Door:
    """A row's building and estate as read, and its room: the two numbers of `2-101`, or what else stands there."""

    building: str
    estate: str
    first: str
    room: str
    text: str


def doors(places: Sequence[tuple[str, str]], cells: Sequence[Value]) -> list[Door | None]:
    """None for a row whose room says no such thing. places: building and estate of each row."""
    return [_door(*place, plain(value)) for place, value in zip(places, cells, strict=True)]


def _door(building: str, estate: str, text: str) -> Door | None:
    if not _BEGUN.match(text) or not building:  # a lane alone is no address
        return None
    found = _DASHED.fullmatch(text)
    return Door(building, estate, number(found[1]), number(found[2]), text) if found else Door("", "", "", "", text)


def reading(those: Sequence[Door], known: Tree | None) -> tuple[str, ...]:
    """What the first numbers can be: ("unit",) where we hold every such entrance and nothing else fits."""
    possible = [
        *(["storey"] if all(one.first == one.room[:-2] for one in those) else ()),
        *(["building"] if all(one.first == one.building for one in those) else ()),
    ]
    held = known is not None and all(_stands(one, known) for one in those)
    return ("unit",) if held and not possible else ("unit", *possible, "none")


def _stands(one: Door, known: Tree) -> bool:
    here = [
        place for place in known.by_name.get(one.building, ()) if not one.estate or place.estate in ("", one.estate)
    ]
    return len(here) == 1 and (one.first in here[0].units or (not here[0].units and one.first == "1"))


def question(sheet: str, those: Sequence[Door], possible: Sequence[str]) -> Question:
    words = tr(N_("工作表“{sheet}”的室号写成“{door}”这样，前面的数字是什么？")).format(sheet=sheet, door=those[0].text)
    return Question("dashed", words, tuple((name, tr(WORDS[name])) for name in possible), sheet, len(those))
