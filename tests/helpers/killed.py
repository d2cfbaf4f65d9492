"""Work that a child process does until it is killed, and what it says of each thing that was acknowledged.

Children are forked from a server that has loaded everything, so that a kill costs no start of Python.
"""

import itertools
import math
import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import alembic.command  # noqa: F401 - loaded before the children are forked, so that a migration begins at once
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app import drafts, search
from app.bootstrap import meta
from app.exporting.command import export
from app.importing import writing
from app.importing.result import Record, Understood
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from db import backup, engine, migrations
from db.changes import Change, Transaction
from db.store import Store
from tests.helpers.stores import KEY, NOW, house_of, open_store

BATCH = 40
TURNS = 10_000
Say = Callable[[Any], None]
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.helpers.killed"])


class Said(NamedTuple):
    """What a child acknowledged, in order, and whether it was killed at its work."""

    things: list[Any]
    killed: bool


def killed(folder: Path, work: Callable[[Path, Say], None], seed: int, longest: float = 0.25) -> Said:
    """Kills the child at a moment drawn from the seed, counted from when it is ready (s); inf: it sees to that itself."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_run, args=(work, folder, theirs), daemon=True)
    child.start()
    theirs.close()
    assert ours.recv() == "ready"
    plug = threading.Timer(random.Random(seed).uniform(0, longest), child.kill)
    if longest < math.inf:
        plug.start()
    things = [*_all(ours)]
    if plug.ident:
        plug.join()
    child.join()
    ours.close()
    assert child.exitcode in (-9, 0)
    return Said(things, child.exitcode == -9)


def _all(pipe: Connection) -> Any:
    try:
        while True:
            yield pipe.recv()
    except (EOFError, OSError):  # it ended, or was killed in the middle of a word
        return


def _run(work: Callable[[Path, Say], None], folder: Path, pipe: Connection) -> None:
    work(folder, pipe.send)


def type_drafts(folder: Path, say: Say) -> None:
    store = open_store(folder)
    say("ready")
    for number in range(TURNS):
        store.note_now(lambda s, n=number: drafts.keep(s, "visits:x", "x", {"note": n}))
        say(number)


def edit(folder: Path, say: Say) -> None:
    store = open_store(folder)
    say("ready")
    for number in range(TURNS):
        store.write_now("新增居民", lambda s, n=number: settle(s, f"张{n}"))
        say(number)


def take_in(folder: Path, say: Say) -> None:
    store = open_store(folder)
    grid = store.read_now(meta)["grid"]
    say("ready")
    for number in range(TURNS):
        people = tuple(
            Record("", n + 2, 1, f"李{number}-{n}", building="9", unit="1", room=str(100 + n)) for n in range(BATCH)
        )
        whole = Understood("x", records=people)
        store.write_now("导入名册", lambda s, w=whole: writing.write(s, w, range(BATCH), grid))
        say(number)


def give_out(folder: Path, say: Say) -> None:
    store = open_store(folder)
    store.write_now("新增居民", settle)
    say("ready")
    for number in range(TURNS):
        say(export(house_of(store), "L01", None, folder / f"out{number}"))


def go_back(folder: Path, say: Say) -> None:
    """Undo, the undo of the undo, and so on."""
    store = open_store(folder)
    _, done = store.write_now("新增居民", settle)
    say("ready")
    for number in range(TURNS):
        assert done.tx
        _, done = store.undo_now(done.tx)
        say(number)


def copy(folder: Path, say: Say) -> None:
    open_store(folder).close()
    say("ready")
    for number in range(TURNS):
        say(backup.make(folder, KEY, NOW.replace(microsecond=number), "test").path)


def move_up(folder: Path, say: Say) -> None:
    writing_engine = engine.writing_engine(folder / "linli.db", KEY)
    say("ready")
    migrations.migrate(writing_engine)
    say("migrated")


def move_up_to(statement: int, folder: Path, say: Say) -> None:
    """Dies before a statement of the migration, the last of which is its commit; says their number when it gets further."""
    writing_engine, come = engine.writing_engine(folder / "linli.db", KEY), itertools.count()

    def pull(*_: object) -> None:
        if next(come) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(writing_engine, "before_cursor_execute", pull)
    event.listen(writing_engine, "commit", pull)
    say("ready")
    migrations.migrate(writing_engine)
    say(next(come))


def old_store(folder: Path) -> None:
    writing_engine = engine.writing_engine(folder / "linli.db", KEY)
    migrations.migrate(writing_engine, "0001")
    writing_engine.dispose()


def whole(store: Store, key: str = KEY) -> None:
    """What `linli check` looks at is clean: every page, the index; no command is half done. Closes nothing."""
    assert store.read_now(search.missing) == 0
    assert store.read_now(lambda s: s.scalars(select(Transaction).where(Transaction.open.is_(True))).all()) == []
    orphans = select(func.count()).where(Change.tx.not_in(select(Transaction.tx)))
    assert store.read_now(lambda s: s.scalar(orphans)) == 0
    backup.check(store.path, key)


def settle(session: Session, name: str = "王桂芳") -> None:
    dwelling = session.scalars(select(Dwelling).where(Dwelling.door == "3-2-501")).one()
    household = Household(dwelling_uid=dwelling.uid)
    session.add(household)
    session.add(Resident(household_uid=household.uid, name=name, relation="02", phone="13812345678"))
