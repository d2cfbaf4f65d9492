"""Persons and addresses that are held already: who of a workbook is one of them, and what would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.importing.findings import Finding
from app.importing.keeping import MOST_PHONES, Keeper, together
from app.importing.persons import Person
from app.importing.result import Change, Record, Understood
from app.importing.words import closed
from app.rules.addresses import Building, Tree
from app.texts import N_


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """birth ISO; more: other kept fields by their names (remark, ethnic, residence_kind ...); away: moved out or died."""

    uid: str
    name: str
    id_no: str = ""
    birth: str = ""
    gender: str = ""
    phones: tuple[str, ...] = ()
    building: str = ""
    unit: str = ""
    room: str = ""
    relation: str = ""
    tags: tuple[str, ...] = ()
    estate: str = ""
    away: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    persons: tuple[KnownPerson, ...] = ()
    addresses: Tree | None = None
    seen: int = -1  # the last transaction that was looked at, where a store was

    @staticmethod
    def of(understood: Understood) -> "Known":
        """What would be known after an import of everything."""
        return Known(tuple(_as_known(at, record) for at, record in enumerate(understood.records)))


def _as_known(at: int, record: Record) -> KnownPerson:
    return KnownPerson(
        record.uid or f"{record.sheet}!{record.row}/{at}", record.name, record.id_no, record.birth, record.gender,
        record.phones, record.building, record.unit, record.room, record.relation, record.tags, record.estate,
        more=dict(record.more),
    )  # fmt: skip


def addresses_from(buildings: Iterable[tuple[str, str, Iterable[str]]]) -> Tree:
    """The tree of (name, estate, entrances)."""
    return Tree(tuple(Building(name, estate, tuple(units)) for name, estate, units in buildings))


COMPARED = ("name", "birth", "gender", "phones", "building", "unit", "room", "relation", "tags")
COMPARED_MORE = tuple(
    "ethnic education marital occupation workplace registered_region registered_address residence_kind remark political arrived "
    "landlord_name landlord_phone".split()
)
HERE, LEFT = N_("在册"), N_("已不在册")
WHOLE = 0.7  # a file that names this part of a building's people is meant to be complete there


class Matcher:
    """Finds the known person of a record: by id, then by name with birth, phone or address, never by name alone."""

    def __init__(self, known: Known) -> None:
        self.known = known
        here = [person for person in known.persons if not person.away]
        self.by_id = {
            one.id_no: one for one in (*known.persons, *here) if one.id_no
        }  # who is here comes before who left
        self.by_name: dict[str, list[KnownPerson]] = {}
        for person in here:
            self.by_name.setdefault(person.name, []).append(person)
        self.met: set[str] = set()

    def find(self, record: Record) -> KnownPerson | None:
        if record.id_no and (found := self.by_id.get(record.id_no)):
            return found
        same_name = [
            person
            for person in self.by_name.get(record.name, ())
            if person.uid not in self.met and not (record.id_no and person.id_no) and _can_be(record, person)
        ]
        for agrees in (_same_birth, _same_phone, _same_door):
            found_here = [person for person in same_name if agrees(record, person)]
            if len(found_here) == 1:
                return found_here[0]
        return None

    def restored(self, person: Person) -> KnownPerson | None:
        """The one known person of this name whose id begins with the 15 digits that are left of a damaged id."""
        if len(person.digits) < 15:
            return None
        start = person.digits[:15]
        if len(person.digits) == 15:  # an old number: six of region, two of the year, the century is not in it
            start = person.digits[:6] + "19" + person.digits[6:]
        found = [one for one in self.by_name.get(person.record.name, ()) if one.id_no.startswith(start)]
        return found[0] if len(found) == 1 else None


def _can_be(record: Record, person: KnownPerson) -> bool:
    return not (record.birth and person.birth and record.birth != person.birth) or _same_phone(record, person)


def _same_birth(record: Record, person: KnownPerson) -> bool:
    return bool(record.birth) and record.birth == person.birth


def _same_phone(record: Record, person: KnownPerson) -> bool:
    return not set(record.phones).isdisjoint(person.phones)


def _same_door(record: Record, person: KnownPerson) -> bool:
    ours, theirs = (record.building, record.room), (person.building, person.room)
    return (
        all(ours)
        and ours == theirs
        and not _other_estate(record, person)
        and (record.unit == person.unit or not record.unit or not person.unit)
    )


def _other_estate(record: Record, person: KnownPerson) -> bool:
    return bool(record.estate and person.estate and record.estate != person.estate)


@dataclass(slots=True)
class Compared:
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def compare(persons: Sequence[Person], known: Known, keeper: Keeper) -> Compared:
    """Sets status and uid of every record; says what is new, changed and gone."""
    result, matcher = Compared(), Matcher(known)
    for person in persons:
        if person.out:
            _mark_met(person, matcher)
            continue
        _compare_one(person, matcher, keeper, result)
    _gone(persons, matcher, result)
    return result


def _mark_met(person: Person, matcher: Matcher) -> None:
    """Somebody whom the file names but hides or strikes out is not missing from it."""
    if found := matcher.by_id.get(person.id_cell.number) or matcher.find(person.record):
        matcher.met.add(found.uid)


def _compare_one(person: Person, matcher: Matcher, keeper: Keeper, result: Compared) -> None:
    record = person.record
    proposed = None if record.id_no else matcher.restored(person)
    if proposed:
        result.findings.append(
            Finding("id_restored", record.sheet, record.row, person.cols.get("id_no", 0), proposed.id_no)
        )
    found = matcher.find(record) or proposed
    if found is None:
        record.status = "new"
        result.changes.append(Change("new", record.name, record.id_no))
        return
    matcher.met.add(found.uid)
    changes = list(differences(record, found, keeper))
    record.uid, record.status = found.uid, "changed" if changes else "same"
    if found.away:
        result.findings.append(Finding("left_before", record.sheet, record.row, person.cols.get("name", 0)))
    elif found.building and any(change.field in ("estate", "building", "unit", "room") for change in changes):
        result.findings.append(Finding("moved_home", record.sheet, record.row, person.cols.get("room", 0)))
    result.changes += changes
    result.findings += _remarks(record, found, person.cols.get("remark", 0), keeper)
    if len({*found.phones, *record.phones[:MOST_PHONES]}) > MOST_PHONES and not set(record.phones) <= {*found.phones}:
        told = Finding("phones_full", record.sheet, record.row, person.cols.get("phone", 0), [*found.phones])
        result.findings.append(told)


def differences(record: Record, known: KnownPerson, keeper: Keeper) -> Iterable[Change]:
    """Field by field. What the workbook leaves out, a value or one of several, is not taken as gone."""
    id_no = record.id_no or known.id_no
    if known.away:
        yield Change("changed", known.name, id_no, known.uid, "state", LEFT, HERE)
    if _other_estate(record, known):
        yield Change("changed", known.name, id_no, known.uid, "estate", known.estate, record.estate)
    for name in COMPARED:
        before, after = getattr(known, name), getattr(record, name)
        if not after or after == before or (name == "unit" and not before):
            continue
        if name in ("phones", "tags"):
            if set(after) <= {*before, *map(closed, before)}:  # 残疾 says nothing new of 残疾二级
                continue
            before, after = list(before), list(after)
        yield Change("changed", known.name, id_no, known.uid, name, before or None, after)
    for name in COMPARED_MORE:
        after = record.more.get(name, "")
        before = known.more.get(name, "")
        if name == "remark" and before and keeper.lost(name, together(before, after)):
            continue
        if name == "remark" and after and together(before, after) == before:
            continue
        if after and not keeper.lost(name, after) and not keeper.same(name, before, after):
            yield Change("changed", known.name, id_no, known.uid, name, before or None, after)


def _remarks(record: Record, found: KnownPerson, col: int, keeper: Keeper) -> Iterable[Finding]:
    """A worker's own words stay: those of the file come behind them, where there is room for both."""
    ours, theirs = found.more.get("remark", ""), record.more.get("remark", "")
    both = together(ours, theirs)
    if ours and keeper.lost("remark", both):
        yield Finding("remark_left", record.sheet, record.row, col)
    elif ours and both not in (ours, theirs):
        yield Finding("remark_added", record.sheet, record.row, col, both)


def _gone(persons: Sequence[Person], matcher: Matcher, result: Compared) -> None:
    """Known people whom the file does not name, in buildings of which it names most of the people."""
    here = {(person.record.building, person.record.estate) for person in persons if person.record.building}
    held = [person for person in matcher.known.persons if not person.away]
    for building, estate in sorted(here):
        people = [one for one in held if one.building == building and (one.estate == estate or not estate)]
        missing = [person for person in people if person.uid not in matcher.met]
        if not people or len(people) - len(missing) < WHOLE * len(people):
            continue
        for person in missing:
            result.changes.append(Change("gone", person.name, person.id_no, person.uid))
            value = {"name": person.name} | ({"id_no": person.id_no} if person.id_no else {})
            result.findings.append(Finding("gone_from_file", value=value))
