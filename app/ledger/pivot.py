"""Rows of groups: how many records of one group pass one test, and which they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.field import Field, described
from app.ledger.kinds import Number, Percent, Text
from app.ledger.ledger import Answer, Question, Row
from app.texts import tr
from db.record import Record


@dataclass(frozen=True)
class Group:
    label: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class Count:
    label: str
    counts: Callable[[Any, Question], bool]

    def answer(self, members: list[Any], question: Question, before: dict[str, Answer]) -> Answer:
        uids = tuple(member.uid for member in members if self.counts(member, question))
        return Answer(len(uids), uids)


@dataclass(frozen=True)
class Rate:
    label: str
    part: str
    whole: str

    def answer(self, members: list[Any], question: Question, before: dict[str, Answer]) -> Answer:
        part, whole = before[self.part], before[self.whole]
        return Answer(part.value / whole.value if whole.value else None, whole.behind)


@dataclass(frozen=True, kw_only=True)
class Pivot:
    """Tests see a plain row of the record's own table. A rate names two counts that stand before it."""

    title: str
    record: type[Record]
    heading: str
    groups: tuple[Group, ...]
    columns: dict[str, Count | Rate]

    def __post_init__(self) -> None:
        known: set[str] = set()
        for name, column in self.columns.items():
            if isinstance(column, Rate) and not {column.part, column.whole} <= known:
                raise TypeError(f"{self.title}: {name} names a count that does not stand before it")
            known.add(name)

    @cached_property
    def fields(self) -> dict[str, Field]:
        kinds = {n: Number() if isinstance(c, Count) else Percent() for n, c in self.columns.items()}
        columns = {name: described(column.label, kinds[name]) for name, column in self.columns.items()}
        return {"group": described(self.heading, Text())} | columns

    def keys(self, session: Session, asked: Question, after: str | None = None, limit: int | None = None) -> list[str]:
        labels = [group.label for group in self.groups]
        start = labels.index(after) + 1 if after else 0
        return labels[start : None if limit is None else start + limit]

    def rows(self, session: Session, keys: Sequence[str], question: Question) -> dict[str, Row]:
        records = session.execute(select(self.record.__table__)).all()
        groups = {g.label: [record for record in records if g.holds(record)] for g in self.groups if g.label in keys}
        return {label: self._row(label, members, question) for label, members in groups.items()}

    def _row(self, label: str, members: list[Any], question: Question) -> Row:
        answers = {"group": Answer(tr(label), tuple(member.uid for member in members))}
        for name, column in self.columns.items():
            answers[name] = column.answer(members, question, answers)
        row = Row({})
        row.add(answers)
        return row
