"""Several rosters at once: one after the other, each with its number, and none goes without a word."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.modules.residents import Resident
from ui.pages.imports import ImportPage
from ui.sheets import try_files

BAD = "110105194912310021"


@pytest.fixture
def page(house, qtbot) -> ImportPage:
    made = ImportPage(house)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three rosters of one person each."""
    return [roster(tmp_path / f"{n}.csv", f"王大{name}", n) for n, name in enumerate("一二三", start=1)]


def roster(path: Path, name: str, n: int, number: str = "") -> Path:
    path.write_text(f"姓名,身份证号,手机,住址\n{name},{number},1540000000{n},3幢1单元{n}01室", "utf-8")
    return path


def names(house) -> list[str]:
    return house.store.read_now(lambda session: [*session.scalars(select(Resident.name).order_by(Resident.name))])


def test_of_three_files_each_comes_by_itself_once_the_one_before_is_imported(house, page, files, run) -> None:
    run(page.take_in(files))
    seen = []
    for _ in files:
        seen.append(page.left.note.text())
        run(page.write())
    assert seen == ["文件 1/3，1.csv", "文件 2/3，2.csv", "文件 3/3，3.csv"]
    assert names(house) == ["王大一", "王大三", "王大二"]
    assert page.empty.title.text() == "3.csv 已经导入" and not page.take.isEnabled()


def test_a_file_left_aside_gives_way_to_the_next_and_can_be_brought_back(house, page, files, run, idle) -> None:
    said = []
    page.left_aside.connect(lambda words, back: said.append((words, back)))
    run(page.take_in(files[:2]))
    assert page.aside.words() == "看下一个文件"
    page.aside.click()
    idle()
    assert page.trial.book.name == "2.csv" and page.aside.words() == "取消"
    assert said[0][0] == "没有导入：1.csv"
    said[0][1]()
    idle()
    assert page.left.note.text() == "文件 1/2，1.csv"
    run(page.write())
    assert page.left.note.text() == "文件 2/2，2.csv"
    assert names(house) == ["王大一"]


def test_an_unreadable_file_says_why_and_stays_until_the_person_goes_on(page, files, run, idle, tmp_path) -> None:
    bad = tmp_path / "photo.xlsx"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    run(page.take_in([bad, files[0]]))
    assert page.left.note.text() == "文件 1/2，photo.xlsx"
    assert page.right.note.text() == "没有读入" and page.aside.isVisibleTo(page)
    page.aside.click()
    idle()
    assert page.trial.book.name == "1.csv"


def test_a_file_dropped_while_another_stands_open_comes_now_and_the_other_after_it_as_it_was_left(
    house, page, files, run, tmp_path
) -> None:
    run(page.take_in([roster(tmp_path / "open.csv", "张伟", 4, BAD)]))
    page.trial.correct(next(f for f in page.trial.listed() if f.kind == "id_bad_check"), "11010519491231002X")
    run(page.again())
    run(page.take_in(files[:1]))
    assert page.left.note.text() == "文件 2/2，1.csv"
    run(page.write())
    assert page.left.note.text() == "文件 1/2，open.csv"
    assert [record.id_no for record in page.trial.understood.records] == ["11010519491231002X"]
    run(page.write())
    assert names(house) == ["张伟", "王大一"]


def test_rows_that_wait_come_again_after_the_other_files(house, page, files, run, tmp_path) -> None:
    first = tmp_path / "first.csv"
    first.write_text(f"姓名,身份证号,住址\n张伟,{BAD},3幢1单元801室\n刘明,,3幢1单元802室", "utf-8")
    run(page.take_in([first, files[0]]))
    run(page.write())
    assert page.trial.book.name == "1.csv"
    run(page.write())
    assert page.left.note.text() == "文件 1/2，first.csv"
    counts = page.trial.counts()
    assert (counts.new, counts.same, counts.waiting) == (0, 1, 1)
    assert names(house) == ["刘明", "王大一"]


def test_files_dropped_on_the_window_are_all_taken_in(house, files, run, idle, qtbot) -> None:
    from ui.main import window_on

    window = window_on(house)
    qtbot.addWidget(window)
    try_files(window, files)
    idle()
    assert window.pages["imports"].left.note.text().startswith("文件 1/3")


def test_a_single_file_has_no_number_and_the_next_one_begins_anew(page, files, run) -> None:
    run(page.take_in(files[:2]))
    for _ in range(2):
        run(page.write())
    run(page.take_in(files[2:]))
    assert page.left.note.text() == "3.csv"


def test_the_columns_keep_their_room_however_long_the_name_of_a_file_is(page, run, tmp_path) -> None:
    page.resize(1150, 620)
    page.show()
    wide = page.left.width()
    run(
        page.take_in(
            [roster(tmp_path / ("很长的名字" * 12 + ".csv"), "王大一", 1), roster(tmp_path / "b.csv", "王二", 2)]
        )
    )
    page.layout().activate()
    assert page.left.width() == wide
    assert page.left.note.text().startswith("文件 1/2，")
