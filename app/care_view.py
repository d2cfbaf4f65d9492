"""关爱标签 of one person as the window shows them, and what became of them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import history, undo
from app.history import Step
from app.ledger.kinds import Code
from app.modules import care_tags
from app.modules.care_tags import FORM, GROUP, SUB, CareTag
from app.modules.staff import names
from app.texts import N_, joined, tr
from db.changes import history as changes_of

TAG = N_("关爱标签")


@dataclass(frozen=True)
class TagLine:
    """`about`: on what it rests, since and until when, and when somebody looked. `stale`: nobody did for 12 months.
    `ahead`: it begins on a day to come."""

    uid: str
    word: str
    group: str
    about: str
    in_force: bool
    stale: bool
    ahead: bool = False


def tags(session: Session, resident: str, today: date) -> tuple[TagLine, ...]:
    """Those in force first."""
    lines = [_line(tag, today) for tag in _all(session, resident)]
    return tuple(sorted(lines, key=lambda line: not line.in_force))


def steps(session: Session, resident: str) -> list[Step]:
    """Also that a tag was added, which is a change of the person unless he came with it."""
    known, found = names(session), list[Step]()
    began = {transaction.tx for transaction, change in changes_of(session, [resident]) if change.kind == "insert"}
    for tag in _all(session, resident):
        word = SUB.to_text(tag.sub)
        found += [replace(step, of=word) for step in history.of_record(session, FORM, tag.uid)]
        for transaction, change in changes_of(session, [tag.uid]):
            if change.kind == "insert" and transaction.tx not in began:
                who, command = known.get(transaction.actor, transaction.actor), undo.name_of(session, transaction)
                found.append(Step(TAG, TAG, transaction.at, who, command, "", word, None, own=False, tx=transaction.tx))
    return found


def by_group() -> list[tuple[str, list[str]]]:
    """The words of the groups, each with the codes of its tags."""
    groups = [(GROUP.to_text(group), [sub for sub in SUB.words if sub.startswith(group)]) for group in GROUP.words]
    return [(words, subs) for words, subs in groups if subs]


def _all(session: Session, resident: str) -> list[CareTag]:
    query = select(CareTag).where(CareTag.resident_uid == resident).order_by(CareTag.sub, CareTag.uid)
    return [*session.scalars(query)]


def _line(tag: CareTag, today: date) -> TagLine:
    in_force, ahead = care_tags.holds(tag, today), bool(tag.valid_from and tag.valid_from > today)
    since = tr("{day} 起").format(day=tag.valid_from) if tag.valid_from else ""
    until = tr("到 {day} 止").format(day=tag.valid_to) if tag.valid_to else ""
    seen = tr("{day} 复核").format(day=tag.reviewed_on) if tag.reviewed_on else tr("还没有复核过")
    about = joined(tag.basis or "", since, until, seen if in_force else "")
    stale = in_force and care_tags.needs_review(tag, today)
    return TagLine(tag.uid, SUB.to_text(tag.sub), _group(tag.group, GROUP), about, in_force, stale, ahead)


def _group(code: str, kind: Code) -> str:
    return kind.to_text(code) if code in kind.words else ""
