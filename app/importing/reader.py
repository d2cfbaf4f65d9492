"""From a file to a Book: a first look here, everything that parses in a child process that may die in our place."""

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from app.importing import preflight, wire
from app.importing.book import Book, Sheet
from app.importing.child import Job
from app.importing.limits import Limits, Refusal
from app.importing.refusals import PasswordNeeded, PasswordWrong, ReadCancelled, Unreadable, unreadable

__all__ = ["Limits", "PasswordNeeded", "PasswordWrong", "ReadCancelled", "Unreadable", "read_book"]

CHILD_ARGUMENT = "--read-workbook-child"
"""A frozen program is its own interpreter: started with this argument it must call `child.main` and end."""


def read_book(
    path: Path,
    password: str | None = None,
    limits: Limits = Limits(),
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Book:
    """Reads a workbook or text table; blocks, so call it from a worker thread.

    `progress` is called with 0..1 in the calling thread, `cancelled` some twenty times a second in another.
    Raises PasswordNeeded, PasswordWrong, ReadCancelled, or Unreadable for anything else that stands in the way.
    """
    try:
        data = preflight.load(path, limits)
        shape = preflight.inspect(path.name, data, limits)
        job = Job(shape.kind, shape.encrypted, shape.wrong_extension, password, careful=False, limits=limits)
        answer = _read(job, data, progress or _ignore, cancelled or _never)
    except Refusal as refusal:
        raise unreadable(refusal.code, refusal.number) from None
    return Book(
        name=path.name,
        sheets=answer.sheets,
        kind=shape.kind,
        sha256=hashlib.sha256(data).hexdigest(),
        encrypted=answer.encrypted,
        date_system_1904=answer.from_1904,
        wrong_extension=shape.wrong_extension,
    )


def _ignore(_: float) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(slots=True)
class _Answer:
    """What a child has sent."""

    sheets: list[Sheet] = field(default_factory=list)
    from_1904: bool = False
    encrypted: bool = False


def _read(job: Job, data: bytes, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> _Answer:
    deadline = time.monotonic() + job.limits.wall_seconds
    try:
        return _read_once(job, data, progress, cancelled, deadline)
    except _Died:
        if job.kind != "xlsx":
            raise Refusal("memory") from None
    try:  # the reader by cells is slower and survives what kills the other, such as one value in a far corner
        return _read_once(replace(job, careful=True), data, progress, cancelled, deadline)
    except _Died:
        raise Refusal("memory") from None


class _Died(Exception):
    """The child ended without an answer."""


def _read_once(
    job: Job, data: bytes, progress: Callable[[float], None], cancelled: Callable[[], bool], deadline: float
) -> _Answer:
    with _child() as child, _Watch(child, deadline, cancelled) as watch:
        assert child.stdin is not None and child.stdout is not None
        try:
            _feed(child.stdin, job.packed(), data)
            answer = _receive(wire.frames(child.stdout), job.limits, progress)
        except (wire.BadFrame, TypeError, ValueError, LookupError):  # what no honest child sends
            raise Refusal("damaged") from None
        finally:
            watch.stop()
            child.kill()
    if watch.verdict:
        raise Refusal(watch.verdict, round(job.limits.wall_seconds))
    if answer is None:
        raise Refusal("time", job.limits.cpu_seconds) if _is_out_of_time(child) else _Died
    return answer


def _is_out_of_time(child: "subprocess.Popen[bytes]") -> bool:
    import signal

    return hasattr(signal, "SIGXCPU") and child.returncode == -signal.SIGXCPU


def _feed(stdin: IO[bytes], *parts: bytes) -> None:
    with suppress(OSError):  # a child that ended early still has its answer read
        for part in parts:
            stdin.write(part)
    with suppress(OSError):  # what is still in the buffer breaks the pipe once more, and again when the child is let go
        stdin.close()


def _receive(frames: Iterator[tuple[str, Any]], limits: Limits, progress: Callable[[float], None]) -> _Answer | None:
    """None if the frames end before the book does. Raises Refusal or BadFrame."""
    answer = _Answer()
    rows: wire.Rows = []
    for letter, content in frames:
        match letter:
            case "P":
                progress(min(max(float(content), 0.0), 1.0))
            case "R":
                rows += wire.rows_from(content)
                if len(rows) > limits.rows:
                    raise wire.BadFrame
            case "S":
                answer.sheets.append(wire.sheet_from(content, rows))
                rows = []
            case "A":
                answer, rows = _Answer(), []
            case "X":
                raise Refusal(str(content[0]), int(content[1]))
            case "B":
                answer.from_1904, answer.encrypted = bool(content["from_1904"]), bool(content["encrypted"])
                return answer
    return None


def _child() -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise Refusal("child_failed") from None


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    start = "import sys; sys.path[:0] = sys.argv[1:]; from app.importing.child import main; main()"
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", start, *_import_paths()]


def _import_paths() -> list[str]:
    """Where our packages and those of the parsers lie; `-S` spares the child the rest of the environment."""
    parsers = ("python_calamine", "openpyxl", "defusedxml", "msoffcrypto", "olefile", "cryptography")
    origins = [spec.origin for name in parsers if (spec := find_spec(name)) and spec.origin]
    places = [Path(__file__).parents[2], *(Path(origin).parent for origin in origins)]
    folders = [place if place == places[0] else _package_root(place) for place in places]
    return list(dict.fromkeys(map(str, folders)))


def _package_root(place: Path) -> Path:
    return place.parent


def _environment() -> dict[str, str]:
    """Nothing of ours; Windows needs its root to start a program."""
    import os

    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


class _Watch:
    """Ends the child when its time is over or the person has had enough."""

    def __init__(self, child: "subprocess.Popen[bytes]", deadline: float, cancelled: Callable[[], bool]) -> None:
        self.verdict = ""
        self._child, self._deadline, self._cancelled = child, deadline, cancelled
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="workbook-watch", daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(0.05):
            if self._cancelled():
                self.verdict = "cancelled"
            elif time.monotonic() > self._deadline:
                self.verdict = "time"
            if self.verdict:
                self._child.kill()
                return
