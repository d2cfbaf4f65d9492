"""An undo says what it took back and for whom, also of those that are gone, and how many records it reaches."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import undo
from app.modules import needs
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.residents import Resident
from app.texts import language, use_language
from app.undo import Reach
from db.store import Store
from db.undo import Undone
from tests.db.test_changes import settle
from tests.db.test_undo import street, visit


def reach(store: Store, tx: int | None) -> Reach:
    return store.read_now(lambda session: undo.reach(session, tx or 0))


def toast(store: Store, tx: int | None) -> str:
    what = reach(store, tx)
    return undo.told(store.undo_now(tx or 0)[0], what)


def test_a_person_is_named_when_he_goes_and_when_he_comes_back(store: Store) -> None:
    _, done = store.write_now("登记居民", settle)
    assert toast(store, done.tx) == "已撤销：登记居民，王桂芳"
    back = store.read_now(lambda session: undo.steps(session, store.actor)).redo
    assert back and toast(store, back.tx) == "已恢复：登记居民，王桂芳"


def test_a_visit_is_named_by_the_head_of_its_household_or_by_its_door(store: Store) -> None:
    uid, _ = store.write_now("登记居民", settle)
    _, done = store.write_now("记录走访", lambda session: visit(session, uid))
    assert reach(store, done.tx).who == "王桂芳"
    assert reach(store, done.tx).records == 1  # what the fold made of it is nobody's own doing

    def empty(session: Session) -> None:
        session.add(
            Household(dwelling_uid=session.scalars(select(Dwelling.uid).where(Dwelling.door == "3-1-101")).one())
        )

    _, empty_home = store.write_now("登记住户", empty)
    assert reach(store, empty_home.tx).who == "3-1-101"


def test_a_change_of_one_field_names_the_person(store: Store) -> None:
    uid, _ = store.write_now("登记居民", settle)
    _, done = store.write_now("修改联系电话", lambda session: setattr(session.get_one(Resident, uid), "phone", "1"))
    assert toast(store, done.tx) == "已撤销：修改联系电话，王桂芳"


def test_a_step_of_a_need_is_named_by_whom_the_need_is_of(store: Store) -> None:
    uid, _ = store.write_now("登记居民", settle)
    home = store.read_now(lambda session: session.get_one(Resident, uid).household_uid)
    values = {"category": "01", "content": "楼道灯不亮"}
    need, _ = store.write_now("登记需求", lambda session: needs.register(session, home, values).uid)
    _, done = store.write_now("补充需求说明", lambda session: needs.take_step(session, need, "note", {"note": "三楼"}))
    assert (reach(store, done.tx).who, reach(store, done.tx).records) == ("王桂芳", 1)


def test_several_are_the_first_and_a_number_and_many_are_counted_by_kind(store: Store) -> None:
    def three(session: Session) -> None:
        for floor, name in enumerate("甲乙丙", 1):
            settle(session, f"3-2-{floor}01", f"王{name}")

    _, few = store.write_now("登记居民", three)
    assert reach(store, few.tx).who == "王甲 等 3 处"
    _, many = store.write_now("导入名册", lambda session: [street(session), three(session)])
    assert reach(store, many.tx) == Reach("导入名册", "居民 9，住户 9", 18)


def test_what_stays_is_a_number_and_nothing_done_is_said_as_such(store: Store) -> None:
    uids, done = store.write_now("导入名册", street)
    store.write_now("记录走访", lambda session: visit(session, uids[0]))
    assert toast(store, done.tx) == "已撤销：导入名册，张三1 等 6 处；2 处后来又改过，或者别处还要用，保持原样"
    uid, one = store.write_now("登记居民", settle)
    store.write_now("记录走访", lambda session: visit(session, uid))
    assert toast(store, one.tx).startswith("没有撤销：登记居民，王桂芳")


@pytest.fixture
def english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def test_it_is_said_in_the_language_in_use(store: Store, english) -> None:
    _, done = store.write_now("登记居民", settle)
    assert undo.told(Undone(1, ()), reach(store, done.tx)).startswith("Undone: ")
