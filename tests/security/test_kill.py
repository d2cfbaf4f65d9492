"""The plug is pulled at any moment: what was acknowledged is there, nothing is there by half.

A child works and says on a pipe what the store acknowledged; it is killed at a moment drawn from a seed. Then the store
is opened again and asked. Every kill has a folder of its own.
"""

import math
import multiprocessing.forkserver
import multiprocessing.resource_tracker
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from sqlalchemy import func, select

from app.modules.residents import Resident
from db import backup, engine, migrations, triggers
from db.changes import Transaction
from db.local import Draft, ImportBatch
from db.store import Store
from tests.helpers import killed as work
from tests.helpers.killed import BATCH, Said, killed, whole
from tests.helpers.stores import KEY, open_store

Holds = Callable[[Store, Said], None]


@pytest.fixture(autouse=True, scope="module")
def _server() -> Iterator[None]:
    """The server that forks the children ends with the tests."""
    yield
    multiprocessing.forkserver._forkserver._stop()  # type: ignore[attr-defined]
    multiprocessing.resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]


def reopened(folder: Path) -> Store:
    store = open_store(folder)
    assert store.start().repaired == ()  # the triggers
    whole(store)
    return store


def drafts_kept(store: Store, said: Said) -> None:
    kept = store.read_now(lambda s: s.scalars(select(Draft)).all())
    if said.things:
        assert kept[0].texts["note"] in (len(said.things) - 1, len(said.things))


def people_kept(store: Store, said: Said) -> None:
    count = store.read_now(lambda s: s.scalar(select(func.count(Resident.uid))))
    assert count in (len(said.things), len(said.things) + 1)


def batches_whole(store: Store, said: Said) -> None:
    count = store.read_now(lambda s: s.scalar(select(func.count(Resident.uid)))) or 0
    assert count % BATCH == 0
    assert count // BATCH in (len(said.things), len(said.things) + 1)
    assert store.read_now(lambda s: s.scalar(select(func.count(ImportBatch.uid)))) == count // BATCH


def workbooks_whole(store: Store, said: Said) -> None:
    there = [*store.path.parent.glob("out*/*.xlsx")]
    assert {*said.things} <= {*there}
    for path in there:
        with ZipFile(path) as package:
            assert package.testzip() is None
    if there:
        assert openpyxl.load_workbook(there[-1])["L01"]["A3"].value == "序号"


def either_there_or_not(store: Store, said: Said) -> None:
    count = store.read_now(lambda s: s.scalar(select(func.count(Resident.uid))))
    undone = store.read_now(lambda s: s.scalar(select(func.count()).where(Transaction.undoes.is_not(None)))) or 0
    assert undone in (len(said.things), len(said.things) + 1)
    assert count == 1 - undone % 2


def backups_whole(store: Store, said: Said) -> None:
    made = [found.path for found in backup.all_of(store.path.parent)]
    assert {*said.things} <= {*made}
    for path in made:
        backup.check(path, KEY)


CASES: dict[Callable[[Path, work.Say], None], tuple[Holds, int]] = {
    work.type_drafts: (drafts_kept, 8),
    work.edit: (people_kept, 8),
    work.take_in: (batches_whole, 8),
    work.give_out: (workbooks_whole, 6),
    work.go_back: (either_there_or_not, 6),
    work.copy: (backups_whole, 4),
}
MIGRATIONS = 12


def test_forty_five_kills_are_tried() -> None:
    assert sum(count for _, count in CASES.values()) + MIGRATIONS >= 45


@pytest.mark.parametrize("task", CASES, ids=[task.__name__ for task in CASES])
def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(tmp_path: Path, task) -> None:
    holds, kills = CASES[task]
    assert sum(_pulled(tmp_path / str(seed), task, holds, seed) for seed in range(kills)) == kills


@pytest.mark.soak
@pytest.mark.parametrize("task", CASES, ids=[task.__name__ for task in CASES])
def test_the_same_for_a_thousand_kills(tmp_path: Path, task) -> None:
    for seed in range(1000, 1170):
        _pulled(tmp_path / str(seed), task, CASES[task][0], seed, random.Random(-seed).uniform(0, 1.5))


@pytest.fixture
def statements(tmp_path: Path) -> int:
    """How many a migration has, with its commit."""
    tmp_path.joinpath("whole").mkdir()
    work.old_store(tmp_path / "whole")
    return int(killed(tmp_path / "whole", partial(work.move_up_to, -1), 0, math.inf).things[0])


def test_a_migration_leaves_the_old_store_or_the_new_one(tmp_path: Path, statements: int) -> None:
    """At statements all along its way, with the first and the last."""
    assert statements > 40
    drawn = random.Random(7).sample(range(1, statements - 1), MIGRATIONS - 2)
    for statement in (0, *drawn, statements - 1):
        _moved_up(tmp_path / str(statement), partial(work.move_up_to, statement), 0, math.inf)


@pytest.mark.soak
def test_the_same_at_every_statement(tmp_path: Path, statements: int) -> None:
    for statement in range(statements):
        _moved_up(tmp_path / str(statement), partial(work.move_up_to, statement), 0, math.inf)


@pytest.mark.soak
def test_the_same_for_a_hundred_migrations(tmp_path: Path) -> None:
    for seed in range(1000, 1100):
        _moved_up(tmp_path / str(seed), work.move_up, seed, longest=0.08)


def _pulled(
    folder: Path, task: Callable[[Path, work.Say], None], holds: Holds, seed: int, longest: float = 0.2
) -> bool:
    folder.mkdir()
    said = killed(folder, task, seed, longest)
    store = reopened(folder)
    try:
        holds(store, said)
    finally:
        store.close()
    return said.killed


def _moved_up(folder: Path, moving: Callable[[Path, work.Say], None], seed: int, longest: float) -> None:
    folder.mkdir()
    work.old_store(folder)
    said = killed(folder, moving, seed, longest)
    at = engine.reading_engine(folder / "linli.db", KEY, 1)
    with at.connect() as connection:
        version = migrations.version(connection)
        tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        gaps = triggers.tampered(connection)
    at.dispose()
    assert version in ("0001", migrations.HEAD)
    assert ("materials" in tables) is (version == migrations.HEAD)
    assert version != migrations.HEAD or not gaps  # without its triggers a new store would forget changes
    assert version == migrations.HEAD or not said.things
