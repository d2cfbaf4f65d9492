"""People and homes are found by whatever part of them somebody remembers."""

import pytest
from sqlalchemy.orm import Session

from app.find import find
from app.modules.residents import Resident, move_out
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TODAY = NOW.date()


@pytest.fixture
def street(store: Store) -> Store:
    def work(session: Session) -> None:
        for name, door in (("张伟", "3-2-501"), ("张伟民", "3-1-101"), ("欧阳单", "3-1-201"), ("张薇", "12-1801")):
            settle(session, door, name)

    store.write_now("新增居民", work)
    return store


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("张伟", ["张伟", "张伟民"]),
        ("zhangwei", ["张伟民", "张伟", "张薇"]),
        ("zw", ["张伟民", "张伟", "张薇"]),
        ("zhang'w", ["张伟民", "张伟", "张薇"]),
        ("3-2-501", ["张伟"]),
        ("1801", ["张薇"]),
        ("oyd", ["欧阳单"]),
        ("薇", ["张薇"]),
        ("张 1801", ["张薇"]),
        ("nobody", []),
        ('") OR (', []),
        ("", []),
    ],
)
def test_a_person_is_found_by(street: Store, words: str, names: list[str]) -> None:
    assert [person.name for person in street.read_now(lambda s: find(s, words, TODAY)).people] == names


def test_the_last_digits_find_everybody_with_them(street: Store) -> None:
    assert len(street.read_now(lambda s: find(s, "5678", TODAY)).people) == 4


def test_a_home_is_found_by_its_door_and_its_head(street: Store) -> None:
    for words in ("3-2-501", "zhangwei", "张伟"):
        assert "3幢2单元501室" in [home.address for home in street.read_now(lambda s, w=words: find(s, w, TODAY)).homes]


def test_who_moved_away_comes_last_and_is_said_to_have(street: Store) -> None:
    uid = street.read_now(lambda s: find(s, "张伟", TODAY)).people[0].uid
    street.write_now("迁出", lambda s: move_out(s, uid, TODAY, None))
    street.write_now("改名", lambda s: setattr(s.get_one(Resident, uid), "name", "张伟民"))
    found = street.read_now(lambda s: find(s, "张伟民", TODAY)).people
    assert [person.uid == uid for person in found] == [False, True]
    assert "已迁出" in found[1].where


def test_a_new_name_is_found_and_the_old_one_no_more(street: Store) -> None:
    uid = street.read_now(lambda s: find(s, "张薇", TODAY)).people[0].uid
    street.write_now("改名", lambda s: setattr(s.get_one(Resident, uid), "name", "李娜"))
    assert [p.uid for p in street.read_now(lambda s: find(s, "lina", TODAY)).people] == [uid]
    assert street.read_now(lambda s: find(s, "张薇", TODAY)).people == ()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("张伟", {"[张伟]": "", "[张伟]民": ""}),
        ("zhang'w", {"[张伟]": "全拼", "[张伟]民": "全拼", "[张薇]": "全拼"}),
        ("zw", {"[张伟]": "首字母", "[张伟]民": "首字母", "[张薇]": "首字母"}),
        ("oyd", {"[欧阳单]": "首字母"}),
        ("3-2-501", {"张伟": "门牌"}),
        ("2-501", {"张伟": "门牌"}),
        ("张 1801", {"[张]薇": "门牌"}),
        ("138123", dict.fromkeys(("张伟", "张伟民", "欧阳单", "张薇"), "电话")),
        ("45678", dict.fromkeys(("张伟", "张伟民", "欧阳单", "张薇"), "电话尾号")),
    ],
)
def test_it_is_shown_why_somebody_was_found(street: Store, words: str, shown: dict[str, str]) -> None:
    people = street.read_now(lambda s: find(s, words, TODAY)).people
    assert {marked(person.name, person.found): person.why for person in people} == shown


def marked(text: str, found: tuple[tuple[int, int], ...]) -> str:
    for first, after in sorted(found, reverse=True):
        text = f"{text[:first]}[{text[first:after]}]{text[after:]}"
    return text


def test_of_a_number_only_its_end_is_named(street: Store) -> None:
    uid = street.read_now(lambda s: find(s, "张薇", TODAY)).people[0].uid
    street.write_now("登记", lambda s: setattr(s.get_one(Resident, uid), "citizen_id", "31011519800101997X"))
    (person,) = street.read_now(lambda s: find(s, "997x", TODAY)).people
    assert (person.name, person.why) == ("张薇", "证件尾号")
    assert "997" not in person.where


def test_a_home_tells_whether_its_door_or_its_head_led_there(street: Store) -> None:
    def homes(words: str) -> dict[str, str]:
        found = street.read_now(lambda s: find(s, words, TODAY)).homes
        return {marked(home.address, home.found): home.why for home in found}

    assert homes("3-2-501") == {"3幢2单元501室": "门牌"}
    assert homes("1801") == {"12幢[1801]室": ""}
    assert homes("薇") == {"12幢1801室": "户主"}
    assert homes("zhangweim") == {"3幢1单元101室": "全拼"}


def test_more_than_are_shown_are_said_to_be_more(street: Store, monkeypatch) -> None:
    def counts(words: str) -> tuple[int, int, set[str]]:
        found = street.read_now(lambda s: find(s, words, TODAY))
        return len(found.people), len(found.homes), {*found.more}

    monkeypatch.setattr("app.find.SHOWN", 3)
    assert counts("zhang") == (3, 3, set())
    assert counts("5678") == (3, 0, {"people"})
