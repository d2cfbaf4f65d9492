"""The plug is pulled at any moment: what was acknowledged is there, nothing is there by half.

A child works and says on a pipe what the store acknowledged; it is killed at a moment drawn from a seed. Then the store
is opened again and asked.
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import search
from app.modules.residents import Resident
from db import backup, engine, migrations
from db.changes import Change, Transaction
from db.local import Draft, ImportBatch
from db.store import Store
from tests.helpers.stores import KEY, open_store

BATCH = 40
WORKER = """
import sys
from pathlib import Path
from app import drafts
from app.importing import writing
from app.importing.result import Record, Understood
from db import backup, engine, migrations
from tests.db.test_changes import settle
from tests.helpers.stores import KEY, NOW, open_store

def say(text):
    sys.stdout.write(text + "\\n")
    sys.stdout.flush()

def type_drafts(folder):
    store = open_store(folder)
    say("go")
    for number in range(10_000):
        store.note_now(lambda s: drafts.keep(s, "visits:x", "x", {"note": number}))
        say(f"draft {number}")

def edit(folder):
    store = open_store(folder)
    say("go")
    for number in range(10_000):
        store.write_now("新增居民", lambda s: settle(s, "3-2-501", f"张{number}"))
        say(f"person {number}")

def take_in(folder):
    store = open_store(folder)
    grid = store.read_now(__import__("app.bootstrap").bootstrap.meta)["grid"]
    say("go")
    for number in range(10_000):
        rows = tuple(Record("", n + 2, 1, f"李{number}-{n}", building="9", unit="1", room=str(100 + n)) for n in range(BATCH))
        store.write_now("导入名册", lambda s: writing.write(s, Understood("x", records=rows), range(BATCH), grid))
        say(f"batch {number}")

def go_back(folder):
    store = open_store(folder)
    uid, done = store.write_now("新增居民", settle)
    say("go")
    for number in range(10_000):
        done = store.undo_now(done.tx)[1]
        say(f"undo {number}")

def copy(folder):
    open_store(folder).close()
    say("go")
    for number in range(10_000):
        made = backup.make(folder, KEY, NOW.replace(microsecond=number), "test")
        say(f"backup {made.path.name}")

def move_up(folder):
    writing_engine = engine.writing_engine(folder / "linli.db", KEY)
    say("go")
    migrations.migrate(writing_engine)
    say("migrated")

BATCH = int(sys.argv[3])
if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
"""


def killed(folder: Path, work: str, seed: int, longest: float = 0.25) -> list[str]:
    """What the child acknowledged before it was killed. The moment is drawn, the waiting is on the child's own clock."""
    script = folder / "worker.py"
    script.write_text(WORKER)
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    command = [sys.executable, str(script), work, str(folder), str(BATCH)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    assert child.stdout.readline() == "go\n"
    timer = subprocess.Popen(["sh", "-c", f"sleep {random.Random(seed).uniform(0, longest):.4f}; kill -9 {child.pid}"])
    said = child.stdout.read().splitlines()
    timer.wait()
    child.wait()
    child.stdout.close()
    assert child.returncode in (-signal.SIGKILL, 0)
    return said


def reopened(folder: Path) -> Store:
    """Opens it, and finds the log whole, no command open, the index complete."""
    store = open_store(folder)
    assert store.start().repaired == ()
    assert store.read_now(search.missing) == 0
    assert store.read_now(lambda s: s.scalars(select(Transaction).where(Transaction.open.is_(True))).all()) == []
    orphans = select(func.count()).where(Change.tx.not_in(select(Transaction.tx)))
    assert store.read_now(lambda s: s.scalar(orphans)) == 0
    return store


def number_of(said: list[str]) -> int:
    whole = [line for line in said if line.split()[-1].isdecimal()]
    return int(whole[-1].split()[-1]) + 1 if whole else 0


def drafts_kept(store: Store, said: list[str]) -> None:
    kept = store.read_now(lambda s: s.scalars(select(Draft)).all())
    if number := number_of(said):
        assert kept[0].texts["note"] in (number - 1, number)


def people_kept(store: Store, said: list[str]) -> None:
    count = store.read_now(lambda s: s.scalar(select(func.count(Resident.uid)))) or 0
    assert count in (number_of(said), number_of(said) + 1)


def batches_whole(store: Store, said: list[str]) -> None:
    count = store.read_now(lambda s: s.scalar(select(func.count(Resident.uid)))) or 0
    assert count % BATCH == 0
    assert count // BATCH in (number_of(said), number_of(said) + 1)
    assert store.read_now(lambda s: s.scalar(select(func.count(ImportBatch.uid)))) == count // BATCH


def either_there_or_not(store: Store, said: list[str]) -> None:
    count = store.read_now(lambda s: s.scalar(select(func.count(Resident.uid))))
    undone = store.read_now(lambda s: s.scalar(select(func.count()).where(Transaction.undoes.is_not(None)))) or 0
    assert undone in (number_of(said), number_of(said) + 1)
    assert count == 1 - undone % 2


def backups_whole(store: Store, said: list[str]) -> None:
    for made in backup.all_of(store.path.parent):
        backup.check(made.path, KEY)


CASES: list[tuple[str, Callable[[Store, list[str]], None]]] = [
    ("type_drafts", drafts_kept),
    ("edit", people_kept),
    ("take_in", batches_whole),
    ("go_back", either_there_or_not),
    ("copy", backups_whole),
]


@pytest.mark.parametrize(("work", "holds"), CASES, ids=[work for work, _ in CASES])
def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(tmp_path: Path, work: str, holds) -> None:
    """Eight kills of each; what one run leaves, the next goes on from another folder."""
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        open_store(folder).close()
        said = killed(folder, work, seed)
        store = reopened(folder)
        try:
            holds(store, said)
        finally:
            store.close()


def test_a_migration_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        _old_store(folder)
        said = killed(folder, "move_up", seed, longest=0.12)
        at = engine.reading_engine(folder / "linli.db", KEY, 1)
        with at.connect() as connection:
            version = migrations.version(connection)
            tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        at.dispose()
        assert version in ("0001", migrations.HEAD)
        assert ("materials" in tables) is (version == migrations.HEAD)
        assert version == migrations.HEAD or "migrated" not in said


def _old_store(folder: Path) -> None:
    writing = engine.writing_engine(folder / "linli.db", KEY)
    migrations.migrate(writing, "0001")
    writing.dispose()
