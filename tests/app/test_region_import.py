"""A published list of administrative codes comes in whatever its sheet looks like; numbers and papers outlive a code."""

from pathlib import Path

import openpyxl
from sqlalchemy import select

from app import bootstrap, cli, region_import
from app.modules.regions import Region
from tests.helpers.stores import FOUNDING, WORLD

PASSWORD = "correct horse battery"


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in (["2026 年统计用区划代码"], ["序号", "统计用区划代码", "城乡分类", "名称"], *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_codes_of_every_level_come_in_with_their_names(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx",
        [1, "310115", None, "浦东新区"],
        [2, 310115007000, None, "潍坊新村街道"],
        [3, "310115007003", "111", "潍坊三村居委会"],
        [4, "31011500700", "111", "位数不对"],
        [5, "310115000003", "111", "没有街道"],
    )
    assert region_import.read(path) == {
        "310115000000": "浦东新区",
        "310115007000": "潍坊新村街道",
        "310115007003": "潍坊三村居委会",
    }


def test_a_second_list_renames_and_adds_and_takes_nothing_away(store) -> None:
    first = {"310115000000": "浦东新区", "310115007000": "潍坊街道"}
    second = {"310115007000": "潍坊新村街道", "310115007003": "潍坊三村居委会"}
    store.write_now(region_import.COMMAND, lambda s: region_import.write(s, first))
    done, _ = store.write_now(region_import.COMMAND, lambda s: region_import.write(s, second))
    assert done == region_import.Counts(new=1, changed=1, same=0)
    held = store.read_now(lambda s: {one.code: one.name for one in s.scalars(select(Region))})
    assert first.items() - {("310115007000", "潍坊街道")} <= held.items() and second.items() <= held.items()


def test_the_command_says_what_it_did_and_refuses_a_file_without_codes(tmp_path: Path, capsys) -> None:
    bootstrap.create(tmp_path / "store", PASSWORD, FOUNDING, WORLD)[0].close()
    (tmp_path / "pw").write_text(PASSWORD)
    given = ["--store", str(tmp_path / "store"), "--store-password-file", str(tmp_path / "pw")]
    good = workbook(tmp_path / "r.xlsx", [1, "310115007003", "111", "潍坊三村居委会"])
    assert cli.main(["regions", str(good), *given]) == 0
    assert "新增 1 个" in capsys.readouterr().out
    bad = workbook(tmp_path / "n.xlsx", [1, "x", "y", "z"])
    assert cli.main(["regions", str(bad), *given]) != 0
    assert "没有写入任何行" in capsys.readouterr().err
