"""One person of a household: his tags above, and the card of every record."""

from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.orm import Session

from app import drafts, heads, registering
from app.bootstrap import House
from app.heads import HAND_OVER, NOBODY, Succession
from app.history import Step, restoring
from app.household_view import MemberView, draft_key, member
from app.ledger.form import Values, command_name
from app.modules.residents import FORM
from app.registers import RecordView
from app.texts import tr
from ui.edit_card import EditCard
from ui.pages.care_list import Do, TagList
from ui.pages.head_box import ask_what_follows
from ui.record_edit import Act
from ui.tasks import start
from ui.widgets.button import Button
from ui.widgets.label import HintLabel


class MemberCard(EditCard):
    """`do` runs a command with its toast, `follow` shows what is now, `show_home` the household of a person."""

    def __init__(
        self, house: House, do: Do, follow: Act, show_home: Callable[[str], Coroutine[Any, Any, None]]
    ) -> None:
        self.tags, self.more = TagList(), Button(tr("迁出、去世、改门牌"))
        super().__init__(house, self.tags, hint=HintLabel(tr("只提交您改过的栏目")), more=(self.more,))
        self._do, self._follow, self._show_home = do, follow, show_home
        self.set_title(tr("资料"))
        self.opened.connect(lambda found: self.tags.put(found.tags if found else ()))

    def read(self, session: Session, uid: str) -> MemberView | None:
        return member(session, uid, self._house.today()) if uid else None

    def key_of(self, uid: str) -> str:
        return draft_key(uid)

    def named(self, found: RecordView) -> tuple[str, str]:
        name = str(found.draft.opened["name"])
        return name, tr("资料：{name}").format(name=name)

    async def write(self, changed: Values) -> bool:
        assert self.form
        draft, key = self.form.draft, draft_key(self.uid)
        if (follows := await self._follows(self.uid, changed)) is None:
            return False
        command = HAND_OVER if follows.head and len(changed) == 1 else command_name(FORM, changed)

        def work(session: Session) -> None:
            heads.hand_over(session, follows)
            registering.save(session, draft, changed)
            drafts.drop(session, key)

        await self._do(command, work)
        return True

    async def put_back(self, step: Step) -> None:
        """One old value of the history, by a change of its own; what is being typed stays."""
        follows = await self._follows(step.uid, {step.name: step.value} if step.form is FORM else {})

        def work(session: Session) -> None:
            heads.hand_over(session, follows or NOBODY)
            registering.restore(session, step)

        if follows is not None:
            await self._do(restoring(step), work)

    async def again(self) -> None:
        await self._follow()

    def way_back(self) -> Act:
        uid = self.uid
        return lambda: self._show_home(uid)

    def draft_thrown(self, key: str) -> None:
        if self.uid and key == draft_key(self.uid):
            start(self.show_uid(self.uid), self)

    async def _follows(self, uid: str, changed: Values) -> Succession | None:
        """What it means for the head of the household. None: the person went back."""
        if "relation" not in changed:
            return NOBODY
        return await ask_what_follows(self, self._store, uid, changed["relation"])

    def _open(self, uid: str, found: RecordView | None) -> None:
        super()._open(uid, found)
        if self.form:
            self.form.follow_in_focus(self.tags.list, self.more)
