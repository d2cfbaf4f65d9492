"""What is known of a household beside its people, and what was arranged for its visits."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app import drafts
from app.bootstrap import House
from app.household_view import Fact
from app.ledger.form import Draft, Values, command_name, new_draft, open_draft
from app.modules.households import FORM as HOME_FORM
from app.modules.households import Household
from app.modules.visits import PLAN_FORM, VisitPlan, arrange, plan_of
from app.texts import tr
from ui.pages.care_list import Do
from ui.record_box import Asked, ask_record
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.rows import Row, RowBand, RowList

PLAN = "plan:"  # before the name of a field of the plan


class HomeCard(Card):
    """`home_asked` with the field to begin at, `plan_asked` the same."""

    home_asked = Signal()
    plan_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("住户资料"), flush=True)
        self.list = RowList(tr("住户资料"))
        self.body.addWidget(self.list)
        self.edit, self.plan = Button(tr("修改资料"), "primary"), Button(tr("安排走访"))
        self.set_foot(tr("Enter 修改选中的一栏"), self.plan, self.edit)
        self.list.opened.connect(lambda key: (self.plan_asked if key.startswith(PLAN) else self.home_asked).emit())
        self.edit.clicked.connect(self.home_asked)
        self.plan.clicked.connect(self.plan_asked)

    def put(self, facts: Sequence[Fact]) -> None:
        own = [_row(fact) for fact in facts if not fact.plan]
        arranged = [_row(fact) for fact in facts if fact.plan]
        self.list.put([*own, RowBand(tr("走访安排")), *arranged])


class HomeActs:
    """What is asked before each command. `do` runs it, with a toast."""

    def __init__(self, house: House, parent: QWidget, do: Do) -> None:
        self._house, self._store, self._parent, self._do = house, house.store, parent, do

    async def edit(self, household: str, title: str) -> None:
        draft = await self._store.read(open_draft(HOME_FORM, household))
        key = drafts.key(Household.__tablename__, f"{household}/")
        await self._ask(tr("修改住户资料"), title, draft, key, draft.save)

    async def plan(self, household: str, title: str) -> None:
        """More often than the rules say, with a reason, or on a day that was agreed on."""
        draft, today = await self._store.read(lambda session: _plan(session, household)), self._house.today()
        key = drafts.key(VisitPlan.__tablename__, f"{household}/")
        save = lambda session, changed: arrange(session, draft, changed, household, today)  # noqa: E731
        await self._ask(tr("安排走访"), title, draft, key, save)

    async def _ask(
        self, what: str, title: str, draft: Draft, key: str, work: Callable[[Session, Values], object]
    ) -> None:
        async def save(changed: Values) -> None:
            filled = {name: value for name, value in changed.items() if draft.uid or value is not None}
            await self._do(command_name(draft.form, filled or changed), lambda session: work(session, changed))

        asked = Asked(what, title, draft, key, save)
        await ask_record(self._parent, self._store, self._house.today(), asked)


def _plan(session: Session, household: str) -> Draft:
    plan = plan_of(session, household)
    return open_draft(PLAN_FORM, plan.uid)(session) if plan else new_draft(PLAN_FORM)


def _row(fact: Fact) -> Row:
    key = f"{PLAN}{fact.name}" if fact.plan else fact.name
    return Row(key, tr(fact.label), quiet=fact.value or tr("没有填写"))
