"""Keeps what is typed in a form in the encrypted draft within two seconds, however fast one types and whatever ends it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app import drafts
from db.store import Store
from ui.tasks import start

AFTER = 800  # ms from the first letter that is not kept yet, not from the last


class Drafting(QObject):
    """`watch` a form, `touch` at every change of it, `put_away` when it is left, `settle` before it is read anew or saved."""

    kept = Signal(str, object)  # key, the moment (datetime), or None when there is no draft any more

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._key, self._title = store, "", ""
        self._texts: Callable[[], Mapping[str, Any] | None] = lambda: None
        self._unkept = False
        self._keeping: asyncio.Task[None] | None = None
        self.clock = QTimer(self, interval=AFTER, singleShot=True)
        self.clock.timeout.connect(self.put_away)

    def watch(self, key: str, title: str, texts: Callable[[], Mapping[str, Any] | None]) -> None:
        """`texts` gives what stands in the form, None while it is as it was opened. What was watched before is put away."""
        self.put_away()
        self._key, self._title, self._texts = key, title, texts

    def touch(self) -> None:
        self._unkept = True
        if not self.clock.isActive():
            self.clock.start()

    def put_away(self) -> None:
        """Keeps it now; the window may close meanwhile."""
        self.clock.stop()
        if self._unkept:
            self._unkept = False
            self._keeping = start(self._keep(self._key, self._title, self._texts()), self, lasting=True)

    async def hold(self) -> None:
        """Before the form is saved, which drops its draft: waits for what is on its way and keeps nothing more.

        Where saving fails, `touch` it again.
        """
        self._unkept = False
        self.clock.stop()
        if self._keeping:
            await self._keeping

    async def settle(self) -> None:
        """Comes back when everything is kept."""
        self.put_away()
        if self._keeping:
            await self._keeping

    async def _keep(self, key: str, title: str, texts: Mapping[str, Any] | None) -> None:
        at: datetime | None = None
        if texts is None:
            await self._store.note(lambda session: drafts.drop(session, key))
        else:
            at = await self._store.note(lambda session: drafts.keep(session, key, title, texts))
        if isValid(self):
            self.kept.emit(key, at)
