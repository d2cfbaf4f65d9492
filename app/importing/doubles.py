"""The same person twice in a workbook, and one id under two names."""

from collections.abc import Callable, Sequence

from app.importing.persons import Person

Tell = Callable[[str, Person, object], None]


def part_doubles(persons: Sequence[Person], tell: Tell) -> set[tuple[str, int]]:
    """Marks the later of two equal persons as left out; takes a shared id away from the later name until it is decided.
    Answers (sheet, row) of those who lost an id so."""
    by_id: dict[str, Person] = {}
    shared: set[tuple[str, int]] = set()
    for person in persons:
        number = person.record.id_no
        if person.out or not number:
            continue
        first = by_id.setdefault(number, person)
        if first is person:
            continue
        where = {"first_row": first.record.row} | (
            {"first_sheet": first.record.sheet} if first.record.sheet != person.record.sheet else {}
        )
        if first.record.name == person.record.name:
            person.out = "duplicate_in_file"
            tell("duplicate_in_file", person, where)
        else:
            tell("id_shared", person, where)
            _without_id(person)
            shared.add((person.record.sheet, person.record.row))
    _without_ids(persons, tell)
    return shared


def _without_id(person: Person) -> None:
    """What came from the id goes with it; what was typed stays."""
    record, found = person.record, person.id_cell
    record.id_no = ""
    if not person.typed_birth and record.birth == found.birth:
        record.birth = ""
    if not person.typed_gender:
        record.gender = ""
    person.surely = ""


def _without_ids(persons: Sequence[Person], tell: Tell) -> None:
    """The same name at the same door again, once or twice without an id: nobody has two of a name in one home."""
    seen: dict[tuple[str, ...], Person] = {}
    for person in persons:
        record = person.record
        if person.out or not record.room:
            continue
        key = (record.name, person.place.estate, record.building, record.unit, record.room)
        first = seen.setdefault(key, person)
        if first is not person and not (first.record.id_no and record.id_no) and _may_be_one(first, person):
            person.out = "duplicate_in_file"
            tell("duplicate_in_file", person, {"first_row": first.record.row})


def _may_be_one(first: Person, other: Person) -> bool:
    pairs = ((first.record.birth, other.record.birth), (first.record.gender, other.record.gender))
    return all(not one or not two or one == two for one, two in pairs)
