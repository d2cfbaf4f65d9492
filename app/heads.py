"""户主: one of a household at most, and how all others are related to a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.form import Refused
from app.modules.residents import HEAD, HERE, Resident
from app.rules import kinship
from app.texts import N_, tr

HAND_OVER = N_("换户主")


@dataclass(frozen=True)
class Member:
    """Codes; empty where nothing is known."""

    uid: str
    name: str
    relation: str
    gender: str

    @property
    def is_head(self) -> bool:
        return self.relation == HEAD


@dataclass(frozen=True)
class Succession:
    """`head`: the uid of the new one, empty while nobody knows. `relations` of the others to him: codes, empty if unknown."""

    head: str
    relations: Mapping[str, str]


NOBODY = Succession("", {})


def members(session: Session, household: str) -> list[Member]:
    """Who is here, the head first."""
    query = select(Resident).where(Resident.household_uid == household, Resident.state == HERE)
    people = session.scalars(query.order_by(Resident.place, Resident.uid))
    return [Member(one.uid, one.name, one.relation or "", one.gender or "") for one in people]


def household_of(session: Session, uid: str) -> list[Member]:
    """Who is here where somebody lives or lived."""
    return members(session, session.scalar(select(Resident.household_uid).where(Resident.uid == uid)) or "")


def related(people: Sequence[Member], head: str) -> dict[str, str]:
    """What the others are to a new head; empty where it does not follow from what they were to the old one."""
    new = next(one for one in people if one.uid == head)
    old = next((one.gender for one in people if one.is_head and one is not new), "")
    others = [one for one in people if one is not new]
    return {one.uid: kinship.towards(new.relation, new.gender, one.relation, one.gender, old) for one in others}


def hand_over(session: Session, done: Succession) -> None:
    """Within a command. Refused: he is not here."""
    if not done.head:
        return
    new = session.get_one(Resident, done.head)
    if new.state != HERE:
        raise Refused({"relation": tr("户主要是在册的人")})
    for uid, relation in done.relations.items():
        session.get_one(Resident, uid).relation = relation or None
    new.relation = HEAD


def refuse_second(session: Session, household: str, relation: str | None) -> None:
    """Refused: this household has a head already."""
    if relation == HEAD and any(one.is_head for one in members(session, household)):
        raise Refused({"relation": tr("这一户已有户主，请选与户主的关系")})


def refuse_beside(session: Session, uid: str, relation: str | None) -> None:
    """`refuse_second` for somebody where he lives."""
    if relation == HEAD and any(one.is_head and one.uid != uid for one in household_of(session, uid)):
        raise Refused({"relation": tr("这一户已有户主，请选与户主的关系")})
