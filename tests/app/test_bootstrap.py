"""A store is there wholly or not at all, its keys can be changed, and every way back from trouble keeps what there was."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from app import bootstrap, drafts
from app.bootstrap import House
from app.errors import StoreRefused, UserError
from app.modules.buildings import Dwelling
from app.modules.staff import Staff
from db import backup, engine, migrations, vault
from db.errors import StoreError, Trouble
from db.store import World
from tests.helpers.stores import FOUNDING, NOW, WORLD

PASSWORD, OTHER = "correct horse battery", "four green umbrellas"


@pytest.fixture
def house(tmp_path: Path):
    made, made.code = bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD)
    yield made
    made.close()


def dwellings(house: House) -> int:
    return house.store.read_now(lambda session: session.scalar(select(func.count()).select_from(Dwelling)))


def raze(house: House) -> None:
    house.store.write_now("拆除", lambda session: session.execute(Dwelling.__table__.delete()))


def test_the_code_shown_before_is_the_code_of_the_store(tmp_path: Path) -> None:
    shown = vault.new_code()
    house, code = bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD, code=shown)
    house.close()
    assert code == shown
    bootstrap.unlock(tmp_path / "store", shown, WORLD).close()


def test_the_post_of_the_person_is_kept(tmp_path: Path) -> None:
    founding = bootstrap.Founding("李敏", "潍坊三村", "第四网格", post="网格员")
    house, _ = bootstrap.create(tmp_path / "store", PASSWORD, founding, WORLD)
    assert house.store.read_now(lambda s: s.get(Staff, house.store.actor).post) == "网格员"
    house.close()


def test_a_creation_that_fails_leaves_nothing_of_ours_and_everything_else(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")

    def full(*_: object) -> None:
        raise StoreError(Trouble.DISK_FULL)

    monkeypatch.setattr(bootstrap, "found", full)
    with pytest.raises(StoreRefused, match="磁盘已满") as refused:
        bootstrap.create(folder, PASSWORD, FOUNDING, WORLD)
    assert refused.value.trouble is Trouble.DISK_FULL
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_store_half_made_when_the_power_went_is_no_store_and_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    opened, _ = vault.create(folder, PASSWORD)
    begun = engine.writing_engine(opened.database, opened.key)
    migrations.migrate(begun)
    begun.dispose()
    opened.release()  # here it ended
    assert not vault.exists(folder)
    with pytest.raises(UserError, match="没有邻里通的数据"):
        bootstrap.unlock(folder, PASSWORD, WORLD)
    house, _ = bootstrap.create(folder, OTHER, FOUNDING, WORLD)
    house.close()
    bootstrap.unlock(folder, OTHER, WORLD).close()


def test_a_new_password_opens_it_and_the_old_one_no_longer(house: House) -> None:
    vault.change_password(house.folder, PASSWORD, OTHER)
    house.close()
    bootstrap.unlock(house.folder, OTHER, WORLD).close()
    with pytest.raises(UserError, match="口令不对"):
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    bootstrap.unlock(house.folder, house.code, WORLD).close()


def test_guessing_the_old_password_at_an_open_window_is_delayed_too(house: House) -> None:
    for _ in range(3):
        with pytest.raises(StoreError):
            vault.change_password(house.folder, "wrong password", OTHER, clock=lambda: 1000.0)
    with pytest.raises(StoreError) as refused:
        vault.change_password(house.folder, PASSWORD, OTHER, clock=lambda: 1000.5)
    assert refused.value.trouble is Trouble.WAIT
    assert vault.waiting(house.folder, lambda: 1000.5) == 1
    assert vault.waiting(house.folder, lambda: 1001.5) == 0


def test_who_forgot_the_password_sets_a_new_one_with_the_printed_code(house: House) -> None:
    house.close()
    bootstrap.reset_password(house.folder, house.code.lower(), OTHER, WORLD).close()
    bootstrap.unlock(house.folder, OTHER, WORLD).close()
    with pytest.raises(UserError, match="口令不对"):
        bootstrap.reset_password(house.folder, vault.new_code(), PASSWORD, WORLD)


def test_a_restored_backup_brings_the_rows_back_into_the_same_house(house: House) -> None:
    kept = house.back_up("manual")
    raze(house)
    bootstrap.restore(house, kept)
    assert dwellings(house) == 96
    assert house.store.read_now(lambda s: s.get(Staff, house.store.actor).name) == "李敏"
    before = next(made for made in backup.all_of(house.folder) if made.reason == "before-restore")
    bootstrap.restore(house, before)
    assert dwellings(house) == 0


def test_a_backup_that_was_thinned_out_meanwhile_is_refused_and_nothing_changes(house: House) -> None:
    kept = house.back_up("manual")
    kept.path.unlink()
    with pytest.raises(StoreRefused):
        bootstrap.restore(house, kept)
    assert dwellings(house) == 96


def test_a_backup_of_a_newer_program_is_refused_before_it_takes_the_place(house: House) -> None:
    kept = house.back_up("manual")
    newer = engine.writing_engine(kept.path, house.opened.key)
    with newer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer.dispose()
    with pytest.raises(StoreRefused) as refused:
        bootstrap.restore(house, kept)
    assert refused.value.trouble is Trouble.NEWER
    assert dwellings(house) == 96


def test_a_damaged_store_is_set_aside_as_it_is_and_a_backup_takes_its_place(house: House) -> None:
    kept = house.back_up("manual")
    house.close()
    broken = b"\x00" * 8192 + house.opened.database.read_bytes()[8192:]
    house.opened.database.write_bytes(broken)
    with pytest.raises(StoreRefused) as refused:
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert refused.value.trouble is Trouble.DAMAGED
    saved = bootstrap.rescue(house.folder, PASSWORD, kept, WORLD)
    assert dwellings(saved) == 96
    saved.close()
    assert [path.read_bytes() for path in house.folder.glob("damaged-*/linli.db")] == [broken]


def test_damage_further_in_is_told_and_the_folder_can_be_opened_again(house: House) -> None:
    house.close()
    raw = bytearray(house.opened.database.read_bytes())
    for page in range(3, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 64] = bytes(64)
    house.opened.database.write_bytes(raw)
    for _ in range(2):
        with pytest.raises(StoreRefused) as refused:
            bootstrap.unlock(house.folder, PASSWORD, WORLD)
        assert refused.value.trouble is Trouble.DAMAGED


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_store_whose_file_is_gone_is_not_begun_anew_and_a_backup_brings_it_back(house: House, spoil) -> None:
    kept = house.back_up("manual")
    house.close()
    spoil(house.opened.database)
    before = sorted((path, path.stat().st_size) for path in house.folder.rglob("*"))
    with pytest.raises(StoreRefused, match=r"linli\.db") as refused:
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert refused.value.trouble is Trouble.MISSING
    assert sorted((path, path.stat().st_size) for path in house.folder.rglob("*")) == before
    saved = bootstrap.rescue(house.folder, PASSWORD, kept, WORLD)
    assert dwellings(saved) == 96
    saved.close()


def test_where_only_backups_are_left_nothing_is_begun_anew_and_they_bring_it_back(house: House) -> None:
    kept = house.back_up("manual")
    house.close()
    for name in (vault.DATABASE, vault.ENVELOPE, vault.SPARE):
        (house.folder / name).unlink(missing_ok=True)
    assert vault.exists(house.folder)
    with pytest.raises(StoreRefused) as refused:
        bootstrap.create(house.folder, PASSWORD, FOUNDING, WORLD)
    assert refused.value.trouble is Trouble.EXISTS
    with pytest.raises(StoreRefused) as refused:
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert refused.value.trouble is Trouble.MISSING
    saved = bootstrap.rescue(house.folder, PASSWORD, kept, WORLD)
    assert dwellings(saved) == 96
    saved.close()


@pytest.mark.parametrize("left", [None, b"{", b'{"suite": 1}'])
def test_a_lost_envelope_is_that_of_the_newest_backup_and_stands_in_its_place_again(house: House, left) -> None:
    house.back_up("manual")
    vault.change_password(house.folder, PASSWORD, OTHER)
    house.back_up("manual")
    house.close()
    (house.folder / vault.SPARE).unlink()
    (house.folder / vault.ENVELOPE).unlink() if left is None else (house.folder / vault.ENVELOPE).write_bytes(left)
    with pytest.raises(StoreRefused, match="口令不对"):
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert left is None or (house.folder / vault.ENVELOPE).read_bytes() == left
    bootstrap.unlock(house.folder, OTHER, WORLD).close()
    shutil.rmtree(house.folder / vault.BACKUPS)
    bootstrap.unlock(house.folder, OTHER, WORLD).close()


def test_an_encrypted_file_without_tables_is_damaged_and_stays_as_it_is(house: House) -> None:
    house.close()
    house.opened.database.unlink()
    engine.connect(house.opened.database, house.opened.key).close()
    size = house.opened.database.stat().st_size
    with pytest.raises(StoreRefused) as refused:
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert refused.value.trouble in (Trouble.MISSING, Trouble.DAMAGED)
    assert house.opened.database.stat().st_size == size


def test_the_envelope_of_another_store_is_told_as_such(house: House, tmp_path: Path) -> None:
    house.close()
    other, _ = bootstrap.create(tmp_path / "other", PASSWORD, FOUNDING, WORLD)
    other.close()
    mine = (house.folder / vault.ENVELOPE).read_bytes()
    (house.folder / vault.ENVELOPE).write_bytes((other.folder / vault.ENVELOPE).read_bytes())
    with pytest.raises(StoreRefused, match=r"envelope\.json") as refused:
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert refused.value.trouble is Trouble.OTHER_ENVELOPE
    (house.folder / vault.ENVELOPE).write_bytes(mine)
    bootstrap.unlock(house.folder, PASSWORD, WORLD).close()


def test_a_first_page_of_noise_is_damage_as_long_as_anything_else_is_ours(house: House) -> None:
    kept = house.back_up("manual")
    house.close()
    house.opened.database.write_bytes(b"\xa5" * 4096 + house.opened.database.read_bytes()[4096:])
    with pytest.raises(StoreRefused) as refused:
        bootstrap.unlock(house.folder, PASSWORD, WORLD)
    assert refused.value.trouble is Trouble.DAMAGED
    saved = bootstrap.rescue(house.folder, PASSWORD, kept, WORLD)
    assert dwellings(saved) == 96
    saved.close()


@pytest.mark.parametrize("left", [0, -5])
def test_a_broken_backup_leaves_the_window_open_on_the_same_rows(house: House, left: int) -> None:
    kept = house.back_up("manual")
    kept.path.write_bytes(kept.path.read_bytes()[:left])
    with pytest.raises(StoreRefused, match="没有恢复"):
        bootstrap.restore(house, kept)
    assert dwellings(house) == 96
    raze(house)
    assert dwellings(house) == 0
    house.close()
    bootstrap.unlock(house.folder, PASSWORD, WORLD).close()


def test_what_can_be_refused_is_refused_before_a_password_is_asked_for(house: House, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        vault.look(house.folder)
    assert refused.value.trouble is Trouble.IN_USE
    house.close()
    vault.look(house.folder)
    (tmp_path / "file").touch()
    for place, trouble in (
        (tmp_path / "file" / "store", Trouble.NOT_WRITABLE),
        (tmp_path / "OneDrive" / "store", Trouble.BAD_PLACE),
        (house.folder, Trouble.EXISTS),
    ):
        with pytest.raises(StoreError) as refused:
            vault.look_at_place(place)
        assert refused.value.trouble is trouble
    vault.look_at_place(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_day_has_one_backup_of_its_own_and_none_where_nothing_changed(tmp_path: Path) -> None:
    now = [NOW]
    house, _ = bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, World(now=lambda: now[0]))
    assert [house.back_up_daily() is not None for _ in range(2)] == [True, False]
    house.store.write_now("拆除", lambda session: session.execute(Dwelling.__table__.delete()))
    now[0] += timedelta(hours=14)  # still the same day here, though not in Greenwich
    assert house.back_up_daily() is None
    now[0] += timedelta(hours=1)
    assert house.back_up_daily()
    now[0] += timedelta(days=1)
    assert house.back_up_daily() is None
    house.store.note_now(lambda session: drafts.keep(session, "x", "x", {"note": "还没有写完"}))
    assert house.back_up_daily()
    assert [kept.reason for kept in backup.all_of(house.folder)] == ["daily"] * 3
    house.close()


def test_before_a_batch_a_backup_is_made_once_and_not_again_for_the_same_rows(house: House) -> None:
    parts: list[float] = []
    assert house.back_up_changes("before-import", parts.append)
    assert parts[-1] == 1
    assert house.back_up_changes("before-import") is None
    raze(house)
    assert house.back_up_changes("before-import")


def test_leaving_waits_for_no_daily_backup_and_leaves_nothing_of_it(house: House, monkeypatch) -> None:
    begun, left = Event(), Event()
    going_on = House._go_on

    def slowly(self: House, part: float) -> None:
        begun.set()
        assert left.wait(10)
        going_on(self, part)

    monkeypatch.setattr(House, "_go_on", slowly)
    with ThreadPoolExecutor(2) as threads:
        copying = threads.submit(house.back_up_daily)
        assert begun.wait(10)
        closing = threads.submit(house.close)
        assert house._leaving.wait(10)
        left.set()
        assert copying.result(10) is None
        closing.result(10)
    assert backup.all_of(house.folder) == []
    assert house.back_up_daily() is None  # the folder is no longer ours
    bootstrap.unlock(house.folder, PASSWORD, WORLD).close()


def test_after_going_back_the_day_is_kept_again(house: House) -> None:
    first = house.back_up("manual")
    raze(house)
    bootstrap.restore(house, first)
    house.store.world = World(now=lambda: NOW + timedelta(days=1))
    raze(house)
    assert house.back_up_daily()
