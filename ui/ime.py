"""What Chinese input needs of us.

PySide6's wheels carry the input plugins `ibus` and `compose` only. With QT_IM_MODULE=fcitx, usual on Chinese desktops,
no plugin loads and nobody can type Chinese, silently; fcitx5 answers on ibus's portal, so we ask for that one.
"""

from collections.abc import Callable, MutableMapping

from PySide6.QtGui import QGuiApplication

NAMES = ("QT_IM_MODULE", "QT_IM_MODULES", "XMODIFIERS")


def cure(environment: MutableMapping[str, str]) -> bool:
    """To be called before QApplication is made, with os.environ. Tells whether it changed something."""
    if not any("fcitx" in environment.get(name, "").lower() for name in NAMES):
        return False
    environment["QT_IM_MODULE"] = "ibus"
    environment["IBUS_USE_PORTAL"] = "1"
    environment.pop("QT_IM_MODULES", None)  # Qt 6.7 and later would prefer the list
    return True


def commit() -> None:
    """Letters still being composed become text: before the focus moves, before anything is saved."""
    if app := QGuiApplication.instance():
        app.inputMethod().commit()


def committed(handler: Callable[[], object]) -> Callable[[], object]:
    """The same handler, with what is being composed committed first."""

    def after_commit() -> object:
        commit()
        return handler()

    return after_commit
