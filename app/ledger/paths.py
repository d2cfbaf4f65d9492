"""Dotted paths over tables: `household.dwelling.room_no` follows the links household_uid and dwelling_uid."""

from typing import Any, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from app.ledger.field import Field, fields_of
from app.ledger.kinds import Link
from db.record import Record


def field_at(record: type[Record], path: str) -> Field | None:
    step, _, rest = path.partition(".")
    if not rest:
        return fields_of(record).get(step)
    link = fields_of(record).get(f"{step}_uid")
    return field_at(cast(Link, link.kind).to, rest) if link else None


def target(record: type[Record], step: str) -> type[Record]:
    """The record that a step of a path leads to."""
    return cast(Link, fields_of(record)[f"{step}_uid"].kind).to


class Paths:
    """The tables of one query. Outer joins: a row whose parent has not arrived yet is shown all the same."""

    def __init__(self, record: type[Record]) -> None:
        self._tables: dict[str, tuple[type[Record], Any]] = {"": (record, record)}
        self._joins: list[tuple[Any, Any]] = []

    def column(self, path: str) -> Any:
        parents, _, name = path.rpartition(".")
        return getattr(self._table(parents)[1], name)

    def select(self, *columns: Any) -> Select[Any]:
        return self.join(select(*columns).select_from(self._tables[""][1]))

    def join(self, query: Select[Any]) -> Select[Any]:
        """Adds the tables that were asked for to a query on the record."""
        for table, matches in self._joins:
            query = query.outerjoin(table, matches)
        return query

    def _table(self, path: str) -> tuple[type[Record], Any]:
        if path not in self._tables:
            parents, _, step = path.rpartition(".")
            record, table = self._table(parents)
            found = target(record, step)
            self._tables[path] = found, aliased(found)
            self._joins.append((self._tables[path][1], getattr(table, f"{step}_uid") == self._tables[path][1].uid))
        return self._tables[path]
