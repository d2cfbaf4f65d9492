"""Saving and giving up what was typed about one person, and putting old values back."""

from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.orm import Session

from app import drafts, heads, history, registering
from app.bootstrap import House
from app.heads import HAND_OVER, NOBODY, Succession
from app.history import Step
from app.household_view import draft_key
from app.ledger.form import Refused, Values, command_name
from app.modules.residents import FORM
from app.texts import tr
from ui.ledger.form import DraftForm
from ui.pages.care_list import Do
from ui.pages.head_box import ask_what_follows
from ui.pages.member_card import MemberCard
from ui.tasks import start

Back = Callable[[], Coroutine[Any, Any, None]]


class MemberEdits:
    """`do` runs a command with its toast; `follow` shows what is now; `say` words without an undo; `put_aside` words, and what
    brings back what was given up; `show` a person."""

    def __init__(
        self, house: House, card: MemberCard, do: Do, follow: Back, say: Callable[[str], object],
        put_aside: Callable[[str, Back], object], show: Callable[[str], Coroutine[Any, Any, None]],
    ) -> None:  # fmt: skip
        self._house, self._card, self._do, self._follow = house, card, do, follow
        self._say, self._put_aside, self._show = say, put_aside, show

    async def save(self) -> bool:
        """What was touched, as one command named after it. Refused: told at its field, and the draft stays."""
        if not (form := self._card.form):
            return False
        if (changed := form.changed(self._house.today())) is None:
            return False
        opened = form.draft.opened
        if changed := {name: value for name, value in changed.items() if value != opened[name]}:
            follows = await self._follows(form.draft.uid or "", changed)
            return follows is not None and await self._save(form, changed, follows)
        await self._card.forget()
        self._say(tr("没有改动"))
        return True

    async def put_back(self, step: Step) -> None:
        """One old value of the history, by a change of its own; what is being typed stays."""
        follows = await self._follows(step.uid, {step.name: step.value} if step.form is FORM else {})

        def work(session: Session) -> None:
            heads.hand_over(session, follows or NOBODY)
            registering.restore(session, step)

        if follows is not None:
            await self._do(history.restoring(step), work)

    async def give_up(self) -> None:
        """What was typed and not saved goes; the toast brings it back."""
        uid, name = self._card.person, self._card.name
        typed = await self._card.forget()

        async def bring_back() -> None:
            await self._card.bring_back(uid, name, typed)
            await self._show(uid)

        self._put_aside(tr("已放弃对{name}的改动").format(name=name), bring_back)

    def draft_thrown(self, key: str) -> None:
        if self._card.person and key == draft_key(self._card.person):
            start(self._card.show_person(self._card.person), self._card)

    async def _follows(self, uid: str, changed: Values) -> Succession | None:
        """What it means for the head of the household. None: the person went back."""
        if "relation" not in changed:
            return NOBODY
        return await ask_what_follows(self._card, self._house.store, uid, changed["relation"])

    async def _save(self, form: DraftForm, changed: Values, follows: Succession) -> bool:
        draft, key, drafting = form.draft, draft_key(self._card.person), self._card.drafting
        command = HAND_OVER if follows.head and len(changed) == 1 else command_name(FORM, changed)

        def work(session: Session) -> None:
            heads.hand_over(session, follows)
            registering.save(session, draft, changed)
            drafts.drop(session, key)

        try:
            await drafting.hold()
            await self._do(command, work)
        except BaseException as error:
            drafting.touch()
            if not isinstance(error, Refused):
                raise
            await self._follow()
            if self._card.form:
                self._card.form.show_problems(error.problems)
            return False
        self._card.drafts_changed.emit()
        return True
