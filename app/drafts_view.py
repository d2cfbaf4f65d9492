"""草稿 as a list: what was begun, about whom and where, and when it was kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import drafts
from app.drafts import Kept
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import Resident


@dataclass(frozen=True)
class Waiting:
    """`where`: the address of the household it is about, empty where it is about none."""

    kept: Kept
    where: str

    @property
    def table(self) -> str:
        return self.kept.key.partition(":")[0]


def waiting(session: Session) -> list[Waiting]:
    """The latest first."""
    found = drafts.waiting(session)
    addresses = _addresses(session, [_about(kept.key) for kept in found])
    return [Waiting(kept, addresses.get(_about(kept.key), "") or _of_door(kept)) for kept in found]


def _about(key: str) -> str:
    """The household or the person: before the stroke stands whom a box was about, behind it what."""
    return key.partition(":")[2].partition("/")[0]


def _of_door(kept: Kept) -> str:
    home = kept.texts.get("home")
    return str(home.get("address", "")) if isinstance(home, Mapping) else ""


def _addresses(session: Session, uids: list[str]) -> dict[str, str]:
    """By household and by resident."""
    homes = select(Household.uid, Dwelling.address).join(Dwelling, Dwelling.uid == Household.dwelling_uid)
    people = select(Resident.uid, Dwelling.address).join(Household, Household.uid == Resident.household_uid)
    people = people.join(Dwelling, Dwelling.uid == Household.dwelling_uid)
    both = homes.where(Household.uid.in_(uids)).union_all(people.where(Resident.uid.in_(uids)))
    return {uid: address or "" for uid, address in session.execute(both)}
