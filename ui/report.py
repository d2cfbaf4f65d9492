"""What a person may send us after a fault of ours: where it happened, in which versions. No values, no messages.

An exception's message, its arguments and the local variables may hold names and numbers of residents, so none of them
is written: only the kind of the error and the places in the code it came through.
"""

import platform
import sys
import traceback
from pathlib import Path

from PySide6 import __version__ as pyside
from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication


def report(error: BaseException) -> str:
    return "\n".join(["Linli fault report", *_machine(), "", *_chain(error)]) + "\n"


def _machine() -> list[str]:
    screen = QGuiApplication.primaryScreen()
    size = f"{screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio()}" if screen else "none"
    return [
        f"program {_version()}",
        f"Python {sys.version.split()[0]}, Qt {qVersion()}, PySide6 {pyside}",
        f"system {platform.system()} {platform.release()} {platform.machine()}, platform {QGuiApplication.platformName()}",
        f"screen {size}, locale {QLocale.system().name()}",
    ]


def _chain(error: BaseException) -> list[str]:
    lines: list[str] = []
    at: BaseException | None = error
    while at:
        lines += [f"{type(at).__module__}.{type(at).__qualname__}", *_places(at), ""]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return lines


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} in {frame.name}" for frame in frames]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("linli")
    except PackageNotFoundError:
        return "from a checkout"
