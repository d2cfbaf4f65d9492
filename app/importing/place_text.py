"""Addresses of the rows of a table: from one column, from parts, from what a title or a line between the rows says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.importing.book import Value
from app.importing.words import is_nothing, plain
from app.rules import addresses
from app.rules.addresses import Address, Reading, Tree


class Place(NamedTuple):
    """kind: "", address_cleaned, address_incomplete, address_note or address_unparsed; text: the canonical spelling.
    far: whether province or city are said."""

    building: str = ""
    unit: str = ""
    room: str = ""
    estate: str = ""
    kind: str = ""
    text: str = ""
    far: bool = False


NOWHERE = Place()
_GRAVE_DOUBTS = frozenset(("floor", "rest", "short_room", "several_rooms", "look_alike"))
_DOUBTFUL_NOTE = re.compile(
    "搬(?!迁安)|(?<![拆回动搬])迁(?!安)|(?:^|[,，;； ])原(?!住民)|曾|^旧(?!房|楼|小区)|旧[址门地]|^空(?!调)|已拆|卖(?!部)|退租|[不未没]住|不在|对面|去世|养老院|^现[在住]|另住"
)
_FAR = re.compile("省|自治区|[^社小]市|北京|上海|天津|重庆")
_PLAIN_PART = re.compile(r"(\d{1,5}|地下室)(?:幢|栋|座|号楼|单元|室|号)?")
_BUILDING_SAID = re.compile(
    r"(?<![\d第—-])([\dA-Z]{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|号栋|号幢|[幢栋座]|#楼|#)(?!-)"
)
_LANE_SAID = re.compile(
    r"(?:.*?(?:社区|街道|村|居委会|小区|网格))?([一-鿿]{1,5}?(?:巷|弄|胡同|坊|里弄|大街|路|街))(?=$|住户|居民|人员|人口|花名|名册|名单|登记|台账|户|[((（])"
)
_UNIT_SAID = re.compile(r"(?:^|[幢栋座楼#])([\d一二三四五六七八九十]{1,3})单元")


@dataclass(slots=True)
class Places:
    """Reads addresses, each text once. known: the addresses we hold; within: what the title of the table says."""

    known: Tree | None = None
    within: Address | None = None
    _parts: dict[tuple[str, str, str, str, str], Place] = field(default_factory=dict)
    _texts: dict[tuple[str, str, str, str], Place] = field(default_factory=dict)
    _trees: dict[str, Tree | None] = field(default_factory=dict)

    def of_text(self, raw: Value, within: Address | None, estate: str = "") -> Place:
        text = raw if isinstance(raw, str) else plain(raw)
        key = (text, within.building if within else "", within.unit if within else "", estate)
        if (found := self._texts.get(key)) is None:
            found = self._texts[key] = self._read_text(text, within, estate)
        return found

    def _read_text(self, text: str, within: Address | None, estate: str) -> Place:
        if is_nothing(plain(text)):
            return NOWHERE
        if self.known and self.known.estates and not estate:
            said = addresses.understand(text, None, within).address
            estate = said.estate if said else ""
        place = _place(addresses.understand(text, self._tree(estate), within), estate)
        if place.kind or not place.building:
            return place
        return place._replace(kind="" if plain(text) == place.text else "address_cleaned")

    def _tree(self, estate: str) -> Tree | None:
        """The buildings that a row of this estate can mean: those of another one that we hold are not its own."""
        if not self.known or not estate:
            return self.known
        if estate not in self._trees:
            mine = tuple(one for one in self.known.buildings if not one.estate or _alike(one.estate, estate))
            self._trees[estate] = Tree(mine)
        return self._trees[estate]

    def says_the_same(self, raw: Value, parts: Place) -> bool:
        """Whether a text is just the canonical spelling of an address that is known already, which spares reading it."""
        return isinstance(raw, str) and bool(parts.text) and raw.strip() == parts.text

    def of_parts(
        self, building: Value, unit: Value, room: Value, within: Address | None, floor: Value = None,
        estate: str = "",
    ) -> Place:  # fmt: skip
        """building, unit and room from cells of their own; what the table's title says stands in for an empty one.
        floor: makes a whole room of a door that is only counted on its storey: 5 and 1 are 501."""
        door = _door_on(_part(floor), _part(room), _part(building) or (within.building if within else ""))
        said = (_part(building), _part(unit), door)
        key = (*said, f"{within.building}/{within.unit}" if within else "", estate)
        if (found := self._parts.get(key)) is None:
            found = self._parts[key] = self._read_parts(*said, within, estate)
        return found

    def _read_parts(self, building: str, unit: str, room: str, within: Address | None, estate: str) -> Place:
        if not (building or unit or room):
            return NOWHERE
        if not building and within:
            building, unit = within.building, unit or within.unit
        if not building:
            return Place("", unit, room, kind="address_incomplete" if room else "")
        quick = [_PLAIN_PART.fullmatch(part) if part else None for part in (building, unit, room)]
        if self.known is None and quick[0] and quick[2] and (quick[1] or not unit):
            top, entrance, door = (found[1].lstrip("0") or found[1] if found else "" for found in quick)
            return Place(top, entrance, door, estate, text=addresses.canonical(Address(top, entrance, door)))
        return _place(addresses.from_parts(building, unit, room, self._tree(estate), estate), estate)


def _alike(ours: str, said: str) -> bool:
    return said in (ours, f"{ours}小区") or ours == f"{said}小区"


def _door_on(floor: str, room: str, building: str) -> str:
    storey, door = floor.strip("层楼F第"), room.strip("室号")
    counted = storey.isdecimal() and door.isdecimal() and len(door) < 3 and not addresses.is_lane(building)
    return f"{storey}层{door}室" if counted else room


def _part(value: Value) -> str:
    text = plain(value)
    return "" if is_nothing(text) and text != "0" else text


def _place(reading: Reading, estate: str = "") -> Place:
    """estate: the one that is said, also where the building that we hold has none written down."""
    address = reading.address
    if address is None:
        return Place(kind="address_unparsed")
    parts = (address.building, address.unit, address.room, address.estate or estate)
    open_parts = reading.missing
    if not address.building:
        return Place(*parts, kind="address_unparsed")
    doubtful = bool(open_parts) or not _GRAVE_DOUBTS.isdisjoint(reading.doubts)
    kind = "address_incomplete" if doubtful else "address_cleaned" if "room_composed" in reading.doubts else ""
    if kind != "address_incomplete" and ("elsewhere" in reading.doubts or _DOUBTFUL_NOTE.search(reading.notes)):
        kind = "address_note"
    return Place(*parts, kind=kind, text=addresses.canonical(address), far=bool(_FAR.search(reading.region)))


def said_in(texts: Iterable[str], known: Tree | None) -> Address | None:
    """The one building (and entrance) that titles speak of; None when they name none, or several."""
    found: dict[str, Address] = {}
    for text in texts:
        for address in _said(plain(text), known):
            found.setdefault(address.building, address)
            if address.unit:
                found[address.building] = address
    return next(iter(found.values())) if len(found) == 1 else None


def disagree(texts: Iterable[str], known: Tree | None) -> bool:
    return len({address.building for text in texts for address in _said(plain(text), known)}) > 1


def _said(text: str, known: Tree | None) -> list[Address]:
    named = [name for name in (known.by_word if known else ()) if name in text]
    if named:
        return [Address(named[0])]
    numbers = _BUILDING_SAID.findall(text)
    if numbers:
        unit = _UNIT_SAID.search(text)
        entrance = _number(unit[1]) if unit and len(set(numbers)) == 1 else ""
        return [Address(_number(one), entrance) for one in numbers]
    lane = _LANE_SAID.search(text) if len(text) <= 40 else None
    return [Address(lane[1])] if lane and not lane[1].endswith("街道") else []


def _number(text: str) -> str:
    address = addresses.parse(f"{text}号楼")
    return address.building if address else text


def section_place(text: str, known: Tree | None, above: Address | None) -> Address | None:
    """What a line between the rows says of the rows below: 3号楼, 2单元, 河西巷; None when it speaks of something else."""
    words = plain(text)
    if unit := re.fullmatch(r"(?:第)?([\d一二三四五六七八九十]{1,3})单元.{0,4}", words):
        return replace(above, unit=_number(unit[1])) if above else None
    said = _said(words, known) if len(words) <= 24 else []
    return said[0] if len({address.building for address in said}) == 1 else None


def units_seen(places: Sequence[Place]) -> Mapping[tuple[str, str], set[str]]:
    """Entrances that occur in each building of a file: where there are several, a flat without one is incomplete."""
    seen: dict[tuple[str, str], set[str]] = {}
    for place in places:
        if place.building and place.unit:
            seen.setdefault((place.estate, place.building), set()).add(place.unit)
    return seen


def lacks_unit(place: Place, seen: Mapping[tuple[str, str], set[str]]) -> bool:
    if place.unit or not place.building or not place.room[:1].isdigit() or addresses.is_lane(place.building):
        return False
    return any(unit != "1" for unit in seen.get((place.estate, place.building), ()))
