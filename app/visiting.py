"""记录走访: what stands in the form becomes a visit, its care answers and the needs that were found, all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import drafts
from app.ledger.form import Problems, Refused, Values
from app.modules import needs, visits
from app.texts import N_, tr
from app.visit_view import SEEN, HomeView
from db.changes import Transaction

COMMAND = N_("记录走访")
TYPED = ("method", "outcome", "visited_at", *SEEN, "note", "handled", "companions", "policies", "support", "changed")
Need = tuple[str, str, str]  # code of the category, words, uid of the person it is about or nothing for the household
FAST = timedelta(minutes=5)  # clocks of two machines differ; a visit in the future is a slip of the hand


@dataclass(frozen=True)
class Entry:
    """The form as it stands. `texts`: field of the visit -> text; `care`: (resident, question) -> code of the scale;"""

    texts: Mapping[str, str]
    care: Mapping[tuple[str, str], str] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Recorded:
    visit: str
    tx: int  # for 撤销


def usual_purpose(home: HomeView) -> str:
    return visits.CARE_VISIT if home.cared_for else visits.ROUTINE


def draft_key(household_uid: str) -> str:
    return drafts.key("visits", household_uid)


def record(session: Session, home: HomeView, entry: Entry, day: date) -> Recorded:
    """`day`: on which the form was opened; a time without a day is of that day. Drops the draft. Refused: see its problems,
    by field of the visit, or `needs`."""
    values, problems = _visit_values(entry, day, session.info["now"]())
    wanted, unfit = _need_values(entry, day)
    if problems or unfit:
        raise Refused({**problems, **unfit})
    care = {key: code for key, code in entry.care.items() if code}
    people = tuple(dict.fromkeys(resident for resident, _ in care)) or home.visited
    values.setdefault("purpose", usual_purpose(home))
    visit = visits.record_visit(session, home.uid, values, people, care)
    for need, (_, _, person) in zip(wanted, entry.needs, strict=True):
        needs.register(session, home.uid, need, resident_uid=person or None, visit_uid=visit.uid)
    drafts.drop(session, draft_key(home.uid))
    return Recorded(visit.uid, session.scalars(select(Transaction.tx).where(Transaction.open.is_(True))).one())


def _visit_values(entry: Entry, day: date, now: datetime) -> tuple[Values, Problems]:
    try:
        texts = {name: entry.texts.get(name, "") for name in TYPED}
        texts |= {"purpose": purpose} if (purpose := entry.texts.get("purpose")) else {}
        values = visits.FORM.parse(texts, {}, day)
    except Refused as refusal:
        return {}, refusal.problems
    late = values["visited_at"] > now + FAST
    return values, {"visited_at": tr("走访时间还没有到")} if late else {}


def _need_values(entry: Entry, day: date) -> tuple[list[Values], Problems]:
    found: list[Values] = []
    for category, content, _ in entry.needs:
        try:
            found.append(needs.FORM.parse({"category": category, "content": content}, {}, day))
        except Refused as refusal:
            return [], {"needs": tr("需求：{problem}").format(problem="；".join(refusal.problems.values()))}
    return found, {}


def as_draft(entry: Entry) -> dict[str, Any]:
    """For the draft, which is JSON."""
    care = [[resident, question, code] for (resident, question), code in entry.care.items() if code]
    return {"texts": dict(entry.texts), "care": care, "needs": [list(need) for need in entry.needs]}


def from_draft(texts: Mapping[str, Any]) -> Entry:
    care = {(resident, question): code for resident, question, code in texts["care"]}
    return Entry(dict(texts["texts"]), care, tuple(map(whole, texts["needs"])))


def whole(need: Iterable[str]) -> Need:
    """A need as an older draft kept it is about the household."""
    category, words, person = (*need, "", "", "")[:3]
    return category, words, person
