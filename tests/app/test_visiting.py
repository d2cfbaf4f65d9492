"""A visit as it is prepared and written: the chart, the household, what is asked, who is next, and all of it in one command."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import building_view, drafts, visiting
from app.ledger.form import Refused
from app.modules import care_tags, visits
from app.modules.buildings import EMPTY, RENTED, Building, Dwelling
from app.modules.needs import Need
from app.modules.residents import Resident
from app.modules.visits import CARE_QUESTIONS, CareAnswer, Visit
from app.rules.care_questions import ORDER, questions
from app.rules.visit_plan import Due
from app.visit_view import HomeView, first_due, home, next_due
from app.visiting import Entry
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TODAY = NOW.date()
MET = {"method": "1", "outcome": "1", "visited_at": "09:20"}


def move_in(store: Store, door: str, name: str, *care: str) -> str:
    def work(session: Session) -> str:
        uid = settle(session, door, name)
        session.get_one(Resident, uid).gender = "2"
        care_tags.set_words(session, uid, care, TODAY)
        return session.get_one(Resident, uid).household_uid

    return store.write_now("新增居民", work)[0]


def look(store: Store, uid: str) -> HomeView:
    found = store.read_now(lambda session: home(session, uid, TODAY))
    assert found is not None
    return found


def write(store: Store, uid: str, entry: Entry) -> visiting.Recorded:
    view = look(store, uid)
    return store.write_now(visiting.COMMAND, lambda session: visiting.record(session, view, entry, TODAY))[0]


def visited(store: Store, uid: str, days_ago: int, **more: str) -> None:
    values = {"visited_at": NOW - timedelta(days=days_ago), "method": "1", "outcome": "1", **more}
    person = look(store, uid).members[0].uid
    care = {(person, "health_moving"): "2"}
    store.write_now("记录走访", lambda session: visits.record_visit(session, uid, values, [person], care).uid)


def test_the_chart_shows_every_door_with_its_state(store: Store) -> None:
    move_in(store, "3-1-101", "张伟")
    visited(store, move_in(store, "3-1-102", "欧阳修远"), 1)
    visited(store, move_in(store, "3-2-501", "王桂芳"), 400)

    def mark(session: Session) -> str:
        for door, state in (("3-1-102", RENTED), ("3-1-202", EMPTY)):
            session.query(Dwelling).filter_by(door=door).one().ownership = state
        return session.query(Building).filter_by(name="3").one().uid

    uid = store.write_now("房屋状况", mark)[0]
    view = store.read_now(lambda session: building_view.building(session, uid, TODAY))
    assert view is not None
    assert (view.name, view.entrances, view.households, view.visited) == ("3幢", ("1 单元", "2 单元"), 3, 1)
    assert [floor.name for floor in view.floors] == ["6 层", "5 层", "4 层", "3 层", "2 层", "1 层"]
    doors = {(e, door.number): door for floor in view.floors for e, part in enumerate(floor.doors) for door in part}
    assert len(doors) == 24
    assert (doors[0, "101"].surname, doors[0, "101"].due) == ("张", Due.SOON)
    assert (doors[0, "102"].surname, doors[0, "102"].due, doors[0, "102"].rented) == ("欧阳", Due.IN_TIME, True)
    assert (doors[1, "501"].surname, doors[1, "501"].due) == ("王", Due.OVERDUE)
    assert (doors[0, "202"].household, doors[0, "202"].empty) == ("", True)
    assert (doors[0, "201"].household, doors[0, "201"].empty) == ("", False)
    assert store.read_now(lambda session: [c.due for c in building_view.choices(session, TODAY)]) == [2, 0]


def test_a_door_stands_above_the_door_of_the_same_number_where_some_are_not_known(store: Store) -> None:
    def forget(session: Session) -> str:
        for door in ("3-1-101", "3-1-202", "3-1-601"):
            session.delete(session.query(Dwelling).filter_by(door=door).one())
        return session.query(Building).filter_by(name="3").one().uid

    uid = store.write_now("房屋状况", forget)[0]
    view = store.read_now(lambda session: building_view.building(session, uid, TODAY))
    assert view is not None
    first = {floor.name: [door and door.number for door in floor.doors[0]] for floor in view.floors}
    assert (first["6 层"], first["2 层"], first["1 层"]) == ([None, "602"], ["201", None], [None, "102"])


def test_a_household_is_shown_with_who_is_cared_for_and_the_last_visit(store: Store) -> None:
    uid = move_in(store, "3-2-501", "王桂芳", "独居")
    visited(store, uid, 10, note="血压偏高", safety="2")
    view = look(store, uid)
    assert (view.where, view.head, view.due, view.days_over) == ("2单元501室", "王桂芳", Due.IN_TIME, -20)
    assert [(member.care, member.gender, member.phone) for member in view.members] == [(("独居",), "女", "138****5678")]
    assert (view.last.by, view.last.how, view.last.note) == ("李敏", "上门，见到本人", "血压偏高")
    assert view.last.seen == {"safety": "2"}
    assert view.last.care == {(view.members[0].uid, "health_moving"): "2"}


@pytest.mark.parametrize(
    ("tags", "asked"),
    [((), 0), (("G101",), 6), (("G404",), 3), (("G501", "G104"), 6), (("G701",), 0), (("G101", "G701"), 0)],
)
def test_only_what_the_group_needs_is_asked_and_never_symptoms(tags: tuple[str, ...], asked: int) -> None:
    assert len(questions(tags)) == asked
    assert {*ORDER} == {*CARE_QUESTIONS}


def test_the_visit_its_answers_and_its_needs_are_one_command(store: Store) -> None:
    uid = move_in(store, "3-2-501", "王桂芳", "独居")
    person = look(store, uid).members[0].uid
    store.note_now(lambda session: drafts.keep(session, visiting.draft_key(uid), "走访", {}))
    entry = Entry(
        {**MET, "safety": "1", "note": "想订餐"},
        {(person, question): "2" for question in CARE_QUESTIONS},
        (("01", "送餐到家", person), ("02", "", "")),
    )
    done = write(store, uid, entry)

    def rows(session: Session) -> tuple[Visit | None, list[CareAnswer], list[Need]]:
        return session.get(Visit, done.visit), session.query(CareAnswer).all(), session.query(Need).all()

    visit, answers, needs = store.read_now(rows)
    assert visit is not None
    assert (visit.purpose, visit.safety, visit.note, visit.residents) == (visits.CARE_VISIT, "1", "想订餐", person)
    assert f"{visit.visited_at:%H:%M}" == "01:20"
    assert {(a.question, a.value) for a in answers} == {(question, "2") for question in CARE_QUESTIONS}
    assert [(n.category, n.content, n.resident_uid, n.visit_uid, n.state) for n in needs] == [
        ("01", "送餐到家", person, done.visit, "waiting"),
        ("02", None, None, done.visit, "waiting"),  # about the household, unless somebody was chosen
    ]
    assert store.read_now(drafts.count) == 0
    store.undo_now(done.tx)
    assert store.read_now(rows) == (None, [], [])


@pytest.mark.parametrize(
    ("change", "at"),
    [({"outcome": ""}, "outcome"), ({"visited_at": "9点"}, "visited_at"), ({"visited_at": "23:00"}, "visited_at"),
     ({"method": "6"}, "outcome"), ({"note": "字" * 2001}, "note")],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    store: Store, change: dict[str, str], at: str
) -> None:
    uid = move_in(store, "3-2-501", "王桂芳")
    with pytest.raises(Refused) as refusal:
        write(store, uid, Entry({**MET, **change}, {}, (("01", "送餐", ""),)))
    assert [*refusal.value.problems] == [at]
    assert store.read_now(lambda session: session.query(Visit).count() + session.query(Need).count()) == 0


def test_a_need_without_a_category_is_refused_with_its_visit(store: Store) -> None:
    uid = move_in(store, "3-2-501", "王桂芳")
    with pytest.raises(Refused) as refusal:
        write(store, uid, Entry(MET, {}, (("", "送餐", ""),)))
    assert [*refusal.value.problems] == ["needs"]
    assert store.read_now(lambda session: session.query(Visit).count()) == 0


def test_the_next_one_is_up_the_stairs_and_after_the_last_house_it_begins_anew(store: Store) -> None:
    low, high = move_in(store, "3-1-101", "张伟"), move_in(store, "3-2-501", "王桂芳")
    tower = move_in(store, "12-1801", "陈晨")
    fine = move_in(store, "3-1-201", "李娜")
    visited(store, fine, 1)

    def after(uid: str) -> str | None:
        return store.read_now(lambda session: next_due(session, uid, TODAY))

    assert [after(low), after(fine), after(high), after(tower)] == [high, high, tower, low]
    visited(store, tower, 1)
    visited(store, high, 1)
    assert after(low) is None
    assert store.read_now(lambda session: first_due(session, TODAY)) == low


def test_closed_doors_are_counted_until_somebody_opens(store: Store) -> None:
    uid = move_in(store, "3-1-101", "张伟")
    for days_ago in (5, 3, 3):
        visited(store, uid, days_ago, method="6", outcome="3")
    assert look(store, uid).knocks == 2
    visited(store, uid, 1)
    assert look(store, uid).knocks == 0


def test_a_draft_is_the_form_again(store: Store) -> None:
    entry = Entry(MET, {("u1", "mood_feeling"): "2", ("u1", "mood_stress"): ""}, (("01", "送餐", ""),), ("u1",))
    care = {("u1", "mood_feeling"): "2"}
    assert visiting.from_draft(visiting.as_draft(entry)) == Entry(MET, care, entry.needs, ("u1",))


def test_what_stands_behind_more_is_part_of_the_visit(store: Store) -> None:
    uid = move_in(store, "3-2-501", "王桂芳")
    more = {"purpose": "7", "handled": "换了灯泡", "companions": "陈医生", "policies": "高龄津贴", "changed": "3,1"}
    done = write(store, uid, Entry({**MET, **more}))
    visit = store.read_now(lambda session: session.get_one(Visit, done.visit))
    assert {name: getattr(visit, name) for name in more} == {**more, "changed": "1,3"}


def test_of_those_cared_for_whom_one_met_everything_is_asked(store: Store) -> None:
    uid = move_in(store, "3-2-501", "王桂芳", "独居")
    person = look(store, uid).members[0].uid
    answers = {(person, question): "1" for question in CARE_QUESTIONS[1:]}
    with pytest.raises(Refused) as refusal:
        write(store, uid, Entry(MET, answers))
    assert refusal.value.problems == {"care": "还没有填：王桂芳 1 项。一切正常按 Alt+1"}
    write(store, uid, Entry({**MET, "outcome": visits.MET_FAMILY}))
    write(store, uid, Entry({**MET, "method": visits.KNOCKED, "outcome": visits.NOT_MET}))
    write(store, uid, Entry(MET, {**answers, (person, CARE_QUESTIONS[0]): "3"}))


def test_a_visit_is_to_whom_one_chose_and_to_somebody(store: Store) -> None:
    uid = move_in(store, "3-2-501", "王桂芳", "独居")
    store.write_now("新增居民", lambda s: s.add(Resident(household_uid=uid, name="张伟", relation="10")))
    wang, zhang = (member.uid for member in look(store, uid).members)
    done = write(store, uid, Entry(MET, people=(zhang,)))
    assert store.read_now(lambda session: session.get_one(Visit, done.visit).residents) == zhang
    done = write(store, uid, Entry({**MET, "outcome": visits.MET_FAMILY}))
    assert store.read_now(lambda session: session.get_one(Visit, done.visit).residents) == wang
    with pytest.raises(Refused) as refusal:
        write(store, uid, Entry(MET, people=()))
    assert [*refusal.value.problems] == ["residents"]


def test_a_need_of_an_older_draft_is_the_households() -> None:
    kept = {"texts": MET, "care": [], "needs": [["01", "送餐"]]}
    assert visiting.from_draft(kept).needs == (("01", "送餐", ""),)
