"""Stores for tests: real SQLCipher, made once without the cost of a password and copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from app import bootstrap
from app.modules.buildings import Plan
from db import engine, migrations
from db.store import Store, World

KEY = "5a" * 32
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
WORLD = World(now=lambda: NOW)
FOUNDING = bootstrap.Founding(
    "李敏", "潍坊三村", "第四网格", buildings=(Plan("3", floors=6, entrances=2), Plan("12", "1", None, 18, 1, 4))
)


@cache
def _template() -> Path:
    path = Path(mkdtemp(prefix="linli-store-")) / "empty.db"
    writing = engine.writing_engine(path, KEY)
    migrations.migrate(writing)
    writing.dispose()
    store = Store(path, KEY, actor="", world=WORLD, keepers=bootstrap.KEEPERS)
    bootstrap.found(store, FOUNDING, "test")
    store.close()
    return path


def open_store(folder: Path) -> Store:
    """A store with one grid, two buildings and 李敏 at the keyboard on 2026-11-24."""
    path = folder / "linli.db"
    if not path.exists():
        shutil.copy(_template(), path)
    store = Store(path, KEY, actor="", world=WORLD, keepers=bootstrap.KEEPERS)
    store.actor = store.read_now(bootstrap.meta)["actor"]
    return store


def house_of(store: Store) -> bootstrap.House:
    """Without a folder and a vault: for what only reads and writes."""
    opened: Any = None
    return bootstrap.House(opened, store)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()
