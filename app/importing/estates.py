"""Which estate each row speaks of: two estates may both have a building 3, and a row may leave out which it means."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from app.importing.known import Known
from app.importing.persons import Person
from app.importing.words import plain
from app.rules.address_text import ELSEWHERE, ESTATE_END, LANE_END

_LIKELY = re.compile(rf"[\u4e00-\u9fff].*(?:{ESTATE_END}|{LANE_END}|[期区院厂局所校站楼])")
_FORMER = ("原", "曾", "前", "旧")

NEAR = 3  # a third of the rows that give no city: then one that does is looked at
Estates = Mapping[str, Mapping[str, str]]  # building -> {estate made comparable: as it is written}


@lru_cache(maxsize=1024)
def key(estate: str) -> str:
    """阳光花园小区 is 阳光花园."""
    text = plain(estate)
    return text.removesuffix("小区") if len(text) > 4 else text


def settle(persons: Sequence[Person], known: Known) -> Iterator[tuple[str, Person]]:
    """Gives every placed person the estate that is meant; yields (kind of finding, person) where that is open."""
    held, buildings = _held(known), defaultdict(list)
    for person in persons:
        if person.place.building:
            buildings[person.place.building].append(person)
    sure = _sure(persons) | {one for there in held.values() for one in there}
    for building, those in buildings.items():
        if held.get(building) or any(person.place.estate for person in those):
            yield from _in_building(those, held.get(building, {}), sure)


def _held(known: Known) -> Estates:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for building in known.addresses.buildings if known.addresses else ():
        if building.estate:
            found[building.name][key(building.estate)] = building.estate
    for person in known.persons:
        if person.estate:
            found[person.building].setdefault(key(person.estate), person.estate)
    return found


def _sure(persons: Sequence[Person]) -> set[str]:
    """Estates of a column of their own, and those that more than one row speaks of."""
    said = Counter(key(person.place.estate) for person in persons if person.place.estate)
    typed = {key(person.place.estate) for person in persons if person.typed_estate}
    return typed | {estate for estate, rows in said.items() if rows > 1 and not _elsewhere(estate, said)}


def _elsewhere(estate: str, known: Mapping[str, object]) -> bool:
    """原3号楼, 搬到5号楼, 晋吉花园对面: not the home of now."""
    return bool(ELSEWHERE.made.search(estate)) or (estate.startswith(_FORMER) and estate[1:] in known)


def _in_building(those: Sequence[Person], held: Mapping[str, str], sure: set[str]) -> Iterator[tuple[str, Person]]:
    here = Counter(person.place.estate for person in those if person.place.estate)
    spelling = {key(estate): estate for estate, _ in reversed(here.most_common())} | dict(held)
    backed = {*held, *(sure & spelling.keys())} or _likely(spelling, len(here), len(those) - here.total())
    for person in those:
        said = key(person.place.estate)
        if said and not person.typed_estate and _elsewhere(said, spelling):
            if person.place.kind != "address_note":
                yield "address_note", person
            said = ""
        elif _is_open(said, person, backed):
            yield "address_estate", person
        if not said and len(backed) == 1:
            said = next(iter(backed))
        person.record.estate = spelling.get(said, "")
        if person.place.estate != person.record.estate:
            person.place = person.place._replace(estate=person.record.estate)


def _likely(spelling: Mapping[str, str], said: int, unsaid: int) -> set[str]:
    """Estates that one row each speaks of: names that sound like one. Several beside rows that leave it out are doubtful
    themselves, not the rows."""
    found = {one for one in spelling if _LIKELY.fullmatch(one)}
    return found if said < 2 or not unsaid else set()


def _is_open(said: str, person: Person, backed: set[str]) -> bool:
    if said:
        return said not in backed
    return len(backed) > 1 and person.place.kind not in ("address_incomplete", "address_unparsed")


def far_away(persons: Sequence[Person], known: Known) -> Iterator[tuple[str, Person]]:
    """Addresses with their province or city, among others without, in streets where nobody else of the file lives: the
    registered address in the wrong column, or somebody who lives elsewhere."""
    placed = [person for person in persons if person.place.building and not person.out]
    near = [person.place.building for person in placed if not person.place.far]
    if len(near) * NEAR < len(placed):
        return
    here = {*near, *(known.addresses.by_name if known.addresses else ())}
    for person in placed:
        if person.place.far and person.place.building not in here and person.place.kind in ("", "address_cleaned"):
            yield "address_note", person
