"""How the pages of 走访 hang in the window: who is chosen anywhere can be visited with one chord.

The pages are loaded when they are first gone to.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from app import drafts
from app.bootstrap import House
from app.texts import N_
from app.visit_view import first_due
from ui.actions import Action
from ui.shell.places import Page
from ui.shell.window import Window
from ui.tasks import start

PAGE, DRAFTS = "visit", "drafts"
OPENS = {
    "visits": PAGE, "residents": "household", "register": "register", "registers": "registers", "care_tags": "household",
    "needs": "household", "households": "household", "visit_plans": "household",
}  # fmt: skip
GROUP = N_("走访")


def visit_page(house: House, window: Window) -> Page:
    from app.registering import DOOR
    from ui.pages.visit import VisitPage

    page = VisitPage(house)
    page.said.connect(lambda words, back: _say(window, words, back))
    page.left.connect(window.back)
    page.building.summary.register.connect(lambda dwelling: window.go("register", f"{DOOR}{dwelling}"))
    page.drafts_changed.connect(lambda: start(count_drafts(house, window), window))
    return page


def drafts_page(house: House, window: Window) -> Page:
    from ui.pages.drafts import DraftsPage

    page = DraftsPage(house, OPENS)
    page.wanted.connect(window.go)
    page.put_aside.connect(lambda words, back: _say(window, words, back))
    page.gone.connect(lambda key: _thrown(house, window, key))
    return page


def add_actions(house: House, window: Window) -> None:
    def on_page(act: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: act(window.pages[PAGE])

    window.actions.add(
        Action("visit.record", N_("记录走访"), lambda: record(house, window), "Ctrl+R", group=GROUP),
        Action(
            "visit.here",
            N_("记录选中户"),
            lambda: record(house, window),
            "R",
            group=GROUP,
            scope="today",
            in_palette=False,
        ),
        Action(
            "visit.save",
            N_("保存并看下一户"),
            on_page(lambda page: page.save()),
            "Ctrl+Return",
            ("Ctrl+Enter",),
            GROUP,
            PAGE,
        ),
        Action("visit.same", N_("与上次相同"), on_page(lambda page: page.same()), "Ctrl+D", group=GROUP, scope=PAGE),
        Action(
            "visit.fine",
            N_("其余正常"),
            on_page(lambda page: page.form and page.form.put_rest_fine()),
            "Alt+1",
            group=GROUP,
            scope=PAGE,
        ),
        Action(
            "visit.building", N_("换楼栋"), on_page(lambda page: page.building.offer()), "B", group=GROUP, scope=PAGE
        ),
    )
    throw = lambda: window.pages[DRAFTS].throw()  # type: ignore[attr-defined]  # noqa: E731
    window.actions.add(Action("drafts.throw", N_("扔掉草稿"), throw, "Del", (), GROUP, DRAFTS, in_palette=False))
    window.show_top_actions("visit.record")


def _thrown(house: House, window: Window, key: str) -> None:
    """A form that still shows what was thrown away is opened anew."""
    for page in window.pages.values():
        if key and (forget := getattr(page, "draft_thrown", None)):
            forget(key)
    start(count_drafts(house, window), window)


async def record(house: House, window: Window) -> None:
    """The visit of the household one stands on, else of the one that is the most urgent."""
    page, day = window.page(), house.today()
    if page is not None and page is window.pages.get(PAGE) and page.household():
        page.write()  # type: ignore[attr-defined]
        return
    uid = page.household() if page else ""
    window.go(PAGE, uid or await house.store.read(lambda session: first_due(session, day)) or "")


async def count_drafts(house: House, window: Window) -> None:
    """At the tab, and in its list while it is shown: what was just left may have been on its way."""
    window.badge(DRAFTS, await house.store.read(drafts.count))
    if window.page() is (page := window.pages.get(DRAFTS)) and page:
        await page.refresh()


def _say(window: Window, words: str, back: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
    window.say(words, (lambda: start(back(), window)) if back else None)
