"""Files that were chosen or dropped together, one after the other: none goes without a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.importing.trial import Trial
from app.texts import tr


@dataclass
class File:
    """`trial`: as it was left, with all that was said of it; None until it was read."""

    path: Path
    number: int
    trial: Trial | None = None


class Line:
    """What the person did last comes first; the file it overtook comes again after it."""

    def __init__(self) -> None:
        self.now: File | None = None
        self._waiting: list[File] = []
        self._count = 0

    def put(self, paths: Sequence[Path]) -> None:
        """`next` brings the first of them. Where nothing is on its way any more the numbers begin at 1."""
        self._count = 0 if self.now is None and not self._waiting else self._count
        fresh = [File(path, self._count + number) for number, path in enumerate(paths, 1)]
        self._count += len(fresh)
        self._waiting[:0] = [*fresh, *([self.now] if self.now else [])]
        self.now = None

    def next(self) -> File | None:
        self.now = self._waiting.pop(0) if self._waiting else None
        return self.now

    def keep(self, path: Path, trial: Trial) -> None:
        """What is said of it from now on stays with it."""
        if self.now and self.now.path == path:
            self.now.trial = trial

    def later(self) -> None:
        """The one that is looked at comes again after all others."""
        if self.now:
            self._waiting.append(self.now)
            self.now = None

    def back(self, file: File) -> None:
        """One that was left aside is wanted after all, now."""
        self._count = max(self._count, file.number)
        self._waiting[:0] = [file, *([self.now] if self.now else [])]
        self.now = None

    def done(self) -> None:
        self.now = None

    def came_in(self, trial: Trial) -> None:
        """While another was looked at; it comes again only for what waits in it."""
        if not trial.rest():
            self._waiting = [file for file in self._waiting if file.trial is not trial]

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def words(self) -> str:
        """Which of how many; empty for a single file."""
        if not self.now or self._count < 2:
            return ""
        return tr("文件 {number}/{count}").format(number=self.now.number, count=self._count)
