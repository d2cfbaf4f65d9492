"""The main job in the real window, by keyboard alone: a roster comes in, a visit is written, a ledger goes out.

The program runs as a person starts it, on a screen of its own. What it did is read from the store, whose key the test
knows, while the window is open: so each step waits for what it must have done, and for nothing else.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, func, select

from app import bootstrap, cli
from app.modules.residents import Resident
from app.modules.visits import Visit
from db import engine
from db.changes import Transaction
from tests.helpers.desk import Desk, linli, soon, unlock, until
from tests.helpers.stores import FOUNDING

pytestmark = [pytest.mark.window, pytest.mark.xdist_group("window")]
PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    house, _ = bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, cli.world(date(2026, 11, 24)))
    (tmp_path / "key").write_text(house.opened.key)
    house.close()
    return tmp_path / "store"


@pytest.fixture
def rows(store: Path) -> Iterator[Engine]:
    """Reads the file while the window writes it."""
    reading = engine.reading_engine(store / "linli.db", (store.parent / "key").read_text(), 1)
    yield reading
    reading.dispose()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "身份证号", "手机", "住址", "与户主关系"])
    page.append(["王桂芳", "11010519491231002X", "15400000001", "3幢2单元501室", "户主"])
    page.append(["张伟", "", "15400000002", "3幢1单元101室", "户主"])
    path = tmp_path / "roster.xlsx"
    book.save(path)
    return path


@pytest.fixture
def desk(store: Path, tmp_path: Path, on_screen: dict[str, str]) -> Iterator[Desk]:
    """The program, started as a person does, and the keyboard in front of it."""
    program = linli(store, on_screen, tmp_path / "said.log")
    yield Desk(on_screen)
    program.terminate()
    program.wait(20)
    said = (tmp_path / "said.log").read_text()
    assert "Traceback" not in said
    assert "王桂芳" not in said


def count(rows: Engine, record: type, *wanted: object) -> int:
    with rows.connect() as connection:
        return connection.scalar(select(func.count()).select_from(record).where(*wanted)) or 0


def test_a_roster_in_a_visit_and_a_ledger_out_by_keyboard_alone(
    desk: Desk, rows: Engine, roster: Path, tmp_path: Path
) -> None:
    window = unlock(desk, PASSWORD)
    _bring_in(desk, rows, roster, window)
    _visit(desk, rows)
    _hand_in(desk, tmp_path / "out", window)
    _take_back(desk, rows, window)


def _bring_in(desk: Desk, rows: Engine, roster: Path, window: str) -> None:
    desk.summon("ctrl+o", "选择名册")
    desk.type(str(roster))
    desk.key("Return")
    until(lambda: not desk.windows("选择名册"))
    desk.tool("windowfocus", "--sync", window)

    def brought_in() -> int:
        desk.key("ctrl+Return")  # off until the dry run stands there, and again once it is written
        return count(rows, Resident)

    assert until(brought_in) == 2


def _visit(desk: Desk, rows: Engine) -> None:
    """Ctrl+R, Enter, 1, Alt+1, Ctrl+Enter; a page that was not there yet when a key came is asked again."""
    desk.key("ctrl+r", "Return")

    def written() -> int:
        desk.key("1", "alt+1", "ctrl+Return")
        return soon(lambda: count(rows, Visit), 3) or 0

    assert until(written) >= 1
    assert count(rows, Visit, Visit.method == "1", Visit.outcome == "1", Visit.safety == "1") >= 1


def _hand_in(desk: Desk, folder: Path, window: str) -> None:
    folder.mkdir()
    desk.key("ctrl+3")
    desk.summon("e", "导出到哪个文件夹")

    def handed_in() -> list[Path] | None:
        """On a slow machine letters come before the field, and its list of names takes the first Enter."""
        if desk.windows("导出到哪个文件夹"):
            desk.key("ctrl+a")
            desk.type(str(folder))
            desk.key("Return")
        return soon(lambda: [*folder.glob("*.xlsx")], 5)

    path = until(handed_in)[0]
    page = openpyxl.load_workbook(path)["L01"]
    assert [page["I4"].value, page["I5"].value] == ["张*", "王*芳"]
    until(lambda: not desk.windows("导出到哪个文件夹"))
    desk.tool("windowfocus", "--sync", window)


def _take_back(desk: Desk, rows: Engine, window: str) -> None:
    """The visit, then the whole roster, newest first; the founding of the store is not taken back."""

    def gone() -> bool:
        before = count(rows, Transaction)
        desk.key("ctrl+z")
        soon(lambda: count(rows, Transaction) > before, 2)
        return count(rows, Resident) == 0

    assert until(gone)
    assert count(rows, Visit) == 0
