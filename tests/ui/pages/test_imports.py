"""A roster in the window: tried, mended at the cell, imported as one batch, taken back weeks later."""

import asyncio
import threading
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.importing import trial, writing
from app.importing.batches import batches, memory
from app.modules.residents import Resident
from db.errors import StoreError, Trouble
from ui.pages.batches import BatchesPage
from ui.pages.import_findings import key_of
from ui.pages.imports import ImportPage
from ui.theme import look
from ui.widgets.label import SafeLabel

GOOD, BAD = "11010519491231002X", "110105194912310021"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["住户名单"])
    page.append(["姓名", "身份证号", "手机", "住址", "与户主关系"])
    page.append(["王桂芳", BAD, "15400000001", "3幢2单元501室", "户主"])
    page.append(["张伟", "", "154 0000 0002", "3幢1单元101室", "户主"])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    return path


def names(house) -> list[str]:
    return house.store.read_now(lambda session: [*session.scalars(select(Resident.name).order_by(Resident.name))])


def shown(rows) -> list:
    return [rows.rows.item(number) for number in range(rows.rows.rowCount())]


def csv(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_nothing_is_written_before_it_is_confirmed(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    assert names(house) == []
    assert page.trial.counts().ready == 1
    assert page.trial.counts().waiting == 1
    run(page.write())
    assert names(house) == ["张伟"]


def test_a_cell_mended_on_the_screen_is_imported(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    wrong = next(f for f in page.trial.listed() if f.kind == "id_bad_check")
    assert page.trial.original(wrong) == BAD
    page.trial.correct(wrong, GOOD)
    run(page.again())
    assert page.trial.counts().waiting == 0
    run(page.write())
    found = house.store.read_now(lambda s: s.scalar(select(Resident.citizen_id).where(Resident.name == "王桂芳")))
    assert found == GOOD


def test_an_error_may_be_left_empty_and_the_row_taken(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    page.trial.adopt(next(f for f in page.trial.listed() if f.kind == "id_bad_check"))
    run(page.write())
    assert names(house) == ["张伟", "王桂芳"]
    assert house.store.read_now(lambda s: s.scalars(select(Resident.citizen_id)).all()) == [None, None]


def test_the_batch_is_listed_and_taken_back_and_headings_are_remembered(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    told = []
    page.imported.connect(lambda words, tx: told.append((words, tx)))
    run(page.write())
    batch = house.store.read_now(batches)[0]
    assert told == [("已导入 1 人，更新 0 人", batch.tx)]
    assert house.store.read_now(memory).recall("手机") == "phone"
    run(house.store.undo(batch.tx))
    assert names(house) == []
    assert house.store.read_now(batches)[0].undone


def test_a_batch_that_was_taken_back_is_restored_from_the_list_as_often_as_one_likes(
    house, roster: Path, run, qtbot
) -> None:
    page, done = ImportPage(house), list[int]()
    listed = BatchesPage(house, done.append)
    qtbot.addWidget(page)
    qtbot.addWidget(listed)
    run(page.try_file(roster))
    run(page.write())
    for action, left in (("撤销这一批", []), ("恢复这一批", ["张伟"]), ("撤销这一批", []), ("恢复这一批", ["张伟"])):
        run(listed.refresh())
        row = shown(listed.list)[0]
        assert (row.action, listed.list.current_key()) == (action, row.key)  # Space acts at once
        listed.list.acted.emit(row.key)
        run(house.store.undo(done.pop()))
        assert names(house) == left


def test_a_file_that_is_no_workbook_is_refused_in_words(house, tmp_path: Path, run, qtbot) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(path))
    assert page.trial is None
    assert not page.take.isEnabled()
    assert page.empty.title.text() == "没有读入" and "不是 Excel 表格" in page.empty.words.text()
    assert len(page.empty.words.text().splitlines()) == 3


def test_a_password_is_asked_for_and_a_wrong_one_again(house, tmp_path: Path, roster: Path, run, qtbot) -> None:
    import msoffcrypto.format.ooxml

    locked = tmp_path / "locked.xlsx"
    with roster.open("rb") as plain, locked.open("wb") as file:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("秘密2026", file)
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(locked))
    assert page.mending.isVisibleTo(page)
    run(page.try_file(locked, "wrong"))
    page.show()
    assert not page.escape() and page.mending.isVisible()
    run(page.try_file(locked, "秘密2026"))
    assert page.trial.counts().ready == 1


def test_an_impatient_second_press_imports_nothing_twice(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))

    async def twice() -> None:
        await asyncio.gather(page.write(), page.write(), page.write())

    run(twice())
    assert names(house) == ["张伟"]
    assert len(house.store.read_now(batches)) == 1


def wrong_id(page: ImportPage) -> str:
    return next(key_of(f) for f in page.trial.listed() if f.kind == "id_bad_check")


def test_a_correction_followed_at_once_by_the_import_is_in_it(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    page._mend(wrong_id(page))

    async def at_once() -> None:
        page._mended(GOOD)
        assert not page.take.isEnabled()
        await page.write()

    run(at_once())
    assert names(house) == ["张伟", "王桂芳"]


def test_of_two_corrections_the_one_said_last_is_shown_however_long_the_first_takes(
    house, roster: Path, run, qtbot, monkeypatch
) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    begun, go_on = threading.Event(), threading.Event()
    real = trial.understand

    def slow(book, *rest, **more):
        if not begun.is_set():
            begun.set()
            assert go_on.wait(20)
        return real(book, *rest, **more)

    monkeypatch.setattr(trial, "understand", slow)

    async def twice() -> None:
        finding = page.findings.finding(wrong_id(page))
        page.trial.correct(finding, "")
        first = asyncio.ensure_future(page.again())
        while not begun.is_set():
            await asyncio.sleep(0)
        page.trial.correct(finding, GOOD)
        second = asyncio.ensure_future(page.again())
        asyncio.get_running_loop().call_soon(go_on.set)
        await asyncio.gather(first, second)

    run(twice())
    assert [record.id_no for record in page.trial.understood.records] == [GOOD, ""]
    assert page.take.isEnabled()


def test_a_full_disk_loses_no_correction_and_the_import_can_be_tried_again(
    house, roster: Path, run, qtbot, monkeypatch
) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    page._mend(wrong_id(page))
    page.trial.correct(page.mending.finding, GOOD)
    run(page.again())

    def full(*_: object) -> None:
        raise StoreError(Trouble.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write", full)
        with pytest.raises(StoreError):
            run(page.write())
    assert names(house) == []
    assert page.take.isEnabled() and page.take.words() == "导入 2 人"
    run(page.write())
    assert names(house) == ["张伟", "王桂芳"]


def test_a_file_dropped_while_another_is_read_is_the_one_that_counts(
    house, roster: Path, tmp_path: Path, run, qtbot, monkeypatch
) -> None:
    later = csv(tmp_path, "姓名,手机,住址", "李大明,15400000003,3幢1单元201室")
    page, read, done = ImportPage(house), trial.read, threading.Event()
    qtbot.addWidget(page)

    def slow(path: Path, *rest, **more):
        tried = read(path, *rest, **more)
        if path == later:
            done.set()
        else:
            assert done.wait(20)
        return tried

    monkeypatch.setattr(trial, "read", slow)

    async def both() -> None:
        await asyncio.gather(page.try_file(roster), page.try_file(later))

    run(both())
    assert page.trial.book.name == later.name
    assert page.take.words() == "导入 1 人" and page.take.isEnabled()


def test_an_impatient_press_on_a_full_disk_is_told_once(house, roster: Path, run, qtbot, monkeypatch) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))

    def full(*_: object) -> None:
        raise StoreError(Trouble.DISK_FULL)

    async def twice() -> list[object]:
        return await asyncio.gather(page.write(), page.write(), return_exceptions=True)

    monkeypatch.setattr(writing, "write", full)
    assert [type(told) for told in run(twice())] == [StoreError, type(None)]


def test_what_is_being_typed_stays_while_an_earlier_correction_is_understood(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    page._mend(wrong_id(page))
    page.mending.line.setText("1101051949")
    run(page.again())
    assert page.mending.line.text() == "1101051949" and page.mending.finding


def test_what_the_store_changed_meanwhile_waits_and_is_shown_anew(house, roster: Path, run, qtbot) -> None:
    page, other = ImportPage(house), ImportPage(house)
    qtbot.addWidget(page)
    qtbot.addWidget(other)
    told = []
    page.imported.connect(lambda words, tx: told.append(words))
    run(page.try_file(roster))
    page.trial.taken.add(("Sheet", 3))
    run(other.try_file(roster))
    run(other.write())
    run(page.write())
    assert names(house) == ["张伟", "王桂芳"]
    assert told == ["已导入 1 人，更新 0 人，1 人没有写入：名册里这些人刚才又有变动"]
    assert [f.row for f in page.trial.listed() if f.kind == "store_changed"] == [4]
    assert page.trial.counts().waiting == 1


def test_a_column_that_is_understood_but_not_kept_says_so(house, tmp_path: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    lines = [f"王{n},1540000000{n},3幢1单元{n}01室,群众,汉族" for n in "一二三四五"]
    run(page.try_file(csv(tmp_path, "姓名,手机,住址,政治面貌,民族", *lines)))
    marks = {row.title: row.state.words for row in shown(page.columns)}
    assert marks["政治面貌"] == "认得，本册不记"
    assert marks["民族"] == "表头一致"


def test_a_finding_about_many_rows_says_how_many_and_stands_whole_below_the_list(
    house, tmp_path: Path, run, qtbot, dressed
) -> None:
    look.wear(dressed, "light", "large")
    page = ImportPage(house)
    qtbot.addWidget(page)
    lines = [f"王大{n},1540000000{k},3幢1单元{k}01室,没上过学堂也不识字" for k, n in enumerate("一二三", start=1)]
    run(page.try_file(csv(tmp_path, "姓名,手机,住址,学历", *lines)))
    row = next(row for row in shown(page.findings) if "3 行" in row.after)
    assert "第 2 行等 3 行" in row.after
    page.resize(400, 600)
    page.show()
    page.findings.go(row.key)
    told = next(label for label in page.findChildren(SafeLabel) if row.quiet in label.text())
    assert "第 2 行等 3 行" in told.text() and told.isVisibleTo(page)
    page.resize(2400, 600)
    page.findings.chosen.emit(row.key)
    assert not told.isVisibleTo(page)  # the row itself says it all


def test_what_only_a_person_can_say_and_what_was_not_read_is_listed(house, tmp_path: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(
        page.try_file(
            csv(tmp_path, "姓名,身份证号,紧急联系人,联系电话,住址", f"王大一,{GOOD},李二,15400000001,3幢1单元101室")
        )
    )
    assert any("紧急" not in row.title and "联系电话" in row.title for row in shown(page.findings))
    run(page.try_file(csv(tmp_path, "项目,数量", "楼栋,22", "户数,620")))
    assert any("没有认出人员名单" in row.title for row in shown(page.findings))
    assert not page.take.isEnabled()


def test_what_would_change_is_shown_with_what_stands_there_now(house, tmp_path: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(csv(tmp_path, "姓名,身份证号,手机,住址", f"王大一,{GOOD},15400000001,3幢1单元101室")))
    run(page.write())
    run(page.try_file(csv(tmp_path, "姓名,身份证号,手机,住址", f"王大一,{GOOD},15400000009,3幢1单元101室")))
    assert ("王大一", "联系电话", "15400000001 → 15400000009") in [
        (row.title, row.after, row.quiet) for row in shown(page.findings) if hasattr(row, "quiet")
    ]


def test_what_a_cell_became_stands_beside_it(house, roster: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    run(page.try_file(roster))
    row = next(row for row in shown(page.findings) if row.title == "154 0000 0002")
    assert row.quiet.endswith("→ 15400000002")


def test_a_heading_that_was_left_out_in_one_file_is_not_lost_in_the_next(house, tmp_path: Path, run, qtbot) -> None:
    page = ImportPage(house)
    qtbot.addWidget(page)
    lines = f"王大一,{GOOD},李二,15400000001,3幢1单元101室", "张小二,,赵三,15400000002,3幢1单元102室"
    run(page.try_file(csv(tmp_path, "姓名,身份证号,紧急联系人,联系电话,住址", *lines)))
    run(page.write())
    run(page.try_file(csv(tmp_path, "姓名,联系电话,住址", "陈四,15400000003,3幢1单元201室")))
    assert [record.phones for record in page.trial.understood.records] == [("15400000003",)]
