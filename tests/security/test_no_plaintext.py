"""A stolen laptop gives nobody away: after a whole day no name, number or phone lies readable anywhere.

The day: a store is made, a roster imported, people visited, found, exported, a backup made, a draft typed, and the process
killed in the middle. Everything the program wrote is searched in five spellings, workbooks also unpacked, and a plain copy
proves that the search can see.
"""

import base64
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from app.rules.citizen_id import check_digit

PEOPLE = 300
DAY = """
import os, pathlib, signal, sys, tempfile
tempfile.gettempdir()  # tries the folder with a file of its own
WROTE = set()
def note(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        WROTE.add(os.path.abspath(os.fsdecode(args[0])))
sys.addaudithook(note)
from datetime import date
from app import bootstrap, drafts, find
from app.cli import world
from app.exporting.command import export
from app.importing import held, trial, writing
from app.importing.answers import Memory
from app.modules import needs, visits
from app.modules.residents import Resident

def day(folder, roster):
    house, _ = bootstrap.create(folder / "store", "correct horse battery", bootstrap.Founding("李敏", "晋吉社区", "一"), world(date(2026, 11, 24)))
    store = house.store
    tried = trial.read(roster, None, store.read_now(lambda s: held.known(s, house.today())), Memory(), house.today())
    grid = store.read_now(bootstrap.meta)["grid"]
    store.write_now("导入名册", lambda s: writing.write(s, tried.understood, range(len(tried.understood.records)), grid))
    store.read_now(lambda s: find.find(s, tried.understood.records[0].name, house.today()))
    homes = store.read_now(lambda s: s.query(Resident.household_uid, Resident.name).limit(40).all())
    for home, name in homes:
        values = {"visited_at": store.world.now(), "method": "1", "outcome": "1", "note": f"{name}家里都好"}
        store.write_now("记录走访", lambda s: visits.record_visit(s, home, values, [], {}))
        store.note_now(lambda s: drafts.keep(s, f"visits:{home}", name, {"note": f"{name}又说了一遍"}))
        content = {"category": "01", "content": f"{name}要送餐，电话 15470000000"}
        store.write_now("登记需求", lambda s: needs.register(s, home, content))
    for number in ("L01", "L05", "L07"):
        export(house, number, None, folder / "out")
    house.back_up("manual")
    store.read_now(lambda s: s.query(Resident).order_by(Resident.note, Resident.name).all())
    print(*sorted(WROTE), "ready", sep="\\n", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    day(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def sentinels() -> list[str]:
    """Names, id numbers and phones that are in no program text."""
    values = []
    for number in range(PEOPLE):
        given = chr(0x9000 + number * 7) + chr(0x8800 + number * 5)
        first = f"310115{1940 + number % 60}{1 + number % 12:02}{1 + number % 28:02}{996 + number % 4}"
        values += [f"欧阳{given}", first + check_digit(first), f"154{70000000 + number * 131}"]
    return values


@pytest.fixture(scope="module")
def spent(tmp_path_factory, sentinels: list[str]) -> Path:
    import openpyxl

    folder = tmp_path_factory.mktemp("day")
    source = tmp_path_factory.mktemp("source") / "roster.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "身份证号", "联系电话", "住址", "与户主关系"])
    for number in range(PEOPLE):
        name, identity, phone = sentinels[3 * number : 3 * number + 3]
        page.append(
            [name, identity, phone, f"{1 + number // 24}幢1单元{1 + number % 24 // 4}0{1 + number % 4}室", "户主"]
        )
    book.save(source)
    (folder / "tmp").mkdir()
    environment = os.environ | {
        "TMPDIR": str(folder / "tmp"),
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    script = folder.parent / "day.py"
    script.write_text(DAY)
    ran = subprocess.run(
        [sys.executable, "-X", "dev", str(script), str(folder), str(source)],
        env=environment | {"PYTHONPATH": os.getcwd()}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "ready" in ran.stdout, ran.stderr[-2000:]
    (folder / "wrote").write_text(ran.stdout.partition("ready")[0])
    (folder / "said.log").write_text(ran.stdout + ran.stderr)
    return folder


def spellings(value: str) -> Iterator[bytes]:
    plain = value.encode()
    yield from (
        plain,
        value.encode("utf-16-le"),
        value.encode("gb18030"),
        plain.hex().encode(),
        base64.b64encode(plain)[:-4],
    )


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file, and what a workbook holds packed."""
    for path in filter(Path.is_file, folder.rglob("*")):
        yield path, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from ((path, packed.read(name)) for name in packed.namelist())


def found(folder: Path, values: list[str]) -> set[tuple[str, str]]:
    """(value, name of the file). Looks at every place of a file once, by the first letters of all spellings."""
    begins: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    for value in values:
        for spelled in spellings(value):
            begins[spelled[:8]].append((spelled, value))
    hits = set()
    for path, raw in contents(folder):
        for at in range(len(raw) - 7):
            if raw[at : at + 8] in begins:
                hits |= {(v, path.name) for spelled, v in begins[raw[at : at + 8]] if raw.startswith(spelled, at)}
    return hits


def test_nothing_that_was_written_names_anybody(spent: Path, sentinels: list[str]) -> None:
    assert (spent / "store" / "linli.db").stat().st_size > 100_000
    assert found(spent, sentinels) == set()


def test_no_temporary_file_is_left(spent: Path) -> None:
    assert [path.name for path in (spent / "tmp").rglob("*") if path.is_file()] == []


def test_nothing_was_written_elsewhere_not_even_for_a_moment(spent: Path) -> None:
    """The self-test of the cipher encrypts a word of chance in a file of its own; nobody else uses the temporary folder."""
    rooms = (str(spent / "store"), str(spent / "out"), str(spent / "tmp" / "linli-test-"), os.devnull)
    written = (spent / "wrote").read_text().split()
    assert str(spent / "store" / "linli.db") in written
    assert [path for path in written if not path.startswith(rooms)] == []


def test_the_search_finds_everybody_in_a_plain_file(tmp_path: Path, sentinels: list[str]) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE people(value TEXT)")
    plain.executemany("INSERT INTO people VALUES (?)", [(value,) for value in sentinels])
    plain.commit()
    plain.close()
    assert {value for value, _ in found(tmp_path, sentinels)} == {*sentinels}


def test_the_search_finds_everybody_in_a_workbook(tmp_path: Path, sentinels: list[str]) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "open.xlsx")) as book:
        book.add_worksheet().write_column(0, 0, sentinels)
    assert {value for value, _ in found(tmp_path, sentinels)} == {*sentinels}


def test_the_search_finds_everybody_however_he_is_spelled(tmp_path: Path, sentinels: list[str]) -> None:
    for number, spelled in enumerate(zip(*map(spellings, sentinels), strict=True)):
        room = tmp_path / str(number)
        room.mkdir()
        (room / "file").write_bytes(b"\0".join(spelled))
        assert {value for value, _ in found(room, sentinels)} == {*sentinels}


def test_the_day_is_not_empty(spent: Path) -> None:
    assert len([*(spent / "store" / "backups").glob("*.db")]) == 1
    written = [*(spent / "out").glob("*.xlsx")]
    assert len(written) == 3
    for path in written:
        with zipfile.ZipFile(path) as book:  # masked, not empty
            assert book.read("xl/sharedStrings.xml").decode().count("欧阳**") >= 1
