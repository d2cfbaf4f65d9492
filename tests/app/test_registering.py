"""Somebody comes, is found to be held already, moves, goes, and one wrong value is put back from its history."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import history, registering
from app.household_view import first, household, household_of, member
from app.ledger.form import Refused, open_draft
from app.modules import residents
from app.modules.residents import FORM, Resident
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TODAY = NOW.date()
NUMBER = "11010519491231002X"


@pytest.fixture
def wang(store: Store) -> str:
    def work(session: Session) -> str:
        uid = settle(session)
        person = session.get_one(Resident, uid)
        person.citizen_id, person.birth, person.gender = NUMBER, date(1949, 12, 31), "2"
        return uid

    return store.write_now("新增居民", work)[0]


def home_at(store: Store, door: str) -> registering.Home:
    return store.read_now(lambda s: registering.doors(s, door))[0]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"citizen_id": NUMBER}, "公民身份号码相同"),
        ({"citizen_id": "110105194912310020"}, "公民身份号码只差一位"),
        ({"name": "王桂芳", "birth": "1949-12-31"}, "姓名和出生日期相同"),
        ({"name": "王桂芬", "phone": "13812345678"}, "联系电话相同"),
    ],
)
def test_a_probable_double_is_told_while_typing(store: Store, wang: str, texts: dict[str, str], why: str) -> None:
    found = store.read_now(lambda s: registering.doubles(s, texts))
    assert [double.uid for double in found] == [wang]
    assert why in found[0].why
    assert found[0].certain is ("citizen_id" in texts and texts["citizen_id"] == NUMBER)


@pytest.mark.parametrize("texts", [{}, {"name": "张伟"}, {"name": "王"}, {"phone": "138"}, {"citizen_id": "110"}])
def test_half_a_word_warns_of_nobody(store: Store, wang: str, texts: dict[str, str]) -> None:
    assert store.read_now(lambda s: registering.doubles(s, texts)) == []


def test_a_person_is_no_double_of_himself(store: Store, wang: str) -> None:
    assert store.read_now(lambda s: registering.doubles(s, {"citizen_id": NUMBER}, but=wang)) == []


@pytest.mark.parametrize("words", ["3-2-501", "3幢2单元501", "王桂芳", "wgf"])
def test_a_door_is_found_by(store: Store, wang: str, words: str) -> None:
    found = store.read_now(lambda s: registering.doors(s, words))
    assert [(home.address, home.head, home.members) for home in found] == [("3幢2单元501室", "王桂芳", 1)]


def test_a_newcomer_joins_a_household_or_begins_one(store: Store, wang: str) -> None:
    values = {"name": "王建国", "citizen_id": "110105197003070053", "relation": "20"}
    uid, _ = store.write_now("登记居民", lambda s: registering.register(s, values, home_at(store, "3-2-501")))
    assert store.read_now(lambda s: household_of(s, uid)) == store.read_now(lambda s: household_of(s, wang))
    person = store.read_now(lambda s: s.get_one(Resident, uid))
    assert (person.birth, person.gender) == (date(1970, 3, 7), "1")
    empty = home_at(store, "3-1-101")
    other, _ = store.write_now("登记居民", lambda s: registering.register(s, {"name": "张伟", "relation": "02"}, empty))
    view = store.read_now(lambda s: household(s, household_of(s, other), NOW))
    assert (view.address, view.head) == ("3幢1单元101室", "张伟")


def test_who_was_filed_under_the_wrong_door_moves_and_both_homes_know(store: Store, wang: str) -> None:
    before = store.read_now(lambda s: household_of(s, wang))
    _, done = store.write_now("改门牌", lambda s: registering.move(s, wang, home_at(store, "3-1-101")))
    assert store.read_now(lambda s: household(s, before, NOW)).people == ()
    new = store.read_now(lambda s: household_of(s, wang))
    assert store.read_now(lambda s: household(s, new, NOW)).address == "3幢1单元101室"
    undone, _ = store.undo_now(done.tx)
    assert store.read_now(lambda s: household_of(s, wang)) == before
    assert (undone.kept, store.read_now(lambda s: household(s, new, NOW))) == ((), None)  # no empty one is left


def test_who_moved_away_is_shown_as_gone_and_may_come_back(store: Store, wang: str) -> None:
    home = store.read_now(lambda s: household_of(s, wang))
    store.write_now("迁出", lambda s: residents.move_out(s, wang, TODAY, "苏州"))
    view = store.read_now(lambda s: household(s, home, NOW))
    assert (view.people[0].here, view.people[0].quiet) == (False, "已迁出，2026-11-24，苏州")
    with pytest.raises(Refused):
        store.write_now("去世", lambda s: residents.record_death(s, wang, TODAY))
    store.write_now("恢复在册", lambda s: residents.come_back(s, wang))
    assert store.read_now(lambda s: household(s, home, NOW)).people[0].here


def test_one_value_is_put_back_and_the_others_stay(store: Store, wang: str) -> None:
    for number in ("15400000001", "15400000002"):
        store.write_now("修改联系方式", lambda s, n=number: setattr(s.get_one(Resident, wang), "phone", n))
    store.write_now("修改备注", lambda s: setattr(s.get_one(Resident, wang), "note", "女儿在外地"))
    steps = [step for step in store.read_now(lambda s: history.of_record(s, FORM, wang)) if step.name == "phone"]
    assert [(step.before, step.after, step.who) for step in steps] == [
        ("154****0001", "154****0002", "李敏"),
        ("138****5678", "154****0001", "李敏"),
    ]
    store.write_now("恢复联系方式", lambda s: history.restore(s, FORM, wang, steps[1]))
    person = store.read_now(lambda s: s.get_one(Resident, wang))
    assert (person.phone, person.note) == ("13812345678", "女儿在外地")


def test_a_day_of_the_history_comes_back_as_a_day(store: Store, wang: str) -> None:
    store.write_now("修改出生日期", lambda s: setattr(s.get_one(Resident, wang), "birth", date(1950, 1, 1)))
    step = store.read_now(lambda s: history.of_record(s, FORM, wang))[0]
    assert (step.before, step.value) == ("1949-12-31", date(1949, 12, 31))
    store.write_now("恢复出生日期", lambda s: history.restore(s, FORM, wang, step))
    assert store.read_now(lambda s: s.scalar(select(Resident.birth).where(Resident.uid == wang))) == date(1949, 12, 31)


def test_an_imported_number_that_is_none_does_not_block_a_phone(store: Store, wang: str) -> None:
    store.write_now("导入", lambda s: setattr(s.get_one(Resident, wang), "citizen_id", "110105491231002"))
    draft = store.read_now(open_draft(FORM, wang))
    changed = draft.changed({"phone": "154 0000 0001"}, TODAY)
    store.write_now("修改联系方式", lambda s: registering.save(s, draft, changed))
    assert store.read_now(lambda s: s.get_one(Resident, wang).phone) == "15400000001"


def test_a_phone_edit_fills_in_nothing_else_but_a_number_does(store: Store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    for texts, birth in (({"phone": "15400000001"}, None), ({"citizen_id": NUMBER}, date(1949, 12, 31))):
        draft = store.read_now(open_draft(FORM, uid))
        changed = draft.changed(texts, TODAY)
        store.write_now("修改", lambda s, d=draft, c=changed: registering.save(s, d, c))
        assert store.read_now(lambda s: s.get_one(Resident, uid).birth) == birth


def test_a_whole_household_filed_under_the_wrong_door_takes_its_people_along(store: Store, wang: str) -> None:
    before = store.read_now(lambda s: household_of(s, wang))
    _, done = store.write_now("整户改门牌", lambda s: registering.move_home(s, before, home_at(store, "3-1-101")))
    view = store.read_now(lambda s: household(s, before, NOW))
    assert (view.address, [person.name for person in view.people]) == ("3幢1单元101室", ["王桂芳"])
    store.undo_now(done.tx)
    assert store.read_now(lambda s: household(s, before, NOW)).address == "3幢2单元501室"


@pytest.mark.parametrize("move", [registering.move, lambda s, _, home: registering.move_home(s, home.household, home)])
def test_nobody_moves_to_where_he_is(store: Store, wang: str, move) -> None:
    home = home_at(store, "3-2-501")
    with pytest.raises(Refused):
        store.write_now("改门牌", lambda s: move(s, wang, home))


def test_the_history_tells_in_words_where_somebody_was_and_that_he_left(store: Store, wang: str) -> None:
    store.write_now("改门牌", lambda s: registering.move(s, wang, home_at(store, "3-1-101")))
    store.write_now("迁出", lambda s: residents.move_out(s, wang, TODAY, "苏州"))
    store.write_now("修改备注", lambda s: setattr(s.get_one(Resident, wang), "note", "女儿在外地"))
    steps = store.read_now(lambda s: member(s, wang, TODAY)).steps
    assert [(step.command, step.before, step.after, step.own) for step in steps[:3]] == [
        ("修改备注", "", "女儿在外地", True),
        ("迁出", "在册", "已迁出", False),
        ("改门牌", "3幢2单元501室", "3幢1单元101室", False),
    ]
    assert history.restoring(steps[0]) == "恢复备注"


def test_the_way_along_the_stairs_leaves_out_homes_that_all_have_left(store: Store, wang: str) -> None:
    def work(session: Session) -> list[str]:
        return [household_of(session, settle(session, door, name)) for door, name in NEIGHBOURS]

    (below, above), _ = store.write_now("新增居民", work)
    home = store.read_now(lambda s: household_of(s, wang))
    view = store.read_now(lambda s: household(s, home, NOW))
    assert (view.before, view.after, store.read_now(first)) == (below, above, below)
    store.write_now("迁出", lambda s: [residents.move_out(s, p.uid, TODAY, None) for p in people_of(s, below)])
    view = store.read_now(lambda s: household(s, home, NOW))
    assert (view.before, store.read_now(first)) == ("", home)


NEIGHBOURS = (("3-1-101", "张伟"), ("12-1801", "陈晨"))


def people_of(session: Session, household_uid: str) -> list[Resident]:
    return [*session.scalars(select(Resident).where(Resident.household_uid == household_uid))]


def test_a_household_that_somebody_else_joined_meanwhile_stays(store: Store, wang: str) -> None:
    _, done = store.write_now("改门牌", lambda s: registering.move(s, wang, home_at(store, "3-1-101")))
    new = store.read_now(lambda s: household_of(s, wang))
    values = {"name": "王建国", "relation": "20"}
    uid, _ = store.write_now("登记居民", lambda s: registering.register(s, values, home_at(store, "3-1-101")))
    undone, _ = store.undo_now(done.tx)
    assert undone.kept == (("households", new),)
    assert store.read_now(lambda s: (household_of(s, uid), household_of(s, wang) == new)) == (new, False)


def test_who_was_changed_again_since_he_moved_keeps_his_new_household(store: Store, wang: str) -> None:
    store.write_now("修改与户主关系", lambda s: setattr(s.get_one(Resident, wang), "relation", "20"))
    _, done = store.write_now("改门牌", lambda s: registering.move(s, wang, home_at(store, "3-1-101")))
    new = store.read_now(lambda s: household_of(s, wang))
    store.write_now("修改与户主关系", lambda s: setattr(s.get_one(Resident, wang), "relation", "99"))
    undone, _ = store.undo_now(done.tx)
    assert {uid for _, uid in undone.kept} == {wang, new}
    assert store.read_now(lambda s: household(s, household_of(s, wang), NOW)).address == "3幢1单元101室"
