"""A workbook on trial: what a person changes of how it is understood, before anything is written. Pure but for reading.

Corrections replace cells of the book and the whole is understood anew, so a mended cell goes the same way as one that
was right from the beginning.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.importing.answers import ANSWERABLE, Answers, Memory
from app.importing.book import Book, Sheet, Value
from app.importing.findings import Finding
from app.importing.known import Known
from app.importing.reader import read_book
from app.importing.result import Understood
from app.importing.understand import understand

Row = tuple[str, int]  # sheet, row from 1
Place = tuple[str, int, int]
OPEN = frozenset({"error", "decision"})
PROPOSED = frozenset({"id_restored", "id_15"})  # findings whose value is a proposal for the cell


@dataclass(frozen=True)
class Counts:
    """Persons of a trial: what the import would do with each, and how many of them wait for a decision."""

    new: int = 0
    changed: int = 0
    same: int = 0
    waiting: int = 0

    @property
    def ready(self) -> int:
        """Persons of whom something would be written."""
        return self.new + self.changed


@dataclass
class Trial:
    book: Book = field(repr=False)
    known: Known = field(repr=False)
    memory: Memory = field(repr=False)
    today: date
    answers: Answers = field(default_factory=Answers)
    corrections: dict[Place, str] = field(default_factory=dict, repr=False)
    taken: set[Row] = field(default_factory=set)  # rows to import as they stand, though something is open
    stopped: tuple[Finding, ...] = ()  # rows that an import did not write, since the store had changed
    understood: Understood = field(default_factory=lambda: Understood(""), repr=False)

    def again(self) -> None:
        """Understands the book with all that was said; takes as long as the first time."""
        self.understood = self.anew()()

    def anew(self) -> Callable[[], Understood]:
        """The same for another thread: what was said until now, so that it may be said further meanwhile."""
        book, known, answers, stopped = self._mended(), self.known, self.answers, self.stopped

        def work() -> Understood:
            found = understand(book, known, answers, self.memory, today=self.today)
            return replace(found, findings=(*found.findings, *stopped))

        return work

    def renew(self, known: Known, waiting: Sequence[int] = ()) -> None:
        """The store holds something else now. `waiting` records were not written because of that: they wait until a
        person has seen it."""
        rows = {(one.sheet, one.row): None for one in (self.understood.records[n] for n in waiting)}
        earlier = [one for one in self.stopped if (one.sheet, one.row) not in rows]
        self.known, self.stopped = known, (*earlier, *(Finding("store_changed", *row) for row in rows))
        self.taken -= rows.keys()

    def correct(self, finding: Finding, text: str) -> None:
        """Puts what the person typed into the cell; `again` shows what comes of it."""
        self.corrections[finding.sheet, finding.row, finding.col] = text

    def adopt(self, *findings: Finding) -> bool:
        """Takes proposals, or rows as they stand, or no longer. True if the book has to be understood anew."""
        proposed = [one for one in findings if one.kind in PROPOSED and isinstance(one.value, str) and one.col]
        for one in proposed:
            self.correct(one, str(one.value))
        self.taken ^= {(one.sheet, one.row) for one in findings if one not in proposed}
        return bool(proposed)

    def map_column(self, sheet: str, col: int, name: str) -> None:
        self.answers = replace(self.answers, fields={**self.answers.fields, (sheet, col): name})

    def answer(self, key: str, choice: str) -> None:
        """An answer to one of `understood.questions`."""
        if key in ANSWERABLE:
            said: dict[str, Any] = {key: choice}
            self.answers = replace(self.answers, **said)

    def accepted(self) -> list[int]:
        """Places in `understood.records` of the rows that would be written."""
        return accepted(self.understood, self.taken)

    def counts(self) -> Counts:
        ready = [self.understood.records[n].status for n in self.accepted()]
        new, changed, same = (ready.count(status) for status in STATUSES)
        return Counts(new, changed, same, len(self.understood.records) - len(ready))

    def is_open(self, finding: Finding) -> bool:
        """Whether it still waits for the person."""
        return finding.level in OPEN and (finding.sheet, finding.row) not in self.taken

    def rest(self) -> bool:
        """Whether something of the file waits for the person, now or after an import of what is ready."""
        return bool(self.understood.questions) or any(map(self.is_open, self.understood.findings))

    def listed(self) -> list[Finding]:
        """What the person should see, the gravest first; a row that was taken is no longer open."""
        order = ("error", "decision", "repaired", "notice")
        return sorted(self.understood.findings, key=lambda f: (order.index(f.level), f.sheet, f.row, f.col))

    def columns(self) -> dict[str, str]:
        """Headings with the fields they mean, to be remembered after the import; what was left out in this file alone,
        such as a contact's telephone, may mean something in the next."""
        columns = [column for table in self.understood.tables for column in table.columns if column.header]
        return {c.header: c.field for c in columns if c.field != "ignore" or c.why == "answer"}

    def original(self, finding: Finding) -> str:
        """The cell as it stands in the file, or as corrected."""
        place = (finding.sheet, finding.row, finding.col)
        if place in self.corrections:
            return self.corrections[place]
        rows = next((sheet.rows for sheet in self.book.sheets if sheet.name == finding.sheet), [])
        cells = rows[finding.row - 1] if 0 < finding.row <= len(rows) else []
        value = cells[finding.col - 1] if 0 < finding.col <= len(cells) else None
        return _as_seen(value)

    def _mended(self) -> Book:
        if not self.corrections:
            return self.book
        return replace(self.book, sheets=[self._mend(sheet) for sheet in self.book.sheets])

    def _mend(self, sheet: Sheet) -> Sheet:
        mine = {(row, col): text for (name, row, col), text in self.corrections.items() if name == sheet.name}
        if not mine:
            return sheet
        rows = [[*cells] for cells in sheet.rows]
        for (row, col), text in mine.items():
            cells = rows[row - 1]
            cells.extend([None] * (col - len(cells)))
            cells[col - 1] = text or None
        return replace(sheet, rows=rows)


def _as_seen(value: Value) -> str:
    """A number as the program shows it that lost its last digits: 5.10107E+17."""
    if isinstance(value, float):
        return f"{value:.6G}" if abs(value) >= 1e11 else f"{value:.10g}"
    return "" if value is None else str(value)


def accepted(understood: Understood, taken: Collection[Row] = ()) -> list[int]:
    """Places of the records without an error or an open decision at their row, and of those that a person took."""
    found = {(f.sheet, row) for f in understood.findings if f.level in OPEN for row in (f.rows or (f.row,))}
    waiting = {place for place in found if place[1]} - {*taken}
    return [n for n, record in enumerate(understood.records) if (record.sheet, record.row) not in waiting]


STATUSES: tuple[Literal["new", "changed", "same"], ...] = ("new", "changed", "same")


def read(
    path: Path,
    password: str | None,
    known: Known,
    memory: Memory,
    today: date,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Trial:
    """Reads a file in its child process and understands it. Unreadable: why not, in words (a password may be missing)."""
    trial = Trial(read_book(path, password, progress=progress, cancelled=cancelled), known, memory, today)
    trial.again()
    return trial
