"""The rows of a table as persons: every field from its own cell, doubts told, nothing guessed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.importing import birth_text, dashed, person_text, phone_text, words
from app.importing.answers import Answers
from app.importing.book import ErrorValue, NoValue, Value
from app.importing.filling import Filled
from app.importing.findings import Finding
from app.importing.person_text import NO_ID, NO_NAME, GenderCell, IdCell, NameCell
from app.importing.place_text import NOWHERE, Place, Places, section_place
from app.importing.result import Column, Question, Record
from app.importing.swaps import swapped_back
from app.importing.tables import Region
from app.rules.addresses import Address

KEPT = (
    "grid estate household_no head_name head_id ethnic education marital political occupation workplace registered_region "
    "registered_address registered_same residence_kind arrived landlord_name landlord_phone updated collector remark "
    "household_size record_id floor"
).split()
OLDEST = 120
_UNTOLD_FORMULAS = frozenset("seq ignore age updated collector household_size floor record_id".split())


@dataclass(slots=True)
class Person:
    """A record on its way. out: why the row is not imported. digits: what is left of a damaged id. spouse: the sex that
    the word for the spouse itself tells; surely: the sex that an id confirms."""

    record: Record
    out: str = ""
    id_cell: IdCell = NO_ID
    digits: str = ""
    relation_word: str = ""
    surely: str = ""
    place: Place = NOWHERE
    number: str = ""
    typed_birth: bool = False
    typed_estate: bool = False
    typed_gender: bool = False
    cols: dict[str, int] = field(default_factory=dict)


class TableReader:
    """Reads one table (and one member group) row by row from its columns; collects findings."""

    def __init__(
        self, region: Region, columns: Sequence[Column], rows: Sequence[int], filled: Filled, places: Places, today: date,
        from_1904: bool, answers: Answers = Answers(),
    ) -> None:  # fmt: skip
        self.region, self.rows, self.places, self.today, self.from_1904 = region, rows, places, today, from_1904
        self.grid = region.grid
        self.findings: list[Finding] = []
        self.cols: dict[str, list[int]] = {}
        for column in columns:
            self.cols.setdefault(column.field, []).append(column.col)
        self.vectors = filled.vectors
        self.columns = columns
        self.tag_columns = [one for one in columns if one.field == "tags" or one.field.startswith("tag:")]
        self._no_values = [None] * len(rows)
        self.answers, self.questions = answers, list[Question]()
        self._relations: dict[Value, tuple[str, str]] = {}  # cell -> plain word, closed word
        self._estates: dict[Value, str] = {None: ""}
        self._tag_cells: dict[tuple[int, Value], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.whose = ""  # the relation that the headings tell: of the columns of 配偶

    def tell(self, kind: str, row: int, col: int, value: Any = None) -> None:
        at, across = self.grid.place(row, col)
        self.findings.append(Finding(kind, self.grid.sheet.name, at, across, value))

    def col(self, name: str) -> int:
        return self.cols.get(name, (0,))[0]

    def vector(self, name: str) -> Sequence[Value]:
        col = self.col(name)
        return self.vectors[col] if col else self._no_values

    def read(self, out: dict[int, tuple[str, int]], within: Address | None, sections: dict[int, str]) -> list[Person]:
        self._drop_faults(out)
        swapped_back(self)
        names = _each(self.vector("name"), person_text.read_name, NO_NAME)
        ids = [person_text.read_id(value, self.today) for value in self.vector("id_no")]
        withins = self._withins(within, sections)
        self._split_rooms(withins)
        persons = [
            self._person(at, row, names[at], ids[at], out.get(row, ("", 0))[0], withins[at])
            for at, row in enumerate(self.rows)
        ]
        self._kept_fields(persons)
        return persons

    def _drop_faults(self, out: dict[int, tuple[str, int]]) -> None:
        """Formulas without a result, shown errors and single struck-through cells: empty, and told."""
        struck = self.grid.sheet.struck_rows_cells if not self.grid.turned else set()
        for column in self.columns:
            vector = self.vectors[column.col]
            faults = [at for at, value in enumerate(vector) if type(value) in (ErrorValue, NoValue)]
            for at in faults:
                kind = "formula_error" if isinstance(vector[at], ErrorValue) else "formula_no_value"
                if column.field not in _UNTOLD_FORMULAS and self.rows[at] not in out:
                    self.tell(kind, self.rows[at], column.col)
                vector[at] = None
            for at, row in enumerate(self.rows) if struck else ():
                if (row, column.col) in struck and row not in out and column.field not in ("ignore", "seq"):
                    self.tell("strike_through", row, column.col)
                    vector[at] = None

    def _split_rooms(self, withins: Sequence[Address | None]) -> None:
        """`2-101` beside a building: what the 2 is goes for the whole column, or is asked once."""
        self._units, self._rooms = self.vector("unit"), self.vector("room")
        if not (self.cols.keys() >= {"building", "room"}) or self.col("unit"):
            return
        told, estates = self.vector("building"), self.vector("estate")
        places = [
            (self.places.of_parts(told[at], None, None, one).building, self._estate(estates[at]))
            for at, one in enumerate(withins)
        ]
        found = dashed.doors(places, self._rooms)
        those = [one for one in found if one and one.building]
        if not those:
            return
        possible = dashed.reading(those, self.places.known)
        sure = possible[0] if len(possible) == 1 else self.answers.dashed
        if sure == "ask":
            self.questions.append(dashed.question(self.grid.sheet.name, those, possible))
        apart = sure in ("unit", "storey", "building")
        self._units = [one.first if one and sure == "unit" else None for one in found]
        self._rooms = [
            (one.room if apart else None) if one else cell for one, cell in zip(found, self._rooms, strict=True)
        ]

    def _withins(self, within: Address | None, sections: dict[int, str]) -> list[Address | None]:
        """For each row what the title, or the last line between the rows, says of its place."""
        if not sections:
            return [within] * len(self.rows)
        lines, current, said = sorted(sections.items()), within, []
        for row in self.rows:
            while lines and lines[0][0] < row:
                current = section_place(lines.pop(0)[1], self.places.known, current) or current
            said.append(current)
        return said

    def _person(self, at: int, row: int, name: NameCell, found: IdCell, out: str, within: Address | None) -> Person:
        first_row, first_col = self.grid.place(row, self.region.first_col)
        col = first_col if not self.grid.turned else self.grid.place(row, self.col("name") or 1)[1]
        record = Record(self.grid.sheet.name, first_row, col, name.name, cells=self.grid.rows[row - 1])
        if self.grid.turned:
            record.row = self.grid.place(row, self.col("name") or 1)[0]
        person = Person(record, out, found, found.digits if not found.number else "", surely=found.gender)
        if out:
            self._outline(person, at, within)
            return person
        if not name.name:
            self._nameless(person, at, row, name)
            return person
        if name.kind:
            self.tell(name.kind, row, self.col("name"), name.value)
        self._identity(person, at, row, found)
        self._phones(person, at, row)
        self._place(person, at, row, within)
        self._relation_and_tags(person, at, row)
        return person

    def _outline(self, person: Person, at: int, within: Address | None) -> None:
        """Of a row that is left out only what its household needs."""
        person.relation_word, person.record.relation = self._relation_cell(self.vector("relation")[at])
        person.place = self._where(at, within)[0]
        person.record.building, person.record.unit, person.record.room = person.place[:3]
        person.record.id_no = person.id_cell.number

    def _nameless(self, person: Person, at: int, row: int, name: NameCell) -> None:
        person.out = name.kind or "name_missing"
        self.tell(person.out, row, self.col("name"))
        self._outline(person, at, None)

    def _identity(self, person: Person, at: int, row: int, found: IdCell) -> None:
        record = person.record
        if found.kind:
            self.tell(found.kind, row, self.col("id_no"), found.value)
        record.id_no = found.number
        person.typed_birth = self._birth(record, at, row, found)
        typed = self._gender(at, row)
        person.typed_gender = bool(typed)
        record.gender = typed or (found.gender if found.number else "")
        if typed and found.number and typed != found.gender:
            self.tell("gender_conflict", row, self.col("gender"))

    def _birth(self, record: Record, at: int, row: int, found: IdCell) -> bool:
        born = birth_text.read(self.vector("birth")[at], self.today, self.from_1904)
        by_id = found.birth if found.number else ""
        if born.day and not by_id and _nobodys(born.day, self.today):
            self.tell("birth_invalid", row, self.col("birth"))
            return False
        record.birth = born.day or by_id
        if born.day and by_id and born.day != by_id:
            self.tell("birth_conflict", row, self.col("birth"))
        elif born.kind:
            agrees = not born.hint or not by_id or birth_text.fits(born.hint, date.fromisoformat(by_id))
            value = record.birth if born.kind in ("birth_cleaned", "birth_partial", "birth_two_digit_year") else None
            self.tell(born.kind if agrees else "birth_conflict", row, self.col("birth"), value or None)
        return bool(born.day)

    def _gender(self, at: int, row: int) -> str:
        value = self.vector("gender")[at]
        cell: GenderCell = person_text.read_gender(value)
        if cell.kind:
            self.tell(cell.kind, row, self.col("gender"))
        return cell.gender

    def _phones(self, person: Person, at: int, row: int) -> None:
        found: dict[str, None] = {}
        for name in ("phone", "phone2"):
            for col in self.cols.get(name, ()):
                phones = phone_text.read(self.vectors[col][at])
                found |= dict.fromkeys(phones.numbers)
                for kind, value in phones.kinds:
                    self.tell(kind, row, col, value)
        person.record.phones = tuple(found)

    def _place(self, person: Person, at: int, row: int, within: Address | None) -> None:
        place, col = self._where(at, within)
        person.place, person.typed_estate = place, bool(self.vector("estate")[at])
        record = person.record
        record.building, record.unit, record.room = place[:3]
        if place.kind:
            self.tell(place.kind, row, col, place.text if place.kind == "address_cleaned" else None)

    def _where(self, at: int, within: Address | None) -> tuple[Place, int]:
        """The address of a row and the column that says it; a column of estates wins over what the address says."""
        estate = self._estate(self.vector("estate")[at])
        place, col = self._door(at, within, estate)
        needs = estate and place.building and place.estate != estate
        return (place._replace(estate=estate) if needs else place), col

    def _estate(self, value: Value) -> str:
        if (found := self._estates.get(value)) is None:
            text = words.plain(value)
            found = self._estates[value] = "" if words.is_nothing(text) else text
        return found

    def _door(self, at: int, within: Address | None, estate: str) -> tuple[Place, int]:
        """Parts of their own win, a differing text beside them is told."""
        parts, col, text_col = NOWHERE, 0, self.col("address")
        has_parts = bool(self.cols.keys() & {"building", "room"})
        if has_parts:
            col = self.col("room") or self.col("building")
            parts = self.places.of_parts(
                self.vector("building")[at],
                self._units[at],
                self._rooms[at],
                within,
                self.vector("floor")[at],
                estate,
            )
        if text_col and self.places.says_the_same(self.vectors[text_col][at], parts):
            return parts, col
        text = (
            self.places.of_text(self.vectors[text_col][at], within if not has_parts else None, estate)
            if text_col
            else NOWHERE
        )
        if not has_parts or (not parts.building and text.building):
            return text, text_col
        if parts.building and text.building and text[:3] != parts[:3] and not _agree(parts, text):
            return parts._replace(kind="address_incomplete"), text_col
        return (parts if not text.building else _fuller(parts, text)), col

    def _relation_and_tags(self, person: Person, at: int, row: int) -> None:
        word, closed = self._relation_cell(self.vector("relation")[at])
        person.relation_word = word
        record = person.record
        record.relation = self.whose
        if word and (word in words.UNKNOWN or not words.is_nothing(word)):
            record.relation = self._joined(word, record.gender) if word in words.JOINED_RELATIONS else closed
            if not record.relation and word not in words.UNCERTAIN_RELATIONS:
                self.tell("relation_unknown", row, self.col("relation"))
        tags: dict[str, None] = {}
        for column in self.tag_columns:
            if (value := self.vectors[column.col][at]) is not None:
                found, unknown = self._tag_cell(column, value)
                tags |= dict.fromkeys(found)
                if unknown:
                    self.tell("tag_unknown", row, column.col, list(unknown))
        record.tags = tuple(tags)

    @property
    def _two_digits(self) -> bool:
        codes = [text for value in self.vector("relation")[:400] if (text := words.plain(value))[:1].isdecimal()]
        return any(text.startswith("0") and len(text) > 1 for text in codes) or any(len(text) == 2 for text in codes)

    def _relation_cell(self, value: Value) -> tuple[str, str]:
        if (found := self._relations.get(value)) is None:
            word = words.plain(value)
            found = self._relations[value] = (
                word,
                words.relation(word, word[:1].isdecimal() and self._two_digits) or "",
            )
        return found

    @staticmethod
    def _joined(word: str, gender: str) -> str:
        """子女 is 子 or 女, as the sex says; without one it stays open."""
        return words.JOINED_RELATIONS[word][gender == "女"] if gender else ""

    def _tag_cell(self, column: Column, value: Value) -> tuple[tuple[str, ...], tuple[str, ...]]:
        key = (column.col, value)
        if (found := self._tag_cells.get(key)) is None:
            found = self._tag_cells[key] = self._tags(column, value)
        return found

    @staticmethod
    def _tags(column: Column, value: Value) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if value is None or value == "":
            return (), ()
        if column.field == "tags":
            return words.tags(value) if isinstance(value, str) else ((), (str(value),))
        text = words.plain(value)
        own = column.field.removeprefix("tag:")
        marked = value if isinstance(value, bool) else words.yes_no(text)
        if marked is None and own == "残疾" and (said := words.disability(text)):
            return (said,), ()
        if marked is None:
            found, _ = words.tags(text)
            mine = tuple(tag for tag in found if words.closed(tag) == own)
            return (mine, ()) if mine else ((), (text,))
        return ((own,) if marked else ()), ()

    def _kept_fields(self, persons: Sequence[Person]) -> None:
        """Fields that are kept as written."""
        columns = [(name, col) for name in KEPT for col in self.cols.get(name, ())]
        vectors = [(name, _each_said(name, self.vectors[col])) for name, col in columns]
        for at, person in enumerate(persons):
            more: dict[str, str] = {}
            for name, vector in vectors:
                if text := vector[at]:
                    more[name] = f"{more[name]}；{text}" if name in more else text
            if person.place.estate:
                more.setdefault("estate", person.place.estate)
            person.record.more = more
            person.number = more.get("household_no", "")


def _nobodys(day: str, today: date) -> bool:
    """Before anybody who lives, or the day that stands in a sheet for none at all."""
    return day == "1900-01-01" or today.year - int(day[:4]) > OLDEST


def _agree(parts: Place, text: Place) -> bool:
    """Whether one only says less than the other: 3幢501室 beside 3幢2单元501室."""
    return all(not one or not other or one == other for one, other in zip(parts[:3], text[:3], strict=True))


def _fuller(parts: Place, text: Place) -> Place:
    """Parts with what only the text beside them says."""
    building, unit, room, estate = (one or other for one, other in zip(parts[:4], text[:4], strict=True))
    whole = (building, unit, room) == text[:3] and text.kind != "address_incomplete"
    return Place(building, unit, room, estate, "" if whole else parts.kind)


def _each(vector: Sequence[Value], read: Any, nothing: Any) -> list[Any]:
    return [nothing if value is None else read(value) for value in vector]


def _each_said(name: str, vector: Sequence[Value]) -> list[str]:
    seen: dict[Value, str] = {None: "", "": ""}
    said = []
    for value in vector:
        if (text := seen.get(value)) is None:
            text = seen[value] = _said(name, value)
        said.append(text)
    return said


def _said(name: str, value: Value) -> str:
    if type(value) is str:
        text = value.strip()
        if name == "head_name":
            return person_text.read_name(text).name or text
        return "" if words.is_nothing(text) and name != "remark" else text
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return words.plain(value)
