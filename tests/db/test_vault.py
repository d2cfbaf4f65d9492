"""A store opens with its password or its recovery code, and with nothing else; without a cipher there is none."""

import json
import sys

import pytest

from app import bootstrap
from app.errors import UserError
from db import backup, engine, migrations, vault
from db.errors import StoreError, Trouble
from db.record import Base
from tests.helpers.stores import FOUNDING, WORLD

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vault") / "store"
    house, code = bootstrap.create(folder, PASSWORD, FOUNDING, WORLD)
    house.close()
    return folder, code


def test_the_password_opens_it_and_so_does_the_printed_code(made) -> None:
    folder, code = made
    for secret in (PASSWORD, code, code.lower().replace("-", " ")):
        bootstrap.unlock(folder, secret, WORLD).close()


def test_a_wrong_password_is_told_in_words_and_the_fourth_must_wait(made) -> None:
    folder, _ = made
    clock = iter(range(1000, 2000))
    for _ in range(3):
        with pytest.raises(StoreError) as refused:
            vault.unlock(folder, "wrong password", lambda: 1000.0)
        assert refused.value.trouble is Trouble.WRONG_PASSWORD
    with pytest.raises(StoreError) as refused:
        vault.unlock(folder, PASSWORD, lambda: 1000.5)
    assert refused.value.trouble is Trouble.WAIT
    vault.unlock(folder, PASSWORD, lambda: next(clock) + 60.0).release()


def test_a_second_process_is_refused(made) -> None:
    folder, _ = made
    house = bootstrap.unlock(folder, PASSWORD, WORLD)
    with pytest.raises(UserError, match="另一个"):
        bootstrap.unlock(folder, PASSWORD, WORLD)
    house.close()


def test_nobody_lowers_the_cost_of_guessing_unseen(made) -> None:
    folder, _ = made
    path = folder / vault.ENVELOPE
    letter = path.read_text()
    changed = json.loads(letter)
    changed["wraps"][0]["kdf"]["lanes"] = 1
    path.write_text(json.dumps(changed))
    with pytest.raises(StoreError):
        vault.unlock(folder, PASSWORD, lambda: 9e9)
    changed["wraps"][0]["kdf"]["rounds"] = 1
    path.write_text(json.dumps(changed))
    with pytest.raises(StoreError) as refused:
        vault.unlock(folder, PASSWORD, lambda: 9.1e9)
    assert refused.value.trouble is Trouble.BAD_ENVELOPE
    path.write_text(letter)


def test_without_the_cipher_nothing_is_created(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
    with pytest.raises(UserError, match="加密组件"):
        bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD)
    assert not (tmp_path / "store").exists()


def test_the_standard_sqlite_is_not_taken_for_a_cipher(tmp_path, monkeypatch) -> None:
    import sqlite3

    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", sqlite3)
    monkeypatch.setattr("sqlcipher3.dbapi2", sqlite3)
    with pytest.raises(UserError, match="加密组件"):
        bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD)
    assert not (tmp_path / "store").exists()


def test_nothing_readable_lies_in_the_folder(made) -> None:
    folder, _ = made
    for path in folder.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert "潍坊三村".encode() not in raw
            assert not raw.startswith(engine.PLAIN_HEADER)
            assert path.stat().st_mode & 0o077 == 0


def test_a_backup_opens_and_brings_back_what_was(tmp_path) -> None:
    house, _ = bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD)
    kept = house.back_up("manual")
    house.store.write_now("撤走", lambda s: s.execute(Base.metadata.tables["dwellings"].delete()))
    again = bootstrap.restore(house, kept)
    count = again.store.read_now(lambda s: s.query(Base.metadata.tables["dwellings"]).count())
    assert count == 96
    assert [b.reason for b in backup.all_of(again.folder)] in (
        ["manual", "before-restore"],
        ["before-restore", "manual"],
    )
    again.close()


def test_a_newer_store_is_refused_kindly(made) -> None:
    folder, _ = made
    opened = vault.unlock(folder, PASSWORD)
    writing = engine.writing_engine(opened.database, opened.key)
    with writing.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    writing.dispose()
    opened.release()
    with pytest.raises(UserError, match="更新版本"):
        bootstrap.unlock(folder, PASSWORD, WORLD)
    opened = vault.unlock(folder, PASSWORD)
    writing = engine.writing_engine(opened.database, opened.key)
    with writing.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrations.HEAD}'")
    writing.dispose()
    opened.release()


def test_the_migrated_schema_is_what_the_records_declare(made) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    folder, _ = made
    opened = vault.unlock(folder, PASSWORD)
    writing = engine.writing_engine(opened.database, opened.key)
    with writing.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    writing.dispose()
    opened.release()
    assert [change for change in found if "search_index" not in str(change)] == []


def test_a_store_of_the_first_version_is_brought_up_with_a_backup_before(tmp_path) -> None:
    folder = tmp_path / "store"
    opened, _ = vault.create(folder, PASSWORD)
    writing = engine.writing_engine(opened.database, opened.key)
    migrations.migrate(writing, "0001")
    with writing.begin() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('vault_id', ?)", (opened.vault_id,))
    writing.dispose()
    bootstrap._migrate(opened, WORLD)
    again = engine.writing_engine(opened.database, opened.key)
    with again.connect() as connection:
        assert migrations.version(connection) == migrations.HEAD
        assert connection.exec_driver_sql("SELECT count(*) FROM materials").scalar() == 0
    again.dispose()
    assert [made.reason for made in backup.all_of(folder)] == ["before-upgrade"]
    opened.release()
