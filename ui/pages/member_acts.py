"""What can be done with a person of a household, beside editing: he moves, dies, was filed wrong, comes back."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget
from sqlalchemy.orm import Session

from app import registering
from app.bootstrap import House
from app.modules import residents
from app.modules.residents import HEAD, Resident
from app.texts import N_, tr
from ui.pages.moving import ask_door, ask_leaving
from ui.tasks import start
from ui.widgets.inputs import Choice
from ui.widgets.label import no_mnemonic

MOVED_OUT, DIED, BACK = N_("迁出"), N_("登记去世"), N_("恢复在册")
OTHER_DOOR, WHOLE_HOME = N_("改门牌"), N_("整户改门牌")
RELATION = residents.FORM.fields["relation"].kind
Act = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Member:
    """The person, and the household he is in."""

    uid: str
    name: str
    here: bool
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
            (tr(OTHER_DOOR), lambda: self.move(member)),
            (tr(WHOLE_HOME), lambda: self.move_home(member)),
        ]

    async def leave(self, member: Member, *, died: bool) -> None:
        uid, name = member.uid, member.name
        title = tr("{name}去世").format(name=name) if died else tr("{name}迁出").format(name=name)
        words = tr("以后的名册和台账不再列出；以前的走访记录都在，也可以恢复在册。")
        answer = await ask_leaving(self._parent, title, words, self._house.today(), where=not died)
        if answer and died:
            await self._do(DIED, lambda session: residents.record_death(session, uid, answer[0]))
        elif answer:
            await self._do(MOVED_OUT, lambda session: residents.move_out(session, uid, answer[0], answer[1] or None))

    async def move(self, member: Member) -> None:
        """One person: he moved, or was filed under the wrong door."""
        title, words = tr("{name}住在哪里").format(name=member.name), tr("搬了家，或当初登记错了门牌，都在这里改。")
        store, home = self._house.store, member.household
        held = await store.read(lambda session: session.get_one(Resident, member.uid).relation or "")
        if held == HEAD:
            words += "\n" + tr("他是户主，走了以后请给原来那一户改一位户主。")
        how = _relations(held)
        if found := await ask_door(self._parent, store, title, words, but_household=home, relation=how):
            joins = how.currentData() if found.household and found.members else None
            await self._do(OTHER_DOOR, lambda session: registering.move(session, member.uid, found, joins))
            await self._went(member.uid)

    async def move_home(self, member: Member) -> None:
        """All of them, with their visits and needs."""
        title = tr("{address}这一户住在哪里").format(address=member.address)
        words, home = tr("成员、走访和需求都跟着这一户走。"), member.household
        if found := await ask_door(self._parent, self._house.store, title, words, whole=True, but_household=home):
            await self._do(WHOLE_HOME, lambda session: registering.move_home(session, home, found))

    async def come_back(self, member: Member) -> None:
        await self._do(BACK, lambda session: residents.come_back(session, member.uid))


def _relations(held: str) -> Choice:
    """To the head of another household: as it is, unless he is a head himself, which a household has already."""
    made = Choice(tr("与户主关系"))
    made.addItem(tr("请选"), "")
    for code, word in RELATION.words.items():  # type: ignore[attr-defined]
        if code != HEAD:
            made.addItem(tr(word), code)
    made.setCurrentIndex(max(made.findData(held), 0))
    return made
