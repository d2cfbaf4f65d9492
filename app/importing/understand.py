"""Book in, Understood out: the whole of an import that can be thought before anything is written. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.importing import estates
from app.importing.answers import Answers, Memory
from app.importing.book import Book
from app.importing.doubles import part_doubles
from app.importing.findings import Finding
from app.importing.households import Home, doubts, head_name, homes_of, settle_uncertain
from app.importing.keeping import MOST_PHONES, Keeper
from app.importing.known import Known, compare
from app.importing.persons import Person
from app.importing.place_text import Places, lacks_unit, units_seen
from app.importing.refusals import Unreadable, unreadable
from app.importing.result import Household, Left, Question, Understood
from app.importing.sheets import Seen, SheetReader


def understand(
    book: Book, known: Known = Known(), answers: Answers = Answers(), memory: Memory = Memory(), *, today: date
) -> Understood:
    """Tables, persons, households, findings, questions and changes of a workbook; nothing is guessed.

    known: persons (to match) and addresses (to complete entrances) that are held already. today: the day on which ages and
    births are judged; the caller's, so that tests have their own.
    """
    reader = SheetReader(book, Places(known.addresses), answers, memory, today)
    for sheet in book.sheets:
        reader.read(sheet)
    findings = [*_of_file(book), *reader.findings]
    persons = [person for seen in reader.seen for person in seen.persons]
    doubtful = [*estates.settle(persons, known), *estates.far_away(persons, known)]
    findings += [_at(kind, person) for kind, person in doubtful]
    findings = _without_conflicts(findings, part_doubles(persons, _teller(findings, "id_no")))
    findings += _entrances(persons)
    homes = [(seen, homes_of(seen.persons, seen.fields)) for seen in reader.seen]
    findings += [
        _at("relation_unknown", one) for seen, those in homes for one in settle_uncertain(seen.persons, those or ())
    ]
    findings += [_at(kind, person) for _, those in homes for home in those or () for kind, person in doubts(home)]
    keeper = Keeper(today)
    findings += [*_unlisted(persons), *_unkept(persons, keeper)]
    compared = compare(persons, known, keeper) if known.persons else None
    records = tuple(person.record for person in persons if not person.out)
    nothing = not persons and not reader.questions
    return Understood(
        name=book.name,
        tables=tuple(seen.table for seen in reader.seen),
        records=records,
        households=_households(homes),
        findings=tuple(findings + (compared.findings if compared else [])),
        left=(*reader.left, *_left(persons)),
        questions=tuple(_named(question, book.name) for question in reader.questions),
        changes=tuple(compared.changes) if compared else (),
        skipped=tuple(reader.skipped),
        refused=" ".join(unreadable("no_persons").sentences) if nothing else "",
        seen=known.seen,
    )


def understand_file(
    path: Path,
    password: str | None = None,
    known: Known = Known(),
    answers: Answers = Answers(),
    memory: Memory = Memory(),
    *,
    today: date,
) -> Understood:
    """Reads and understands one file; one that cannot be read comes back as refused, with the reason in words.

    Blocks for as long as the reading takes, so call it from a worker thread.
    """
    from app.importing.reader import read_book

    try:
        book = read_book(path, password)
    except Unreadable as error:
        return Understood(path.name, refused=" ".join(error.sentences))
    return understand(book, known, answers, memory, today=today)


def _of_file(book: Book) -> list[Finding]:
    marks = (
        ("wrong_extension", book.wrong_extension),
        ("encrypted", book.encrypted),
        ("epoch_1904", book.date_system_1904),
    )
    return [Finding(kind) for kind, holds in marks if holds]


def _named(question: Question, file: str) -> Question:
    """A csv has no sheets: it is the file that is asked about."""
    return question if question.sheet else replace(question, words=question.words.replace("“”", f"“{file}”", 1))


def _teller(findings: list[Finding], field: str) -> Callable[[str, Person, object], None]:
    def tell(kind: str, person: Person, value: object) -> None:
        findings.append(Finding(kind, person.record.sheet, person.record.row, person.cols.get(field, 0), value))

    return tell


def _without_conflicts(findings: Sequence[Finding], shared: Collection[tuple[str, int]]) -> list[Finding]:
    """A borrowed id contradicts its borrower; that it is borrowed is what there is to say."""
    conflicts = ("birth_conflict", "gender_conflict")
    return [one for one in findings if one.kind not in conflicts or (one.sheet, one.row) not in shared]


_DOOR = ("address", "building", "room")
_CELLS_OF = {"relation_unknown": ("relation",), "two_heads": ("relation",), "no_head": ("relation",),
    "gender_conflict": ("gender", "relation"), "address_note": _DOOR, "address_estate": ("estate", *_DOOR)}  # fmt: skip


def _at(kind: str, person: Person) -> Finding:
    col = next((person.cols[name] for name in _CELLS_OF[kind] if name in person.cols), 0)
    return Finding(kind, person.record.sheet, person.record.row, col)


def _entrances(persons: Sequence[Person]) -> list[Finding]:
    """Flats without an entrance in buildings which, by other rows, have several."""
    here = [person for person in persons if not person.out]
    seen = units_seen([person.place for person in here])
    return [
        Finding(
            "address_incomplete",
            p.record.sheet,
            p.record.row,
            p.cols.get("address") or p.cols.get("unit") or p.cols.get("room", 0),
        )
        for p in here
        if p.place.kind != "address_incomplete" and lacks_unit(p.place, seen)
    ]


def _unlisted(persons: Sequence[Person]) -> list[Finding]:
    """Heads of households who are named beside the members and nowhere else: once a sheet, with the rows and the names.
    Where their numbers stand there too, persons are lost, and that is more than a notice."""
    names = {person.record.name for person in persons}
    lost: dict[str, list[Person]] = {}
    for person in persons:
        head = person.record.more.get("head_name", "")
        if head and head not in names and not person.out:
            lost.setdefault(person.record.sheet, []).append(person)
    return [_heads(sheet, those) for sheet, those in lost.items()]


def _heads(sheet: str, those: Sequence[Person]) -> Finding:
    names = [*dict.fromkeys(person.record.more["head_name"] for person in those)]
    if any(person.record.more.get("head_id") for person in those):
        return Finding("heads_left_out", sheet, value=names)  # about the sheet: it keeps no row from coming in
    return _at_all("heads_unlisted", "head_name", those, names)


def _unkept(persons: Sequence[Person], keeper: Keeper) -> list[Finding]:
    """What a roster cannot hold: words of no code table, once a word with all its rows, and a third telephone."""
    words: dict[tuple[str, str, str], list[Person]] = {}
    for person in persons:
        for name, text in person.record.more.items() if not person.out else ():
            if keeper.lost(name, text):
                words.setdefault((person.record.sheet, name, text), []).append(person)
    found = [_at_all("word_unknown", name, those, text) for (_, name, text), those in words.items()]
    many = [person for person in persons if not person.out and len(person.record.phones) > MOST_PHONES]
    return found + [_at_all("phones_more", "phone", [one], [*one.record.phones[MOST_PHONES:]]) for one in many]


def _at_all(kind: str, name: str, those: Sequence[Person], value: object) -> Finding:
    first, rows = those[0].record, tuple(person.record.row for person in those)
    return Finding(kind, first.sheet, first.row, those[0].cols.get(name, 0), value, rows if len(rows) > 1 else ())


def _households(homes: Sequence[tuple[Seen, list[Home] | None]]) -> tuple[Household, ...] | None:
    """None where no table tells who lives together; members are numbered as the records are."""
    index = {id(person): at for at, person in enumerate(p for seen, _ in homes for p in seen.persons if not p.out)}
    found = [
        _household(home, members, [index[id(one)] for one in members])
        for _, those in homes
        for home in those or ()
        if (members := home.imported())
    ]
    for number, one in enumerate(found):
        for person in one[1]:
            person.record.household = number
    return tuple(home for home, _ in found) if any(those is not None for _, those in homes) else None


def _household(home: Home, members: list[Person], indexes: list[int]) -> tuple[Household, list[Person]]:
    placed = next((one for one in members if one.record.building), members[0]).record
    said = Household(
        placed.sheet, placed.building, placed.unit, placed.room, head_name(home), tuple(indexes), home.number
    )
    return said, members


def _left(persons: Sequence[Person]) -> list[Left]:
    return [Left(p.record.sheet, p.record.row, p.out, p.record.name) for p in persons if p.out]
