"""Addresses inside a community: read in every usual spelling, written in one (`3幢2单元501室`, `河西巷12号附1号`, `12幢地下室`)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.rules import address_text as words
from app.rules.address_text import number

LONGEST = 200  # characters; GB/T 31000 gives an address 80, a longer text is a story and takes long to search


@dataclass(frozen=True, slots=True)
class Address:
    """A flat is building, unit (entrance), room; a house of its own is lane, none, house number (`12-1`: annex 1)."""

    building: str
    unit: str = ""
    room: str = ""
    estate: str = ""


@dataclass(frozen=True)
class Building:
    """What we hold of one building or lane: its entrances, and its rooms as (unit, room) if these are all that exist."""

    name: str
    estate: str = ""
    units: tuple[str, ...] = ()
    rooms: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Tree:
    """The addresses of a community as we hold them."""

    buildings: tuple[Building, ...]

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Building, ...]]:
        return {one.name: tuple(other for other in self.buildings if other.name == one.name) for one in self.buildings}

    @cached_property
    def by_word(self) -> tuple[str, ...]:
        """Names that are not numbers, the longest first: lanes and buildings like 综合楼."""
        return tuple(sorted((name for name in self.by_name if not _NUMBERED.fullmatch(name)), key=len, reverse=True))

    @cached_property
    def estates(self) -> tuple[str, ...]:
        return tuple(sorted({one.estate for one in self.buildings if one.estate}, key=len, reverse=True))

    def estate_at_end(self, head: str) -> str:
        """Our estate that the text before a building ends with; 花园二期 does not end with 花园."""
        return next((name for name in self.estates if head.endswith((name, name + "小区"))), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a text. `missing`: building, unit, room or estate, which the text leaves open;
    `doubts`: unknown_building, unknown_unit, unknown_room, floor (floor and room disagree), room_composed (5层1号 as 501),
    short_room (3-5-1), rest (something at the end was not understood), several_rooms (501、502), look_alike (50l),
    elsewhere (原3幢, 搬到3幢)."""

    address: Address | None
    missing: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    region: str = ""
    notes: str = ""


def tree_of(addresses: Iterable[Address]) -> Tree:
    """The tree that a list of addresses shows: buildings with the entrances that occur; rooms may be missing, so none.

    Beside entrances with a name one without counts too; alone it is none.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    for one in addresses:
        seen.setdefault((one.estate, one.building), set()).add(one.unit)
    named = {place: tuple(sorted(units)) if any(units) else () for place, units in seen.items()}
    return Tree(tuple(Building(name, estate, units) for (estate, name), units in named.items()))


def parse(text: str, known: Tree | None = None, within: Address | None = None) -> Address | None:
    """The address in a text, or None. A part that the text leaves open is empty; `understand` says which and why."""
    return understand(text, known, within).address


def understand(text: str, known: Tree | None = None, within: Address | None = None) -> Reading:
    """The address in a text, checked and completed against the addresses that are known.

    `within`: what a title or another column says, for cells that hold only `2-501` or `12号附1号`. Of a building with one
    entrance the entrance may be left out. Nothing is guessed: two possible entrances leave the unit empty and missing.
    """
    if len(text) > LONGEST:
        return Reading(None)
    if first := words.several_rooms(text, bool(within and within.building)):
        return _of_several(understand(first, known, within))
    plain, notes = words.normal(text)
    found = (_by_name(plain, known) if known else None) or _by_grammar(plain, within)
    if found is None:
        return Reading(None, notes=notes)
    region, estate = words.place(found.head)
    ours = known.estate_at_end(found.head) if known else ""
    address = replace(found.address, estate=ours or estate or (within.estate if within else ""))
    doubts = [*found.doubts, *(["look_alike"] if words.look_alike(text) else ())]
    doubts += ["elsewhere"] if words.ELSEWHERE.made.search(found.head) else ()
    reading = Reading(address, (), tuple(doubts), region, notes)
    return _checked(reading, known) if known else replace(reading, missing=_missing(address))


def _of_several(first: Reading) -> Reading:
    """Which of the rooms is open; the building and the entrance are not."""
    if not first.address:
        return first
    missing = (*(part for part in first.missing if part != "room"), "room")
    address = replace(first.address, room="")
    return replace(first, address=address, missing=missing, doubts=(*first.doubts, "several_rooms"))


def from_parts(building: str, unit: str, room: str, known: Tree | None = None, estate: str = "") -> Reading:
    """The address in separate columns, with or without their words: `3幢` `二单元` `501室` or `3` `2` `501`.

    A room that speaks of another building (`3幢` beside `5-501`) stays open.
    """
    entrance = f"{unit}单元" if unit.strip() and not re.search(words.UNIT_WORD, unit) else unit
    if not building.strip():
        return understand(entrance + room, known)
    top = parse(building) or Address(number(words.normal(building)[0]))
    top = replace(top, estate=top.estate or estate)
    reading = understand(entrance + room, known, top)
    if reading.address and reading.address.building != top.building:  # the room says another one: which, is open
        return replace(reading, address=replace(top, unit="", room=""), missing=("room",))
    return reading


def canonical(address: Address, estate: bool = False) -> str:
    """The one spelling: `3幢2单元501室`, `河西巷12号附1号`, `12幢地下室`; with `estate` its name stands before."""
    head = address.estate if estate else ""
    if is_lane(address.building):
        return head + address.building + _house(address.room)
    building = f"{address.building}幢" if _NUMBERED.fullmatch(address.building) else address.building
    room = f"{address.room}室" if _ROOM.fullmatch(address.room) else address.room
    return f"{head}{building}{address.unit}{'单元' if address.unit else ''}{room}"


def door(address: Address) -> str:
    """What is typed to find it: `3-2-501`, `12-地下室`, `河西巷12-1`."""
    if is_lane(address.building):
        return address.building + address.room
    return "-".join(part for part in (address.building, address.unit, address.room) if part)


def is_lane(building: str) -> bool:
    """Whether houses of their own stand here: a name that is no number and does not end like a building."""
    return bool(building) and not _NUMBERED.fullmatch(building) and not building.endswith(tuple("楼座幢栋塔馆房"))


def floor(address: Address) -> int | None:
    """The storey of a flat: 501 is on 5, 1204 on 12, a cellar on -1; None for houses and rooms without a number."""
    if is_lane(address.building):
        return None
    if re.match(words.CELLAR, address.room):
        return -1
    storey = re.match(r"(\d{1,2})(?:楼|-\d{1,2}$)", address.room) or re.match(
        r"[A-Z]?(\d{1,2})\d{2}(?!\d)", address.room
    )
    return int(storey[1]) if storey else None


def order_key(address: Address) -> str:
    """Text that sorts by estate, building, entrance, floor and room as one walks: 2幢 before 10幢, cellar before 1st floor."""
    storey = floor(address)
    level = "" if storey is None else f"{storey + 100:03}"
    return "/".join((address.estate, _natural(address.building), _natural(address.unit), level, _natural(address.room)))


_NUMBERED = re.compile(words.BUILDING)
_ROOM = re.compile(r"[A-Z]?\d+[A-Z]?(?:-\d+)?")


def _natural(text: str) -> str:
    return re.sub(r"\d+", lambda digits: digits[0].zfill(5), text)


def _house(room: str) -> str:
    house, _, annex = room.partition("-")
    if not house.isdigit():
        return room
    return f"{house}号附{annex}号" if annex else f"{house}号"


@dataclass(frozen=True, slots=True)
class _Found:
    address: Address
    head: str = ""
    doubts: tuple[str, ...] = ()


_GRAMMAR = (words.FOUR, words.THREE, words.HALF_WORDED)


def _by_grammar(plain: str, within: Address | None) -> _Found | None:
    if within and within.building and (found := _inside(plain, within)):
        return found
    for house in words.matches(plain, words.ON_LANE):
        if len(words.place(house["head"])[1]) > 1:
            return _a_house(house)
    for flat in words.matches(plain, words.WORDED, *_GRAMMAR, words.NUMBER_UNIT, words.NUMBER_ROOM, words.TWO):
        return _a_flat(flat)
    for house in words.matches(plain, words.ON_PLACE):
        estate = re.search(words.ESTATE_END + "$", house["head"]) and not house["annex"]
        name = words.place(house["head"])[1]
        if estate or not name:
            return _a_building(house)
        return _a_house(house) if len(name) > 1 and is_lane(name) else None
    for flat in words.matches(plain, words.STOREY):
        return None if _storey(flat) == number(flat["building"]) else _a_flat(flat)
    return None


def _storey(flat: re.Match[str]) -> str:
    storey = floor(Address("1", "", number(flat["room"] or "")))
    return "" if storey is None else str(storey)


def _inside(plain: str, within: Address) -> _Found | None:
    """A text that only says what is inside the building or lane of a title."""
    if is_lane(within.building):
        return next((_a_house(found, within.building) for found in words.matches(plain, words.IN_LANE)), None)
    for flat in words.matches(plain, words.IN_BUILDING):
        found = _a_flat(flat, within.building)
        return found if found.address.unit else replace(found, address=replace(found.address, unit=within.unit))
    return None


def _a_building(found: re.Match[str]) -> _Found:
    return _Found(Address(number(found["house"])), found["head"])


def _a_house(found: re.Match[str], lane: str = "") -> _Found:
    annex = found["annex"] or found["dash"]
    room = number(found["house"]) + (f"-{number(annex)}" if annex else "")
    region, name = ("", lane) if lane else words.place(found["head"])
    return _Found(Address(name, "", room), region)


def _a_flat(found: re.Match[str], building: str = "") -> _Found:
    parts = found.groupdict()
    unit = number(parts.get("unit") or "")
    room, doubts = _room(parts)
    if found.re is words.THREE.made and re.fullmatch(r"\d{1,2}", room):
        doubts = ("short_room",)  # 3-5-1 may be building, floor, room
    return _Found(Address(building or number(parts["building"] or ""), unit, room), parts["head"] or "", doubts)


def _room(parts: Mapping[str, str | None]) -> tuple[str, tuple[str, ...]]:
    storey, side = number(parts.get("floor") or ""), parts.get("side") or ""
    if named := parts.get("named"):
        return ("地下室" if re.fullmatch(words.CELLAR, named) else named) + (parts.get("named_no") or ""), ()
    if door := parts.get("door"):
        return f"{storey}楼{door}" if storey else door, ()
    room = number(parts.get("room") or "")
    if not storey or not room.isdigit():
        return room + side, ()
    if len(room) < 3:
        return f"{storey}{int(room):02}{side}", ("room_composed",)
    return room + side, () if room[:-2] == storey else ("floor",)  # 5层601: one of them is wrong


def _by_name(plain: str, known: Tree) -> _Found | None:
    """A lane or a building with a name that we know, wherever it stands in the text."""
    for name in known.by_word:
        head, said, tail = plain.rpartition(name.upper())
        if not said:
            continue
        for found in words.matches(tail, words.IN_LANE if is_lane(name) else words.IN_BUILDING):
            parts = _a_house(found, name) if is_lane(name) else _a_flat(found, name)
            return replace(parts, head=head)
        if is_lane(name) and (start := re.match(words.MARKED_HOUSE, tail)):
            return replace(_a_house(start, name), head=head, doubts=("rest",))
    return None


def _missing(address: Address) -> tuple[str, ...]:
    return tuple(part for part in ("building", "room") if not getattr(address, part))


def _checked(reading: Reading, known: Tree) -> Reading:
    """The reading against what is known: its estate, its entrance, and what is unknown or open."""
    address = reading.address
    if address is None:
        return reading
    places = known.by_name.get(address.building, ())
    ours = address.estate in known.estates
    here = [one for one in places if one.estate == address.estate] if ours else list(places)
    if len(here) != 1:
        doubts, missing = ((), ("estate",)) if here else (("unknown_building",), ())
        return replace(reading, missing=_missing(address) + missing, doubts=reading.doubts + doubts)
    doubts = ("unknown_estate",) if address.estate and known.estates and not ours else ()
    address = replace(address, estate=here[0].estate)
    return _in_building(replace(reading, address=address, doubts=reading.doubts + doubts), address, here[0])


def _in_building(reading: Reading, address: Address, place: Building) -> Reading:
    """The entrance checked: the only one may be left out, of several none is guessed, a cellar needs none.

    Where we hold an entrance 2 alone, there is another: what names none, or the first, is not in it. Beside an entrance
    without a name the first may be that one, so it is open too.
    """
    unsure = address.unit == "1" and "" in place.units and "1" not in place.units
    doubts, unit = list(reading.doubts), "" if unsure else address.unit
    numbered = not address.room or _ROOM.match(address.room)
    single = place.units in ((), ("1",))
    if numbered and single and unit in ("", "1"):
        unit = place.units[0] if place.units else ""
    elif not unit and address.room:
        fitting = [one for one, room in place.rooms if room == address.room]
        unit = fitting[0] if len(fitting) == 1 else ""
    open_unit = numbered and not unit and not single
    missing = (*_missing(address), *(("unit",) if open_unit else ()))
    if unit and unit not in place.units:
        doubts.append("unknown_unit")
    elif place.rooms and not missing and (unit, address.room) not in place.rooms:
        doubts.append("unknown_room")
    return replace(reading, address=replace(address, unit=unit), missing=missing, doubts=tuple(doubts))
