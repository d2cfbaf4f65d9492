"""Who lives together: by household number, by the head's name, or by where a head begins a new group at an address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.importing import words
from app.importing.persons import Person


@dataclass(slots=True)
class Home:
    """persons: also those left out of the import, since a head that is only hidden is still the head."""

    persons: list[Person] = field(default_factory=list)
    number: str = ""

    def imported(self) -> list[Person]:
        return [person for person in self.persons if not person.out]

    def heads(self) -> list[Person]:
        return [person for person in self.persons if person.record.relation == "户主"]


def homes_of(persons: Sequence[Person], fields: set[str]) -> list[Home] | None:
    """The households of one table, None where it does not allow to tell."""
    own = [person for person in persons if person.out != "duplicate_in_file"]
    if any(person.record.member for person in own):
        return _by_row(own)
    if "household_no" in fields and sum(bool(person.number) for person in own) * 2 > len(own):
        return _by_number(own)
    if "head_name" in fields or "relation" in fields:
        return list(_by_runs(own, "head_name" in fields))
    return None


def _by_number(persons: Sequence[Person]) -> list[Home]:
    homes: dict[str, Home] = {}
    for at, person in enumerate(persons):
        key = person.number or f"?{at}"
        homes.setdefault(key, Home(number=person.number)).persons.append(person)
    return list(homes.values())


def _by_row(persons: Sequence[Person]) -> list[Home]:
    """Where a row names several of a household."""
    homes: dict[int, Home] = {}
    for person in persons:
        homes.setdefault(person.record.row, Home()).persons.append(person)
    return list(homes.values())


def _by_runs(persons: Sequence[Person], by_head: bool) -> Iterator[Home]:
    home = Home()
    for person in persons:
        if home.persons and _begins(home, person, by_head):
            yield home
            home = Home()
        home.persons.append(person)
    if home.persons:
        yield home


def _begins(home: Home, person: Person, by_head: bool) -> bool:
    """Whether a person begins a new household: another head's name, another address, or a head where one is already."""
    before = home.persons[-1]
    if _door(person) != _door(before) and _door(person) and _door(before):
        return True
    if by_head and _head(person) and _head(before):
        return _head(person) != _head(before)
    if person.record.relation == "户主":
        return (
            bool(home.heads())
            or not _door(person)
            or any(one.record.relation not in ("", "户主") for one in home.persons)
        )
    return False


def _door(person: Person) -> tuple[str, ...]:
    place = person.place
    door = (place.estate, *place[:3])
    return door if any(door) else ()


def _head(person: Person) -> str:
    return person.record.more.get("head_name", "")


def head_name(home: Home) -> str:
    """The one head; as the table names it where he is not among the members."""
    heads = [person.record.name for person in home.heads() if person.record.name]
    if len(heads) == 1:
        return heads[0]
    return "" if heads else next((name for person in home.persons if (name := _head(person))), "")


def doubts(home: Home) -> Iterator[tuple[str, Person]]:
    """Two heads or none in a household, and sexes that do not go with a couple."""
    heads, members = home.heads(), home.imported()
    told = [person for person in members if person.relation_word and not words.is_nothing(person.relation_word)]
    if len(heads) > 1:
        second = heads[1] if not heads[1].out else heads[0]
        yield "two_heads", second
    if not heads and len(members) > 1 and told and not any(person.out for person in home.persons):
        open_ones = [person for person in members if not person.record.relation]
        if not any(_head(person) and _head(person) not in {one.record.name for one in members} for person in members):
            yield "no_head", (open_ones or members)[0]
    yield from _couple(home)
    for person in members:
        if _against_relation(person):
            yield "gender_conflict", person


def settle_uncertain(persons: Sequence[Person], homes: Sequence[Home]) -> Iterator[Person]:
    """Gives 媳妇 the one meaning its household allows; yields those whom it leaves open."""
    open_ones = {id(one): one for one in persons if not one.out and one.relation_word in words.UNCERTAIN_RELATIONS}
    for home in homes if open_ones else ():
        for person in home.persons:
            if id(person) in open_ones and _is_sons_wife(home, person):
                person.record.relation = "儿媳"
                del open_ones[id(person)]
    yield from open_ones.values()


def _is_sons_wife(home: Home, person: Person) -> bool:
    """Where the head has a spouse already, or is a woman, or was born half a generation before."""
    heads = home.heads()
    if len(heads) != 1:
        return False
    head = heads[0].record
    married = any(one.record.relation == "配偶" for one in home.persons)
    years = int(person.record.birth[:4]) - int(head.birth[:4]) if person.record.birth and head.birth else 0
    return married or head.gender == "女" or years >= 18


def _couple(home: Home) -> Iterator[tuple[str, Person]]:
    """Head and spouse of one sex: the one whose sex no id confirms is doubtful."""
    heads = [person for person in home.heads() if not person.out]
    spouses = [person for person in home.imported() if person.record.relation == "配偶"]
    if len(heads) != 1 or len(spouses) != 1:
        return
    head, spouse = heads[0], spouses[0]
    if not head.record.gender or head.record.gender != spouse.record.gender:
        return
    if not head.surely:
        yield "gender_conflict", head
    elif not spouse.surely:
        yield "gender_conflict", spouse


def _against_relation(person: Person) -> bool:
    """A 女儿 who is typed 男, or whose id says so: one of the two cells is wrong. A sex against the id is told already."""
    gender = words.RELATION_GENDER.get(person.record.relation) or words.spouse_gender(person.relation_word)
    told = bool(person.surely) and person.surely != person.record.gender
    return bool(gender and person.record.gender and gender != person.record.gender and not told)
