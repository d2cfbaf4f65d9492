"""The only place that wires things together: a folder, its key, its store and what keeps the store in order."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Lock

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app import modules, search
from app.errors import of_store
from app.ledger.kinds import CHINA
from app.modules import code_rows, due_days
from app.modules.buildings import Plan, build
from app.modules.grids import Community, Grid
from app.modules.staff import Staff
from app.texts import N_
from db import backup, changes, engine, migrations, vault
from db import restore as going_back
from db.backup import Backup
from db.errors import StoreError, Trouble
from db.local import Meta
from db.store import Keepers, Start, Store, World
from db.undo import FOUNDED
from db.vault import Cost, Opened

KEEPERS = Keepers(folds=modules.FOLDS, indexes=(search.keep,))
NOBODY = ""


@dataclass(frozen=True)
class Founding:
    """What a stand-alone store begins with. This person is the actor of every history."""

    person: str
    community: str
    grid: str
    street: str | None = None
    county: str | None = None
    region_code: str | None = None
    buildings: tuple[Plan, ...] = ()
    demo: bool = False
    post: str | None = None


@dataclass
class House:
    """An open store and where it lives."""

    opened: Opened
    store: Store
    start: Start = field(default_factory=Start)
    demo: bool = False
    _copying: Lock = field(default_factory=Lock, repr=False)  # whoever copies, closes or exchanges the file
    _leaving: Event = field(default_factory=Event, repr=False)

    @property
    def folder(self) -> Path:
        return self.opened.folder

    def today(self) -> date:
        return self.store.world.now().astimezone(CHINA).date()

    def back_up(self, reason: str, progress: Callable[[float], None] = lambda part: None) -> Backup:
        with self._copying:
            return self._copy(reason, progress)

    def back_up_changes(self, reason: str, progress: Callable[[float], None] = lambda part: None) -> Backup | None:
        """None: the newest backup holds all there is."""
        with self._copying:
            progress(0)
            changed = backup.changed_since(self.folder, self.opened.key)
            return self._copy(reason, progress) if changed else None

    def back_up_daily(self) -> Backup | None:
        """Once a day, if anything changed; given up when the house is left meanwhile (decisions.md 18)."""
        today, kept = self.today().isoformat(), backup.all_of(self.folder)
        if any(made.own and made.day == today for made in kept):
            backup.thin(self.folder)
            return None
        with suppress(_Left):
            return self.back_up_changes("daily", self._go_on)
        return None

    def close(self) -> None:
        with self.exchanging():
            self.store.close()
            self.opened.release()
        self._leaving.set()

    @contextmanager
    def exchanging(self) -> Iterator[None]:
        """Nobody copies the file meanwhile: a copy that outlives its store would tidy away the log of the next one."""
        self._leaving.set()
        with self._copying:
            try:
                yield
            finally:
                self._leaving.clear()

    def _copy(self, reason: str, progress: Callable[[float], None]) -> Backup:
        return backup.make(self.folder, self.opened.key, self.store.world.now(), reason, progress)

    def _go_on(self, part: float) -> None:
        if self._leaving.is_set():
            raise _Left


class _Left(Exception):
    """The daily backup is not worth waiting for."""


def harden() -> None:
    """Before anything else: no core dumps with keys in them, no files that others read."""
    os.umask(0o077)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except ImportError:  # Windows has neither
        pass


def create(
    folder: Path, password: str, founding: Founding, world: World = World(), cost: Cost = Cost(), code: str = "",
    fill: Callable[["House"], object] = lambda house: None,
) -> tuple[House, str]:  # fmt: skip
    """A new store and its recovery code, which may be given; `fill` writes what it begins with beside the founding.

    UserError: it cannot be made; nothing is left behind.
    """
    with _in_words():
        opened, code = vault.create(folder, password, cost, code)
        try:
            house = _new(opened, founding, world, fill)
            vault.finish(folder)
        except BaseException:
            _leave_nothing(opened)
            raise
    return house, code


def unlock(folder: Path, password: str, world: World = World(), clock: Callable[[], float] = time.time) -> House:
    """UserError: wrong password, damaged, in use, made by a newer program, ... The folder stays as it was.

    `clock`: seconds, of this machine, for the delay after wrong passwords.
    """
    with _in_words():
        opened = vault.unlock(folder, password, clock)
        with _released(opened):
            return _open(opened, world)


def reset_password(
    folder: Path, code: str, new: str, world: World = World(), clock: Callable[[], float] = time.time
) -> House:
    """Opens with the printed recovery code and sets a new password, before anything can be wrong with the rows."""
    with _in_words():
        opened = vault.unlock(folder, code, clock)
        with _released(opened):
            vault.change_password(folder, code, new, clock=clock)
            return _open(opened, world)


def restore(house: House, chosen: Backup) -> House:
    """Goes back to a backup in the same house; what was there until now becomes a backup itself.

    UserError: nothing was replaced, and the house is open as it was.
    """
    world, opened = house.store.world, house.opened
    with _in_words(), house.exchanging():
        house.store.close()
        try:
            going_back.restore(opened.folder, chosen, opened.key, opened.vault_id, world.now())
        finally:
            again = _open(opened, world)
            house.store, house.start, house.demo = again.store, again.start, again.demo
    return house


def rescue(
    folder: Path, password: str, chosen: Backup, world: World = World(), clock: Callable[[], float] = time.time
) -> House:
    """Goes back to a backup of a store that is damaged; its files are set aside, unchanged."""
    with _in_words():
        opened = vault.unlock(folder, password, clock)
        with _released(opened):
            going_back.replace_damaged(folder, chosen, opened.key, opened.vault_id, world.now())
            return _open(opened, world)


def found(store: Store, founding: Founding, vault_id: str) -> None:
    """Writes the first rows: codes, the person, the community, the grid and its buildings."""
    person = store.world.ids()
    store.actor = person

    def work(session: Session) -> None:
        code_rows.sow(session)
        session.add(Staff(uid=person, name=founding.person, post=founding.post))
        community = Community(
            name=founding.community, street=founding.street, county=founding.county, region_code=founding.region_code
        )
        session.add(community)
        grid = Grid(community_uid=community.uid, number=1, name=founding.grid, code=_grid_code(founding.region_code))
        session.add(grid)
        for plan in founding.buildings:
            build(session, grid.uid, plan)
        facts = {"vault_id": vault_id, "actor": person, "grid": grid.uid, "community": community.uid}
        facts["demo"] = "1" if founding.demo else ""
        session.add_all(Meta(name=name, value=value) for name, value in facts.items())

    store.write_now(N_("新建数据"), work)
    store.read_now(lambda session: code_rows.load(session, store.world.now().astimezone(CHINA).date()))


def meta(session: Session) -> dict[str, str]:
    return {row.name: row.value for row in session.scalars(select(Meta))}


def _new(opened: Opened, founding: Founding, world: World, fill: Callable[[House], object]) -> House:
    writing = engine.writing_engine(opened.database, opened.key)
    try:
        migrations.migrate(writing)
    finally:
        writing.dispose()
    house = House(opened, Store(opened.database, opened.key, actor=NOBODY, world=world, keepers=KEEPERS))
    try:
        found(house.store, founding, opened.vault_id)
        fill(house)
        house.store.commit_now(due_days.catch_up)
        house.store.note_now(lambda session: session.add(Meta(name=FOUNDED, value=str(changes.last(session)))))
    except BaseException:
        house.store.close()
        raise
    house.demo = founding.demo
    return house


@contextmanager
def _in_words() -> Iterator[None]:
    """What is the matter with a store, for the person."""
    try:
        yield
    except DatabaseError as error:
        trouble = engine.told(error)
        raise (of_store(trouble) if isinstance(trouble, StoreError) else trouble) from None
    except StoreError as error:
        raise of_store(error) from None


@contextmanager
def _released(opened: Opened) -> Iterator[None]:
    """Whatever goes wrong, the folder can be opened again."""
    try:
        yield
    except BaseException:
        opened.release()
        raise


def _open(opened: Opened, world: World) -> House:
    _migrate(opened, world)
    store = Store(opened.database, opened.key, actor=NOBODY, world=world, keepers=KEEPERS)
    house = House(opened, store)
    try:
        house.start = store.start(before_repair=lambda: house.back_up("before-repair"))
        facts = store.read_now(meta)
        store.actor, house.demo = facts["actor"], bool(facts.get("demo"))
        store.read_now(lambda session: code_rows.load(session, house.today()))
        with suppress(StoreError):  # a full disk keeps nobody out
            store.commit_now(due_days.catch_up)
    except BaseException:
        store.close()
        raise
    return house


def _migrate(opened: Opened, world: World) -> None:
    """Only when the store is older than the program and proves to be that of its envelope; never without a backup."""
    if not backup.there(opened.database):
        raise StoreError(Trouble.MISSING)
    writing = engine.writing_engine(opened.database, opened.key)
    try:
        with _telling_keys(opened), writing.connect() as connection:
            needed = migrations.needed(connection)
            if migrations.version(connection) is None or _whose(connection) != opened.vault_id:
                raise StoreError(Trouble.DAMAGED)
        if needed:
            if not backup.room_for(opened.folder):
                raise StoreError(Trouble.DISK_FULL)
            backup.make(opened.folder, opened.key, world.now(), "before-upgrade")
            migrations.migrate(writing)
    finally:
        writing.dispose()


def _whose(connection: Connection) -> object:
    return connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'vault_id'").scalar()


@contextmanager
def _telling_keys(opened: Opened) -> Iterator[None]:
    """A key that opens nothing is that of another store; where a backup opens with it, the file is damaged."""
    try:
        yield
    except StoreError as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        kept = [made.path for made in backup.all_of(opened.folder) if made.size]
        ours = any(engine.fits(path, opened.key) for path in (opened.database, *kept[:3]))
        raise error if ours else StoreError(Trouble.OTHER_ENVELOPE) from None


def _grid_code(region_code: str | None) -> str | None:
    return f"{region_code}001" if region_code else None


def _leave_nothing(opened: Opened) -> None:
    """Only what is ours: the folder may have held other files before."""
    opened.release()
    with suppress(OSError):  # a folder that cannot be tidied is still marked as not made
        vault.sweep(opened.folder)
        (opened.folder / vault.LOCK).unlink(missing_ok=True)
        opened.folder.rmdir()
