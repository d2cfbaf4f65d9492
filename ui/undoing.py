"""Undo and redo of the window: named in the menu, one key each; what an undo had to leave alone is listed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from app import undo
from app.bootstrap import House
from app.texts import N_, tr
from app.undo import Reach, Step, Steps
from db.stopping import Stopped
from db.undo import Undone
from ui import messages
from ui.actions import Action
from ui.busy import busy
from ui.shell.window import Window
from ui.tasks import start

MOST_LISTED = 20
MANY = 100  # records that nobody takes back by one press too many
_running: set[int] = set()  # transactions that are being taken back


def add_actions(house: House, window: Window) -> None:
    undoing = _Undoing(house, window)
    edit = N_("编辑")
    window.actions.add(
        Action("undo", N_("撤销"), undoing.undo, "Ctrl+Z", group=edit, when=lambda: undoing.steps.undo is not None),
        Action("toast", N_("最后一条提示的按钮"), window.toasts.act, "U", group=edit, when=window.toasts.can_act),
        Action("redo", N_("恢复"), undoing.redo, "Ctrl+Y", group=edit, when=lambda: undoing.steps.redo is not None),
    )
    house.store.listeners.append(lambda changes: start(undoing.refresh(), window))
    start(undoing.refresh(), window)


async def take_back(house: House, window: Window, tx: int) -> None:
    """Undoes a transaction and says what and for whom; rows that stay as they are can be seen. Many are asked about.

    After a second there is 取消: all stays as it was.
    """
    if tx in _running:
        return  # an impatient second press
    _running.add(tx)
    try:
        what = await house.store.read(lambda session: undo.reach(session, tx))
        if not what.redo and what.records >= MANY and not await _sure(window, what):
            return
        async with busy(window, tr("正在恢复") if what.redo else tr("正在撤销")) as job:
            done = await _to_its_end(house.store.undo(tx, lambda: job.cancelled), job)
    except Stopped:
        window.say(tr("已停下，一条也没有改动"))
        return
    finally:
        _running.discard(tx)
    if done.kept:
        window.say(undo.told(done, what), lambda: start(_list(house, window, done), window), N_("看看是哪些"))
    else:
        window.say(undo.told(done, what))


async def _to_its_end(work: Coroutine[Any, Any, Undone], job: busy) -> Undone:
    """Also after 取消: it stops itself, or it is done already and has to be told."""
    running = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        if not job.cancelled:
            raise
        return await running


async def _sure(window: Window, what: Reach) -> bool:
    title = tr("撤销 {command}？").format(command=what.command)
    words = tr("这一次共写了 {count} 条记录：{who}。后来又改过的、别处还要用的会保持原样；撤销以后还能恢复。")
    yes = tr("撤销 {count} 条").format(count=what.records)
    return await messages.confirm(window, title, words.format(count=what.records, who=what.who), yes)


async def _list(house: House, window: Window, done: Undone) -> None:
    rows = await house.store.read(lambda session: undo.kept_rows(session, done))
    more = [tr("还有 {count} 处").format(count=len(rows) - MOST_LISTED)] if len(rows) > MOST_LISTED else []
    await messages.tell(window, tr("这些后来又改过，或者别处还要用，保持原样"), "\n".join([*rows[:MOST_LISTED], *more]))


class _Undoing:
    def __init__(self, house: House, window: Window) -> None:
        self._house, self._window = house, window
        self.steps, self._turn = Steps(None, None), 0

    async def refresh(self) -> None:
        self._turn += 1
        turn = self._turn
        steps = await self._ask()
        if turn != self._turn:
            return  # a later question knows more, though its answer came first
        self.steps = steps
        actions = self._window.actions
        actions.rename("undo", self.steps.undo.name if self.steps.undo else tr("撤销"))
        actions.rename("redo", self.steps.redo.name if self.steps.redo else tr("恢复"))
        actions.refresh()

    async def undo(self) -> None:
        """Ctrl+Z: the toast's own button first, if it takes something back: it may bring a draft back with it."""
        if self._window.toasts.can_act() and self._window.toasts.undoes:
            self._window.toasts.act()
        else:
            await self._take(lambda steps: steps.undo)

    async def redo(self) -> None:
        await self._take(lambda steps: steps.redo)

    async def _take(self, choose: Callable[[Steps], Step | None]) -> None:
        """What stands now, not what the menu said before the last press."""
        if step := choose(await self._ask()):
            await take_back(self._house, self._window, step.tx)

    async def _ask(self) -> Steps:
        return await self._house.store.read(lambda session: undo.steps(session, self._house.store.actor))
