"""Where one can be: entries of the rail, their tabs, and an address that the history can go back to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.store import Store


@dataclass(frozen=True)
class Place:
    """A page, and the uid of what it shows where it shows one thing."""

    page: str
    key: str = ""


@dataclass(frozen=True)
class Hint:
    """A key that works on a page, for the status bar. Several keys stand apart by blanks: "↑ ↓"."""

    keys: str
    words: str


class Page(QWidget):
    """One tab's content. It is made when first shown and stays; `arrive` is called each time it is shown.

    `hints` are the keys of the status bar, `side` the widget at the right end of the tabs, if any.
    A page that changes either emits `changed`.
    """

    changed = Signal()
    hints: tuple[Hint, ...] = ()
    side: QWidget | None = None

    def keep_up(self, store: Store, again: Callable[[Changes], None]) -> None:
        """Calls `again` after each write while the page is shown; who comes back to it sees it anew by `arrive`."""

        def heard(changes: Changes) -> None:
            if self.isVisible():
                again(changes)

        store.listeners.append(heard)
        self.destroyed.connect(lambda: store.listeners.remove(heard))

    def arrive(self, key: str) -> None:
        """Shown now, with the uid of the place one went to."""

    def leave(self) -> None:
        """Left for another page: what is half written goes into its draft."""

    def household(self) -> str:
        """The uid of the household one stands on, for 记录走访; empty when there is none."""
        return ""

    def escape(self) -> bool:
        """Esc was pressed; True when the page did something about it."""
        return False


@dataclass(frozen=True)
class Tab:
    """`under` names the tab that stays selected while this one, a detail without a tab of its own, is shown."""

    id: str
    words: str
    make: Callable[[], Page]
    under: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry of the rail; its first tab is where it leads."""

    id: str
    words: str
    icon: str
    tabs: tuple[Tab, ...] = field(default=())


class Places:
    """Looks up entries and tabs. Refuses two of one name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._tabs = {tab.id: (entry, tab) for entry in self.entries for tab in entry.tabs}
        if len(self._tabs) != sum(len(entry.tabs) for entry in self.entries):
            raise ValueError("two pages have the same name")

    def entry(self, page: str) -> Entry:
        return self._tabs[page][0]

    def tab(self, page: str) -> Tab:
        return self._tabs[page][1]

    def has(self, page: str) -> bool:
        return page in self._tabs

    def shown_as(self, page: str) -> str:
        """The tab that is selected while a page is shown."""
        return self.tab(page).under or page


class History:
    """Back and forward. Going somewhere new forgets what lay forward."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def went(self, place: Place) -> None:
        if self.here() == place:
            return
        self._places = [*self._places[: self._at + 1], place]
        self._at += 1

    def instead(self, place: Place) -> None:
        """A step that leads on, such as from an empty form to what it made: going back does not come to the form again."""
        del self._places[max(self._at, 0) :]
        self._at = len(self._places) - 1
        self.went(place)

    def here(self) -> Place | None:
        return self._places[self._at] if self._at >= 0 else None

    def back(self, out_of: str = "") -> Place | None:
        """One step; `out_of` a page, as many as lead out of it."""
        place = self._move(-1)
        while place and place.page == out_of:
            place = self._move(-1)
        return place

    def forward(self) -> Place | None:
        return self._move(1)

    def can(self, step: int) -> bool:
        return 0 <= self._at + step < len(self._places)

    def _move(self, step: int) -> Place | None:
        if not self.can(step):
            return None
        self._at += step
        return self._places[self._at]
