"""Ctrl+K: residents and households by two characters, pinyin, initials, door or the last digits of a number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.hits import Known, Spans, hit
from app.ledger.kinds import Code
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import FORM, STATE, Resident
from app.registers import registers
from app.rules import masking, names
from app.rules.ages import age_on
from app.texts import joined, tr
from db import search
from db.many import among_bound, bound

CANDIDATES, SHOWN = 200, 30


@dataclass(frozen=True)
class Person:
    """`found`: the letters of the name that were asked for; `why`: what else led to him, such as 电话尾号."""

    uid: str
    name: str
    about: str  # 男，41 岁
    where: str
    found: Spans = ()
    why: str = ""


@dataclass(frozen=True)
class Home:
    uid: str
    address: str
    head: str
    members: int
    found: Spans = ()
    why: str = ""


@dataclass(frozen=True)
class Entry:
    """A record of a register: `place` is where its page is asked to go."""

    place: str
    name: str
    register: str


@dataclass(frozen=True)
class Found:
    """At most SHOWN of each; `more` names those of which there are more: people, homes, records."""

    people: tuple[Person, ...] = ()
    homes: tuple[Home, ...] = ()
    records: tuple[Entry, ...] = ()
    more: frozenset[str] = frozenset()


def find(session: Session, words: str, today: date) -> Found:
    """The best first: the whole name, its beginning, then along the stairs."""
    words = words.strip()
    if not words:  # the search was opened: what pinyin needs is read before the first letter
        names.load()
        return Found()
    uids = [uid for _, uid in search.find(session, words, CANDIDATES, ["residents"])]
    homes = [uid for _, uid in search.find(session, words, CANDIDATES, ["households"])]
    records = _entries(session, words)
    counts = {"people": len(uids), "homes": len(homes), "records": len(records)}
    more = frozenset(name for name, count in counts.items() if count > SHOWN)
    return Found(_people(session, uids, words, today), _homes(session, homes, words), records[:SHOWN], more)


def _entries(session: Session, words: str) -> tuple[Entry, ...]:
    """One more than are shown, if there are so many."""
    all_ = registers()
    filled = [name for name, one in all_.items() if session.scalar(select(one.form.record.uid).limit(1))]
    hits = search.find(session, words, SHOWN + 1, filled) if filled else []
    found = ((all_[table], session.get(all_[table].form.record, uid)) for table, uid in hits)
    return tuple(Entry(f"{r.table}:{one.uid}", r.name_of(one), tr(r.form.title)) for r, one in found if one)


def _people(session: Session, uids: list[str], words: str, today: date) -> tuple[Person, ...]:
    rows = session.connection().execute(_PEOPLE, bound(uids)).all() if uids else []
    ranked = sorted(
        rows, key=lambda row: (row.name != words, not row.name.startswith(words), row.state != "here", row.place)
    )
    return tuple(_person(row, words, today) for row in ranked[:SHOWN])


def _person(row: Any, words: str, today: date) -> Person:
    known = Known(row.name, row.name, row.door or "", (row.phone, row.phone2), row.citizen_id or "")
    where = _where(row.address, row.phone, row.state)
    return Person(row.uid, row.name, _about(row.gender, row.birth, today), where, *hit(words, known))


def _homes(session: Session, uids: list[str], words: str) -> tuple[Home, ...]:
    rows = session.connection().execute(_HOMES, bound(uids)).all() if uids else []
    return tuple(_home(row, words) for row in rows[:SHOWN])


def _home(row: Any, words: str) -> Home:
    address, head = row.address or "", row.head_name or ""
    known = Known(address, head, row.door or "", (row.phone,))
    return Home(row.uid, address, head, row.members, *hit(words, known))


def _about(gender: str | None, birth: date | None, today: date) -> str:
    kind = FORM.fields["gender"].kind
    word = kind.to_text(gender) if gender and isinstance(kind, Code) else ""
    return joined(word, tr("{age} 岁").format(age=age_on(birth, today)) if birth else "")


def _where(address: str | None, phone: str | None, state: str) -> str:
    gone = STATE.to_text(state) if state != "here" else ""
    return joined(address or "", gone, masking.phone(phone) if phone else "")


_PEOPLE = (  # statements of every key stroke are made once
    select(
        Resident.uid, Resident.name, Resident.gender, Resident.birth, Resident.state, Resident.phone,
        Resident.phone2, Resident.citizen_id, Resident.place, Dwelling.address, Dwelling.door,
    )
    .outerjoin(Household, Household.uid == Resident.household_uid)
    .outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid)
    .where(among_bound(Resident.uid))
)  # fmt: skip
_HOMES = (
    select(Household.uid, Dwelling.address, Dwelling.door, Household.head_name, Household.members, Household.phone)
    .outerjoin(Dwelling, Dwelling.uid == Household.dwelling_uid)
    .where(among_bound(Household.uid))
    .order_by(Household.place, Household.uid)
)
