"""The only way to the rows: one writer, two readers, never on the window's thread.

Whoever writes, from whatever thread, does so on the writer's own: what ends in `_now` waits for it there.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import insert
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db import changes, triggers
from db.changes import Changes
from db.engine import database_errors, outside, reading_engine, told, writing_engine
from db.errors import StoreError
from db.local import Gap
from db.record import new_uid
from db.stopping import stoppable
from db.undo import Undone, is_undone, undo

T = TypeVar("T")
Work = Callable[[Session], T]
Keeper = Callable[[Session, Changes], None]
READERS = 2
UNREADABLE = (DatabaseError, ValueError, TypeError)  # what may tell of the disk, or of a row that somebody spoiled


@dataclass(frozen=True)
class World:
    """What comes from outside, so that a whole laptop runs inside one deterministic test."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ids: Callable[[], str] = new_uid
    writer: Executor | None = None
    readers: Executor | None = None


@dataclass
class Keepers:
    """`folds` set derived columns inside the command's transaction; `indexes` keep local tables beside it."""

    folds: Sequence[Keeper] = ()
    indexes: Sequence[Keeper] = ()


@dataclass(frozen=True)
class Start:
    """What was found when the store was opened: the names of triggers that had to be repaired."""

    repaired: tuple[str, ...] = field(default=())


class Store:
    """Rows of one encrypted file. `actor` is the uid of the person who uses it now."""

    def __init__(
        self, path: Path, key: str, *, actor: str, world: World = World(), keepers: Keepers | None = None
    ) -> None:
        self.path, self.actor, self.world = path, actor, world
        self._keepers = keepers or Keepers()
        self._writing, self._reading = writing_engine(path, key), reading_engine(path, key, READERS)
        self._writer = world.writer or ThreadPoolExecutor(1, "db-write")
        self._readers = world.readers or ThreadPoolExecutor(READERS, "db-read")
        self.listeners: list[Callable[[Changes], None]] = []
        self.closed = False

    def start(self, before_repair: Callable[[], object] = lambda: None) -> Start:
        """Looks whether the change log is whole. Mends it after `before_repair` (a backup) and records the gap."""
        with self._reading.connect() as connection:
            wrong = triggers.tampered(connection)
        if not wrong:
            return Start()
        before_repair()
        self._writer.submit(self._mend, " ".join(sorted(wrong))).result()
        return Start(tuple(sorted(wrong)))

    def _mend(self, wrong: str) -> None:
        with self._writing.begin() as connection:
            triggers.remove(connection)
            triggers.install(connection)
            connection.execute(insert(Gap).values(at=self.world.now(), triggers=wrong))

    async def read(self, query: Work[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, query)

    async def write(self, command: str, work: Work[T]) -> T:
        """`command` names it for history and undo."""
        return await self.commit(self.signing(command, work))

    async def note(self, work: Work[T]) -> T:
        """Writes local rows (drafts, settings of this machine): not logged, nobody is told."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._note, work)

    async def undo(self, tx: int, stop: Callable[[], bool] | None = None) -> Undone:
        """Raises Stopped, with nothing taken back, when `stop` says so in time."""
        return (await self._commit(self.undoing(tx), stop))[0]

    async def commit(self, work: Work[T]) -> T:
        """One commit; `work` signs for whoever made the changes: a sync signs for many. Listeners hear of it once."""
        return (await self._commit(work))[0]

    async def change(self, command: str, work: Work[object]) -> Changes:
        """`write`, for who wants to offer an undo: what it did, with its number."""
        return (await self._commit(self.signing(command, work)))[1]

    async def _commit(self, work: Work[T], stop: Callable[[], bool] | None = None) -> tuple[T, Changes]:
        whole = stoppable(self._whole(work), stop) if stop else self._whole(work)
        result, done = await asyncio.get_running_loop().run_in_executor(self._writer, self._note, whole)
        for listener in (*self.listeners,):
            listener(done)
        return result, done

    def read_now(self, query: Work[T]) -> T:
        try:
            with Session(self._reading) as session:
                return query(session)
        except UNREADABLE as error:
            if (trouble := told(error)) is error:
                raise
            raise trouble from None

    def write_now(self, command: str, work: Work[T]) -> tuple[T, Changes]:
        return self.commit_now(self.signing(command, work))

    def undo_now(self, tx: int) -> tuple[Undone, Changes]:
        return self.commit_now(self.undoing(tx))

    def note_now(self, work: Work[T]) -> T:
        return self._writer.submit(self._note, work).result()

    def commit_now(self, work: Work[T]) -> tuple[T, Changes]:
        return self.note_now(self._whole(work))

    def _note(self, work: Work[T]) -> T:
        """On the writer's thread."""
        try:
            with self._session() as session, session.begin():
                return work(session)
        except UNREADABLE as error:
            if (trouble := told(error)) is error:
                raise
            raise trouble from None

    def _whole(self, work: Work[T]) -> Work[tuple[T, Changes]]:
        def whole(session: Session) -> tuple[T, Changes]:
            before = changes.last(session)
            result = work(session)
            done = changes.since(session, before)
            for keep in self._keepers.indexes:
                keep(session, done)
            return result, done

        return whole

    def signing(self, command: str, work: Work[T], undoes: int | None = None) -> Work[T]:
        def sign(session: Session) -> T:
            with changes.signed(session, self.world.now(), self.actor, command, undoes=undoes) as tx:
                result = work(session)
                session.flush()
                self.fold(session, tx)
                return result

        return sign

    def undoing(self, tx: int) -> Work[Undone]:
        def take_back(session: Session) -> Undone:
            if is_undone(session, tx):
                return Undone(0, ())  # by another press: nothing is written, not even who did nothing
            command = session.get_one(changes.Transaction, tx).command
            return self.signing(command, lambda s: undo(s, tx), undoes=tx)(session)

        return take_back

    def fold(self, session: Session, tx: int) -> None:
        """Sets derived columns anew after what this transaction wrote."""
        if self._keepers.folds:
            done = changes.since(session, tx - 1)
            for keep in self._keepers.folds:
                keep(session, done)
                session.flush()  # what a fold reads does not flush by itself

    def _session(self) -> Session:
        session = Session(self._writing, expire_on_commit=False)
        session.info["ids"] = self.world.ids
        session.info["now"] = self.world.now
        session.info["actor"] = self.actor
        return session

    def close(self) -> None:
        self.closed = True
        for threads in (self._writer, self._readers):
            threads.shutdown()
        self._reading.dispose()
        with suppress(StoreError, database_errors()):  # on a full disk the log stays, and is read with the next start
            outside(self._writing, "PRAGMA wal_checkpoint(TRUNCATE)")
        self._writing.dispose()
