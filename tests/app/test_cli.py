"""A roster comes in from Excel, a ledger goes out, and the whole batch can be taken back: without a window."""

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from app import bootstrap, cli, undo
from app.cli import main
from app.exporting.command import period_of
from app.importing import batches
from app.modules.residents import Resident
from app.modules.visits import Visit
from db import backup
from db.store import World

PASSWORD = "correct horse battery"
TODAY = ["--today", "2026-11-24"]
HEADINGS = (
    "序号 网格 小区 楼栋 单元 室号 户号 户主姓名 姓名 与户主关系 性别 公民身份号码 出生日期 年龄 民族 学历 婚姻状况 职业 服务处所 "
    "联系方式 户籍地 户籍门(楼)详址 现住门(楼)详址 人户一致标识 居住类型 关爱标签 更新日期 采集人 备注"
).split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "password").write_text(PASSWORD + "\n")
    names = ["--person", "李敏", "--community", "晋吉社区", "--grid", "第一网格"]
    assert main(["new", str(tmp_path / "store"), *names, *secret(tmp_path), *TODAY]) == 0
    return tmp_path


def test_a_password_that_anybody_guesses_makes_no_store(tmp_path: Path, capsys) -> None:
    (tmp_path / "password").write_text("linli12345\n")
    names = ["--person", "李敏", "--community", "晋吉社区", "--grid", "第一网格"]
    assert main(["new", str(tmp_path / "store"), *names, *secret(tmp_path), *TODAY]) == cli.REFUSED
    assert not (tmp_path / "store").exists()
    assert "没有新建任何文件" in capsys.readouterr().err


def secret(folder: Path) -> list[str]:
    return ["--store-password-file", str(folder / "password")]


def roster(folder: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "身份证号", "联系电话", "家庭住址", "与户主关系"])
    page.append(["王桂芳", "11010519491231002X", "15400000001", "3幢2单元501室", "户主"])
    page.append(["王建国", "", "15400000002", "3幢2单元501室", "子"])
    page.append(["=1+1", "", "", "3幢2单元502室", "户主"])
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def test_a_roster_in_and_the_ledger_out_with_its_exact_headings(folder: Path, capsys) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--accept", "clean", *store])
    assert main(["export", "L01", "--out", str(folder / "out"), *store]) == 0
    page = openpyxl.load_workbook(next((folder / "out").glob("*.xlsx")))["L01"]
    assert [cell.value for cell in page[3]] == HEADINGS
    first = dict(zip(HEADINGS, (cell.value for cell in page[4])))
    assert first["姓名"] == "王*芳"
    assert first["公民身份号码"] == "1101**********002X"
    assert (first["出生日期"], first["年龄"]) == ("****-**-**", "75-79")
    assert page.print_title_rows == "$3:$3"
    assert page.page_setup.orientation == "landscape"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_a_dry_run_writes_nothing(folder: Path, capsys) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--dry-run", "--json", "--accept", "clean", *store])
    assert len(json.loads(capsys.readouterr().out.splitlines()[-1])["records"]) >= 2
    main(["export", "L01", "--out", str(folder / "out"), *store])
    page = openpyxl.load_workbook(next((folder / "out").glob("*.xlsx")))["L01"]
    assert page["A4"].value == "合计：0 条"


def test_the_window_knows_a_file_that_the_command_imported(folder: Path) -> None:
    store, path = ["--store", str(folder / "store"), *secret(folder), *TODAY], roster(folder)
    main(["import", str(path), "--accept", "clean", *store])
    house = bootstrap.unlock(folder / "store", PASSWORD, World())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    before = house.store.read_now(lambda session: batches.imported_before(session, digest))
    house.close()
    assert before and before.file == "roster.xlsx"


def test_before_a_batch_there_is_a_backup_that_goes_back_to_before_it(folder: Path) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    for _ in range(2):
        main(["import", str(roster(folder)), "--accept", "clean", *store])
    kept = backup.all_of(folder / "store")
    assert {made.reason for made in kept} == {"before-import"}
    house = bootstrap.restore(bootstrap.unlock(folder / "store", PASSWORD, World()), kept[-1])
    people = house.store.read_now(lambda session: session.scalar(select(func.count(Resident.uid))))
    house.close()
    assert people == 0


def test_the_whole_batch_is_taken_back(folder: Path) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--accept", "clean", *store])
    house = bootstrap.unlock(folder / "store", PASSWORD, World())
    step = house.store.read_now(lambda session: undo.steps(session, house.store.actor)).undo
    assert step and step.name == "撤销 导入名册"
    assert house.store.undo_now(step.tx)[0].kept == ()
    house.close()
    assert main(["check", *store]) == 0


@pytest.mark.parametrize("given", [["export", "L99"], ["export", "L01", "--period", "November"]])
def test_what_cannot_be_done_is_said_in_words(folder: Path, capsys, given: list[str]) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    assert main([*given, "--out", str(folder / "out"), *store]) == cli.REFUSED
    assert "Traceback" not in capsys.readouterr().err


def test_a_wrong_password_leaves_with_three_sentences(folder: Path, capsys) -> None:
    (folder / "password").write_text("something else entirely\n")
    assert main(["check", "--store", str(folder / "store"), *secret(folder)]) == cli.REFUSED
    assert capsys.readouterr().err.splitlines()[0] == "口令不对"


def test_what_was_exported_before_stays_unless_forced(folder: Path, capsys) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    again = ["export", "L05", "--period", "2026Q4", "--out", str(folder / "out"), *store]
    for more in ([], [], ["--force"]):
        assert main([*again, *more]) == 0
    names = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    one, two = "晋吉社区_入户走访台账_2026Q4_脱敏.xlsx", "晋吉社区_入户走访台账_2026Q4_脱敏（2）.xlsx"
    assert names == [one, two, one]
    assert {path.name for path in (folder / "out").iterdir()} == {one, two}
    page = openpyxl.load_workbook(folder / "out" / one)["L05"]
    assert page["A1"].value == "晋吉社区入户走访台账(2026年第4季度)"


def test_what_went_out_is_logged_with_its_number_and_its_digest(folder: Path, capsys) -> None:
    from db.local import Access

    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--accept", "clean", *store])
    assert main(["export", "L01", "--out", str(folder / "out"), *store]) == 0
    path = next((folder / "out").glob("*.xlsx"))
    house = bootstrap.unlock(folder / "store", PASSWORD, World())
    what = house.store.read_now(lambda s: s.query(Access).filter_by(kind="export").one().what)
    house.close()
    told = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)["填表说明"].iter_rows()}
    assert what["number"] == told["导出编号"] and what["number"].startswith("DC20261124-")
    assert told["数据截至"] == told["生成时间"] == "2026-11-24 09:30（北京时间）"
    assert (what["ledger"], what["strength"], what["rows"]) == (
        "L01",
        "OFFICE",
        openpyxl.load_workbook(path)["L01"].max_row - 5,
    )
    assert what["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "王" not in str(what)


def test_a_ledger_of_today_says_no_period(folder: Path, capsys) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    assert main(["export", "L01", "--period", "2026-11", "--out", str(folder / "out"), *store]) == 0
    page = openpyxl.load_workbook(next((folder / "out").glob("*_全部_脱敏.xlsx")))["L01"]
    assert page["A1"].value == "晋吉社区居民基本信息台账"


def test_the_demo_is_the_same_from_the_same_seed(tmp_path: Path) -> None:
    world = cli.world(period_of("2026-11")[0])
    rows, numbers = [], []
    for name in ("a", "b"):
        house = cli.make_demo(tmp_path / name, 7, world)
        assert house.demo
        rows.append(house.store.read_now(_people))
        numbers.append(house.store.read_now(lambda session: {*session.scalars(select(Visit.number))}))
        assert house.store.world.ids() != house.store.world.ids() and house.store.world is world
        house.close()
    assert rows[0] == rows[1]
    assert numbers[0] == numbers[1] and len(numbers[0]) > 3000
    assert 1300 < len(rows[0]) < 1900
    assert all(row.marital and row.occupation and row.home_region for row in rows[0])
    assert sum(bool(row.home_address) for row in rows[0]) > 0.8 * len(rows[0])


def _people(session):
    from sqlalchemy import select

    from app.modules.residents import Resident

    return session.execute(
        select(
            Resident.uid, Resident.name, Resident.birth, Resident.place, Resident.education, Resident.marital, Resident.occupation,
            Resident.home_region, Resident.home_address,
        ).order_by(Resident.place, Resident.name)
    ).all()  # fmt: skip


def test_a_demo_opens_with_the_password_that_was_given(tmp_path: Path, monkeypatch, capsys) -> None:
    from app.demo import community

    monkeypatch.setattr(community, "grow", lambda session, seed, today: None)
    (tmp_path / "password").write_text(PASSWORD + "\n")
    demo = ["demo", str(tmp_path / "own"), *secret(tmp_path), *TODAY]
    assert main(demo) == 0
    bootstrap.unlock(tmp_path / "own", PASSWORD, World()).close()
    assert main(["demo", str(tmp_path / "usual"), *TODAY]) == 0
    bootstrap.unlock(tmp_path / "usual", community.PASSWORD, World()).close()
    (tmp_path / "password").write_text("short\n")
    assert main(["demo", str(tmp_path / "weak"), *secret(tmp_path), *TODAY]) == cli.REFUSED
    assert not (tmp_path / "weak").exists()


def test_a_new_demo_says_where_it_is_how_it_opens_and_where_its_password_stands(tmp_path, monkeypatch, capsys) -> None:
    from app.demo import community

    monkeypatch.setattr(community, "grow", lambda session, seed, today: None)
    (tmp_path / "password").write_text(PASSWORD + "\n")
    assert main(["demo", str(tmp_path / "my own"), *secret(tmp_path), *TODAY]) == 0
    said = capsys.readouterr().out
    assert said.splitlines() == [
        f"演示社区已建好：{tmp_path / 'my own'}",
        f"口令：{tmp_path / 'password'} 的第一行",
        f"打开：linli --store '{tmp_path / 'my own'}'",
    ]
    assert PASSWORD not in said
    assert main(["demo", str(tmp_path / "usual"), *TODAY]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"口令：{community.PASSWORD}"


def test_what_makes_no_store_and_no_code_is_told_in_three_sentences(folder: Path, capsys) -> None:
    (folder / "codes.csv").write_text("name,code\nnobody,12\n")
    (folder / "weak").write_text("short\n")
    weak = ["demo", str(folder / "weak store"), "--store-password-file", str(folder / "weak")]
    for given in (weak, ["regions", str(folder / "codes.csv"), "--store", str(folder / "store"), *secret(folder)]):
        assert main(given) == cli.REFUSED
        assert len(capsys.readouterr().err.splitlines()) == 3


def test_the_exit_codes_stand_in_every_help(capsys) -> None:
    for command in ([], ["check"], ["import"]):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        said = capsys.readouterr().out.replace("\n", "")
        assert all(f"{code} " in said for code in ("0", "1", "2", "3"))
        assert "退出码" in said


@pytest.mark.parametrize("birth", ["not a date", "2026-02-30"])
def test_a_day_spoiled_by_hand_is_told_in_words_and_found_by_check(folder: Path, capsys, birth: str) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--accept", "clean", *store])
    house = bootstrap.unlock(folder / "store", PASSWORD, World())
    house.store.write_now("手改", lambda s: s.connection().exec_driver_sql("UPDATE residents SET birth = ?", (birth,)))
    house.close()
    capsys.readouterr()
    assert main(["check", *store]) == cli.FOUND
    assert json.loads(capsys.readouterr().out)["garbled"] == {"residents.birth": 2}
    for given in (
        ["export", "L01", "--out", str(folder / "out")],
        ["import", str(roster(folder)), "--accept", "clean"],
    ):
        assert main([*given, *store]) == cli.REFUSED
        said = capsys.readouterr().err
        assert "写得不对" in said and "linli check" in said
        assert birth not in said and "Traceback" not in said


def test_the_tables_are_seen_masked_and_that_is_logged(folder: Path, capsys) -> None:
    from db.local import Access

    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--accept", "clean", *store])
    capsys.readouterr()
    assert main(["db", *store]) == 0
    assert "residents" in capsys.readouterr().out
    assert main(["db", "residents", *store]) == 0
    said = capsys.readouterr().out
    assert "王桂芳" not in said
    assert "11010519491231002X" not in said
    assert len(said.splitlines()) == 2
    assert main(["db", "nothing", *store]) == cli.REFUSED
    house = bootstrap.unlock(folder / "store", PASSWORD, World())
    assert house.store.read_now(lambda session: [row.kind for row in session.query(Access)]) == ["db", "db"]
    house.close()


def test_the_search_index_is_rebuilt_by_one_command(folder: Path, capsys) -> None:
    store = ["--store", str(folder / "store"), *secret(folder), *TODAY]
    main(["import", str(roster(folder)), "--accept", "clean", *store])
    house = bootstrap.unlock(folder / "store", PASSWORD, World())
    from db import search

    house.store.note_now(search.clear)
    house.close()
    assert main(["check", *store]) == cli.FOUND
    assert main(["check", "--rebuild-index", *store]) == cli.DONE
