"""Triggers drawn from the metadata fill the change log below every way to write: ORM, Core, sqlite-utils, raw SQL."""

from typing import cast

from sqlalchemy import Connection, Table

from db.record import records

OWN = ("uid", "feed", "ver", "_x")  # columns of the log itself, not part of what changed
MARK = "log_"  # every trigger of ours begins with it; there are no others


def install(connection: Connection) -> None:
    for sql in _ours().values():
        connection.exec_driver_sql(sql)


def remove(connection: Connection) -> None:
    """Takes all triggers away: a table rebuilt by a migration loses its own in silence."""
    for name in _there(connection):
        connection.exec_driver_sql('DROP TRIGGER "{}"'.format(name.replace('"', '""')))


def tampered(connection: Connection) -> frozenset[str]:
    """Triggers that are missing, foreign or not word for word ours: the log may have gaps."""
    ours, there = _ours(), _there(connection)
    return frozenset(name for name in {*ours, *there} if ours.get(name) != there.get(name))


def _there(connection: Connection) -> dict[str, str]:
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row[0]: row[1] for row in found}


def _ours() -> dict[str, str]:
    tables = [cast(Table, record.__table__) for record in records()]
    return {_name(rows, kind): _sql(rows, kind) for rows in tables for kind in ("insert", "update", "delete")}


def _name(rows: Table, kind: str) -> str:
    return f"{MARK}{rows.name}_{kind}"


def _sql(rows: Table, kind: str) -> str:
    row = "OLD" if kind == "delete" else "NEW"
    old = "NULL" if kind == "insert" else 'OLD."{0}"'
    new = "NULL" if kind == "delete" else 'NEW."{0}"'
    pair = f"SELECT '{{0}}' AS name, {old} AS old, {new} AS new"
    pairs = "\n    UNION ALL ".join(pair.format(c.name) for c in rows.columns if c.name not in OWN)
    return f"""CREATE TRIGGER {_name(rows, kind)} AFTER {kind} ON "{rows.name}" BEGIN
  INSERT INTO changes(tx, "table", uid, feed, kind, diff)
  SELECT (SELECT tx FROM transactions WHERE open), '{rows.name}', {row}.uid, {row}.feed, '{kind}',
         json_group_object(name, json_array(old, new))
    FROM ({pairs})
    WHERE old IS NOT new
    HAVING count(*) OR '{kind}' <> 'update';
END"""
