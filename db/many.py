"""Many rows at once: SQLite takes few variables in a statement, but one JSON text of any length."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from db.changes import raw

Values = Mapping[str, Any]


def among(column: Any, uids: Collection[str]) -> ColumnElement[bool]:
    """`column IN (...)` for any number of uids."""
    values = func.json_each(json.dumps([*uids])).table_valued("value")
    return column.in_(select(values.c.value))  # type: ignore[no-any-return]


def among_bound(column: Any) -> ColumnElement[bool]:
    """The same for a statement that is made once: give it `bound(uids)` when it runs."""
    values = func.json_each(bindparam("uids", type_=String)).table_valued("value")
    return column.in_(select(values.c.value))  # type: ignore[no-any-return]


def bound(uids: Collection[str]) -> dict[str, str]:
    return {"uids": json.dumps([*uids])}


def stored(session: Session, table: str, uids: Collection[str], columns: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Rows as the log holds them, by uid; who is not there is not in the answer."""
    names = [*columns]
    rows = raw(table, names)
    query = select(rows.c.uid, *(rows.c[name] for name in names)).where(among(rows.c.uid, uids))
    return {uid: dict(zip(names, values, strict=True)) for uid, *values in session.execute(query)}


def put_back(session: Session, table: str, rows: Mapping[str, Values]) -> None:
    """Inserts rows (with their feed) as the log holds them."""
    for names, some in _alike(rows).items():
        columns = raw(table, names)
        session.execute(insert(columns), [{"uid": uid, **dict(values)} for uid, values in some])


def change(session: Session, table: str, rows: Mapping[str, Values]) -> None:
    """Sets columns of rows, one statement for all that set the same ones."""
    for names, some in _alike(rows).items():
        columns = raw(table, names)
        statement = update(columns).where(columns.c.uid == bindparam("its_uid"))
        statement = statement.values({name: bindparam(f"to_{name}") for name in names})
        values = [{"its_uid": uid, **{f"to_{name}": value for name, value in new.items()}} for uid, new in some]
        session.connection().execute(statement, values)


def remove(session: Session, table: str, uids: Collection[str]) -> None:
    rows = raw(table)
    session.execute(delete(rows).where(among(rows.c.uid, uids)))


def _alike(rows: Mapping[str, Values]) -> dict[tuple[str, ...], list[tuple[str, Values]]]:
    groups: dict[tuple[str, ...], list[tuple[str, Values]]] = defaultdict(list)
    for uid, values in rows.items():
        groups[tuple(sorted(values))].append((uid, values))
    return groups
