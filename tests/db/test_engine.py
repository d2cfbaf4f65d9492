"""The file is encrypted, or there is none; it is written as safely as SQLite can; errors repeat no values."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app import bootstrap
from app.errors import UserError
from app.modules.residents import Resident
from db import engine
from db.errors import StoreError, Trouble
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import FOUNDING, WORLD


class Pretender(sqlite3.Connection):
    """Says that it encrypts."""

    says = "4.6.1 community"

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return super().execute(f"SELECT '{self.says}'" if sql == "PRAGMA cipher_version" else sql, *values)


class OfYesterday(Pretender):
    says = "3.4.2 community"


Install = Callable[[object], None]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts something in the place of the cipher's library; None: it is not there."""

    def put(driver: object) -> None:
        monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", driver)
        if driver:
            monkeypatch.setattr("sqlcipher3.dbapi2", driver)

    return put


def driver(kind: type[Pretender]) -> object:
    def connect(path: str, **more: Any) -> sqlite3.Connection:
        return sqlite3.connect(path, factory=kind, **more)

    return SimpleNamespace(connect=connect, Error=sqlite3.Error, DatabaseError=sqlite3.DatabaseError)


@pytest.mark.parametrize("found", [None, sqlite3, driver(OfYesterday)], ids=["missing", "standard", "too old"])
def test_what_is_no_cipher_is_known_before_any_file(installed: Install, found: object) -> None:
    installed(found)
    with pytest.raises(StoreError) as refused:
        engine.require_cipher()
    assert refused.value.trouble is Trouble.NO_CIPHER


def test_one_that_only_says_so_is_known_by_what_it_wrote(installed: Install, tmp_path: Path) -> None:
    installed(driver(Pretender))
    with pytest.raises(StoreError) as refused:
        engine.self_test()
    assert refused.value.trouble is Trouble.NO_CIPHER
    with pytest.raises(UserError, match="加密组件"):
        bootstrap.create(tmp_path / "store", "correct horse battery", FOUNDING, WORLD)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 3),  # EXTRA: a commit is on the disk before anybody hears of it
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),  # else REPLACE deletes unlogged
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),  # what was deleted is overwritten
        ("temp_store", 2),  # memory: the cipher does not reach files that SQLite sorts in
        ("mmap_size", 0),
    ],
)
def test_the_file_is_opened_as_the_design_of_safety_asks(store: Store, pragma: str, value: object) -> None:
    for side in (store._writing, store._reading):
        with side.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_an_error_of_the_database_repeats_nothing_of_the_row(store: Store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    twin = {"uid": uid, "feed": "x/y", "name": "欧阳䶮", "citizen_id": "11010519491231002X", "phone": "13800138000"}
    with pytest.raises(IntegrityError) as refused:
        store.write_now("新增居民", lambda session: session.execute(insert(Resident.__table__).values(twin)))
    assert not [value for value in twin.values() if value in str(refused.value)]
