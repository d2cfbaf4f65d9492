"""What Chinese input needs of us.

PySide6's wheels carry the input plugins `ibus` and `compose` only. With QT_IM_MODULE=fcitx, usual on Chinese desktops,
no plugin loads and nobody can type Chinese, silently; fcitx5 answers on ibus's portal, so we ask for that one.
"""

from collections.abc import Callable, MutableMapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

NAMES = ("QT_IM_MODULE", "QT_IM_MODULES", "XMODIFIERS")


def cure(environment: MutableMapping[str, str]) -> bool:
    """To be called before QApplication is made, with os.environ. Tells whether it changed something."""
    if not any("fcitx" in environment.get(name, "").lower() for name in NAMES):
        return False
    environment["QT_IM_MODULE"] = "ibus"
    environment["IBUS_USE_PORTAL"] = "1"
    environment.pop("QT_IM_MODULES", None)  # Qt 6.7 and later would prefer the list
    return True


@runtime_checkable
class Keeps(Protocol):
    """A field that makes text of the letters its input method let fall."""

    def keep_composed(self) -> None: ...


def commit() -> None:
    """Letters still being composed become text: before the focus moves, before anything is saved."""
    if QApplication.instance():
        field = QApplication.focusWidget()
        QGuiApplication.inputMethod().commit()
        if isinstance(field, Keeps):
            field.keep_composed()


class Composition:
    """The letters of one field that are not text yet.

    fcitx tells Qt to clear them when the focus moves or when we commit (ibus's preedit mode "clear", which Qt obeys), and
    a name half typed would be gone. So what is cleared without a word is kept until the loop turns: a move of the focus
    or a commit asks for it within the same turn, Esc and Backspace do not.
    """

    def __init__(self) -> None:
        self.letters, self._fallen = "", ""

    def note(self, event: QInputMethodEvent) -> None:
        cleared = bool(self.letters) and not event.preeditString() and not event.commitString()
        self._fallen = plain(self.letters) if cleared else ""
        self.letters = event.preeditString()
        if cleared:
            QTimer.singleShot(0, self._forget)

    def fallen(self) -> str:
        """What was cleared in this turn of the loop, once."""
        fallen, self._fallen = self._fallen, ""
        return fallen

    def _forget(self) -> None:
        self._fallen = ""


def plain(letters: str) -> str:
    """Without the marks that input methods put between syllables: zhang'w and zhang w are zhangw."""
    return letters.replace("'", "").replace(" ", "")


def committed(handler: Callable[[], object]) -> Callable[[], object]:
    """The same handler, with what is being composed committed first."""

    def after_commit() -> object:
        commit()
        return handler()

    return after_commit
