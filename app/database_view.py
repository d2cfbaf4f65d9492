"""`linli db`: tables and rows for an administrator, masked and logged. Reading only."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlite_utils
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.field import fields_of
from app.ledger.masking import Strength, masks
from app.ledger.sheet import BATCH
from app.modules.residents import parties_of
from app.texts import tr
from db.local import Access
from db.record import Record, records
from db.store import Store


def tables(store: Store) -> list[tuple[str, int]]:
    """Every table that can be shown with the number of its rows; what this machine keeps for itself, such as the change
    log, holds full values and is none of them."""
    _log(store, list="tables")
    known = [record.__tablename__ for record in records()]
    return store.read_now(lambda session: [(name, _open(session)[name].count) for name in known])


def schema(store: Store, table: str) -> str:
    name = _known(table).__tablename__
    _log(store, table=name, schema=True)
    return store.read_now(lambda session: str(_open(session)[name].schema))


def rows(store: Store, table: str, limit: int = BATCH) -> Iterator[dict[str, str]]:
    """Rows of a record's table, masked as an export is; what was looked at is logged first."""
    record, now = _known(table), store.world.now()
    _log(store, table=table, limit=limit)
    hide = masks(fields_of(record), Strength.OFFICE, now.date())

    def read(session: Session) -> list[tuple[Any, Collection[str]]]:
        found = [*session.query(record).order_by(record.uid).limit(limit)]
        names = parties_of(record)(session, [row.uid for row in found])
        return [(row, names.get(row.uid, ())) for row in found]

    for row, names in store.read_now(read):
        yield {"uid": row.uid, **{name: mask(getattr(row, name), names) for name, mask in hide.items()}}


def _log(store: Store, **what: str | int) -> None:
    entry = Access(at=store.world.now(), actor=store.actor, kind="db", what=what)
    store.note_now(lambda session: session.add(entry))


def _known(table: str) -> type[Record]:
    known = {record.__tablename__: record for record in records()}
    if table not in known:
        choices = tr("可选：{words}").format(words=" ".join(known))
        raise UserError(tr("没有这张表：{table}").format(table=table), tr("没有改动任何数据"), choices)
    return known[table]


def _open(session: Session) -> sqlite_utils.Database:
    return sqlite_utils.Database(session.connection().connection.driver_connection, recursive_triggers=False)
