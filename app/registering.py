"""登记居民: where somebody lives, whether he is held already, and the commands of coming, moving and going."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import heads, history
from app.history import Step
from app.ledger.form import Draft, Refused, Values
from app.ledger.kinds import CHINA
from app.modules import care_tags, residents
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import FORM, HEAD, HERE, STATE, Resident, completed, move_to
from app.rules import duplicates
from app.texts import N_, joined, listed, tr
from db import search

MOST_DOORS, MOST_DOUBLES = 30, 8
SAME_NAME = N_("同名，别的还看不出")
FOLLOW = ("birth", "gender")  # from a citizen's number
DOOR = "door:"  # before a dwelling without a household, where a page is told whom to show


@dataclass(frozen=True)
class Home:
    """A door with one of its households; `household` is empty where nobody is registered behind it."""

    dwelling: str
    household: str
    address: str
    head: str
    members: int


@dataclass(frozen=True)
class Double:
    """Somebody who is held already and may be the same person, with the reasons in words."""

    uid: str
    name: str
    where: str
    why: str
    certain: bool


def doors(session: Session, words: str) -> list[Home]:
    """Doors that a person means by `3-2-501`, `501`, part of an address, or the name of who lives there."""
    words = words.strip()
    if not words:
        return []
    plain = words.lower().replace(" ", "")
    matches = or_(Dwelling.door.startswith(plain, autoescape=True), Dwelling.address.contains(words, autoescape=True))
    homes = [uid for _, uid in search.find(session, words, MOST_DOORS, ["households"])]
    query = select(Dwelling.uid, Household.uid, Dwelling.address, Household.head_name, Household.members)
    query = query.outerjoin(Household, Household.dwelling_uid == Dwelling.uid)
    found = session.execute(query.where(matches | Household.uid.in_(homes)).order_by(Dwelling.place).limit(MOST_DOORS))
    return [Home(door, home or "", address, head or "", members or 0) for door, home, address, head, members in found]


def door_of(session: Session, household: str) -> Home | None:
    """The door of a household that is known."""
    query = select(Dwelling.uid, Household.uid, Dwelling.address, Household.head_name, Household.members)
    found = session.execute(
        query.join(Household, Household.dwelling_uid == Dwelling.uid).where(Household.uid == household)
    ).first()
    return Home(found[0], found[1], found[2], found[3] or "", found[4]) if found else None


def door_at(session: Session, dwelling: str) -> Home | None:
    """A door behind which nobody is registered."""
    found = session.get(Dwelling, dwelling)
    return Home(found.uid, "", found.address, "", 0) if found else None


def doubles(session: Session, texts: Mapping[str, str], dwelling: str = "", but: str = "") -> list[Double]:
    """Asked at every pause of typing: `texts` as they stand in the form. `but`: the person who is being edited."""
    door = session.scalar(select(Dwelling.door).where(Dwelling.uid == dwelling)) if dwelling else ""
    phones = tuple(filter(None, (texts.get("phone", ""), texts.get("phone2", ""))))
    new = duplicates.Person(
        but, texts.get("name", ""), texts.get("citizen_id", ""), texts.get("birth", ""), phones, door or ""
    )
    held = {person.uid: person for person in _candidates(session, new)}
    found = duplicates.likely(new, held.values())
    told = {one.uid for one in found}
    found += [
        duplicates.Double(uid, (SAME_NAME,))
        for uid, one in held.items()
        if uid not in told and one.name == new.name.strip()
    ]
    return [_double(session, one) for one in found[:MOST_DOUBLES] if one.uid != but]


def register(session: Session, values: Values, home: Home, tags: Iterable[str] = ()) -> str:
    """A new resident in a household that is there, or in a new one behind the door, with his care tags (codes). Gives his uid.

    Refused: two would be the head.
    """
    heads.refuse_second(session, home.household, values.get("relation"))
    resident = Resident(**completed(values), household_uid=_household(session, home), state=HERE)
    session.add(resident)
    today = session.info["now"]().astimezone(CHINA).date()
    for tag in tags:
        care_tags.add(session, resident.uid, {"sub": tag}, today)
    return resident.uid


def move(session: Session, uid: str, home: Home, relation: str | None = None) -> None:
    """One person to another household: moved there, or filed under the wrong door. Who begins a household is its head.

    Refused: he is there already, or two would be the head.
    """
    person = session.get_one(Resident, uid)
    if home.household == person.household_uid:
        raise Refused({"household_uid": tr("这位居民就登记在这一户")})
    relation = relation or (person.relation if home.members else HEAD)
    heads.refuse_second(session, home.household, relation)
    move_to(session, uid, _household(session, home), relation)


def move_home(session: Session, household_uid: str, home: Home) -> None:
    """A whole household to another door, with its visits and needs. Refused: it is there already."""
    household = session.get_one(Household, household_uid)
    if household.dwelling_uid == home.dwelling:
        raise Refused({"dwelling_uid": tr("这一户就登记在这扇门")})
    household.dwelling_uid = home.dwelling


def come_back(session: Session, uid: str, relation: str | None = None) -> None:
    """Who had gone is here again, related as he was or as is said. Refused: two would be the head."""
    person = session.get_one(Resident, uid)
    heads.refuse_beside(session, uid, relation or person.relation)
    residents.come_back(session, uid)
    person.relation = relation or person.relation


def restore(session: Session, step: Step) -> None:
    """One old value of the history of a person or of another record. Refused: two would be the head."""
    if step.form is FORM and step.name == "relation":
        heads.refuse_beside(session, step.uid, step.value)
    if step.form:
        history.restore(session, step.form, step.uid, step)


def save(session: Session, draft: Draft, changed: Values) -> None:
    """What somebody changed of a resident; a number that he filled in fills in birth and gender where they are empty.

    Refused: two would be the head; `heads.hand_over` makes room first.
    """
    if draft.uid:
        heads.refuse_beside(session, draft.uid, changed.get("relation"))
    whole = completed({**draft.opened, **changed}) if changed.get("citizen_id") else {}
    follows = {name: whole[name] for name in FOLLOW if whole and draft.opened.get(name) is None}
    draft.save(session, {**follows, **changed})


def _candidates(session: Session, new: duplicates.Person) -> list[duplicates.Person]:
    """Those who share a number, a phone, a name or a door; the rule decides among them."""
    numbers = [new.id_no.strip().upper(), *duplicates.near_ids(new.id_no)] if len(new.id_no.strip()) == 18 else []
    wanted: list[Any] = [Resident.name == new.name.strip()] if new.name.strip() else []
    wanted += [Resident.citizen_id.in_(numbers)] if numbers else []
    phones = [phone.strip() for phone in new.phones]
    wanted += [Resident.phone.in_(phones), Resident.phone2.in_(phones)] if phones else []
    if not wanted:
        return []
    query = select(
        Resident.uid, Resident.name, Resident.citizen_id, Resident.birth, Resident.phone, Resident.phone2, Dwelling.door
    )
    query = query.outerjoin(Household, Household.uid == Resident.household_uid)
    query = query.outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid).where(or_(*wanted)).limit(200)
    return [
        duplicates.Person(uid, name, number or "", _day(birth), tuple(filter(None, phones)), door or "")
        for uid, name, number, birth, *phones, door in session.execute(query)
    ]


def _double(session: Session, found: duplicates.Double) -> Double:
    person = session.get_one(Resident, found.uid)
    home = session.get(Household, person.household_uid)
    dwelling = session.get(Dwelling, home.dwelling_uid) if home else None
    gone = STATE.to_text(person.state) if person.state != HERE else ""
    where = joined(dwelling.address if dwelling else "", gone)
    return Double(found.uid, person.name, where, listed(map(tr, found.why)), found.why[0] == duplicates.SAME_ID)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _household(session: Session, home: Home) -> str:
    """The household that was chosen, or a new one behind the door."""
    if home.household:
        return home.household
    new = Household(dwelling_uid=home.dwelling, registered_on=session.info["now"]().astimezone(CHINA).date())
    session.add(new)
    return new.uid
