"""The first day: nobody is registered, and the page says what to do next; with a roster it is gone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.modules.visits import Visit
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW, house_of
from ui.main import window_on
from ui.pages.today import TodayPage
from ui.shell.window import Window


@pytest.fixture
def window(store: Store, run, qtbot) -> Window:
    made = window_on(house_of(store))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def shown(window: Window, run) -> TodayPage:
    async def goes() -> None:
        window.go("today")
        await window.page().refresh()

    run(goes())
    return window.page()


def test_an_empty_store_offers_the_roster_and_enter_leads_to_the_import(store, window: Window, run, qtbot) -> None:
    page = shown(window, run)
    assert (page.first.isVisible(), page.none.isVisible(), page.list.isVisible()) == (True, True, False)
    assert page.none.title.text() == "到期的走访会列在这里"
    assert [hint.words for hint in page.hints] == ["导入名册"]
    assert window.focusWidget() is page.first.take
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.history.here().page == "imports"


def test_a_file_dropped_there_goes_where_files_go(store, window: Window, run) -> None:
    page, heard = shown(window, run), []
    window.files_dropped.disconnect()
    window.files_dropped.connect(heard.extend)
    page.first.area.dropped.emit([Path("名册.xlsx")])
    assert heard == [Path("名册.xlsx")]


def test_with_people_it_is_gone_and_when_nobody_is_due_it_says_so(store: Store, window: Window, run) -> None:
    uid = store.write_now("新增居民", lambda session: settle(session, "3-1-101", "张伟"))[0]
    page = shown(window, run)
    assert (page.first.isVisible(), page.none.isVisible(), page.list.isVisible()) == (False, False, True)
    assert window.focusWidget() is page.list

    def visit(session) -> None:
        from app.modules import visits
        from app.modules.residents import Resident

        home = session.get_one(Resident, uid).household_uid
        values = {"visited_at": NOW, "method": "1", "outcome": "1", "safety": "1", "purpose": "1"}
        visits.record_visit(session, home, values, [uid], {})

    store.write_now("记录走访", visit)
    assert store.read_now(lambda s: s.query(Visit).count()) == 1
    page = shown(window, run)
    assert (page.first.isVisible(), page.none.isVisible(), page.none.title.text()) == (
        False,
        True,
        "今天没有到期的走访",
    )
