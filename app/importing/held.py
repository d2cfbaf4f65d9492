"""What this store holds already, for the matcher of an import: everyone with a number or a door, and the doors."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.importing.keeping import MORE, NO_ADDRESS
from app.importing.known import Known, KnownPerson
from app.modules import care_tags
from app.modules.buildings import Building, Dwelling, Entrance
from app.modules.care_tags import SUB, CareTag
from app.modules.households import Household
from app.modules.residents import FORM, HERE, Resident
from app.rules import addresses
from app.texts import official
from db.changes import Transaction


@official()
def known(session: Session, today: date) -> Known:
    """Everyone in this store, also who left, and its doors; tags as in force today."""
    tags, told = _tags(session, today), _Texts()
    persons = [
        KnownPerson(
            uid=uid, name=name, id_no=number or "", birth=str(birth or ""), gender=told("gender", gender),
            phones=tuple(filter(None, (phone, phone2))), building=_said(building), unit=unit or "", room=_said(room),
            relation=told("relation", relation), tags=tuple(tags.get(uid, ())), estate=estate or "", away=state != HERE,
            more={field: text for (field, column), value in zip(MORE.items(), more) if (text := told(column, value))},
        )
        for uid, name, number, birth, gender, phone, phone2, relation, state, estate, building, unit, room, *more
        in session.execute(_query())
    ]  # fmt: skip
    return Known(tuple(persons), _tree(session), seen(session))


def seen(session: Session) -> int:
    """The last transaction that is done: who compares it knows whether anybody wrote since."""
    return session.scalar(select(func.max(Transaction.tx)).where(Transaction.open.is_(None))) or 0


def _said(part: str) -> str:
    """A door that no file has told yet is none: to learn of it is no move."""
    return "" if part == NO_ADDRESS else part


def _query() -> Select[*tuple[Any, ...]]:
    one = Resident
    query = select(
        one.uid, one.name, one.citizen_id, one.birth, one.gender, one.phone, one.phone2, one.relation, one.state,
        Building.estate, Building.name, Entrance.name, Dwelling.room, *(getattr(Resident, column) for column in MORE.values()),
    )  # fmt: skip
    query = query.join(Household, Household.uid == Resident.household_uid)
    query = query.join(Dwelling, Dwelling.uid == Household.dwelling_uid)
    query = query.join(Entrance, Entrance.uid == Dwelling.entrance_uid)
    return query.join(Building, Building.uid == Entrance.building_uid)


def _tags(session: Session, today: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for uid, sub in session.execute(select(CareTag.resident_uid, CareTag.sub).where(care_tags.in_force(today))):
        found.setdefault(uid, []).append(SUB.to_text(sub))
    return found


class _Texts:
    """Stored values as a form shows them; a roster says the same ones again and again."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, object], str] = {}

    def __call__(self, column: str, value: object) -> str:
        if value is None or value == "":
            return ""
        if (column, value) not in self._told:
            self._told[column, value] = FORM.fields[column].kind.to_text(value)
        return self._told[column, value]


def _tree(session: Session) -> addresses.Tree | None:
    query = select(Building.name, Entrance.name, Dwelling.room, func.coalesce(Building.estate, ""))
    query = query.join(Entrance, Entrance.building_uid == Building.uid)
    query = query.join(Dwelling, Dwelling.entrance_uid == Entrance.uid).where(Building.name != NO_ADDRESS)
    doors = session.execute(query).all()
    read = addresses.Address
    return addresses.tree_of(read(name, unit or "", *rest) for name, unit, *rest in doors) if doors else None
