"""楼栋、单元与房屋：what stands in a grid, and what is generated of floors x entrances x rooms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Index, select, update
from sqlalchemy.orm import Mapped, Session

from app.feeds import BASE
from app.ledger.field import field
from app.ledger.form import Form
from app.ledger.kinds import Address, Code, Decimal, Link, Number, Text
from app.modules.grids import Grid
from app.rules import addresses
from app.rules.address_text import BUILDING
from app.texts import N_
from db.changes import Changes
from db.record import Record

KIND = Code(table="building_kind")
HIGH, LOW, LANE = "1", "2", "3"
OWNERSHIP = Code(table="ownership")
OWN, RENTED, EMPTY = "1", "2", "3"
PLAIN = re.compile(BUILDING)


@dataclass(frozen=True, kw_only=True)
class Part(Address):
    """The name of a building or an entrance: kept as `3`, written `3幢` or `3单元` as domain.md 1.7 has it; 河东巷 stays."""

    word: str

    def to_text(self, value: str) -> str:
        return f"{value}{self.word}" if PLAIN.fullmatch(value) else value

    def parse(self, text: str, today: date) -> str:
        text = super().parse(text, today)
        bare = text.removesuffix(self.word)
        return bare if PLAIN.fullmatch(bare) else text


PARTS = Part(word="幢", longest=40), Part(word="单元", longest=20)  # data


class Building(Record):
    __tablename__ = "buildings"
    __table_args__ = (Index("buildings_in_order", "place", "uid"),)
    feed_from = ("grid_uid", BASE)
    grid_uid: Mapped[str] = field(N_("网格"), Link(to=Grid), index=True)
    estate: Mapped[str | None] = field(N_("小区"), Text())
    name: Mapped[str] = field(N_("楼栋"), PARTS[0], level=2)  # papers for the public end at the estate
    kind: Mapped[str] = field(N_("建筑类型"), KIND, default=LOW, server_default=LOW)
    floors: Mapped[int | None] = field(N_("层数"), Number(maximum=200))
    place: Mapped[str] = field(N_("楼栋序"), Text(), derived=True, default="", server_default="")


class Entrance(Record):
    """A staircase; a building without any has one without a name. It may belong to another grid than its building."""

    __tablename__ = "entrances"
    feed_from = ("grid_uid", BASE)
    building_uid: Mapped[str] = field(N_("楼栋"), Link(to=Building), index=True)
    grid_uid: Mapped[str] = field(N_("网格"), Link(to=Grid), index=True)
    name: Mapped[str | None] = field(N_("单元"), PARTS[1])


class Dwelling(Record):
    __tablename__ = "dwellings"
    __table_args__ = (Index("dwellings_in_order", "place", "uid"),)
    feed_from = ("entrance_uid", BASE)
    entrance_uid: Mapped[str] = field(N_("单元"), Link(to=Entrance), index=True)
    floor: Mapped[int | None] = field(N_("楼层"), Number(minimum=-9, maximum=200))
    room: Mapped[str] = field(N_("室号"), Address(longest=20))
    area: Mapped[float | None] = field(N_("建筑面积(㎡)"), Decimal())
    ownership: Mapped[str | None] = field(N_("房屋状况"), OWNERSHIP)
    door: Mapped[str] = field(N_("门牌"), Address(), derived=True, default="", server_default="")
    address: Mapped[str] = field(N_("现住门(楼)详址"), Address(), derived=True, default="", server_default="")
    place: Mapped[str] = field(N_("门牌序"), Address(), derived=True, default="", server_default="")


FORM = Form(
    title=N_("楼栋"),
    record=Building,
    sections=((N_("楼栋"), ("name", "estate", "kind", "floors")),),
    search=("name", "estate"),
)
DWELLING_FORM = Form(
    title=N_("房屋"), record=Dwelling, sections=((N_("房屋"), ("room", "floor", "area", "ownership")),)
)


@dataclass(frozen=True)
class Plan:
    """A building as its generator takes it: rooms a floor at each of its entrances."""

    name: str
    kind: str = LOW
    estate: str | None = None
    floors: int = 6
    entrances: int = 1
    rooms: int = 2

    @property
    def dwellings(self) -> int:
        return self.floors * self.entrances * self.rooms


def build(session: Session, grid_uid: str, plan: Plan) -> Building:
    """The building with all its entrances and dwellings: `3-2-501` is building 3, entrance 2, fifth floor, room 01."""
    building = Building(grid_uid=grid_uid, name=plan.name, estate=plan.estate, kind=plan.kind, floors=plan.floors)
    session.add(building)
    for entrance in _entrances(session, building, plan):
        for floor, room in rooms(plan):
            session.add(Dwelling(entrance_uid=entrance.uid, floor=floor, room=room))
    return building


def rooms(plan: Plan) -> Iterator[tuple[int, str]]:
    for floor in range(1, plan.floors + 1):
        for number in range(1, plan.rooms + 1):
            yield (floor, str(number)) if plan.kind == LANE else (floor, f"{floor}{number:02}")


def entrances(plan: Plan) -> Iterator[str | None]:
    """Their names; the only staircase of a high building and the houses of a lane have none."""
    for number in range(1, plan.entrances + 1):
        yield None if plan.kind == LANE or (plan.entrances == 1 and plan.kind == HIGH) else str(number)


def _entrances(session: Session, building: Building, plan: Plan) -> Iterator[Entrance]:
    for name in entrances(plan):
        entrance = Entrance(building_uid=building.uid, grid_uid=building.grid_uid, name=name)
        session.add(entrance)
        yield entrance


def fold(session: Session, changes: Changes) -> None:
    """Door, address and order of what was named anew."""
    if changes.touches("buildings"):
        _order_buildings(session, changes)
    if not changes.touches("buildings", "entrances", "dwellings"):
        return
    wanted = (
        Dwelling.uid.in_(changes.touched("dwellings"))
        | Entrance.uid.in_(changes.touched("entrances"))
        | Building.uid.in_(changes.touched("buildings"))
    )
    query = select(Dwelling.uid, Building.name, Entrance.name, Dwelling.room, Dwelling.door, Dwelling.place)
    query = query.join(Entrance, Entrance.uid == Dwelling.entrance_uid)
    for uid, name, unit, room, *now in session.execute(
        query.join(Building, Building.uid == Entrance.building_uid).where(wanted)
    ):
        where = addresses.Address(name, unit or "", room)
        door, place = addresses.door(where), addresses.order_key(where)
        if now != [door, place]:
            values = {"door": door, "address": addresses.canonical(where), "place": place}
            session.execute(update(Dwelling).where(Dwelling.uid == uid).values(values))


def _order_buildings(session: Session, changes: Changes) -> None:
    for building in session.scalars(select(Building).where(Building.uid.in_(changes.touched("buildings")))):
        building.place = addresses.order_key(addresses.Address(building.name, "", ""))
    session.flush()
