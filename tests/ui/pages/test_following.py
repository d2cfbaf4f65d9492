"""A page keeps up with what is written while it is shown, and costs nothing while it is not."""

import shiboken6

from tests.db.test_changes import settle
from ui.pages.roster import RosterPage


def test_a_hidden_page_is_not_read_again_and_one_that_comes_back_is(house, run, qtbot) -> None:
    page = RosterPage(house)
    qtbot.addWidget(page)
    heard: list[object] = []
    page.keep_up(house.store, heard.append)
    run(house.store.write("新增居民", settle))
    assert not heard
    page.show()
    run(house.store.write("新增居民", settle))
    assert len(heard) == 1


def test_a_page_that_is_gone_hears_nothing(house, run) -> None:
    page = RosterPage(house)
    told = len(house.store.listeners)
    shiboken6.delete(page)
    assert told == 1 and not house.store.listeners
    run(house.store.write("新增居民", settle))
