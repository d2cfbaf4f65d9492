"""What an import changes of those we hold already: what the file brings, never what it leaves out."""

from datetime import date

from sqlalchemy import select

from app.bootstrap import meta
from app.importing import held, trial, writing
from app.importing.book import Book, Sheet
from app.importing.result import Understood
from app.importing.understand import understand
from app.modules import care_tags, residents
from app.modules.care_tags import CareTag
from app.modules.residents import Resident
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.sheets import number

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


def write(store: Store, understood: Understood) -> writing.Counts:
    grid = store.read_now(meta)["grid"]
    ready = trial.accepted(understood)
    return store.write_now("导入名册", lambda s: writing.write(s, understood, ready, grid))[0]


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


NUMBER, OTHER = number("1975-09-15", "女"), number("1980-03-07")
WANG = ["王桂芳", NUMBER, "13812345678", "3幢2单元501室", "", ""]
LI = ["李大明", OTHER, "15400000002", "3幢2单元502室", "", ""]


def test_a_phone_written_after_the_dry_run_is_not_overwritten_and_the_rest_comes_in(store: Store) -> None:
    take(store, WANG)
    newer = [*WANG[:2], "15400000007", *WANG[3:]]
    tried = read(store, newer, LI)
    store.write_now("修改联系电话", lambda s: setattr(s.scalars(select(Resident)).one(), "phone", "15400000099"))
    counts = write(store, tried)
    assert (counts.new, counts.changed, [*counts.waiting]) == (1, 0, [0])
    assert store.read_now(lambda s: s.scalars(select(Resident.phone).order_by(Resident.phone)).all()) == [
        "15400000002",
        "15400000099",
    ]


def test_what_was_written_after_the_dry_run_elsewhere_stops_nobody(store: Store) -> None:
    take(store, WANG)
    tried = read(store, [*WANG[:2], "15400000007", *WANG[3:]])
    store.write_now("修改职业", lambda s: setattr(s.scalars(select(Resident)).one(), "occupation", "教师"))
    assert write(store, tried).changed == 1 and phones(store) == ("15400000007", "13812345678")


def test_a_second_phone_written_by_hand_meanwhile_is_not_lost_where_the_file_says_the_same(store: Store) -> None:
    take(store, WANG)
    tried = read(store, [*WANG[:2], "15400000007", *WANG[3:]])

    def by_hand(session) -> None:
        one = session.scalars(select(Resident)).one()
        one.phone, one.phone2 = "15400000007", "15400000088"

    store.write_now("修改联系电话", by_hand)
    write(store, tried)
    assert phones(store) == ("15400000007", "15400000088")


def test_people_who_came_in_after_the_dry_run_are_not_doubled(store: Store) -> None:
    first, second = read(store, WANG, LI), read(store, WANG, LI)
    assert write(store, first).new == 2
    counts = write(store, second)
    assert counts.new == 0 and [*counts.waiting] == [0, 1]


def test_a_batch_taken_back_after_the_dry_run_leaves_its_rows_waiting(store: Store) -> None:
    tx = take(store, WANG).tx
    tried = read(store, [*WANG[:2], "15400000007", *WANG[3:]], LI)
    store.undo_now(tx)
    counts = write(store, tried)
    assert counts.new == 1 and [*counts.waiting] == [0]


def test_who_moved_out_after_the_dry_run_is_not_changed(store: Store) -> None:
    take(store, WANG)
    tried = read(store, [*WANG[:2], "15400000007", *WANG[3:]])
    uid = store.read_now(lambda s: s.scalars(select(Resident.uid)).one())
    store.write_now("登记迁出", lambda s: residents.move_out(s, uid, TODAY, None))
    assert [*write(store, tried).waiting] == [0] and phones(store) == ("13812345678", None)


def notes(store: Store) -> list[str | None]:
    return [*store.read_now(lambda s: s.scalars(select(Resident.note)).all())]


def remarked(store: Store, words: str) -> Understood:
    headings = ["姓名", "身份证号", "住址", "备注"]
    book = Book("roster.xlsx", [Sheet("名册", rows=[headings, [WANG[0], NUMBER, WANG[3], words]])], "xlsx", "")
    return understand(book, store.read_now(lambda s: held.known(s, TODAY)), today=TODAY)


def test_a_remark_of_a_file_comes_behind_the_workers_own_and_only_once(store: Store) -> None:
    take(store, WANG)
    store.write_now("修改备注", lambda s: setattr(s.scalars(select(Resident)).one(), "note", "门铃坏"))
    tried = remarked(store, "已核实")
    assert [(one.cell, one.value) for one in tried.findings if one.kind == "remark_added"] == [("D2", "门铃坏；已核实")]
    assert write(store, tried).changed == 1 and notes(store) == ["门铃坏；已核实"]
    again = remarked(store, "已核实")
    assert not again.changes and "remark_added" not in {one.kind for one in again.findings}


def test_a_remark_that_leaves_no_room_stays_and_that_is_told(store: Store) -> None:
    take(store, WANG)
    store.write_now("修改备注", lambda s: setattr(s.scalars(select(Resident)).one(), "note", "长" * 1999))
    tried = remarked(store, "已核实")
    assert "remark_left" in {one.kind for one in tried.findings} and not tried.changes
    write(store, tried)
    assert notes(store) == ["长" * 1999]


def test_a_second_phone_that_has_to_give_way_is_told_and_goes_into_the_remark(store: Store) -> None:
    take(store, [*WANG[:2], "13812345678/15400000001", *WANG[3:]])
    tried = read(store, [*WANG[:2], "15400000007", *WANG[3:]])
    assert "phones_full" in {one.kind for one in tried.findings}
    assert write(store, tried).changed == 1
    assert phones(store) == ("15400000007", "13812345678") and notes(store) == ["原电话 15400000001"]
    again = read(store, [*WANG[:2], "15400000007", *WANG[3:]])
    assert not again.changes and "phones_full" not in {one.kind for one in again.findings}


def test_an_address_that_a_later_file_tells_is_no_move_and_is_kept(store: Store) -> None:
    take(store, [*WANG[:3], "", "", ""])
    assert [(one.building, one.room) for one in store.read_now(lambda s: held.known(s, TODAY)).persons] == [("", "")]
    tried = read(store, WANG)
    assert "moved_home" not in {one.kind for one in tried.findings}
    assert write(store, tried).changed == 1
    (one,) = store.read_now(lambda s: held.known(s, TODAY)).persons
    assert (one.building, one.unit, one.room) == ("3", "2", "501")
    assert not read(store, WANG).changes


def test_who_waits_for_his_entrance_still_waits_with_the_next_file(store: Store) -> None:
    """We hold 12幢 without entrances; the file brings its second one, so which is its first stays a question."""
    rows = (
        ["李大明", OTHER, "", "12幢2单元502室", "", ""],
        ["赵敏", number("1990-05-06", "女"), "", "12幢1单元201室", "", ""],
    )
    assert write(store, read(store, *rows)).told() == {"new": 1, "changed": 0, "same": 0}
    assert write(store, read(store, *rows)).told() == {"new": 0, "changed": 0, "same": 1}
    assert "address_incomplete" in {one.kind for one in read(store, *rows).findings}


def test_a_cellar_without_an_entrance_takes_no_entrance_from_the_flats(store: Store) -> None:
    rows = (
        ["李大明", OTHER, "", "15幢地下室", "", ""],
        ["赵敏", number("1990-05-06", "女"), "", "15幢1单元201室", "", ""],
        ["王强", number("1991-05-06"), "", "15幢2单元201室", "", ""],
    )
    take(store, *rows)
    doors = store.read_now(lambda s: {(p.name, p.unit, p.room) for p in held.known(s, TODAY).persons})
    assert doors == {("李大明", "", "地下室"), ("赵敏", "1", "201"), ("王强", "2", "201")}
    assert take(store, *rows).told() == {"new": 0, "changed": 0, "same": 3}


def test_the_only_entrance_of_a_building_is_one_with_and_without_its_number(store: Store) -> None:
    take(store, ["李大明", OTHER, "", "15幢101室", "", ""])
    take(store, ["赵敏", number("1990-05-06", "女"), "", "15幢1单元201室", "", ""])
    assert {p.unit for p in store.read_now(lambda s: held.known(s, TODAY)).persons} == {""}
