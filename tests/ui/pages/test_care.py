"""家庭: tags of a person, needs and facts of a household, each a command with its undo and its history."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app import drafts, visiting
from app.ledger.form import Refused, open_draft
from app.modules import care_tags, needs, visits
from app.modules.care_tags import CareTag
from app.modules.households import Household
from app.modules.needs import Need
from app.modules.residents import Resident
from db.store import World
from tests.helpers.boxes import press, until, words_of
from tests.helpers.stores import NOW
from tests.ui.pages.test_household import opened, quiet, settled
from ui.pages.household_parts import HistoryCard
from ui.pages.visit_edit import Answers
from ui.record_box import RecordBox

TODAY = NOW.date()


def tags_of(house, wang: str) -> list[tuple[str, date | None, date | None, date | None]]:
    query = select(CareTag).where(CareTag.resident_uid == wang).order_by(CareTag.sub)
    return house.store.read_now(lambda s: [(t.sub, t.valid_from, t.valid_to, t.reviewed_on) for t in s.scalars(query)])


def held_tag(house, wang: str, **values: object) -> str:
    """A tag that was there before."""

    def work(session) -> str:
        tag = CareTag(resident_uid=wang, **{"sub": "G101", "valid_from": date(2025, 1, 5), **values})
        session.add(tag)
        return tag.uid

    return house.store.write_now("新增标签", work)[0]


def saved(box: RecordBox, run) -> None:
    box.yes.click()
    run(until(lambda: not box.isVisible()))
    run(quiet())


def undo(house, page, said: list[tuple[str, int]], run) -> None:
    run(house.store.undo(said[-1][1]))
    run(quiet())


@pytest.fixture
def said(page) -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    page.said.connect(lambda words, tx: told.append((words, tx)))
    return told


def test_a_tag_is_added_shown_at_once_and_taken_back_by_name(house, page, wang: str, said, run) -> None:
    box = opened(page, page.more_acts.add_tag(), run)
    box.form.put({"sub": "独居", "basis": "本人申报"})
    saved(box, run)
    assert tags_of(house, wang) == [("G101", TODAY, None, TODAY)]
    row = page.card.tags.list.rows.item(0)
    assert (row.title, row.after, row.state) == ("独居", "独居空巢高龄老人", None)
    assert row.quiet == "本人申报，2026-11-24 起，2026-11-24 复核"
    assert said[-1][0] == "已保存：添加关爱标签"
    first = page.steps._shown[0]
    assert (first.label, first.after, first.command) == ("关爱标签", "独居", "添加关爱标签")
    assert page.view.colour == "amber"  # the plan follows the tags
    undo(house, page, said, run)
    assert (tags_of(house, wang), page.card.tags.list.rows.rowCount(), page.view.colour) == ([], 0, "green")


def test_the_same_tag_twice_is_refused_at_its_field(house, page, wang: str, run) -> None:
    held_tag(house, wang)
    box = opened(page, page.more_acts.add_tag(), run)
    box.form.put({"sub": "独居"})
    box.yes.click()
    run(settled())
    assert box.isVisible()
    assert box.form.fields["sub"].problem() == "error"
    assert len(tags_of(house, wang)) == 1


def test_a_tag_nobody_looked_at_for_a_year_says_so_until_it_is_reviewed(house, page, wang: str, said, run) -> None:
    uid = held_tag(house, wang, reviewed_on=TODAY - timedelta(days=366))
    run(page.follow())
    row = page.card.tags.list.rows.item(0)
    assert (row.state.sign, row.state.words, row.action) == ("▲", "一年没有复核", "已复核")
    assert page.members.rows.item(0).tail.words == "标签该复核"
    page.card.tags.list.acted.emit(uid)
    run(quiet())
    assert tags_of(house, wang)[0][3] == TODAY
    assert page.card.tags.list.rows.item(0).state is None
    assert page.members.rows.item(0).tail is None
    assert said[-1][0] == "已保存：复核关爱标签"
    step = page.steps._shown[0]
    assert (step.of, step.label, step.before, step.after) == ("独居", "复核日期", "2025-11-23", "2026-11-24")
    page.steps.list.go("0")
    page.steps.button.click()  # the old day is put back from the history
    run(quiet())
    assert tags_of(house, wang)[0][3] == TODAY - timedelta(days=366)


def test_a_tag_is_edited_in_the_same_form_and_ended_on_a_day(house, page, wang: str, said, run) -> None:
    uid = held_tag(house, wang, reviewed_on=TODAY)
    box = opened(page, page.more_acts.tags.open(uid, wang, "王桂芳"), run)
    assert box.form.texts()["valid_from"] == "2025-01-05"
    box.form.put({"valid_to": "2024-01-01"})
    box.yes.click()
    run(settled())
    assert box.form.fields["valid_to"].problem() == "error"
    box.form.put({"valid_to": "", "evidence": "残疾人证"})
    saved(box, run)
    assert said[-1][0] == "已保存：修改证明材料"
    box = opened(page, page.more_acts.tags.open(uid, wang, "王桂芳"), run)
    press(box, "结束")
    run(settled())
    leaving = next(b for b in page.findChildren(type(box).__mro__[1]) if b.isVisible())
    press(leaving, "确定")
    run(settled())
    assert tags_of(house, wang)[0][2] == TODAY - timedelta(days=1)
    assert page.card.tags.list.rows.item(0).state.words == "已结束"
    assert page.view.people[0].care == ()
    undo(house, page, said, run)
    assert tags_of(house, wang)[0][2] is None


def test_a_tag_that_was_a_slip_goes_whole_and_comes_back_with_undo(house, page, wang: str, said, run) -> None:
    uid = held_tag(house, wang, valid_from=TODAY)
    run(page._do("结束关爱标签", lambda s: care_tags.end(s, uid, TODAY)))
    assert tags_of(house, wang) == []
    undo(house, page, said, run)
    assert [tag[0] for tag in tags_of(house, wang)] == ["G101"]


def test_what_was_typed_in_a_box_is_there_again_and_can_be_given_up(house, page, wang: str, run) -> None:
    box = opened(page, page.more_acts.add_tag(), run)
    box.form.editors["basis"].inner.setText("居委走访")
    box.reject()
    run(quiet())
    assert house.store.read_now(drafts.count) == 1
    box = opened(page, page.more_acts.add_tag(), run)
    assert box.form.texts()["basis"] == "居委走访"
    press(box, "放弃")
    run(settled())
    assert (house.store.read_now(drafts.count), tags_of(house, wang)) == (0, [])


def test_a_draft_of_days_ago_warns_where_others_wrote_since(house, page, wang: str, run) -> None:
    page.form.editors["note"].inner.setPlainText("女儿在外地")
    page.leave()
    run(quiet())
    run(page.show_person(""))
    house.store.write_now("修改备注", lambda s: setattr(s.get_one(Resident, wang), "note", "儿子同住"))
    for _ in range(2):  # the warning stays however often one comes back
        run(page.show_person(wang))
        assert page.form.texts()["note"] == "女儿在外地"
        assert page.form.fields["note"].words.text() == "▲ 您打开后已有人改为：儿子同住"
        page.form.editors["phone"].inner.setText("154000000")
        page.leave()
        run(quiet())


@pytest.fixture
def lunch(house, wang: str) -> str:
    def work(session) -> str:
        home = session.get_one(Resident, wang).household_uid
        return needs.register(session, home, {"category": "01", "content": "想了解送餐"}, resident_uid=wang).uid

    return house.store.write_now("登记需求", work)[0]


def need(house, uid: str) -> Need:
    return house.store.read_now(lambda s: s.get_one(Need, uid))


def test_a_need_goes_from_step_to_step_with_what_each_asks(house, page, lunch: str, said, run) -> None:
    run(page.follow())
    run(page.show_part("needs"))
    assert [b.words() for b in page.needs.buttons][:2] == ["响应", "对接资源"]
    box = opened(page, page.more_acts.needs.step(lunch, "fail", page.household(), ""), run)
    box.yes.click()
    run(settled())
    assert box.form.fields["note"].problem() == "error"  # a reason is required
    assert need(house, lunch).state == "waiting"
    box.form.put({"note": "社区食堂不送这栋楼"})
    saved(box, run)
    assert need(house, lunch).state == "unmet"
    assert [b.words() for b in page.needs.buttons] == ["回访", "重新办理", "补充说明"]
    assert said[-1][0] == "已保存：需求无法满足"
    step = page.steps._shown[0]
    assert (step.label, step.before, step.after) == ("无法满足", "待响应", "无法满足，社区食堂不送这栋楼")
    undo(house, page, said, run)
    assert need(house, lunch).state == "waiting"


@pytest.mark.parametrize(
    ("hours", "sign", "words"), [(23, "", "待响应"), (25, "▲", "25 小时没有进展"), (73, "!", "3 天没有进展")]
)
def test_hours_without_a_step_are_told_by_colour_and_sign(house, page, lunch: str, hours, sign, words, run) -> None:
    house.store.world = World(now=lambda: NOW + timedelta(hours=hours))
    run(page.refresh())
    mark = page.needs.list.rows.item(0).state
    assert (mark.sign, mark.words) == (sign, words)
    assert ("23 小时前更新" in page.needs.list.rows.item(0).quiet) == (hours == 23)


def test_a_need_is_about_the_household_unless_a_person_is_chosen(house, page, wang: str, run) -> None:
    for chosen, about in ((0, None), (1, wang)):
        box = opened(page, page.more_acts.add_need(), run)
        who = box._asked.above[0].editor
        assert who.currentData() == ""
        who.setCurrentIndex(chosen)
        box.form.put({"category": "助医"})
        saved(box, run)
        made = house.store.read_now(lambda s: s.scalars(select(Need).order_by(Need.uid.desc())).first())
        assert made.resident_uid == about
    assert [need.who for need in page.view.needs] == ["全家", "王桂芳"]


def test_fields_of_the_household_are_edited_with_history_and_undo(house, page, said, run) -> None:
    home = page.household()
    box = opened(page, page.more_acts.home.edit(home, ""), run)
    box.form.put({"number": "09-3-502", "spare_key": "楼组长处"})
    saved(box, run)
    facts = {fact.name: fact.value for fact in page.view.facts}
    assert (facts["number"], facts["spare_key"]) == ("09-3-502", "楼组长处")
    run(page.show_part("home"))
    assert {step.label for step in page.steps._shown} == {"户号", "备用钥匙"}
    undo(house, page, said, run)
    assert house.store.read_now(lambda s: s.get_one(Household, home).number) is None


def test_visits_more_often_need_a_reason_and_an_agreed_day_is_the_due_day(house, page, said, run) -> None:
    home = page.household()
    box = opened(page, page.more_acts.home.plan(home, ""), run)
    box.form.put({"raised": "红（每周）", "agreed_on": "2026-11-20"})
    box.yes.click()
    run(settled())
    assert box.form.fields["reason"].problem() == "error"
    box.form.put({"reason": "刚出院"})
    box.yes.click()
    run(settled())
    assert box.form.fields["agreed_on"].problem() == "error"  # that day is over
    box.form.put({"agreed_on": "2026-11-26"})
    saved(box, run)
    held = house.store.read_now(lambda s: s.get_one(Household, home))
    assert (held.colour, held.due_on) == ("red", date(2026, 11, 26))
    assert said[-1][0] == "已保存：修改走访安排"
    undo(house, page, said, run)
    assert house.store.read_now(lambda s: s.get_one(Household, home)).colour == "green"


@pytest.fixture
def visit(house, wang: str) -> str:
    def work(session) -> str:
        home = session.get_one(Resident, wang).household_uid
        values = {"visited_at": NOW - timedelta(hours=1), "method": "1", "outcome": "1", "note": "家里都号"}
        return visits.record_visit(session, home, values, [wang], {(wang, "mood_feeling"): "1"}).uid

    return house.store.write_now("记录走访", work)[0]


def held_visit(house, uid: str) -> visits.Visit:
    return house.store.read_now(lambda s: s.get_one(visits.Visit, uid))


def test_a_saved_visit_is_changed_by_its_author_with_history_and_undo(house, page, visit: str, said, run) -> None:
    run(page.follow())
    box = opened(page, page.more_acts.open_event(visit), run)
    box.form.put({"note": "家里都好"})
    saved(box, run)
    assert (held_visit(house, visit).note, said[-1][0]) == ("家里都好", "已保存：修改情况记录")
    box = opened(page, page.more_acts.open_event(visit), run)
    answers = box.findChild(Answers)
    next(iter(answers.choices.values())).choose(1)  # what was seen of a person counts as a change by itself
    box.yes.click()
    run(quiet())
    seen = lambda: house.store.read_now(lambda s: s.scalars(select(visits.CareAnswer.value)).all())  # noqa: E731
    assert (seen(), said[-1][0]) == (["2"], "已保存：修改走访")
    box = opened(page, page.more_acts.open_event(visit), run)
    past = box.findChild(HistoryCard)
    told = [(step.of, step.label, step.before, step.after) for step in past._shown]
    assert told == [("王桂芳，情绪", "情况", "正常", "需关注"), ("", "情况记录", "家里都号", "家里都好")]
    past.list.go("1")
    past.button.click()  # an old value is put back from the box
    run(quiet())
    assert held_visit(house, visit).note == "家里都号"
    undo(house, page, said, run)
    assert (held_visit(house, visit).note, seen()) == ("家里都好", ["2"])


@pytest.mark.parametrize(("days", "actor", "why"), [(8, "", "7 天"), (1, "somebody", "只有走访人")])
def test_a_visit_is_only_read_by_others_and_after_a_week(house, page, visit: str, days, actor, why, run) -> None:
    run(page.follow())
    house.store.world = World(now=lambda: NOW + timedelta(days=days))
    house.store.actor = actor or house.store.actor
    box = opened(page, page.more_acts.open_event(visit), run)
    assert not box.yes.isEnabled()
    assert why in words_of(box)
    draft = house.store.read_now(open_draft(visits.FORM, visit))
    with pytest.raises(Refused):
        house.store.write_now("修改走访", lambda s: visiting.rewrite(s, draft, {"note": "改"}, {}))
    assert held_visit(house, visit).note == "家里都号"
    box.reject()
    run(quiet())


def test_a_need_among_the_events_leads_to_its_steps(house, page, lunch: str, run) -> None:
    run(page.follow())
    page.events.opened.emit(lunch)
    run(quiet())
    assert page.needs.isVisible()
    assert page.needs.list.current_key() == lunch
    page.members.go(page.view.people[0].uid)
    run(quiet())
    assert page.card.isVisible()
