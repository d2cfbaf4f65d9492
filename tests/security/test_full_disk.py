"""The disk is full, or the folder may not be written: said in three sentences, nothing lost, and it goes on without a restart."""

import multiprocessing.forkserver
import multiprocessing.resource_tracker
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import bootstrap, cli, drafts, search
from app.exporting.command import export
from app.importing import writing
from app.importing.result import Record, Understood
from app.modules.residents import Resident
from db import backup, restore, vault
from db.local import Draft, ImportBatch
from db.store import Store
from tests.helpers.cramped import Disk, Limit, NotAllowed, on, told
from tests.helpers.killed import settle
from tests.helpers.stores import FOUNDING, KEY, WORLD, house_of, open_store

PASSWORD, NEW_PASSWORD = "correct horse battery", "staple battery horse"
FULL = (
    "磁盘已满，这次没有保存",
    "磁盘读写出错，这次没有保存",
)  # SQLite tells a bound of file sizes as an error of the disk
KINDS = pytest.mark.parametrize("kind", [Disk, Limit])


@pytest.fixture(autouse=True, scope="module")
def _server() -> Iterator[None]:
    yield
    multiprocessing.forkserver._forkserver._stop()  # type: ignore[attr-defined]
    multiprocessing.resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]


def tried(kind: type[Disk], folder: Path, scenario: Any) -> Any:
    try:
        return on(kind, folder, scenario)
    except NotAllowed:
        pytest.skip("this machine lets nobody mount a small disk")


def people(store: Store) -> int:
    return store.read_now(lambda s: s.scalar(select(func.count(Resident.uid)))) or 0


def clean(store: Store) -> bool:
    backup.check(store.path, KEY)
    return store.start().repaired == () and store.read_now(search.missing) == 0


def saving(folder: Path, disk: Disk) -> dict[str, Any]:
    """People are saved until there is no room; then there is room again."""
    store, saved, said = open_store(folder), 0, ()
    disk.fill(400_000)
    while not said and saved < 1000:
        said = told(lambda: store.write_now("新增居民", settle))
        saved += not said
    typed = told(
        lambda: [store.note_now(lambda s: drafts.keep(s, "x", "x", {"note": "字" * 90_000})) for _ in range(9)]
    )
    held = people(store)
    disk.empty()
    store.note_now(lambda s: drafts.keep(s, "x", "x", {"note": "又说了一遍"}))
    store.write_now("新增居民", settle)
    again, note = people(store), store.read_now(lambda s: s.get(Draft, "x").texts["note"])  # type: ignore[union-attr]
    store.close()
    store = open_store(folder)
    after, whole = people(store), clean(store)
    store.close()
    return {
        "said": said,
        "typed": typed,
        "counts": (held - saved, again - saved, after - saved),
        "note": note,
        "ok": whole,
    }


@KINDS
def test_what_was_saved_stays_and_what_was_not_is_said(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, saving)
    assert [len(seen["said"]), len(seen["typed"])] == [3, 3]
    assert {seen["said"][0], seen["typed"][0]} <= {*FULL}
    assert seen["counts"] == (0, 1, 1)
    assert seen["note"] == "又说了一遍"
    assert seen["ok"]


def taking_in(folder: Path, disk: Disk) -> dict[str, Any]:
    store = open_store(folder)
    rows = tuple(Record("", n + 2, 1, f"李{n}", building="9", unit="1", room=str(n)) for n in range(3000))
    grid = store.read_now(bootstrap.meta)["grid"]

    def take() -> None:
        whole = Understood("x", records=rows)
        store.write_now("导入名册", lambda s: writing.write(s, whole, range(len(rows)), grid))

    disk.fill(400_000)
    said, during = told(take), people(store)
    batches = store.read_now(lambda s: s.scalar(select(func.count(ImportBatch.uid))))
    disk.empty()
    store.write_now("导入名册", lambda s: writing.write(s, Understood("x", records=rows[:50]), range(50), grid))
    after, whole = people(store), clean(store)
    store.close()
    return {"said": said, "during": during, "batches": batches, "after": after, "ok": whole}


@KINDS
def test_an_import_is_there_wholly_or_not_at_all(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, taking_in)
    assert len(seen["said"]) == 3 and seen["said"][0] in FULL
    assert (seen["during"], seen["batches"], seen["after"], seen["ok"]) == (0, 0, 50, True)


def giving_out(folder: Path, disk: Disk) -> dict[str, Any]:
    (folder / "store").mkdir()
    store = open_store(folder / "store")
    house = house_of(store)
    disk.fill(30_000)  # room for a few
    said = [told(lambda to=folder / f"out{n}": export(house, "L01", None, to)) for n in range(12)]
    left = [path.name for path in folder.glob("out*/*") if path.suffix != ".xlsx"]
    whole = len([*folder.glob("out*/*.xlsx")])
    disk.empty()
    then = told(lambda: export(house, "L01", None, folder / "out"))
    store.close()
    return {
        "said": [words for words in said if words],
        "made": said.count(()),
        "whole": whole,
        "left": left,
        "then": then,
    }


@KINDS
def test_a_workbook_is_written_wholly_or_not_at_all(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, giving_out)
    assert seen["said"]
    assert all(len(words) == 3 and words[0] in FULL for words in seen["said"])
    assert (seen["left"], seen["then"]) == ([], ())
    assert seen["made"] == seen["whole"]


def copying(folder: Path, disk: Disk) -> dict[str, Any]:
    store = open_store(folder)
    first = backup.make(folder, KEY, WORLD.now(), "first").path
    disk.fill(200_000)
    said = told(lambda: backup.make(folder, KEY, WORLD.now(), "second"))
    left = sorted(path.name for path in (folder / "backups").iterdir() if "second" in path.name)
    backup.check(first, KEY)
    disk.empty()
    then = told(lambda: backup.make(folder, KEY, WORLD.now(), "third"))
    store.close()
    return {"said": said, "left": left, "then": then}


@KINDS
def test_a_backup_that_finds_no_room_leaves_nothing_and_the_older_one_is_good(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, copying)
    assert len(seen["said"]) == 3 and seen["said"][0] in FULL
    assert (seen["left"], seen["then"]) == ([], ())


def going_back(folder: Path, disk: Disk) -> dict[str, Any]:
    store = open_store(folder)
    kept = backup.make(folder, KEY, WORLD.now(), "manual")
    store.write_now("新增居民", settle)
    store.close()
    said = []
    for room in (100_000, 900_000):  # not even for the copy; for the copy, but not for what is there now
        disk.fill(room)
        said.append(told(lambda: restore.restore(folder, kept, KEY, "test", WORLD.now())))
        disk.empty()
    left = [path.name for path in folder.iterdir() if path.suffix == ".part"]
    store = open_store(folder)
    during, whole = people(store), clean(store)
    store.close()
    restore.restore(folder, kept, KEY, "test", WORLD.now())
    store = open_store(folder)
    after = people(store)
    store.close()
    return {"said": said, "during": during, "ok": whole, "after": after, "left": left}


@KINDS
def test_going_back_without_room_leaves_the_rows_of_today(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, going_back)
    assert len(seen["said"][0]) == 3 and seen["said"][0][0] in FULL
    assert all(words == () or words[0] in FULL for words in seen["said"])
    refused = all(seen["said"])  # with a bound on files the second may find room
    assert (seen["during"], seen["ok"], seen["after"], seen["left"]) == (int(refused), True, 0, [])
    assert refused or kind is Limit


def founding(folder: Path, disk: Disk) -> dict[str, Any]:
    disk.fill(100_000)
    said = told(lambda: bootstrap.create(folder / "store", PASSWORD, FOUNDING, WORLD))
    left = [path.name for path in folder.iterdir() if path.name != "ballast"]
    disk.empty()
    bootstrap.create(folder / "store", PASSWORD, FOUNDING, WORLD)[0].close()
    return {"said": said, "left": left}


@KINDS
def test_a_store_that_finds_no_room_is_not_made(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, founding)
    assert len(seen["said"]) == 3 and seen["said"][0] in FULL
    assert seen["left"] == []


def changing(folder: Path, disk: Disk) -> dict[str, Any]:
    bootstrap.create(folder / "store", PASSWORD, FOUNDING, WORLD)[0].close()
    disk.fill()
    said = told(lambda: vault.change_password(folder / "store", PASSWORD, NEW_PASSWORD))
    left = [path.name for path in (folder / "store").glob("*.part")]
    disk.empty()
    bootstrap.unlock(folder / "store", PASSWORD, WORLD).close()
    return {"said": said, "left": left}


@KINDS
def test_the_old_password_opens_when_the_new_one_found_no_room(kind: type[Disk], tmp_path: Path) -> None:
    seen = tried(kind, tmp_path, changing)
    assert len(seen["said"]) == 3 and seen["said"][0] in FULL
    assert seen["left"] == []


def forbidden(folder: Path, disk: Disk) -> dict[str, Any]:
    store = folder / "store"
    house, _ = bootstrap.create(store, PASSWORD, FOUNDING, WORLD)
    house.store.write_now("新增居民", settle)
    house.close()
    before = {path.name: path.read_bytes() for path in store.iterdir()}
    disk.forbid()
    said = [
        told(lambda: bootstrap.unlock(store, PASSWORD, WORLD)),
        told(lambda: bootstrap.create(folder / "other", PASSWORD, FOUNDING, WORLD)),
        told(lambda: vault.change_password(store, PASSWORD, NEW_PASSWORD)),
    ]
    return {"said": said, "same": before == {path.name: path.read_bytes() for path in store.iterdir()}}


def test_a_folder_that_may_not_be_written_is_refused_in_words_and_stays_as_it_is(tmp_path: Path) -> None:
    seen = tried(Disk, tmp_path, forbidden)
    assert [len(words) for words in seen["said"]] == [3, 3, 3]
    assert all("不能写入" in words[0] for words in seen["said"])
    assert seen["same"]


def out_of_a_command(folder: Path, disk: Disk) -> int:
    """A roster that is too large for the disk: the store opens, and the rows find no room."""
    store = folder / "store"
    bootstrap.create(store, PASSWORD, FOUNDING, WORLD)[0].close()
    (folder / "password").write_text(PASSWORD)
    lines = (f"李{chr(0x4E00 + number)},9幢1单元{number}室,户主" for number in range(100, 3000))
    (folder / "roster.csv").write_text("\n".join(["姓名,住址,与户主关系", *lines]))
    disk.fill(400_000)
    given = ["--store", str(store), "--store-password-file", str(folder / "password"), "--today", "2026-11-24"]
    return cli.main(["import", str(folder / "roster.csv"), "--accept", "clean", *given])


def test_a_command_ends_with_the_code_for_refused(tmp_path: Path) -> None:
    assert tried(Disk, tmp_path, out_of_a_command) == cli.REFUSED
