"""One table of what can be done. Menus, buttons, shortcuts, the search palette and the sheet of keys are made of it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.texts import tr
from ui import ime
from ui.tasks import start
from ui.theme import icons
from ui.widgets.button import Button, Kind
from ui.widgets.label import no_mnemonic

EVERYWHERE = ""


def always() -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """`text` is marked with N_; `handler` may be a coroutine function. `scope` is the page a key belongs to.

    `when` is asked at the moment of the press; what it refuses is off in menus and absent in the palette.
    """

    id: str
    text: str
    handler: Callable[[], object]
    shortcut: str = ""
    also: tuple[str, ...] = ()  # further keys for the same
    group: str = ""  # heading in the sheet of keys; also the menu
    scope: str = EVERYWHERE
    when: Callable[[], bool] = always
    icon: str = ""
    in_palette: bool = True
    chosen: Callable[[], bool] | None = None  # of several of which one holds: it is ticked in the menu

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.shortcut, *self.also) if self.shortcut else self.also


def printed(key: str) -> str:
    """A key as it stands on the keyboard: Alt+← for Alt+Left."""
    for name, sign in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓"), ("Return", "Enter")):
        key = key.replace(name, sign)
    return key


class Duplicate(ValueError):
    """Two actions want the same name or, where both can be pressed, the same key."""


class Actions(QObject):
    """Keys of a page work while it is shown (`enter`); a letter alone is text while a text field has the focus."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._scope, self._paused = window, EVERYWHERE, False
        self._actions: dict[str, Action] = {}
        self._pressed: dict[str, QAction] = {}

    def add(self, *actions: Action) -> None:
        for action in actions:
            self._refuse_duplicate(action)
            self._actions[action.id] = action
            self._pressed[action.id] = self._as_qt(action)
        self.refresh()

    def get(self, action_id: str) -> Action:
        return self._actions[action_id]

    def has(self, action_id: str) -> bool:
        return action_id in self._actions

    def usable(self) -> list[Action]:
        """What can be done here and now, in the order of the table."""
        return [action for action in self.in_scope() if action.when()]

    def in_scope(self) -> list[Action]:
        """What belongs to this page and to everywhere, whether or not it can be done now."""
        return [action for action in self._actions.values() if self._fits(action)]

    def listed(self) -> list[Action]:
        """What the sheet of keys shows: everything of this page and of everywhere that has a key."""
        return [action for action in self.in_scope() if action.keys]

    def run(self, action_id: str) -> None:
        """As a press of the key: commits what is being composed, then asks `when`, then acts."""
        action = self._actions[action_id]
        ime.commit()
        if not action.when():
            return
        result = action.handler()
        if inspect.iscoroutine(result):
            start(result, self._window)

    def enter(self, scope: str) -> None:
        """The page that is shown now."""
        self._scope = scope
        self.refresh()

    def pause(self, paused: bool) -> None:
        """While something covers the page, only that thing's own keys act."""
        self._paused = paused
        self.refresh()

    def rename(self, action_id: str, text: str) -> None:
        """Words that say what: 撤销 修改联系电话."""
        self._actions[action_id] = replace(self._actions[action_id], text=text)
        self._pressed[action_id].setText(no_mnemonic(tr(text)))
        self.changed.emit()

    def refresh(self) -> None:
        """After something changed that a `when` looks at."""
        for action in self._actions.values():
            self._pressed[action.id].setEnabled(not self._paused and self._fits(action) and action.when())
        self.changed.emit()

    def qt(self, action_id: str) -> QAction:
        """For menus; ticked as it is now."""
        made = self._pressed[action_id]
        if chosen := self._actions[action_id].chosen:
            made.setCheckable(True)
            made.setChecked(chosen())
        return made

    def button(self, action_id: str, kind: Kind = "secondary", *, big: bool = False) -> Button:
        """A button that does this, with the key printed on it."""
        action = self._actions[action_id]
        made = Button(tr(action.text), kind, key=printed(action.shortcut), big=big)
        made.clicked.connect(lambda: self.run(action_id))
        return made

    def _fits(self, action: Action) -> bool:
        return action.scope in (EVERYWHERE, self._scope)

    def _as_qt(self, action: Action) -> QAction:
        made = QAction(no_mnemonic(tr(action.text)), self._window)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda: self.run(action.id))
        if action.icon:
            made.setIcon(icons.icon(action.icon))
            made.setIconVisibleInMenu(False)
        self._window.addAction(made)
        return made

    def _refuse_duplicate(self, new: Action) -> None:
        if new.id in self._actions:
            raise Duplicate(f"action {new.id} is there already")
        for old in self._actions.values():
            meet = EVERYWHERE in (new.scope, old.scope) or new.scope == old.scope
            keys = {QKeySequence(key) for key in old.keys} & {QKeySequence(key) for key in new.keys}
            if meet and keys:
                raise Duplicate(f"{new.id} and {old.id} both want {', '.join(key.toString() for key in keys)}")
