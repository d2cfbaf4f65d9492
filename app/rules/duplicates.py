"""Whether somebody being entered is probably held already: found while typing, told in words, decided by the person.

Nothing is merged here. Two people may share a name, a phone or a door; only the same id number is nearly proof.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.rules.citizen_id import CHECKS, cleaned
from app.rules.names import clean, spellings
from app.texts import N_

SAME_ID = N_("公民身份号码相同")
NEAR_ID = N_("公民身份号码只差一位，或相邻两位写反了")
SAME_NAME_BIRTH = N_("姓名和出生日期相同")
SAME_PHONE = N_("联系电话相同，姓名相同或相近")
SAME_DOOR = N_("同一户里已有同名的人")
STRENGTH = (SAME_ID, NEAR_ID, SAME_NAME_BIRTH, SAME_PHONE, SAME_DOOR)
SHORTEST_PHONE = 7


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody, in any spelling; empty where it is not. `door`: what `addresses.door` gives."""

    uid: str
    name: str
    id_no: str = ""
    birth: str = ""  # YYYY-MM-DD
    phones: tuple[str, ...] = ()
    door: str = ""


class Double(NamedTuple):
    uid: str
    why: tuple[str, ...]  # of STRENGTH, the strongest first; shown through `tr`


class Register:
    """The people who are held, ready to be asked at every keystroke: a question costs some 200 look-ups, not a scan."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people: dict[str, Person] = {}
        self._at: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for person in people:
            self.put(person)

    def put(self, person: Person) -> None:
        """Holds a person, or holds him anew after a change."""
        self.drop(person.uid)
        self._people[person.uid] = person
        for key in _keys(person):
            self._at[key].add(person.uid)

    def drop(self, uid: str) -> None:
        gone = self._people.pop(uid, None)
        for key in _keys(gone) if gone else ():
            self._at[key].discard(uid)

    def likely(self, new: Person) -> list[Double]:
        """Who may be the same person as `new` (but not `new.uid` itself), the strongest reasons first, then by uid."""
        reasons: dict[str, set[str]] = defaultdict(set)
        for why, key in _questions(new):
            for uid in self._at.get(key, ()):
                if uid != new.uid and (why != SAME_PHONE or _one_phone(new, self._people[uid])):
                    reasons[uid].add(why)
        doubles = [Double(uid, tuple(why for why in STRENGTH if why in whys)) for uid, whys in reasons.items()]
        return sorted(doubles, key=lambda double: (STRENGTH.index(double.why[0]), -len(double.why), double.uid))


def likely(new: Person, others: Iterable[Person]) -> list[Double]:
    """`Register.likely` for one question."""
    return Register(others).likely(new)


def similar(one: str, other: str) -> bool:
    """The same name, one within the other, said alike (张三, 章三), or with one character written otherwise."""
    one, other = _name(one), _name(other)
    if not one or not other:
        return False
    if one in other or other in one:
        return min(len(one), len(other)) > 1 or one == other
    if len(one) == len(other) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return True
    return not _spoken(one).isdisjoint(_spoken(other))


def near_ids(number: str) -> Iterator[str]:
    """Every number of 18 that differs in one character, or by two neighbours exchanged."""
    for place, sign in enumerate(number):
        for other in CHECKS if place == 17 else "0123456789":
            if other != sign:
                yield number[:place] + other + number[place + 1 :]
    for place in range(17):
        if number[place] != number[place + 1]:
            yield number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _one_phone(one: Person, other: Person) -> bool:
    """Brothers and sisters share a phone and most of a name, but no day of birth."""
    if one.birth and other.birth and one.birth != other.birth:
        return _name(one.name) == _name(other.name) != ""
    return similar(one.name, other.name)


def _questions(person: Person) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_reason: Mapping[str, str] = {
        "id": SAME_ID, "birth": SAME_NAME_BIRTH, "phone": SAME_PHONE, "door": SAME_DOOR,
    }  # fmt: skip
    for key in _keys(person):
        yield by_reason[key[0]], key
        if key[0] == "id" and len(key[1]) == 18:
            yield from ((NEAR_ID, ("id", near)) for near in near_ids(key[1]))


def _keys(person: Person) -> Iterator[tuple[str, ...]]:
    """What a person is filed under; too little to say anything is left out."""
    name, number = _name(person.name), cleaned(person.id_no)
    if len(number) > 14:
        yield "id", number
    if len(name) > 1 and person.birth:
        yield "birth", name, person.birth
    if len(name) > 1 and person.door:
        yield "door", name, person.door
    for phone in person.phones:
        digits = "".join(filter(str.isdecimal, phone))
        if len(digits) >= SHORTEST_PHONE:
            yield "phone", digits[-11:]


def _name(text: str) -> str:
    return clean(text).name.replace("·", "").casefold()


def _spoken(name: str) -> set[str]:
    """Full spellings only: initials are shared by half a community."""
    return {said for said in spellings(name) if len(said) > len(name)}
