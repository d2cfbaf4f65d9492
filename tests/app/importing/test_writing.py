"""What an import changes of those we hold already: what the file brings, never what it leaves out."""

from datetime import date

from sqlalchemy import select

from app.bootstrap import meta
from app.importing import writing
from app.importing.book import Book, Sheet
from app.importing.understand import understand
from app.modules.residents import Resident
from db.store import Store
from tests.db.test_changes import settle

TODAY = date(2026, 11, 24)


def take(store: Store, *rows: list[str]) -> writing.Counts:
    headings = ["姓名", "身份证号", "联系电话", "住址", "学历"]
    book = Book("roster.xlsx", [Sheet("名册", False, [headings, *rows])], False, False, False, "xlsx", "")
    understood = understand(book, store.read_now(writing.known), today=TODAY)
    grid = store.read_now(meta)["grid"]
    everything = range(len(understood.records))
    return store.write_now("导入名册", lambda s: writing.write(s, understood, everything, grid))[0]


def phones(store: Store) -> tuple[str | None, str | None]:
    return tuple(store.read_now(lambda s: s.execute(select(Resident.phone, Resident.phone2)).one()))


def test_a_new_phone_comes_first_and_the_old_one_is_kept(store: Store) -> None:
    store.write_now("新增居民", lambda s: settle(s))
    counts = take(store, ["王桂芳", "", "15400000007", "3幢2单元501室", ""])
    assert counts.told() == {"new": 0, "changed": 1, "same": 0}
    assert phones(store) == ("15400000007", "13812345678")


def test_a_file_without_phones_takes_none_away(store: Store) -> None:
    store.write_now("新增居民", lambda s: settle(s))
    take(store, ["王桂芳", "", "", "3幢2单元501室", "本科"])
    assert phones(store) == ("13812345678", None)


def test_the_same_word_means_the_same_in_every_row(store: Store) -> None:
    rows = [
        [f"李{'大中小'[n]}", "", f"1540000000{n}", f"3幢2单元{n + 1}01室", word]
        for n, word in enumerate(["本科", "没上过", "本科"])
    ]
    assert take(store, *rows).new == 3
    found = store.read_now(lambda s: s.scalars(select(Resident.education).order_by(Resident.place)).all())
    assert found[0] is not None
    assert found == [found[0], None, found[0]]
