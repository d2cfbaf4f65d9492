"""今日: what today can hold stands first and says so, and beside it what else waits."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from app import drafts, need_view, today
from app.modules import needs
from app.modules.buildings import Dwelling
from app.modules.households import Household
from app.modules.needs import NeedEvent
from app.modules.residents import Resident
from tests.helpers.stores import NOW, house_of
from tests.ui.pages.test_household import quiet
from ui.main import window_on
from ui.shell.places import Place
from ui.shell.window import Window
from ui.theme import look

ROSTER = 40


def bring_in(session) -> list[str]:
    """A roster of forty households; those high up are on record the longest."""
    homes = []
    for number, dwelling in enumerate(session.query(Dwelling).order_by(Dwelling.place).limit(ROSTER).all()):
        home = Household(dwelling_uid=dwelling.uid, registered_on=NOW.date() - timedelta(days=number))
        session.add(home)
        session.add(Resident(household_uid=home.uid, name=f"居民{number}", relation="02"))
        homes.append(home.uid)
    return homes


@pytest.fixture
def homes(store) -> list[str]:
    return store.write_now("导入", bring_in)[0]


@pytest.fixture
def window(homes, open_window) -> Window:
    return open_window()


def ask(store, home: str, hours: int) -> str:
    def work(session) -> str:
        need = needs.register(session, home, {"category": "02", "content": "门铃坏了"})
        need.registered_at = NOW - timedelta(hours=hours)
        return need.uid

    return store.write_now("登记需求", work)[0]


def rows_of(found) -> list:
    return [found.rows.item(number) for number in range(found.rows.rowCount())]


def test_a_roster_just_imported_is_begun_with_what_a_day_can_hold(window: Window) -> None:
    shown = rows_of(window.page().list)
    assert (shown[0].words, shown[0].note) == ("今天先走 12 户", "40 户还没有走访过")
    assert (shown[13].words, shown[13].note) == ("可以往后排 28 户", "")
    assert len(shown) == ROSTER + 2
    assert window.page().visits.accessibleName() == "12 今日应走访，已完成 0 户"


def test_more_than_are_listed_are_told_and_those_of_today_stand_first(store, homes, monkeypatch) -> None:
    monkeypatch.setattr(today, "MOST", 15)
    by_urgency, along = (
        store.read_now(lambda s, stairs=stairs: today.today(s, NOW.date(), by_stairs=stairs))
        for stairs in (False, True)
    )
    for view in (by_urgency, along):
        assert (view.count, view.now, view.never, len(view.due)) == (40, 12, 40, 15)
        assert [due.planned_on <= NOW.date() for due in view.due] == [True] * 12 + [False] * 3
    assert all(due.address for due in along.due)


def test_needs_to_follow_up_stand_beside_the_visits_and_lead_to_their_steps(store, window, homes, run) -> None:
    old, new, answered = (ask(store, home, hours) for home, hours in zip(homes, (80, 1, 2), strict=False))
    store.write_now("响应", lambda s: needs.take_step(s, answered, "answer", {}))
    run(window.page().refresh())
    follow = window.page().follow
    assert [(row.key, row.state.sign) for row in rows_of(follow.list)] == [(old, "!"), (new, "")]
    assert (follow.all.words(), window.page().needs.accessibleName()) == ("全部 3 件", "1 需求超过 72 小时没有进展")
    follow.list.setFocus()
    follow.list.go(new)
    assert window.page().household() == homes[1]  # R writes a visit where one stands
    follow.list.opened.emit(old)
    run(quiet())
    page = window.pages["household"]
    assert (page.household(), page.needs.list.current_key()) == (homes[0], old)
    window.go("today")
    run(quiet())
    follow.all.click()
    assert window.history.here() == Place("needs")


def test_what_somebody_works_on_is_not_urged(store, window, homes, run) -> None:
    uid = ask(store, homes[0], 30)

    def answer(session) -> None:
        needs.take_step(session, uid, "answer", {})
        session.query(NeedEvent).one().at = NOW - timedelta(hours=2)

    store.write_now("响应", answer)
    assert store.read_now(lambda s: need_view.to_follow(s, NOW, 9)) == ([], 1)
    run(window.page().refresh())
    follow = window.page().follow
    assert (follow.list.isVisible(), follow.empty.title.text()) == (False, "没有要催的需求")


def test_the_number_of_drafts_leads_to_them(store, window, run) -> None:
    store.note_now(lambda s: drafts.keep(s, "visits:x", "记录走访：王桂芳", {"note": "a"}))
    run(window.page().refresh())
    assert window.page().drafts.accessibleName() == "1 草稿没写完，最近的：记录走访：王桂芳"
    window.page().drafts.click()
    assert window.history.here() == Place("drafts")


def test_large_letters_leave_the_lists_the_room(window, dressed: QApplication, run) -> None:
    page = window.page()
    assert page.top.isVisible()
    look.wear(dressed, "light", "large")
    run(quiet())
    assert not page.top.isVisible()
    assert (page.card.title.text(), page.card.note.text()) == ("应走访 12 户", "已完成 0 户")


def test_the_first_household_may_be_registered_by_hand(store, run, qtbot) -> None:
    made = window_on(house_of(store))
    qtbot.addWidget(made)
    made.show()
    made.go("today")
    run(quiet())
    assert not made.page().top.isVisible()
    made.page().first.by_hand.emit()
    assert made.history.here() == Place("register")
