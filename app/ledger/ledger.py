"""Rows of records: what a list, a search and a sheet are drawn from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.ledger.field import Field, fields_of
from app.ledger.form import Form, Values
from app.ledger.kinds import CHINA, Day, Link, Links, Moment
from app.ledger.paths import Paths, field_at
from db import search
from db.many import among_bound, bound
from db.record import Record


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a screen or a sheet asks of a ledger. `now` comes from the injected clock."""

    now: datetime
    words: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    period: tuple[date, date] | None = None
    only: tuple[str, ...] | None = None  # these records alone: those behind a number

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()


class Answer(NamedTuple):
    """A computed value, and the uids it was made of: whoever doubts a number opens them."""

    value: Any
    behind: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    values: Values
    behind: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()  # of those whom its words may mention

    def add(self, answers: Mapping[str, Answer]) -> None:
        for name, answer in answers.items():
            self.values[name], self.behind[name] = answer


Answers = Mapping[str, Mapping[str, Answer]]  # by uid, by column


@dataclass(frozen=True)
class Computed:
    """Columns that one function answers together, for a page of rows at once, seeing their plain values."""

    fields: Mapping[str, Field]
    answer: Callable[[Session, Mapping[str, Values], Question], Answers]


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """`columns`, `filters` and `period` name fields of the record, paths, or computed columns.

    Words are looked up in the search index: a record's form says what finds it.
    `always`: values that every row has, such as residents who still live here. `parties`: names that its words may mention,
    by uid, of a page of rows; they are masked wherever the sheet is.
    """

    title: str
    record: type[Record]
    columns: tuple[str, ...]
    computed: tuple[Computed, ...] = ()
    order: str = "uid"  # of the record itself and never empty; "-" in front: the last comes first
    filters: tuple[str, ...] = ()
    always: Mapping[str, Any] = field(default_factory=dict)
    period: str | None = None
    parties: Callable[[Session, Sequence[str]], Mapping[str, Iterable[str]]] = lambda session, uids: {}

    def __post_init__(self) -> None:
        asked = {*self.filters, *self.always, *filter(None, [self.period])}
        unknown = {path for path in asked if not (known := field_at(self.record, path)) or known.level > 3}
        unknown |= {name for name, known in self.fields.items() if not known}
        own = fields_of(self.record)
        if unknown or self._order not in {"uid", *(name for name, known in own.items() if known.required)}:
            raise TypeError(f"{self.title}: not to be listed, searched or ordered: {sorted(unknown) or self.order}")

    @cached_property
    def fields(self) -> dict[str, Field]:
        computed = {name: known for part in self.computed for name, known in part.fields.items()}
        return {name: computed.get(name) or field_at(self.record, name) for name in self.columns}  # type: ignore[misc]

    def keys(self, session: Session, asked: Question, after: str | None = None, limit: int | None = None) -> list[str]:
        """Uids in order, all of them or the next few after one of them (within the same read)."""
        paths, query = Paths(self.record), self._following if after else self._ordered
        if wanted := [*self._wanted(paths, asked)]:
            query = paths.join(query).where(*wanted)
        found = session.connection().execute(query.limit(limit), {"after": after} if after else {})
        return [*found.scalars()]

    @cached_property
    def _ordered(self) -> Select[Any]:
        keys = (getattr(self.record, self._order), self.record.uid)
        in_order = [key.desc() if self._backwards else key for key in keys]
        return select(self.record.uid).order_by(*in_order)

    @cached_property
    def _following(self) -> Select[Any]:
        """Those beyond the row `after`, by its order and uid."""
        mark, keys = aliased(self.record), tuple_(getattr(self.record, self._order), self.record.uid)
        place = select(getattr(mark, self._order), mark.uid).where(mark.uid == bindparam("after")).scalar_subquery()
        return self._ordered.where(keys < place if self._backwards else keys > place)

    def rows(self, session: Session, keys: Sequence[str], question: Question) -> dict[str, Row]:
        found = session.connection().execute(self._page, bound(keys))
        values = {uid: dict(zip(self._plain, cells, strict=True)) for uid, *cells in found}
        rows = {uid: Row(values[uid]) for uid in keys if uid in values}
        for part in self.computed:
            for uid, answers in part.answer(session, values, question).items():
                rows[uid].add(answers)
        for uid, names in self.parties(session, keys).items():
            rows[uid].names = tuple(names)
        return rows

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if field_at(self.record, name))

    @cached_property
    def _page(self) -> Select[Any]:
        """The statement of a page, made once: making it takes longer than running it."""
        paths = Paths(self.record)
        columns = [paths.column(name) for name in self._plain]
        return paths.select(self.record.uid, *columns).where(among_bound(self.record.uid))

    @property
    def _order(self) -> str:
        return self.order.removeprefix("-")

    @property
    def _backwards(self) -> bool:
        return self.order.startswith("-")

    def _wanted(self, paths: Paths, question: Question) -> Iterator[ColumnElement[bool]]:
        if question.words:
            yield self.record.uid.in_(search.matching(question.words, self.record.__tablename__))
        if question.only is not None:
            yield self.record.uid.in_(question.only)
        for path, value in {**self.always, **question.where}.items():
            column = paths.column(path)
            yield column.in_(value) if isinstance(value, tuple) else column == value
        if self.period and question.period:
            kind = field_at(self.record, self.period).kind  # type: ignore[union-attr]
            if isinstance(kind, Day | Moment):
                yield paths.column(self.period).between(*kind.span(*question.period))


def ledger_of(form: Form) -> Ledger:
    """The ledger of an area that declares only a form: all it asks, by its first day that is required, the latest first; without
    one the oldest first."""
    fields = form.fields.items()
    days = (f"-{name}" for name, known in fields if known.required and isinstance(known.kind, Day))
    names = tuple(name for name, known in fields if known.level < 4 and not isinstance(known.kind, Link | Links))
    return Ledger(title=form.title, record=form.record, columns=names, order=next(days, "uid"))
