"""A building as its chart shows it: floors by entrances, every dwelling with the most urgent of its households."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.modules.buildings import EMPTY, RENTED, Building, Dwelling, Entrance
from app.modules.households import Household
from app.rules import addresses, names, visit_plan
from app.rules.visit_plan import Due
from app.texts import tr

URGENT = (Due.OVERDUE, Due.SOON)
ACROSS = 6  # doors of a lane side by side


@dataclass(frozen=True)
class DoorView:
    """`household` is empty where nobody is registered; `due` is None there, and `empty` tells whether that is right."""

    dwelling: str
    number: str
    household: str = ""
    surname: str = ""
    due: Due | None = None
    empty: bool = False
    rented: bool = False
    households: int = 0


@dataclass(frozen=True)
class FloorView:
    name: str
    doors: tuple[tuple[DoorView | None, ...], ...]  # by entrance; None where a floor lacks the door of this column


@dataclass(frozen=True)
class BuildingView:
    """`visited`: households reached within their interval. Floors from the highest down."""

    uid: str
    name: str
    entrances: tuple[str, ...]
    floors: tuple[FloorView, ...]
    households: int
    visited: int


@dataclass(frozen=True)
class BuildingChoice:
    uid: str
    name: str
    due: int  # households due now or soon


@dataclass(frozen=True)
class _Home:
    uid: str
    head: str
    due_on: date | None
    visited: bool  # within its interval


def choices(session: Session, today: date) -> tuple[BuildingChoice, ...]:
    """In the order of their numbers."""
    soon = date.fromordinal(today.toordinal() + visit_plan.Policy().soon)
    due = select(Entrance.building_uid, func.count()).join(Dwelling, Dwelling.entrance_uid == Entrance.uid)
    due = due.join(Household, Household.dwelling_uid == Dwelling.uid).group_by(Entrance.building_uid)
    found = session.connection().execute(due.where(Household.members > 0, Household.due_on <= soon))
    counts = {row[0]: row[1] for row in found}
    buildings = session.execute(select(Building.uid, Building.name).order_by(Building.place, Building.uid))
    return tuple(BuildingChoice(uid, title(name), counts.get(uid, 0)) for uid, name in buildings)


def first(session: Session) -> str | None:
    """Its uid; None while there is no building."""
    return session.scalar(select(Building.uid).order_by(Building.place, Building.uid).limit(1))


def building(session: Session, uid: str, today: date) -> BuildingView | None:
    """None: there is no such building, or no longer."""
    ask, mine = session.connection(), {"building": uid}
    name = ask.scalar(_NAME, mine)
    if name is None:
        return None
    found = ask.execute(_ENTRANCES, mine).all()
    entrances = sorted(found, key=lambda e: addresses.order_key(addresses.Address(name, e[1] or "", "")))
    homes: dict[str, list[_Home]] = defaultdict(list)
    for dwelling, home, head, due, last in ask.execute(_HOMES, mine):
        homes[dwelling].append(_Home(home, head or "", due, bool(last and due and due >= today)))
    doors = [
        (entrance, floor, _door(uid, room, ownership, homes.get(uid, []), today))
        for entrance, floor, uid, room, ownership in ask.execute(_DOORS, mine)
    ]
    floors = _floors([entrance for entrance, _ in entrances], doors)
    everyone = [home for behind in homes.values() for home in behind]
    heads = tuple(tr("{name} 单元").format(name=name) if name else "" for _, name in entrances)
    return BuildingView(uid, title(name), heads, floors, len(everyone), sum(home.visited for home in everyone))


def title(name: str) -> str:
    """As in addresses: `12` is 12幢; a lane has a name of its own."""
    return addresses.canonical(addresses.Address(name))


def _floors(entrances: list[str], found: Iterable[tuple[str, int | None, DoorView]]) -> tuple[FloorView, ...]:
    storeys: dict[int | None, dict[str, list[DoorView]]] = defaultdict(lambda: defaultdict(list))
    for entrance, floor, door in found:
        storeys[floor][entrance].append(door)
    if len(storeys) == 1:
        return tuple(_rows(entrances, next(iter(storeys.values()))))
    ordered = sorted(storeys.items(), key=lambda storey: (storey[0] is not None, storey[0] or 0), reverse=True)
    columns = {one: _columns({floor: doors[one] for floor, doors in ordered}) for one in entrances}
    return tuple(
        FloorView(_storey(floor), tuple(_in_columns(doors[one], floor, columns[one]) for one in entrances))
        for floor, doors in ordered
    )


def _columns(doors: dict[int | None, list[DoorView]]) -> list[int]:
    """The ends of the numbers of an entrance (01, 02, 04), so that 1604 stands above 1504. None: they tell no place."""
    places = {floor: [_place(door, floor) for door in mine] for floor, mine in doors.items()}
    clear = all(None not in mine and len({*mine}) == len(mine) for mine in places.values())
    return sorted({place for mine in places.values() for place in mine if place is not None}) if clear else []


def _in_columns(doors: list[DoorView], floor: int | None, columns: list[int]) -> tuple[DoorView | None, ...]:
    if not columns:
        return tuple(doors)
    here = {_place(door, floor): door for door in doors}
    return tuple(here.get(column) for column in columns)


def _place(door: DoorView, floor: int | None) -> int | None:
    rest = door.number.removesuffix("室").removeprefix(str(floor))
    return int(rest) if rest.isascii() and rest.isdecimal() and len(rest) <= 2 else None


def _rows(entrances: list[str], doors: dict[str, list[DoorView]]) -> Iterable[FloorView]:
    """A row of houses has one floor: it goes on below itself."""
    for first in range(0, max(len(mine) for mine in doors.values()), ACROSS):
        yield FloorView("", tuple(tuple(doors[entrance][first : first + ACROSS]) for entrance in entrances))


def _storey(number: int | None) -> str:
    return "" if number is None else tr("{floor} 层").format(floor=number)


def _door(dwelling: str, room: str, ownership: str | None, homes: list[_Home], today: date) -> DoorView:
    rented = ownership == RENTED
    if not homes:
        return DoorView(dwelling, room, empty=ownership == EMPTY, rented=rented)
    first = homes[0]
    due = visit_plan.state(first.due_on, today)
    family = names.surname(first.head)[0] or first.head
    return DoorView(dwelling, room, first.uid, family, due, rented=rented, households=len(homes))


_OF = Entrance.building_uid == bindparam("building")  # statements that run with every household shown are made once
_NAME = select(Building.name).where(Building.uid == bindparam("building"))
_ENTRANCES = select(Entrance.uid, Entrance.name).where(_OF)
_DOORS = (
    select(Dwelling.entrance_uid, Dwelling.floor, Dwelling.uid, Dwelling.room, Dwelling.ownership)
    .join(Entrance, Entrance.uid == Dwelling.entrance_uid)
    .where(_OF)
    .order_by(Dwelling.place, Dwelling.uid)
)
_HOMES = (  # the most urgent behind a door first
    select(Household.dwelling_uid, Household.uid, Household.head_name, Household.due_on, Household.last_visit_on)
    .join(Dwelling, Dwelling.uid == Household.dwelling_uid)
    .join(Entrance, Entrance.uid == Dwelling.entrance_uid)
    .where(_OF, Household.members > 0)
    .order_by(Household.due_on, Household.uid)
)
