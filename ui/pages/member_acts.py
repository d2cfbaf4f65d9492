"""What can be done with a person of a household, beside editing: he moves, dies, was filed wrong, comes back."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget
from sqlalchemy.orm import Session

from app import heads, registering
from app.bootstrap import House
from app.heads import HAND_OVER
from app.modules import residents
from app.modules.residents import HEAD, Resident
from app.texts import N_, tr
from ui.pages.head_box import HeadPicker, ask_head, ask_relation, ask_what_follows, relations
from ui.pages.moving import ask_door, ask_leaving
from ui.tasks import start
from ui.widgets.inputs import Choice
from ui.widgets.label import no_mnemonic

MOVED_OUT, DIED, BACK = N_("迁出"), N_("登记去世"), N_("恢复在册")
OTHER_DOOR, WHOLE_HOME = N_("改门牌"), N_("整户改门牌")
Act = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Member:
    """The person, and the household he is in."""

    uid: str
    name: str
    here: bool
    head: bool
    household: str
    address: str


class MemberActs:
    """Each is one command, done by `do`; `went` shows somebody where he is now. Boxes stand over `parent`."""

    def __init__(
        self,
        house: House,
        parent: QWidget,
        do: Callable[[str, Callable[[Session], object]], Awaitable[None]],
        went: Callable[[str], Awaitable[None]],
    ) -> None:
        self._house, self._parent, self._do, self._went = house, parent, do, went

    def offer(self, member: Member, above: QWidget) -> None:
        menu = QMenu(self._parent)
        menu.aboutToHide.connect(menu.deleteLater)
        for words, act in self.choices(member):
            menu.addAction(no_mnemonic(words)).triggered.connect(lambda _=False, act=act: start(act(), self._parent))
        menu.popup(above.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def choices(self, member: Member) -> list[tuple[str, Act]]:
        if not member.uid:
            return []
        if not member.here:
            return [(tr(BACK), lambda: self.come_back(member))]
        return [
            (tr(MOVED_OUT), lambda: self.leave(member, died=False)),
            (tr(DIED), lambda: self.leave(member, died=True)),
            *([] if member.head else [(tr("设为户主"), lambda: self.make_head(member))]),
            (tr(OTHER_DOOR), lambda: self.move(member)),
            (tr(WHOLE_HOME), lambda: self.move_home(member)),
        ]

    async def leave(self, member: Member, *, died: bool) -> None:
        """Who was the head leaves the question who is it now, in the same box."""
        uid, name = member.uid, member.name
        title = tr("{name}去世").format(name=name) if died else tr("{name}迁出").format(name=name)
        words = tr("以后的名册和台账不再列出；以前的走访记录都在，也可以恢复在册。")
        people = await self._people(uid)
        heir = HeadPicker(people, out=uid) if _leaves_a_gap(people, uid) else None
        answer = await ask_leaving(self._parent, title, words, self._house.today(), where=not died, heir=heir)
        if answer:
            on, to, follows = *answer, (heir and heir.answer()) or heads.NOBODY

            def work(session: Session) -> None:
                residents.record_death(session, uid, on) if died else residents.move_out(session, uid, on, to or None)
                heads.hand_over(session, follows)

            await self._do(DIED if died else MOVED_OUT, work)

    async def move(self, member: Member) -> None:
        """One person: he moved, or was filed under the wrong door."""
        title, words = tr("{name}住在哪里").format(name=member.name), tr("搬了家，或当初登记错了门牌，都在这里改。")
        store, home, uid = self._house.store, member.household, member.uid
        people = await self._people(uid)
        if gap := _leaves_a_gap(people, uid):
            words += "\n" + tr("他是户主，下一步请选原来这一户由谁当户主。")
        how = _relations(next((one.relation for one in people if one.uid == uid), ""))
        found = await ask_door(self._parent, store, title, words, but_household=home, relation=how)
        if not found:
            return
        joins, follows = how.currentData() if found.household and found.members else None, heads.NOBODY
        if gap:
            asked = tr("{address}由谁当户主").format(address=member.address)
            words = tr("{name}走了以后，其他人的关系跟着新户主改。").format(name=member.name)
            if not (follows := await ask_head(self._parent, asked, words, people, out=uid)):
                return

        def work(session: Session) -> None:
            registering.move(session, uid, found, joins)
            heads.hand_over(session, follows)

        await self._do(OTHER_DOOR, work)
        await self._went(uid)

    async def make_head(self, member: Member) -> None:
        uid = member.uid
        if follows := await ask_what_follows(self._parent, self._house.store, uid, HEAD):
            await self._do(HAND_OVER, lambda session: heads.hand_over(session, replace(follows, head=uid)))

    async def move_home(self, member: Member) -> None:
        """All of them, with their visits and needs."""
        title = tr("{address}这一户住在哪里").format(address=member.address)
        words, home = tr("成员、走访和需求都跟着这一户走。"), member.household
        if found := await ask_door(self._parent, self._house.store, title, words, whole=True, but_household=home):
            await self._do(WHOLE_HOME, lambda session: registering.move_home(session, home, found))

    async def come_back(self, member: Member) -> None:
        """Who was the head says what he is to the one who is it now."""
        uid, relation, people = member.uid, "", await self._people(member.uid)
        held = await self._house.store.read(lambda session: session.get_one(Resident, uid).relation)
        now = next((one.name for one in people if one.is_head), "")
        if now and held == HEAD:
            title = tr("{name}恢复在册").format(name=member.name)
            words = tr("现在的户主是{name}，请选与户主的关系。").format(name=now)
            if not (relation := await ask_relation(self._parent, title, words)):
                return
        await self._do(BACK, lambda session: registering.come_back(session, uid, relation or None))

    async def _people(self, uid: str) -> list[heads.Member]:
        return await self._house.store.read(lambda session: heads.household_of(session, uid))


def _leaves_a_gap(people: list[heads.Member], uid: str) -> bool:
    """He is the only head, and others stay."""
    return len(people) > 1 and [one.uid for one in people if one.is_head] == [uid]


def _relations(held: str) -> Choice:
    """To the head of another household: as it is, unless he is a head himself, which a household has already."""
    made = relations(tr("请选"))
    made.setCurrentIndex(max(made.findData(held), 0))
    return made
