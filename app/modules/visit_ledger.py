"""Sheet L05 入户走访台账, drawn from visits, the needs that came of them and the care answers."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.field import described
from app.ledger.form import Values
from app.ledger.kinds import CHINA, Day, LongText, Name, Text
from app.ledger.ledger import Answer, Answers, Computed, Ledger, Question
from app.ledger.sheet import Sheet
from app.modules.care_tags import GROUP, CareTag, holds
from app.modules.needs import FORM as NEED_FORM
from app.modules.needs import STATE, Need
from app.modules.residents import Resident, parties_of
from app.modules.visits import SCALE, CareAnswer, Visit
from app.texts import N_, listed
from db.many import among_bound, bound


def _time(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    local = {uid: row["visited_at"].astimezone(CHINA) for uid, row in rows.items()}
    return {
        uid: {"day": Answer(at.date(), (uid,)), "time": Answer(f"{at.hour:02}:{at.minute:02}", (uid,))}
        for uid, at in local.items()
    }


def _people(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    met = {uid: tuple(row["residents"].split(",")) for uid, row in rows.items() if row["residents"]}
    everyone = {person for people in met.values() for person in people}
    known = dict(session.execute(_NAMES, bound(everyone)).all()) if everyone else {}
    tags = _tags(session, everyone)
    found = {uid: {"who": Answer(row["household.head_name"])} for uid, row in rows.items()}
    for uid, people in met.items():
        if names := "、".join(known[p] for p in people if p in known):
            found[uid]["who"] = Answer(names, people)
        day = rows[uid]["visited_at"].astimezone(CHINA).date()
        held = [tag.sub[:2] for person in people for tag in tags.get(person, ()) if holds(tag, day)]
        found[uid]["care"] = Answer(listed(map(GROUP.to_text, dict.fromkeys(held))), people)
    return found


def _tags(session: Session, everyone: set[str]) -> dict[str, list[Any]]:
    """All they ever had: a row shows those that held on its day, so that what was handed in stays true."""
    tags: dict[str, list[Any]] = defaultdict(list)
    for tag in session.execute(_TAGS, bound(everyone)) if everyone else ():
        tags[tag.resident_uid].append(tag)
    return tags


def _answers(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    """The worst of each half: a sheet has one column for health and one for mood."""
    worst: dict[str, dict[str, str]] = defaultdict(dict)
    behind: dict[str, list[str]] = defaultdict(list)
    for uid, visit, question_code, value in session.execute(_ANSWERS, bound(rows)):
        half = question_code.partition("_")[0]
        worst[visit][half] = max(worst[visit].get(half, "0"), value)
        behind[visit].append(uid)
    return {
        uid: {half: Answer(SCALE.to_text(value), tuple(behind[uid])) for half, value in halves.items()}
        for uid, halves in worst.items()
    }


def _needs(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    needs: dict[str, list[Any]] = defaultdict(list)
    for need in session.execute(_NEEDS, bound(rows)):
        needs[need.visit_uid].append(need)
    word = NEED_FORM.fields["category"].kind.to_text
    return {
        uid: {
            "needs": Answer("；".join(f"{word(n.category)}：{n.content}" if n.content else word(n.category) for n in mine),
                            tuple(n.uid for n in mine)),
            "progress": Answer("；".join(STATE.to_text(n.state) for n in mine), tuple(n.uid for n in mine)),
        }
        for uid, mine in needs.items()
    }  # fmt: skip


def _no_tickets(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    return {}


_NAMES = select(Resident.uid, Resident.name).where(among_bound(Resident.uid))
_TAGS = (
    select(CareTag.resident_uid, CareTag.sub, CareTag.valid_from, CareTag.valid_to)
    .where(among_bound(CareTag.resident_uid))
    .order_by(CareTag.sub)
)
_ANSWERS = select(CareAnswer.uid, CareAnswer.visit_uid, CareAnswer.question, CareAnswer.value).where(
    among_bound(CareAnswer.visit_uid)
)
_NEEDS = (
    select(Need.uid, Need.visit_uid, Need.category, Need.content, Need.state)
    .where(among_bound(Need.visit_uid))
    .order_by(Need.registered_at, Need.uid)
)

LEDGER = Ledger(
    title=N_("入户走访台账"),
    record=Visit,
    columns=(
        "number", "day", "time", "household.dwelling.entrance.grid.name", "household.dwelling.address", "who", "care",
        "method", "purpose", "outcome", "health", "mood", "safety", "hygiene", "environment", "needs", "handled", "ticket",
        "progress", "visitor.name", "next_due_on", "note", "visited_at", "residents", "household.head_name",
    ),
    computed=(
        Computed({"day": described(N_("走访日期"), Day()), "time": described(N_("走访时间"), Text())}, _time),
        Computed({"who": described(N_("走访对象"), Name()), "care": described(N_("关爱类别"), Text(), 4)}, _people),
        Computed({"health": described(N_("健康状况"), Text(), 4), "mood": described(N_("精神状态"), Text(), 4)}, _answers),
        Computed({"needs": described(N_("反映问题(诉求与建议)"), LongText()), "progress": described(N_("办理情况"), Text())}, _needs),
        Computed({"ticket": described(N_("转办工单号"), Text())}, _no_tickets),
    ),
    order="-visited_at",
    filters=("method", "outcome", "purpose"),
    period="visited_at",
    parties=parties_of(Visit),
)  # fmt: skip
L05 = Sheet(
    number="L05",
    source=LEDGER,
    columns=(
        "number", "day", "time", "household.dwelling.entrance.grid.name", "household.dwelling.address", "who", "care",
        "method", "purpose", "outcome", "health", "mood", "safety", "hygiene", "environment", "needs", "handled", "ticket",
        "progress", "visitor.name", "next_due_on", "note",
    ),
    headings={
        "household.dwelling.entrance.grid.name": N_("网格"),
        "household.dwelling.address": N_("走访地点(住址)"),
        "handled": N_("现场处理"),
        "visitor.name": N_("走访人员"),
        "next_due_on": N_("下次走访日期"),
        "note": N_("备注"),
    },
    note=N_("一次走访一行，按走访时间取数；敲门未遇也列出，但不算走访到户；关爱类别是走访当天的"),
)  # fmt: skip
