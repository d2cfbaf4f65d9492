"""Values that are none of their column's kind: only a hand that wrote past the program puts them there."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Float, Integer
from sqlalchemy.orm import Session

from db.engine import ask
from db.record import Base, Instant

KINDS: tuple[tuple[type[Any], str], ...] = (  # what a good value answers with 1
    (Date, "date({0}) IS {0}"),
    (Instant, "date(substr({0}, 1, 10)) IS substr({0}, 1, 10) AND datetime({0}) IS NOT NULL"),
    (DateTime, "date(substr({0}, 1, 10)) IS substr({0}, 1, 10) AND datetime({0}) IS NOT NULL"),
    (Boolean, "{0} IN (0, 1)"),
    (Integer, "typeof({0}) = 'integer'"),
    (Float, "typeof({0}) IN ('real', 'integer')"),
    (JSON, "json_valid({0})"),
)


def garbled(session: Session) -> dict[str, int]:
    """By `table.column`, how many values cannot be read. Never a value itself."""
    return {name: count for name, sql in _questions() if (count := ask(session, sql)[0][0])}


def _questions() -> Iterator[tuple[str, str]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            good = next((sql for kind, sql in KINDS if isinstance(column.type, kind)), "")
            if good:
                name = f'"{column.name}"'
                asked = f'SELECT count(*) FROM "{table.name}" WHERE {name} IS NOT NULL AND NOT ({good.format(name)})'
                yield f"{table.name}.{column.name}", asked
