"""A disk that can be filled and emptied again, for one child process: a small file system of its own, or a limit on files.

The file system is mounted in a mount namespace of the child, so nothing has to be unmounted; where the machine does not
allow that, only the limit is tried.
"""

import ctypes
import os
import resource
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.errors import for_people
from tests.helpers.killed import PROCESSES

SIZE = 6_000_000  # bytes of the whole disk
NEW_USER, NEW_MOUNTS = 0x10000000, 0x00020000  # CLONE_NEWUSER, CLONE_NEWNS of sched.h
READ_ONLY, AGAIN, PRIVATE_BELOW = 1, 32, (1 << 18) | (1 << 14)  # MS_RDONLY, MS_REMOUNT, MS_PRIVATE | MS_REC
Scenario = Callable[[Path, "Disk"], Any]


class NotAllowed(Exception):
    """This machine lets nobody mount a small disk."""


class Disk:
    """A folder with little room."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._ballast = folder, folder / "ballast"
        if os.getuid():
            _libc("unshare", NEW_USER | NEW_MOUNTS)
        else:
            _libc("unshare", NEW_MOUNTS)
        _libc("mount", b"none", b"/", None, PRIVATE_BELOW, None)
        _libc("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", 0, f"size={SIZE},mode=0700".encode())

    def fill(self, spare: int = 0) -> None:
        """Leaves `spare` bytes."""
        room = os.statvfs(self.folder)
        with suppress(OSError), open(self._ballast, "wb", buffering=0) as file:
            file.write(bytes(max(room.f_bavail * room.f_frsize - spare, 0)))
            while not spare:
                file.write(bytes(512))

    def empty(self) -> None:
        self._ballast.unlink()

    def forbid(self) -> None:
        """Nobody may write any more."""
        _libc("mount", b"tmpfs", os.fsencode(self.folder), b"tmpfs", READ_ONLY | AGAIN, None)


class Limit(Disk):
    """No file may grow beyond what it is: how a quota or an old file system says it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, spare: int = 0) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (spare, resource.RLIM_INFINITY))

    def empty(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def forbid(self) -> None:
        raise NotAllowed


def on(kind: type[Disk], folder: Path, scenario: Scenario) -> Any:
    """What the scenario answers, from a child. Raises NotAllowed."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_run, args=(kind, folder, scenario, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        how, answer = ours.recv()
    finally:
        child.join()
        ours.close()
    if how == "not allowed":
        raise NotAllowed
    assert how == "done", answer
    return answer


def told(work: Callable[[], object]) -> tuple[str, ...]:
    """The sentences a person reads when this work fails; () when it does not. A fault of ours goes on up."""
    try:
        work()
    except Exception as error:
        words = for_people(error)
        if words is None:
            raise
        return words.sentences
    return ()


def _run(kind: type[Disk], folder: Path, scenario: Scenario, pipe: Connection) -> None:
    try:
        pipe.send(("done", scenario(folder, kind(folder))))
    except NotAllowed:
        pipe.send(("not allowed", None))
    except BaseException:
        pipe.send(("failed", traceback.format_exc()))


def _libc(name: str, *given: Any) -> None:
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*given):
        raise NotAllowed(os.strerror(ctypes.get_errno()))
