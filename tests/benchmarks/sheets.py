"""A roster of 20,000 rows in with its dry run, and a ledger of 20,000 x 29 out."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pandas
import python_calamine
import xlsxwriter
from sqlalchemy import insert

from app import bootstrap
from app.cli import world
from app.exporting.workbook import Heading, workbook
from app.importing import held, trial, writing
from app.importing.answers import Memory
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.modules.residents import Resident
from app.modules.rosters import L01
from app.rules.citizen_id import check_digit
from tests.benchmarks.big import GIVEN, SURNAMES, TODAY
from tests.benchmarks.common import Figure, both, once

ROWS = 20_000
HEADINGS = ["序号", *(field.label for field in L01.fields.values())]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster(folder / "roster.xlsx")
        yield from importing(folder)
        yield exporting()


def roster(path: Path) -> None:
    luck, count = random.Random(3), 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("L01")
        page.write_row(0, 0, ["居民基本信息台账"])
        page.write_row(2, 0, HEADINGS)
        while count < ROWS:
            door, surname = divmod(count, 3)[0], luck.choice(SURNAMES)
            building, unit, room = door // 48 + 1, door % 48 // 24 + 1, f"{door % 24 // 4 + 1}0{door % 4 + 1}"
            names = [surname + "".join(luck.sample(GIVEN, 2)) for _ in range(3)]
            for member, name in enumerate(names[: ROWS - count]):
                page.write_row(3 + count, 0, _line(luck, count, building, unit, room, names[0], name, member))
                count += 1


def _line(luck, number, building, unit, room, head, name, member) -> list[object]:
    born = (
        date(1950, 1, 1) + timedelta(days=luck.randrange(9000))
        if member < 2
        else date(1990, 1, 1) + timedelta(days=luck.randrange(9000))
    )
    gender = "男" if member == 0 else "女" if member == 1 else luck.choice("男女")
    first = f"{310101 + number % 97}{born:%Y%m%d}{luck.choice((997, 999) if gender == '男' else (996, 998))}"
    relation = "户主" if member == 0 else "配偶" if member == 1 else "子" if gender == "男" else "女"
    address = f"{building}幢{unit}单元{room}室"
    return [
        number + 1, "第一网格", "晋吉苑", f"{building}幢", f"{unit}单元", f"{room}室", f"H{number - member:06}", head, name, relation,
        gender, first + check_digit(first), f"{born}", 2026 - born.year, "汉族", "本科", "已婚", "职员", "某公司",
        f"154{luck.randrange(10**8):08}", "上海市", address, address, "是", "户籍在住", "", "2026-11-01", "李敏", "",
    ]  # fmt: skip


def importing(folder: Path) -> Iterator[Figure]:
    path = folder / "roster.xlsx"
    trials = [_both(folder / f"turn{turn}", path) for turn in range(3)]
    ours, floor = (sorted(side)[1] for side in zip(*trials, strict=True))
    baseline = "calamine and executemany of the same rows, triggers and search on"
    yield Figure(f"import {ROWS:,} rows with dry run", baseline, ours, floor, "s", 3)
    yield Figure(
        f"import {ROWS:,} rows with dry run",
        "pandas with openpyxl into plain tables",
        ours,
        once(lambda: _pandas(path)),
        "s",
        1,
    )


def _both(folder: Path, path: Path) -> tuple[float, float]:
    founding = bootstrap.Founding("李敏", "晋吉社区", "第一网格")
    ours, _ = bootstrap.create(folder / "ours", "correct horse battery", founding, world(TODAY))
    plain, _ = bootstrap.create(folder / "plain", "correct horse battery", founding, world(TODAY))
    tried: list[trial.Trial] = []

    def take() -> None:
        known = ours.store.read_now(lambda session: held.known(session, TODAY))
        tried.append(trial.read(path, None, known, Memory(), TODAY))
        grid, ready = ours.store.read_now(bootstrap.meta)["grid"], tried[0].accepted()
        assert len(ready) > 0.95 * ROWS, len(ready)
        ours.store.write_now("导入名册", lambda s: writing.write(s, tried[0].understood, ready, grid))

    mine = once(take)
    rows = ours.store.read_now(_as_written)
    floor = once(lambda: _plainly(plain, path, rows))
    for house in (ours, plain):
        house.close()
    shutil.rmtree(folder)
    return mine, floor


def _as_written(session):
    from app.modules import buildings, households

    tables = (buildings.Building, buildings.Entrance, buildings.Dwelling, households.Household, Resident)
    return {t: [dict(row._mapping) for row in session.execute(t.__table__.select())] for t in tables}


def _plainly(house: bootstrap.House, path: Path, rows) -> None:
    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    house.store._keepers.folds = ()
    house.store.write_now("导入", lambda s: [s.execute(insert(t.__table__), some) for t, some in rows.items()] and None)


def _pandas(path: Path) -> None:
    import sqlite3

    table = pandas.read_excel(path, header=2, engine="openpyxl", dtype=str)
    plain = sqlite3.connect(":memory:")
    table.to_sql("people", plain, index=False)
    plain.close()


def exporting() -> Figure:
    line = [
        "第一网格",
        "晋吉苑",
        "3",
        "2",
        "501",
        "H1",
        "王*芳",
        "王*芳",
        "户主",
        "女",
        "1101**********002X",
        "****-**-**",
        "75-79",
        *["汉族"] * 15,
    ]
    lines = [line[: len(L01.fields)]] * ROWS
    question = Question(now=world(TODAY).now())
    heading = Heading("晋吉社区", "李敏")

    def ours() -> None:
        workbook(L01, lines, question, Strength.OFFICE, heading)

    def bare() -> None:
        book = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
        page = book.add_worksheet()
        for number, row in enumerate(lines):
            page.write_number(number, 0, number)
            for column, value in enumerate(row, start=1):
                page.write_string(number, column, value)
        book.close()

    mine, floor = both(ours, bare, 3)
    return Figure(f"export {ROWS:,} x {len(HEADINGS)}", "XlsxWriter in memory, bare", mine, floor, "s", 1.5)
