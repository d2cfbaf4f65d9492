"""记录走访: what stands in the form becomes a visit, its care answers and the needs that were found, all or nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import drafts, history
from app.ledger.form import Draft, Form, Problems, Refused, Values, open_draft
from app.ledger.kinds import Code
from app.modules import needs, visits
from app.modules.residents import Resident
from app.modules.visits import CareAnswer, Visit
from app.texts import N_, joined, tr
from app.visit_view import SEEN, HomeView
from db import changes
from db.changes import Transaction

COMMAND = N_("记录走访")
TYPED = ("method", "outcome", "visited_at", *SEEN, "note", "handled", "companions", "policies", "support", "changed")
Need = tuple[str, str, str]  # code of the category, words, uid of the person it is about or nothing for the household
EDITABLE = timedelta(days=7)  # by its author; afterwards by the lead, whom a store of one person does not have
ANSWER_FORM = Form(title=N_("关爱探访"), record=CareAnswer, sections=((N_("关爱探访"), ("value",)),))
QUESTION = Code(table="care_question")
FAST = timedelta(minutes=5)  # clocks of two machines differ; a visit in the future is a slip of the hand


@dataclass(frozen=True)
class Entry:
    """The form as it stands. `texts`: field of the visit -> text; `care`: (resident, question) -> code of the scale;
    `people`: whom the visit is to, None for whom it usually is to."""

    texts: Mapping[str, str]
    care: Mapping[tuple[str, str], str] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    people: tuple[str, ...] | None = None


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
    by field of the visit, or `needs`, or `care`."""
    values, problems = _visit_values(entry, day, session.info["now"]())
    wanted, unfit = _need_values(entry, day)
    care = {key: code for key, code in entry.care.items() if code}
    chosen = home.visited if entry.people is None else entry.people
    people = tuple(dict.fromkeys((*chosen, *(resident for resident, _ in care))))
    problems = {**problems, **unfit, **_people_problems(home, values, people, care)}
    if problems:
        raise Refused(problems)
    values.setdefault("purpose", usual_purpose(home))
    visit = visits.record_visit(session, home.uid, values, people, care)
    for need, (_, _, person) in zip(wanted, entry.needs, strict=True):
        needs.register(session, home.uid, need, resident_uid=person or None, visit_uid=visit.uid)
    drafts.drop(session, draft_key(home.uid))
    return Recorded(visit.uid, session.scalars(select(Transaction.tx).where(Transaction.open.is_(True))).one())


def _people_problems(
    home: HomeView, values: Values, people: tuple[str, ...], care: Collection[tuple[str, str]]
) -> Problems:
    """A visit is to somebody; of those cared for whom one met, everything is asked (domain.md 2.2, 7, 10 and 11)."""
    if not people and home.members:
        return {"residents": tr("请选走访对象，至少一位")}
    met = values.get("outcome") == visits.MET and values.get("method") not in visits.NO_CONTACT
    open_ones = [
        tr("{who} {count} 项").format(who=member.name, count=count)
        for member in home.members
        if met and member.uid in people
        if (count := sum((member.uid, question) not in care for question in member.questions))
    ]
    words = tr("还没有填：{who}。一切正常按 Alt+1").format(who="，".join(open_ones))
    if len(home.members) > 1:
        words += tr("；没见到的人在“更多”的走访对象里去掉")
    return {"care": words} if open_ones else {}


@dataclass(frozen=True)
class Answer:
    """What was seen of a person: `value` is a code of the scale."""

    uid: str
    who: str
    question: str
    value: str


@dataclass(frozen=True)
class Written:
    """A visit that was saved, as it is opened again. `off`: why it can only be read."""

    draft: Draft
    about: str
    answers: tuple[Answer, ...]
    steps: tuple[history.Step, ...]
    off: str


def written(session: Session, uid: str, actor: str, now: datetime) -> Written | None:
    """None: there is no such visit, or no longer."""
    visit = session.get(Visit, uid)
    if visit is None:
        return None
    found = session.execute(
        select(CareAnswer, Resident.name)
        .outerjoin(Resident, Resident.uid == CareAnswer.resident_uid)
        .where(CareAnswer.visit_uid == uid)
        .order_by(CareAnswer.uid)
    )
    answers = tuple(Answer(one.uid, name or "", one.question, one.value) for one, name in found)
    steps = history.latest_first([*history.of_record(session, visits.FORM, uid), *_answer_steps(session, answers)])
    about = joined(visit.number, visits.FORM.fields["visited_at"].text(visit.visited_at))
    return Written(
        open_draft(visits.FORM, uid)(session), about, answers, tuple(steps), _closed(session, visit, actor, now)
    )


def rewrite(session: Session, draft: Draft, edited: Values, answers: Mapping[str, str]) -> None:
    """Its author, within seven days. `answers`: uid -> code of the scale. Refused: see its problems, by field."""
    visit, now = session.get_one(Visit, draft.uid), session.info["now"]()
    if off := _closed(session, visit, session.info["actor"], now):
        raise Refused({"note": off})
    if edited.get("visited_at", now) > now + FAST:
        raise Refused({"visited_at": tr("走访时间还没有到")})
    draft.save(session, edited)
    for uid, value in answers.items():
        session.get_one(CareAnswer, uid).value = value


def _closed(session: Session, visit: Visit, actor: str, now: datetime) -> str:
    if visit.visitor_uid != actor:
        return tr("只有走访人可以修改")
    log = changes.history(session, [visit.uid])
    began = log[-1][0].at if log else visit.visited_at
    return tr("记录满 7 天以后不能再改") if now - began > EDITABLE else ""


def _answer_steps(session: Session, answers: Iterable[Answer]) -> list[history.Step]:
    """Told beside those of the visit; they are put back by editing."""
    found: list[history.Step] = []
    for one in answers:
        of = joined(one.who, QUESTION.to_text(one.question))
        found += [replace(step, own=False, of=of) for step in history.of_record(session, ANSWER_FORM, one.uid)]
    return found


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
    people = {} if entry.people is None else {"people": [*entry.people]}
    return {"texts": dict(entry.texts), "care": care, "needs": [list(need) for need in entry.needs], **people}


def from_draft(texts: Mapping[str, Any]) -> Entry:
    care = {(resident, question): code for resident, question, code in texts["care"]}
    people = tuple(texts["people"]) if "people" in texts else None
    return Entry(dict(texts["texts"]), care, tuple(map(whole, texts["needs"])), people)


def whole(need: Iterable[str]) -> Need:
    """A need as an older draft kept it is about the household."""
    category, words, person = (*need, "", "", "")[:3]
    return category, words, person
