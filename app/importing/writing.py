"""What was understood and accepted becomes rows: one transaction, one batch that can be undone as a whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from app.feeds import BASE, CARE
from app.importing import batches, estates, recheck
from app.importing.keeping import COLUMN, MORE, NO_ADDRESS, Keeper, former, together
from app.importing.result import Change, Record, Understood
from app.ledger.kinds import CHINA
from app.modules import buildings, care_tags, residents
from app.modules.buildings import Building, Dwelling, Entrance
from app.modules.care_tags import CareTag, sub_of
from app.modules.households import Household
from app.modules.residents import HERE, Resident
from app.rules import addresses, visit_plan

GREEN = visit_plan.Colour.GREEN.value
MOVED = ("estate", "building", "unit", "room", "state")
Rows = list[dict[str, Any]]


@dataclass
class Counts:
    """What a batch did, in persons."""

    new: int = 0
    changed: int = 0
    same: int = 0
    tx: int = 0  # the transaction, to take it back
    waiting: Sequence[int] = ()  # places in `understood.records` of whom the store held otherwise than was shown

    def told(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "same": self.same}


def write(session: Session, understood: Understood, accepted: Sequence[int], grid_uid: str, sha256: str = "") -> Counts:
    """`accepted`: places in `understood.records`. Within an open transaction; nothing of the rest is written, nor of those
    who are no longer in the store as the dry run saw them: they are the `waiting` of what is answered."""
    batch = _Batch(session, grid_uid)
    checked = recheck.checked(session, understood, accepted, batch.today)
    records = [understood.records[index] for index in checked.ready]
    for record in understood.records:
        batch.estates_of[record.building] |= {estates.key(record.estate)} - {""}
        batch.units_of[record.building].add(record.unit)
    moved = _moved(checked.changes)
    for home in _homes(records):
        batch.take(home, moved)
    batch.change(checked.changes, {record.uid for record in records if record.uid})
    batch.flush()
    batch.arrive()
    batch.counts.waiting = checked.waiting
    batch.counts.tx = batches.record(session, understood.name, sha256, batch.counts.told())
    return batch.counts


def _moved(changes: Iterable[Change]) -> set[str]:
    """Known residents whom the file shows at another door, or who had left."""
    return {one.uid for one in changes if one.kind == "changed" and one.field in MOVED}


def _homes(records: Iterable[Record]) -> list[list[Record]]:
    """Those who live together, in the order of the sheet."""
    homes: dict[object, list[Record]] = defaultdict(list)
    for record in records:
        together = (
            record.household if record.household >= 0 else (record.estate, record.building, record.unit, record.room)
        )
        homes[record.sheet, together].append(record)
    return [*homes.values()]


@dataclass
class _Batch:
    session: Session
    grid_uid: str
    counts: Counts = field(default_factory=Counts)
    rows: dict[type[Any], Rows] = field(default_factory=lambda: defaultdict(list))
    fresh: dict[str, dict[str, Any]] = field(default_factory=dict)  # households of this batch, by uid
    people: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    estates_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by building, in the file
    units_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # likewise
    arriving: dict[str, str] = field(default_factory=dict)  # residents who moved or came back, with their household

    def __post_init__(self) -> None:
        self.today: date = self.session.info["now"]().astimezone(CHINA).date()
        self.ids, self.keeper = self.session.info["ids"], Keeper(self.today)
        read = self.session.execute
        found = read(select(Building.uid, Building.estate, Building.name))
        self.buildings = {(estates.key(estate or ""), name): uid for uid, estate, name in found}
        found = read(select(Entrance.uid, Entrance.building_uid, Entrance.name))
        self.entrances = {(building, name or ""): uid for uid, building, name in found}
        self.places: dict[str, str] = dict(read(select(Dwelling.uid, Dwelling.place)).all())
        self.dwellings = {
            (e, room): uid for uid, e, room in read(select(Dwelling.uid, Dwelling.entrance_uid, Dwelling.room))
        }
        self.homes: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        held = select(Household.uid, Household.dwelling_uid, Household.number, Household.head_name)
        for uid, dwelling, number, head in read(held):
            self.homes[dwelling].append((uid, number or "", head or ""))
        self.lives_in = {uid: home for uid, home in read(select(Resident.uid, Resident.household_uid))}  # noqa: C416

    def take(self, home: list[Record], moved: set[str]) -> None:
        fresh = [record for record in home if not record.uid]
        arriving = [record.uid for record in home if record.uid in moved]
        self.counts.same += len(home) - len(fresh)
        if not fresh and not arriving:
            return
        stay = (self.lives_in[one.uid] for one in home if one.uid in self.lives_in and one.uid not in moved)
        household = next(stay, None) or self._household(home)
        for record in fresh:
            self._resident(record, household)
        self.arriving |= dict.fromkeys(arriving, household)

    def change(self, changes: Iterable[Change], accepted: set[str]) -> None:
        changed = set(self.arriving)
        for change in changes:
            if change.kind == "changed" and change.uid in accepted and self._set(change):
                changed.add(change.uid)
        self.counts.changed = len(changed)
        self.counts.same -= len(changed)

    def _set(self, change: Change) -> bool:
        """Whether there was something to set."""
        if change.field == "tags":
            care_tags.set_words(self.session, change.uid, change.after, self.today)
            return True
        if change.field not in ("phones", *COLUMN):
            return False
        resident = self.session.get_one(Resident, change.uid)
        values = self._values(resident, change)
        for name, value in values.items():
            setattr(resident, name, value)
        return bool(values)

    def arrive(self) -> None:
        """After the new doors are there."""
        for uid, household in self.arriving.items():
            residents.come_back(self.session, uid)
            residents.move_to(self.session, uid, household)

    def flush(self) -> None:
        self._complete_homes()
        for record in (Building, Entrance, Dwelling, Household, Resident, CareTag):
            if self.rows[record]:
                self.session.connection().execute(insert(cast(Table, record.__table__)), self.rows[record])

    def _household(self, home: list[Record]) -> str:
        first = home[0]
        dwelling = self._dwelling(first)
        number, head = first.more.get("household_no", ""), first.more.get("head_name", "")
        for uid, known_number, known_head in self.homes[dwelling]:
            if (number and known_number == number) or (head and known_head == head):
                return uid
        uid = self._add(
            Household, BASE, dwelling_uid=dwelling, number=number or None, registered_on=self.today,
            place=self.places[dwelling], due_on=self.today, colour=GREEN, members=0, head_name=None,
        )  # fmt: skip
        self.fresh[uid] = self.rows[Household][-1]
        return uid

    def _dwelling(self, record: Record) -> str:
        building, unit, room = record.building or NO_ADDRESS, record.unit, record.room
        where = self._building(record.estate if record.building else "", building)
        entrance = self._entrance(where, building, unit)
        room = room or NO_ADDRESS
        if (entrance, room) not in self.dwellings:
            at = addresses.Address(building, unit, room)
            place = addresses.order_key(at)
            uid = self.dwellings[entrance, room] = self._add(
                Dwelling, BASE, entrance_uid=entrance, room=room, floor=addresses.floor(at),
                door=addresses.door(at), address=addresses.canonical(at), place=place,
            )  # fmt: skip
            self.places[uid] = place
        return self.dwellings[entrance, room]

    def _building(self, estate: str, name: str) -> str:
        """The one of this estate; where a row, or the store, leaves the estate out, the only one of this name."""
        told = estates.key(estate)
        if (told, name) in self.buildings:
            return self.buildings[told, name]
        same = {one: uid for (one, other), uid in self.buildings.items() if other == name}
        if not told and len(same) == 1:
            return next(iter(same.values()))
        if "" in same and len(self.estates_of[name]) == 1:
            return self._name_estate(estate, name)
        return self._new_building(estate, name)

    def _name_estate(self, estate: str, name: str) -> str:
        """A building that stood without its estate."""
        uid = self.buildings[estates.key(estate), name] = self.buildings.pop(("", name))
        made = next((row for row in self.rows[Building] if row["uid"] == uid), None)
        if made:
            made["estate"] = estate
        else:
            self.session.get_one(Building, uid).estate = estate
        return uid

    def _new_building(self, estate: str, name: str) -> str:
        kind = buildings.LANE if addresses.is_lane(name) else buildings.LOW
        place = addresses.order_key(addresses.Address(name, "", ""))
        uid = self.buildings[estates.key(estate), name] = self._add(
            Building, BASE, grid_uid=self.grid_uid, estate=estate or None, name=name, kind=kind, place=place
        )
        return uid

    def _entrance(self, building: str, name: str, unit: str) -> str:
        """A building with one entrance is written with or without its number."""
        if (building, unit) in self.entrances:
            return self.entrances[building, unit]
        mine = {known: uid for (owner, known), uid in self.entrances.items() if owner == building}
        if len(mine) == 1 and {unit, *mine, *self.units_of[name]} <= {"", "1"}:
            return next(iter(mine.values()))
        self.entrances[building, unit] = self._add(
            Entrance, BASE, building_uid=building, grid_uid=self.grid_uid, name=unit or None
        )
        return self.entrances[building, unit]

    def _resident(self, record: Record, household: str) -> None:
        phones, home = (*record.phones, None, None), self.fresh.get(household)
        relation = self.keeper.value("relation", record.relation)
        uid = self._add(
            Resident, BASE, household_uid=household, name=record.name, citizen_id=record.id_no or None,
            birth=date.fromisoformat(record.birth) if record.birth else None, phone=phones[0], phone2=phones[1],
            gender=self.keeper.value("gender", record.gender), relation=relation, state=HERE,
            place=residents.place_in(home["place"], relation) if home else "",
            **{column: self.keeper.value(name, record.more.get(name, "")) for name, column in MORE.items()},
        )  # fmt: skip
        if home:
            self.people[household].append((relation or residents.NO_RELATION, uid, record.name))
        for sub in filter(None, dict.fromkeys(map(sub_of, record.tags))):
            self._add(CareTag, CARE, resident_uid=uid, sub=sub, valid_from=self.today, reviewed_on=self.today)
            self.tags[household].append(sub)
        self.counts.new += 1

    def _complete_homes(self) -> None:
        """Sets what the folds would set: they then find nothing to change, and the log holds a row once."""
        for uid, home in self.fresh.items():
            people = sorted(self.people[uid])
            home["members"], home["head_name"] = len(people), people[0][2] if people else None
            home["colour"] = visit_plan.plan(self.tags[uid], False, None, None, self.today).colour.value

    def _add(self, record: type[Any], compartment: str, **values: Any) -> str:
        uid: str = self.ids()
        self.rows[record].append({"uid": uid, "feed": f"{self.grid_uid}/{compartment}", **values})
        return uid

    def _values(self, resident: Resident, change: Change) -> dict[str, Any]:
        after, note = change.after, resident.note or ""
        if change.field == "phones":  # the new one first; one that the file leaves out is not gone
            both: list[str | None] = [*dict.fromkeys((*(after or ()), *(change.before or ()))), None, None]
            first, second, *rest = both
            out = [number for number in rest if number and number in (change.before or ())]
            kept = self.keeper.value("remark", together(note, former(out))) if out else None
            return {"phone": first, "phone2": second} | ({"note": kept} if kept else {})
        text = together(note, after) if change.field == "remark" else str(after or "")
        value = self.keeper.value(change.field, text)
        return {COLUMN[change.field]: value} if value is not None else {}
