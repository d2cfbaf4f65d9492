"""What can be done on 家庭 beside the fields of a person: tags, needs, the household itself. Buttons and keys meet here."""

from typing import TYPE_CHECKING

from app import need_view
from app.bootstrap import House
from ui.pages.care_list import Do, TagActs
from ui.pages.home_card import HomeActs
from ui.pages.household_parts import NEEDS
from ui.pages.need_card import NeedActs
from ui.pages.visit_edit import VisitActs
from ui.tasks import start

if TYPE_CHECKING:
    from ui.pages.household import HouseholdPage


class HouseholdActs:
    def __init__(self, house: House, page: "HouseholdPage", do: Do) -> None:
        self._page = page
        self.tags, self.needs, self.home = (
            TagActs(house, page, do),
            NeedActs(house, page, do),
            HomeActs(house, page, do),
        )
        self.visits = VisitActs(house, page, do, page.card.put_back)
        self._connect()

    async def open_event(self, uid: str) -> None:
        """Of 来往记录: a need among the needs, a visit to be read or changed."""
        if self._page.view and any(need.uid == uid for need in self._page.view.needs):
            self._page.members.go(NEEDS)
            self._page.needs.list.go(uid)
        else:
            await self.visits.open(uid, *self._home())

    async def go_on(self, key: str) -> None:
        """With what was typed in a box: `table:about/what`."""
        table, _, rest = key.partition(":")
        what = rest.partition("/")[2]
        match table:
            case "care_tags":
                await (self.tags.open(what, *self._person()) if what else self.add_tag())
            case "needs":
                uid, _, step = what.partition("~")
                await (self.needs.step(uid, step, *self._home()) if uid else self.add_need())
            case need_view.AT:
                await self.open_event(what)
            case "visits":
                await self.visits.open(what, *self._home())
            case "households":
                await self.home.edit(*self._home())
            case "visit_plans":
                await self.home.plan(*self._home())

    async def add_tag(self) -> None:
        if self._page.card.uid:
            await self.tags.add(*self._person())

    async def add_need(self) -> None:
        if self._page.household():
            await self.needs.add(*self._home())

    def _person(self) -> tuple[str, str]:
        return self._page.card.uid, self._page.card.name

    def _home(self) -> tuple[str, str]:
        return self._page.household(), self._page.head.where.text()

    def _connect(self) -> None:
        page, tags, needs, home = self._page, self._page.card.tags, self._page.needs, self._page.home
        tags.add.connect(lambda: start(self.add_tag(), page))
        tags.opened.connect(lambda uid: start(self.tags.open(uid, *self._person()), page))
        tags.reviewed.connect(lambda uid: start(self.tags.review(uid), page))
        needs.chosen.connect(lambda _: start(page.tell_part(), page))
        needs.asked.connect(lambda uid, step: start(self.needs.step(uid, step, *self._home()), page))
        page.events.opened.connect(lambda uid: start(self.open_event(uid), page))
        needs.add.connect(lambda: start(self.add_need(), page))
        home.home_asked.connect(lambda: start(self.home.edit(*self._home()), page))
        home.plan_asked.connect(lambda: start(self.home.plan(*self._home()), page))
