"""How 名册, 家庭 and 登记居民 hang in the window. Its pages are loaded when they are first gone to."""

from collections.abc import Callable
from typing import Any

from app.bootstrap import House
from app.modules.care_tags import ADD
from app.modules.needs import NEW
from app.texts import N_
from ui import undoing, visiting
from ui.actions import Action
from ui.shell.places import Page
from ui.shell.window import Window
from ui.tasks import start

ROSTER, HOUSEHOLD, REGISTER, NEEDS = "roster", "household", "register", "needs"
GROUP = N_("名册")


def roster_page(house: House, window: Window) -> Page:
    from ui.pages.roster import RosterPage

    page = RosterPage(house)
    page.opened.connect(lambda uid: window.go(HOUSEHOLD, uid))
    page.add.connect(lambda: window.go(REGISTER))
    return page


def household_page(house: House, window: Window) -> Page:
    from ui.pages.household import HouseholdPage

    page = HouseholdPage(house)
    page.said.connect(lambda words, tx: _say(house, window, words, tx))
    page.put_aside.connect(lambda words, back: window.say(words, lambda: start(back(), window)))
    page.visit.connect(lambda uid: window.go("visit", uid))
    page.add.connect(lambda uid: window.go(REGISTER, uid))
    page.left.connect(window.back)
    page.drafts_changed.connect(lambda: start(visiting.count_drafts(house, window), window))
    return page


def needs_page(house: House, window: Window) -> Page:
    from ui.pages.needs import NeedsPage

    page = NeedsPage(house)
    page.wanted.connect(lambda at: window.go(HOUSEHOLD, at))
    page.counted.connect(lambda red: window.badge(NEEDS, red, "red"))
    return page


def register_page(house: House, window: Window) -> Page:
    from ui.pages.register import RegisterPage

    page = RegisterPage(house)
    page.known.connect(lambda uid: window.go(HOUSEHOLD, uid))
    page.done.connect(lambda uid, words, tx: _registered(house, window, uid, words, tx))
    page.put_aside.connect(lambda words, back: window.say(words, lambda: start(back(), window)))
    page.drafts_changed.connect(lambda: start(visiting.count_drafts(house, window), window))
    return page


def add_actions(house: House, window: Window) -> None:
    def on(page: str, act: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: act(window.pages[page])

    save, keys = N_("保存"), ("Ctrl+Enter",)
    window.actions.add(
        Action("resident.new", N_("登记居民"), lambda: window.go(REGISTER), group=GROUP),
        Action(
            "resident.add",
            N_("登记居民"),
            lambda: window.go(REGISTER),
            "Alt+N",
            ("N",),
            group=GROUP,
            scope=ROSTER,
            in_palette=False,
        ),
        Action("resident.save", save, on(HOUSEHOLD, lambda page: page.save()), "Ctrl+Return", keys, GROUP, HOUSEHOLD),
        Action("resident.register", save, on(REGISTER, lambda page: page.save()), "Ctrl+Return", keys, GROUP, REGISTER),
        Action("home.open", N_("家庭资料"), lambda: _open_home(window), "H", group=GROUP, scope="visit"),
        Action(
            "home.history",
            N_("这一栏的改动"),
            on(HOUSEHOLD, lambda page: page.ask_history()),
            "Ctrl+H",
            group=GROUP,
            scope=HOUSEHOLD,
        ),
        Action("care.add", ADD, on(HOUSEHOLD, lambda page: page.more_acts.add_tag()), "Alt+T", (), GROUP, HOUSEHOLD),
        Action("need.add", NEW, on(HOUSEHOLD, lambda page: page.more_acts.add_need()), "Alt+D", (), GROUP, HOUSEHOLD),
        Action("home.before", N_("上一户"), on(HOUSEHOLD, _before), "Alt+Up", group=GROUP, scope=HOUSEHOLD),
        Action("home.after", N_("下一户"), on(HOUSEHOLD, _after), "Alt+Down", group=GROUP, scope=HOUSEHOLD),
    )


def _open_home(window: Window) -> None:
    """From the building chart to the people behind the door."""
    page = window.page()
    if page and page.household():
        window.go(HOUSEHOLD, page.household())


def _before(page: Any) -> None:
    page.head.before.click()


def _after(page: Any) -> None:
    page.head.after.click()


def _registered(house: House, window: Window, uid: str, words: str, tx: int) -> None:
    window.go_on(HOUSEHOLD, uid)
    _say(house, window, words, tx)


def _say(house: House, window: Window, words: str, tx: int) -> None:
    back = (lambda: start(undoing.take_back(house, window, tx), window)) if tx else None
    window.say(words, back)
