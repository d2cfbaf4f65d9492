"""关爱标签：eight groups of people to look after (domain.md 2.3). In a feed of their own; a paper never says why."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlalchemy.orm import Mapped, Session

from app.feeds import CARE as CARE_FEED
from app.ledger import codes
from app.ledger.field import described, field
from app.ledger.form import Form, Problems, Refused, Values
from app.ledger.kinds import Code, Day, Link, LongText, Text
from app.ledger.ledger import Answer, Answers, Computed, Question
from app.modules.residents import Resident
from app.texts import N_, listed, tr
from db.record import Record

GROUP, SUB = Code(table="care_group"), Code(table="care_sub")
DISABLED, GRADES = "G301", ("G302", "G303", "G304", "G305")  # 残疾, then with its grade
ADD, END, REVIEW = N_("添加关爱标签"), N_("结束关爱标签"), N_("复核关爱标签")
REVIEW_AFTER = timedelta(days=365)  # a tag nobody looked at for 12 months is flagged (domain.md 1.7)


class CareTag(Record):
    """`sub` begins with its group: G101 is 独居 in G1."""

    __tablename__ = "care_tags"
    feed_from = ("resident_uid", CARE_FEED)
    resident_uid: Mapped[str] = field(N_("居民"), Link(to=Resident), index=True)
    sub: Mapped[str] = field(N_("细分标签"), SUB, level=4)
    basis: Mapped[str | None] = field(N_("依据"), Text(), level=4)
    evidence: Mapped[str | None] = field(N_("证明材料"), LongText(), level=4)
    valid_from: Mapped[date | None] = field(N_("起始日期"), Day(), level=4)
    valid_to: Mapped[date | None] = field(N_("截止日期"), Day(), level=4)
    reviewed_on: Mapped[date | None] = field(N_("复核日期"), Day(), level=4)

    @property
    def group(self) -> str:
        return self.sub[:2]


def _rules(values: Values) -> Problems:
    start, end = values.get("valid_from"), values.get("valid_to")
    return {"valid_to": tr("截止日期早于起始日期")} if start and end and end < start else {}


FORM = Form(
    title=N_("关爱标签"),
    record=CareTag,
    sections=((N_("标签"), ("sub", "basis", "evidence", "valid_from", "valid_to", "reviewed_on")),),
    rules=_rules,
)


def sub_of(word: str) -> str | None:
    """The code of a tag's word, as a workbook or a person says it."""
    return next((code for code, known in codes.words("care_sub").items() if known == word), None)


def current(session: Session, resident_uids: Iterable[str], today: date) -> dict[str, list[CareTag]]:
    """Tags in force, by resident."""
    found: dict[str, list[CareTag]] = {}
    wanted = select(CareTag).where(CareTag.resident_uid.in_([*resident_uids]), in_force(today)).order_by(CareTag.sub)
    for tag in session.scalars(wanted):
        found.setdefault(tag.resident_uid, []).append(tag)
    return found


def in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """The one rule for queries: a tag holds from its first day to its last, both counted."""
    begun = or_(CareTag.valid_from.is_(None), CareTag.valid_from <= day)
    return and_(begun, or_(CareTag.valid_to.is_(None), CareTag.valid_to >= day))


def holds(tag: Any, day: date) -> bool:
    """The same rule for a tag at hand, or a row with its two days."""
    return (tag.valid_from is None or tag.valid_from <= day) and (tag.valid_to is None or tag.valid_to >= day)


def needs_review(tag: CareTag, today: date) -> bool:
    seen = tag.reviewed_on or tag.valid_from
    return seen is None or today - seen > REVIEW_AFTER


def add(session: Session, resident_uid: str, values: Values, today: date) -> CareTag:
    """Valid from today unless the person says otherwise. Refused: the tag is in force already."""
    held = {tag.sub for tag in current(session, [resident_uid], today).get(resident_uid, ())}
    if values["sub"] in held:
        raise Refused({"sub": tr("这个标签正在用，不必再加")})
    started = values.get("valid_from") or today
    tag = CareTag(resident_uid=resident_uid, **{"reviewed_on": today, **values, "valid_from": started})
    session.add(tag)
    return tag


def end(session: Session, uid: str, on: date) -> None:
    """No longer in force from this day on. What would end before it began was a slip and goes altogether."""
    tag = session.get_one(CareTag, uid)
    if tag.valid_from and tag.valid_from >= on:
        session.delete(tag)
    else:
        tag.valid_to = on - timedelta(days=1)


def review(session: Session, uid: str, today: date) -> None:
    """Somebody looked: it still holds."""
    session.get_one(CareTag, uid).reviewed_on = today


def set_words(session: Session, resident_uid: str, words: Iterable[str], today: date, basis: str | None = None) -> None:
    """Adds the tags that are not in force yet; never takes one away. 残疾 becomes 残疾二级 rather than a second tag."""
    held = {tag.sub: tag for tag in current(session, [resident_uid], today).get(resident_uid, ())}
    for sub in dict.fromkeys(map(sub_of, words)):
        if sub in GRADES and DISABLED in held:
            held.pop(DISABLED).sub = sub
        elif sub and sub not in held:
            session.add(CareTag(resident_uid=resident_uid, sub=sub, basis=basis, valid_from=today, reviewed_on=today))


def _care(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    tags = current(session, rows, question.today)
    return {
        uid: {"care": Answer(listed(SUB.to_text(tag.sub) for tag in mine), tuple(tag.uid for tag in mine))}
        for uid, mine in tags.items()
    }


CARE = Computed({"care": described(N_("关爱标签"), Text(), 4)}, _care)
