"""The child process: takes a file's bytes, sends back its sheets. It may be killed, starved or crash; the parent lives.

Started by `reader` as its own program, so it loads no Qt and none of the parent's state. Bytes and password come through
stdin, frames (see `wire`) leave through stdout; stderr is shut, because a library's panic may print what it was reading.
"""

import gc
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any, BinaryIO

from app.importing import csv_text, preflight, sandbox, wire
from app.importing.book import NO_VALUE, ErrorValue, Kind, Sheet
from app.importing.limits import Limits, Refusal
from app.importing.xlsx_marks import Marks, XlsxMarks
from app.importing.xlsx_values import RawRow, SheetValues, by_calamine, by_openpyxl

Send = Callable[[str, object], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to read and how. `careful`: a first child died of this file; use the reader that takes cell by cell."""

    kind: Kind
    encrypted: bool
    wrong_extension: bool
    password: str | None
    careful: bool
    limits: Limits

    def packed(self) -> bytes:
        """As the frame that opens stdin."""
        return wire.pack("J", asdict(self))

    @staticmethod
    def unpacked(content: dict[str, Any]) -> "Job":
        return Job(**{**content, "limits": Limits(**content["limits"])})


def main() -> None:
    """Reads one job from stdin and ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _, content = next(wire.frames(source))
    job = Job.unpacked(content)
    sandbox.enter(job.limits)
    gc.disable()  # a short life with few cycles and very many lists
    sys.modules.update(dict.fromkeys(("numpy", "lxml")))  # type: ignore[arg-type]  # openpyxl would load them
    run(job, source.read(), target)


def run(job: Job, data: bytes, target: BinaryIO) -> None:
    """Sends the book, or why there is none; never raises anything of the file's making."""
    delivery = _Delivery(job.limits, target)
    try:
        _READERS[job.kind](job, data, delivery)
    except Refusal as refusal:
        delivery.send("X", [refusal.code, refusal.number])
    except MemoryError:
        delivery.send("X", ["memory", 0])
    except BaseException:  # noqa: BLE001 - a panic of calamine is no Exception
        delivery.send("X", ["damaged", 0])
    target.flush()


def _read_csv(job: Job, data: bytes, delivery: "_Delivery") -> None:
    delivery.sheet(Marks(Sheet("")), csv_text.rows(data, job.limits))
    if job.wrong_extension and delivery.width < 2:  # any text would do as a table of one column
        raise Refusal("not_workbook")
    delivery.book(from_1904=False, encrypted=False)


def _read_xls(job: Job, data: bytes, delivery: "_Delivery") -> None:
    from app.importing.unlock import is_locked_xls, unlock
    from app.importing.xls_marks import XlsMarks, workbook_stream

    if locked := is_locked_xls(data):
        data = unlock(data, job.password)
    marks = XlsMarks(workbook_stream(data))
    for values in _counted(by_calamine(data), len(marks.sheet_numbers), delivery):
        found = marks.read(values.number)
        found.sheet.name = values.name
        delivery.sheet(found, values.rows)
    delivery.book(marks.from_1904, encrypted=locked)


def _read_xlsx(job: Job, data: bytes, delivery: "_Delivery") -> None:
    if job.encrypted:
        from app.importing.unlock import unlock

        data = unlock(data, job.password)
        preflight.check_package(data, job.limits)
    marks = _OtherCore(data, job.limits)
    try:
        if job.careful:
            raise _NextReader
        _send_sheets(by_calamine(data), marks, delivery)
    except (Refusal, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - see run()
        delivery.start_again()
        _send_sheets(by_openpyxl(data, job.limits), marks, delivery)
    delivery.book(marks.book.from_1904, encrypted=job.encrypted)


class _NextReader(Exception):
    """Leave the first reader out."""


class _OtherCore:
    """Searches the marks of all sheets in a thread: calamine lets go of the interpreter while it parses."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.book: XlsxMarks
        self._found: list[Marks | None] = []
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(data, limits), daemon=True)
        self._thread.start()

    def _run(self, data: bytes, limits: Limits) -> None:
        try:
            self.book = XlsxMarks(data, limits)
            if len(self.book.parts) > limits.sheets:
                raise Refusal("too_many_sheets", limits.sheets)
            self._found = [self.book.read(part) if part.part else None for part in self.book.parts]
        except BaseException as failure:  # noqa: BLE001 - told in the main thread
            self._failure = failure

    def result(self) -> list[Marks | None]:
        """The marks by number of the sheet, None for a sheet without a part. Raises what the search raised."""
        self._thread.join()
        if isinstance(self._failure, Refusal | MemoryError):
            raise self._failure
        if self._failure is not None:
            raise Refusal("damaged")
        return self._found


def _send_sheets(sheets: Iterator[SheetValues], marks: _OtherCore, delivery: "_Delivery") -> None:
    for values in sheets:
        rows = iter(values.rows)
        first = next(rows, None)  # starts the parsing; the marks are searched meanwhile
        found = marks.result()
        mark = found[values.number] if values.number < len(found) else None
        if mark is None or mark.sheet.name != values.name:
            raise Refusal("damaged")
        delivery.progress((values.number + 0.6) / len(found))
        delivery.sheet(mark, rows if first is None else chain((first,), rows))
        delivery.progress((values.number + 1) / len(found))


def _counted(sheets: Iterator[SheetValues], count: int, delivery: "_Delivery") -> Iterator[SheetValues]:
    if count > delivery.limits.sheets:
        raise Refusal("too_many_sheets", delivery.limits.sheets)
    for number, values in enumerate(sheets):
        yield values
        delivery.progress((number + 1) / count)


_READERS: dict[Kind, Callable[[Job, bytes, "_Delivery"], None]] = {
    "xlsx": _read_xlsx,
    "xls": _read_xls,
    "csv": _read_csv,
}
_BLOCK_CELLS = 1_500


class _Delivery:
    """Sends sheets to the parent as they come, and counts what they hold."""

    def __init__(self, limits: Limits, target: BinaryIO) -> None:
        self.limits = limits
        self.width = 0
        self._target = target
        self._sheets = self._cells = self._bytes = 0

    def send(self, letter: str, content: object) -> None:
        self._write(wire.pack(letter, content))

    def _write(self, frame: bytes) -> None:
        self._bytes += len(frame)
        if len(frame) > wire.MAX_FRAME or self._bytes > self.limits.answer_bytes:
            raise Refusal("memory")
        self._target.write(frame)

    def progress(self, fraction: float) -> None:
        self.send("P", fraction)
        self._target.flush()

    def start_again(self) -> None:
        """What was sent so far is void; another reader begins."""
        self._sheets = self._cells = self.width = 0
        self.send("A", None)

    def sheet(self, marks: Marks, rows: Iterable[RawRow]) -> None:
        """One sheet: its rows in blocks, trailing empty cells and rows cut, then its marks."""
        block: list[RawRow] = []
        waiting = count = number = 0
        for number, row in enumerate(_with_faults(rows, marks, self.limits), 1):
            while row and (row[-1] == "" or row[-1] is None):
                row.pop()
            if row:
                self._check(number, len(row))
                block.extend([] for _ in range(number - count - 1))
                block.append(row)
                count, waiting = number, waiting + len(row)
            if waiting > _BLOCK_CELLS:
                self._send_block(block)
                block, waiting = [], 0
        self._send_block(block)
        marks.sheet.ghost_rows = max(marks.last_row - count, 0)
        self.send("S", wire.marks_of(marks.sheet))
        self._sheets += 1

    def _check(self, number: int, width: int) -> None:
        self._cells += width
        self.width = max(self.width, width)
        if number > self.limits.rows:
            raise Refusal("too_many_rows", self.limits.rows)
        if width > self.limits.columns:
            raise Refusal("too_many_columns", self.limits.columns)
        if self._cells > self.limits.cells:
            raise Refusal("too_many_cells", self.limits.cells)

    def _send_block(self, block: list[RawRow]) -> None:
        frame = wire.pack("R", block)
        most = self.limits.cell_length
        # Only a long frame can hold a text that is too long; blocks are kept small so that few frames are long.
        if len(frame) > most and max(map(len, map(str, chain.from_iterable(block))), default=0) > most:
            raise Refusal("cell_too_long", most)
        self._write(frame)

    def book(self, from_1904: bool, encrypted: bool) -> None:
        """The end of a book that was read whole."""
        if not self._sheets:
            raise Refusal("no_sheets")
        self.send("B", {"from_1904": from_1904, "encrypted": encrypted})


def _with_faults(rows: Iterable[RawRow], marks: Marks, limits: Limits) -> Iterator[RawRow]:
    """The rows with faults and missing results in their places; on the way rows hidden by a filter are told apart."""
    sheet = marks.sheet
    extra: dict[int, list[tuple[int, object]]] = {}
    for (row, col), code in sheet.formula_errors.items():
        extra.setdefault(row, []).append((col, ErrorValue(code)))
    for row, col in sheet.formulas_without_value:
        extra.setdefault(row, []).append((col, NO_VALUE))
    last = min(max(extra, default=0), limits.rows + 1)
    number = 0
    for number, values in enumerate(rows, 1):
        if number in extra:
            _put(values, extra[number], limits)
        if number in sheet.hidden_rows and marks.is_filtered(number, wire.settle(values)):
            sheet.hidden_rows.remove(number)
            sheet.filtered_rows.add(number)
        yield values
    for beyond in range(number + 1, last + 1):
        values = []
        _put(values, extra.get(beyond, []), limits)
        yield values


def _put(values: RawRow, extra: list[tuple[int, object]], limits: Limits) -> None:
    for col, value in extra:
        values.extend([None] * (min(col, limits.columns + 1) - len(values)))
        if col <= len(values):
            values[col - 1] = value
