"""The window on an open store."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from app.bootstrap import House
from app.find import Home, Person, find
from app.modules.grids import Grid
from app.modules.staff import Staff
from app.texts import N_, joined, tr
from ui import people, sheets, undoing, visiting
from ui.pages.today import TodayPage
from ui.shell.palette import Group, Hit
from ui.shell.places import Entry, Place, Tab
from ui.shell.window import Window
from ui.widgets.rows import Row
from ui.widgets.tag import Mark


def window_on(house: House) -> Window:
    title = tr("邻里通 · 演示数据") if house.demo else tr("邻里通")
    window = Window(_entries(house, lambda: window), title)
    window.use_search(lambda words: search(house, words), otherwise=("resident.new",))
    undoing.add_actions(house, window)
    visiting.add_actions(house, window)
    people.add_actions(house, window)
    sheets.add_actions(window)
    return window


def _entries(house: House, window: Callable[[], Window]) -> tuple[Entry, ...]:
    """One line a tab; pages are made when they are first gone to, so the window is there by then."""
    day = (
        Tab("today", N_("今天"), lambda: _today(house, window())),
        Tab("drafts", N_("草稿"), lambda: visiting.drafts_page(house, window())),
    )
    visits = (
        Tab("visit", N_("楼栋图"), lambda: visiting.visit_page(house, window())),
        Tab("roster", N_("名册"), lambda: people.roster_page(house, window())),
        Tab("household", N_("家庭"), lambda: people.household_page(house, window())),
        Tab("needs", N_("需求"), lambda: people.needs_page(house, window())),
        Tab("register", N_("登记居民"), lambda: people.register_page(house, window()), under="roster"),
    )
    ledgers = (
        Tab("ledgers", N_("台账目录"), lambda: sheets.ledgers_page(house, window())),
        Tab("registers", N_("登记簿"), lambda: sheets.registers_page(house, window())),
        Tab("imports", N_("导入"), lambda: sheets.imports_page(house, window())),
        Tab("batches", N_("导入记录"), lambda: sheets.batches_page(house, window())),
    )
    return (
        Entry("today", N_("今日"), "today", day),
        Entry("visits", N_("走访"), "visits", visits),
        Entry("ledgers", N_("台账"), "ledgers", ledgers),
    )


async def name_user(house: House, window: Window) -> None:
    """Who works here, and what kind of store this is."""
    person, grid = await house.store.read(
        lambda session: (session.get(Staff, house.store.actor), session.scalars(select(Grid)).first())
    )
    window.top.user.put(person.name if person else "", grid.name if grid else "")
    kind = [tr("演示数据")] if house.demo else []
    window.status.show_facts(*kind, tr("本机数据已加密"))


async def search(house: House, words: str) -> Sequence[Group]:
    """What the palette shows; people and homes lead to their household."""
    found = await house.store.read(lambda session: find(session, words, house.today()))
    persons = tuple(Hit(_person(person), Place("household", person.uid)) for person in found.people)
    homes = tuple(Hit(_home(home), Place("household", home.uid)) for home in found.homes)
    how = tr("姓名、拼音、首字母、门牌、号码末几位都能找")
    entries = tuple(
        Hit(Row(one.place, one.name, quiet=one.register), Place("registers", one.place)) for one in found.records
    )
    groups = (
        ("people", persons, tr("居民，{count} 人"), tr("居民，前 {count} 人，还有更多"), how),
        ("homes", homes, tr("住户，{count} 户"), tr("住户，前 {count} 户，还有更多"), ""),
        ("records", entries, tr("登记簿，{count} 条"), tr("登记簿，前 {count} 条，还有更多"), ""),
    )
    return [
        Group((cut if name in found.more else whole).format(count=len(hits)), hits, note)
        for name, hits, whole, cut, note in groups if hits
    ]  # fmt: skip


def _person(person: Person) -> Row:
    why = Mark(person.why) if person.why else None
    return Row(person.uid, person.name, after=person.about, quiet=person.where, found=person.found, state=why)


def _home(home: Home) -> Row:
    members = tr("{count} 人").format(count=home.members)
    why = Mark(home.why) if home.why else None
    return Row(home.uid, home.address, quiet=joined(home.head, members), found=home.found, state=why)


def _today(house: House, window: Window) -> TodayPage:
    page = TodayPage(house)
    page.wanted.connect(lambda household: window.go("visit", household))
    page.going.connect(window.go)
    page.counted.connect(lambda drafts, needs: _count(window, drafts, needs))
    page.first.wanted.connect(lambda: window.go("imports"))
    page.first.dropped.connect(window.files_dropped)
    return page


def _count(window: Window, drafts: int, needs: int) -> None:
    """At the tabs."""
    window.badge(visiting.DRAFTS, drafts)
    window.badge(people.NEEDS, needs, "red")
