"""What an import changes of those we hold already: what the file brings, never what it leaves out."""

from datetime import date

from sqlalchemy import select

from app.bootstrap import meta
from app.importing import held, writing
from app.importing.book import Book, Sheet
from app.importing.result import Understood
from app.importing.understand import understand
from app.modules import care_tags, residents
from app.modules.care_tags import CareTag
from app.modules.residents import Resident
from db.store import Store
from tests.db.test_changes import settle

TODAY = date(2026, 11, 24)


def take(store: Store, *rows: list[str]) -> writing.Counts:
    understood = read(store, *rows)
    grid = store.read_now(meta)["grid"]
    everything = range(len(understood.records))
    return store.write_now("导入名册", lambda s: writing.write(s, understood, everything, grid))[0]


def read(store: Store, *rows: list[str]) -> Understood:
    headings = ["姓名", "身份证号", "联系电话", "住址", "学历", "关爱标签"]
    book = Book("roster.xlsx", [Sheet("名册", False, [headings, *rows])], False, False, False, "xlsx", "")
    return understand(book, store.read_now(lambda s: held.known(s, TODAY)), today=TODAY)


def tags(store: Store) -> list[str]:
    subs = store.read_now(lambda s: s.scalars(select(CareTag.sub).order_by(CareTag.sub)).all())
    return [care_tags.SUB.to_text(sub) for sub in subs]


def phones(store: Store) -> tuple[str | None, str | None]:
    return tuple(store.read_now(lambda s: s.execute(select(Resident.phone, Resident.phone2)).one()))


def test_a_new_phone_comes_first_and_the_old_one_is_kept(store: Store) -> None:
    store.write_now("新增居民", lambda s: settle(s))
    counts = take(store, ["王桂芳", "", "15400000007", "3幢2单元501室", "", ""])
    assert counts.told() == {"new": 0, "changed": 1, "same": 0}
    assert phones(store) == ("15400000007", "13812345678")


def test_a_file_without_phones_takes_none_away(store: Store) -> None:
    store.write_now("新增居民", lambda s: settle(s))
    take(store, ["王桂芳", "", "", "3幢2单元501室", "本科", ""])
    assert phones(store) == ("13812345678", None)


def test_the_same_word_means_the_same_in_every_row(store: Store) -> None:
    rows = [
        [f"李{'大中小'[n]}", "", f"1540000000{n}", f"3幢2单元{n + 1}01室", word, ""]
        for n, word in enumerate(["本科", "没上过", "本科"])
    ]
    assert take(store, *rows).new == 3
    found = store.read_now(lambda s: s.scalars(select(Resident.education).order_by(Resident.place)).all())
    assert found[0] is not None
    assert found == [found[0], None, found[0]]


def test_a_file_that_came_in_before_changes_nobody(store: Store) -> None:
    rows = [
        ["王桂芳", "", "13812345678", "3幢2单元501室", "大专", "独居、肢体残疾(二级)"],
        ["李大明", "", "15400000001", "3幢2单元502室", "没上过", ""],
    ]
    take(store, *rows)
    again = read(store, *rows)
    assert [record.status for record in again.records] == ["same", "same"] and not again.changes


def test_tags_that_a_file_brings_are_kept_and_a_grade_refines_the_tag(store: Store) -> None:
    store.write_now("新增居民", lambda s: settle(s))
    take(store, ["王桂芳", "", "", "3幢2单元501室", "", "残疾"])
    assert tags(store) == ["残疾"]
    take(store, ["王桂芳", "", "", "3幢2单元501室", "", "独居、残疾二级"])
    assert tags(store) == ["独居", "残疾二级"]
    assert not read(store, ["王桂芳", "", "", "3幢2单元501室", "", "残疾"]).changes


def test_a_word_that_no_table_has_is_told_once_with_all_its_rows(store: Store) -> None:
    rows = [[f"李{'大中小'[n]}", "", "", f"3幢2单元{n + 1}01室", "没上过", ""] for n in range(3)]
    told = [one for one in read(store, *rows).findings if one.kind == "word_unknown"]
    assert [(one.cell, one.value, one.rows) for one in told] == [("E2", "没上过", (2, 3, 4))]


def test_who_moved_within_the_community_moves_when_that_is_adopted(store: Store) -> None:
    store.write_now("新增居民", lambda s: settle(s))
    row = ["王桂芳", "", "13812345678", "4幢1单元301室", "", ""]
    assert "moved_home" in {one.kind for one in read(store, row).findings}
    assert take(store, row).told() == {"new": 0, "changed": 1, "same": 0}
    (one,) = store.read_now(lambda s: held.known(s, TODAY)).persons
    assert (one.building, one.unit, one.room) == ("4", "1", "301")


def test_who_had_left_is_asked_about_and_comes_back_as_the_same_person(store: Store) -> None:
    number = "510106197509159977"
    take(store, ["王桂芳", number, "13812345678", "3幢2单元501室", "", ""])
    uid = store.read_now(lambda s: s.scalars(select(Resident.uid)).one())
    store.write_now("登记迁出", lambda s: residents.move_out(s, uid, TODAY, None))
    row = ["王桂芳", number, "", "3幢2单元501室", "", ""]
    assert "left_before" in {one.kind for one in read(store, row).findings}
    assert take(store, row).changed == 1
    assert store.read_now(lambda s: s.scalars(select(Resident.state)).all()) == [residents.HERE]
