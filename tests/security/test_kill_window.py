"""The plug is pulled on the real window: what it said was saved is saved, what was typed 2 s ago is kept, nothing is half.

Keys come from a keyboard in front of the screen. The moment is drawn from a seed and counted in keys, or in the time that
the program itself has worked since a key, so that a busy machine moves it nowhere. What the window said is read off the
screen: the bar of ink that says 已记录, 已导入.
"""

import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app import bootstrap, cli
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from app.modules.visits import Visit
from db import engine
from db.local import ColumnMemory, Draft, ImportBatch
from db.store import Store
from tests.helpers.desk import Desk, linli, soon, unlock, until
from tests.helpers.killed import whole
from tests.helpers.screens import HIGH, Picture
from tests.helpers.stores import FOUNDING
from ui.theme.tokens import LIGHT

pytestmark = [pytest.mark.window, pytest.mark.xdist_group("window")]

PASSWORD = "correct horse battery"
KILLS = 5  # of each kind
WORLD = cli.world(date(2026, 11, 24))
FOOT = HIGH - 160  # px: below it stand the bars and the main button of a page
HOMES, ROWS = 8, 400
PROMISED = 2.0  # s until what was typed is kept
LONGEST = {"visit": 0.025, "import": 0.25}  # s of work until the window says that it is done; a little more


@dataclass
class Life:
    """Of one window, until it is killed."""

    folder: Path
    desk: Desk
    picture: Picture
    program: subprocess.Popen[bytes]
    rows: Engine
    window: str = ""
    killed: float = 0  # s, monotonic
    said: bool = False  # that what it was asked is done

    def count(self, record: type) -> int:
        with self.rows.connect() as connection:
            return connection.scalar(select(func.count()).select_from(record)) or 0

    def draft(self) -> dict[str, str]:
        """What stands in the one that is kept."""
        with self.rows.connect() as connection:
            return connection.scalars(select(Draft.texts)).one()["texts"]

    def worked(self) -> float:
        """Seconds the program has worked, on all its threads."""
        return time.clock_gettime(~self.program.pid << 3 | 2)

    def heard(self) -> bool:
        """Whether the window says that it is done."""
        self.said = self.picture.shows(LIGHT.ink, FOOT)
        return self.said

    def kill(self) -> None:
        self.program.kill()
        self.killed = time.monotonic()
        self.program.wait()
        self.rows.dispose()

    def kill_after(self, work: float, key: str) -> None:
        """As soon as the program has worked so long on a key, or says that it is done."""
        before = self.worked()
        pressing = self.desk.press(key)
        until(lambda: self.heard() or self.worked() - before >= work)
        self.kill()
        pressing.wait()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small store that every kill gets a copy of, and its key."""
    folder = tmp_path_factory.mktemp("template") / "store"
    house, _ = bootstrap.create(folder, PASSWORD, FOUNDING, WORLD)
    house.store.write_now("新增居民", _settle)
    house.close()
    return folder, house.opened.key


def _settle(session: Session) -> None:
    for number, dwelling in enumerate(session.scalars(select(Dwelling).order_by(Dwelling.door).limit(HOMES)).all()):
        household = Household(dwelling_uid=dwelling.uid)
        session.add(household)
        session.add(Resident(household_uid=household.uid, name="王李张刘陈杨赵黄"[number] + "桂芳", relation="02"))


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "住址", "与户主关系"])
    for number in range(ROWS):
        book.active.append([f"欧阳{chr(0x4E00 + number)}", f"9幢1单元{101 + number}室", "户主"])
    path = tmp_path_factory.mktemp("roster") / "roster.xlsx"
    book.save(path)
    return path


@pytest.fixture
def lives(
    template: tuple[Path, str], on_screen: dict[str, str], picture: Picture, tmp_path: Path
) -> Iterator[Callable[[], Life]]:
    """Opens the program on a copy of the store."""
    begun: list[Life] = []

    def begin() -> Life:
        folder = tmp_path / str(len(begun))
        shutil.copytree(template[0], folder)
        program = linli(folder, on_screen, folder.with_suffix(".log"))
        rows = engine.reading_engine(folder / "linli.db", template[1], 1)
        begun.append(life := Life(folder, Desk(on_screen), picture, program, rows))
        life.window = unlock(life.desk, PASSWORD)
        return life

    yield begin
    for life in begun:
        life.program.kill()
        life.program.wait()
        life.rows.dispose()
        assert "Traceback" not in life.folder.with_suffix(".log").read_text()


def reopened(folder: Path, holds: Callable[[Store], None]) -> None:
    house = bootstrap.unlock(folder, PASSWORD, WORLD)
    try:
        assert house.start.repaired == ()
        whole(house.store, house.opened.key)
        holds(house.store)
    finally:
        house.close()


def counted(store: Store, record: type) -> int:
    return store.read_now(lambda s: s.scalar(select(func.count()).select_from(record))) or 0


# ------------------------------------------------------------------------------------------------------------- typing


@pytest.mark.parametrize("seed", range(KILLS))
def test_what_was_typed_two_seconds_ago_is_kept(lives: Callable[[], Life], seed: int) -> None:
    _typing(lives(), seed)


def _typing(life: Life, seed: int) -> None:
    """Until so many letters are typed, in every second run until so many are older than what is promised."""
    _into_the_diary(life)
    luck, when, typed = random.Random(seed), [], ""
    letters, promised = luck.randrange(1, 80), luck.randrange(1, 80) * (seed % 2)
    while len(typed) < letters or _old(when) < promised:
        letter = luck.choice("abcdefghijklmnop")
        life.desk.type(letter)
        typed += letter
        when.append(time.monotonic())
    life.kill()
    promised = _old(when, life.killed)

    def kept(store: Store) -> None:
        note = store.read_now(lambda s: s.scalars(select(Draft)).one()).texts["texts"]["note"]
        assert typed.startswith(note)
        assert len(note) >= promised

    reopened(life.folder, kept)


def _old(when: list[float], now: float | None = None) -> int:
    return sum((now or time.monotonic()) - at >= PROMISED for at in when)


def _into_the_diary(life: Life) -> None:
    """其余正常 leaves the keyboard in 情况记录; its draft tells that the page was there to take the key."""
    life.desk.key("ctrl+r")

    def there() -> int | None:
        life.desk.key("alt+1")
        return soon(lambda: life.count(Draft), 0.3)

    until(there)


# ------------------------------------------------------------------------------------------------------------- saving


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_visit_the_window_called_saved_is_saved_and_else_its_draft_is_there(
    lives: Callable[[], Life], seed: int
) -> None:
    _saving(lives(), seed)


def _saving(life: Life, seed: int) -> None:
    _into_the_diary(life)
    life.desk.key("ctrl+Return", "1")  # refused, which leads to 走访结果, and that is 见到
    until(lambda: life.draft().get("outcome"))
    life.kill_after(_moment(seed, "visit"), "ctrl+Return")

    def kept(store: Store) -> None:
        visits = counted(store, Visit)
        assert visits in (life.said, 1)
        assert counted(store, Draft) == 1 - visits

    reopened(life.folder, kept)


def _moment(seed: int, kind: str) -> float:
    """The first of the seeds lets the window say that it is done."""
    part = (seed % KILLS + random.Random(seed).random()) / KILLS
    return part * LONGEST[kind] if seed else float("inf")


# ---------------------------------------------------------------------------------------------------------- importing


@pytest.mark.parametrize("seed", range(KILLS))
def test_an_import_is_there_wholly_or_not_at_all_and_wholly_when_the_window_said_so(
    lives: Callable[[], Life], roster: Path, seed: int
) -> None:
    _importing(lives(), roster, seed)


def _importing(life: Life, roster: Path, seed: int) -> None:
    life.desk.summon("ctrl+o", "选择名册")
    life.desk.type(str(roster))
    life.desk.key("Return")
    until(lambda: not life.desk.windows("选择名册"))
    life.desk.tool("windowfocus", "--sync", life.window)
    until(lambda: life.picture.shows(LIGHT.accent, FOOT))  # the button that writes is on: the dry run stands there
    life.kill_after(_moment(seed, "import"), "ctrl+Return")

    def kept(store: Store) -> None:
        batches = counted(store, ImportBatch)
        assert batches in (life.said, 1)
        assert counted(store, Resident) == HOMES + ROWS * batches
        assert bool(counted(store, ColumnMemory)) is bool(batches)

    reopened(life.folder, kept)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(KILLS, 45))
@pytest.mark.parametrize("kind", ["typing", "saving", "importing"])
def test_the_same_for_a_hundred_and_twenty_kills(lives: Callable[[], Life], roster: Path, kind: str, seed: int) -> None:
    match kind:
        case "typing":
            _typing(lives(), seed)
        case "saving":
            _saving(lives(), seed)
        case _:
            _importing(lives(), roster, seed)
