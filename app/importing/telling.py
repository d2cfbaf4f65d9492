"""What a dry run found, in words: whose row it is, which door, and what would come of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.importing.findings import Finding
from app.importing.known import KnownPerson
from app.importing.result import Change, Record, field_name
from app.importing.trial import Trial
from app.rules import addresses
from app.texts import N_, joined, listed, tr

STATE, MOVED = N_("状态"), ("estate", "building", "unit", "room")
FEW = 3  # fields of one person that are named before they are told
MOVES = frozenset(("moved_home", "left_before"))


@dataclass(frozen=True)
class Renewed:
    """One person we hold, and what the file would change of him. ready: it would be written now."""

    uid: str
    name: str
    fields: str
    words: str
    ready: bool


@dataclass
class Telling:
    """Words about one trial as it is now; made anew after each correction. Names are plain, as the file has them."""

    trial: Trial
    _held: dict[str, KnownPerson] = field(init=False)

    def __post_init__(self) -> None:
        known, self._records = self.trial.known, self.trial.understood.records
        self._held = {person.uid: person for person in known.persons}
        self._at = {(record.sheet, record.row): record for record in reversed(self._records)}
        self._of = {record.uid: record for record in self._records if record.uid}
        tables = self.trial.understood.tables
        self._columns = {(one.sheet, column.col): column.field for one in tables for column in one.columns}
        self._sheets = len({table.sheet for table in tables})
        estates = {one.estate for one in known.addresses.buildings} if known.addresses else set()
        self.several_estates = len({*estates, *(record.estate for record in self._records)} - {""}) > 1

    def door(self, one: Record | KnownPerson) -> str:
        """3幢2单元501室; with its estate where there are several, since each may have such a door."""
        address = addresses.Address(one.building, one.unit, one.room, one.estate)
        return addresses.canonical(address, estate=self.several_estates) if one.building else ""

    def who(self, finding: Finding) -> str:
        """The name in the row; empty where a finding is about no one row, or says the name itself."""
        record = self._at.get((finding.sheet, finding.row))
        return record.name if record and len(finding.rows) < 2 else ""

    def place(self, finding: Finding) -> str:
        """The row, with its sheet where there are several."""
        sheet = finding.sheet if self._sheets > 1 or not finding.row else ""
        if len(finding.rows) > 1:
            row = tr("第 {row} 行等 {count} 行").format(row=finding.row, count=len(finding.rows))
        else:
            row = tr("第 {row} 行").format(row=finding.row) if finding.row else ""
        return joined(sheet, row) or tr("整个文件")

    def column(self, finding: Finding) -> str:
        """What the cell's column was understood as."""
        name = self._columns.get((finding.sheet, finding.col), "ignore")
        return field_name(name) if name != "ignore" else ""

    def sentence(self, finding: Finding) -> str:
        """With what the cell became or may become."""
        value = self._value(finding)
        if isinstance(value, dict) and "first_row" in value:
            place = tr("第 {row} 行").format(row=value["first_row"])
            return joined(finding.sentence, joined(value.get("first_sheet", ""), place))
        words = (
            value.get("name", "") if isinstance(value, dict) else listed(value) if isinstance(value, list) else value
        )
        return f"{finding.sentence} → {words}" if words and isinstance(words, str) else finding.sentence

    def _value(self, finding: Finding) -> object:
        record = self._at.get((finding.sheet, finding.row))
        if record and finding.kind == "address_cleaned":
            return self.door(record) or finding.value
        if record and finding.kind in MOVES and (person := self._held.get(record.uid)):
            return self._move(person, record) if record.building else finding.value
        return finding.value

    def _move(self, person: KnownPerson, record: Record) -> str:
        same = record.building == person.building
        after = replace(record, unit=record.unit or (person.unit if same else ""), room=record.room)
        return f"{self.door(person) or tr(EMPTY)} → {self.door(after)}"

    def gone(self) -> Iterator[tuple[KnownPerson, str]]:
        """Those we hold whom the file does not name, each with the door."""
        uids = (change.uid for change in self.trial.understood.changes if change.kind == "gone")
        people = [person for uid in uids if (person := self._held.get(uid))]
        return ((person, self.door(person)) for person in people)

    def newcomers(self) -> Sequence[Record]:
        """Those who would be written as new."""
        return [one for n in self.trial.accepted() if (one := self._records[n]).status == "new"]

    def renewed(self) -> list[Renewed]:
        """Those we hold of whom something would change, the ready ones first."""
        changes: dict[str, list[Change]] = {}
        for change in self.trial.understood.changes:
            if change.kind == "changed":
                changes.setdefault(change.uid, []).append(change)
        ready = {self._records[n].uid for n in self.trial.accepted()}
        people = [self._renewed(uid, those, uid in ready) for uid, those in changes.items()]
        return sorted(people, key=lambda one: not one.ready)

    def _renewed(self, uid: str, changes: Sequence[Change], ready: bool) -> Renewed:
        doors = [change for change in changes if change.field in MOVED]
        told = [(self._field(one), f"{_said(one.before)} → {_said(one.after)}") for one in changes if one not in doors]
        if doors:
            told.insert(0, (field_name("address"), self._move(self._held[uid], self._of[uid])))
        words = joined(*(f"{name} {said}" if len(told) > 1 else said for name, said in told))
        fields = listed(name for name, _ in told) if len(told) < FEW else tr("{count} 处").format(count=len(told))
        return Renewed(uid, changes[0].name, fields, words, ready)

    def _field(self, change: Change) -> str:
        return {"phones": field_name("phone"), "state": tr(STATE)}.get(change.field) or field_name(change.field)


EMPTY = N_("（空）")


def _said(value: object) -> str:
    return listed(value) if isinstance(value, list | tuple) else tr(str(value)) if value else tr(EMPTY)
