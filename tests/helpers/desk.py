"""The program as a person starts it, and the keyboard in front of its window."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

PATIENCE = 60  # seconds until something must have happened; it is looked for all the time
TITLE = "邻里通"
T = TypeVar("T")


class Desk:
    """A keyboard in front of the screen."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def tool(self, *words: str) -> list[str]:
        ran = subprocess.run(["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False)
        return ran.stdout.split()

    def key(self, *names: str) -> None:
        for name in names:
            self.tool("key", "--clearmodifiers", name)

    def press(self, name: str) -> subprocess.Popen[bytes]:
        """Without waiting until the key is up again."""
        return subprocess.Popen(["xdotool", "key", "--clearmodifiers", name], env=self._environment)

    def type(self, text: str) -> None:
        self.tool("type", "--delay", "12", text)

    def windows(self, name: str) -> list[str]:
        return self.tool("search", "--onlyvisible", "--name", name)

    def summon(self, key: str, name: str) -> None:
        """Presses a key until its window stands there: the first press may come before the page does."""

        def called() -> list[str]:
            if not self.windows(name):
                self.key(key)
            return self.windows(name)

        until(called)
        self.focus(name)

    def focus(self, name: str, other_than: str = "") -> str:
        """The newest window of this name gets the keyboard: there is no window manager here to do it."""
        found = until(lambda: [window for window in self.windows(name) if window != other_than])[-1]
        self.tool("windowfocus", "--sync", found)
        return found


def soon(asked: Callable[[], T], seconds: float) -> T | None:
    """What `asked` answers as soon as it is something, or None."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := asked():
            return found
    return None


def until(asked: Callable[[], T]) -> T:
    found = soon(asked, PATIENCE)
    if found is None:
        pytest.fail(f"nothing happened within {PATIENCE} s")
    return found


def linli(store: Path, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """On 2026-11-24; what it says goes to `log`."""
    command = [sys.executable, "-c", "import sys; from ui.launch import main; sys.exit(main())"]
    command += ["--store", str(store), "--today", "2026-11-24"]
    with log.open("w") as said:
        return subprocess.Popen(command, env=environment, stdout=said, stderr=said)


def unlock(desk: Desk, password: str) -> str:
    """Answers the window on the store, which has the keyboard then."""
    lock = desk.focus(TITLE)

    def opened() -> list[str] | None:
        """The first letters may come before the field can take them."""
        desk.key("ctrl+a")
        desk.type(password)
        desk.key("Return")
        return soon(lambda: [window for window in desk.windows(TITLE) if window != lock], 8)

    until(opened)
    return desk.focus(TITLE, other_than=lock)
