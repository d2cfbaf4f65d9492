"""How long a roster of 20,000 rows and 29 columns takes to read, beside calamine alone: `python tests/benchmarks/read_workbook.py`.

The reader also searches the marks (in a thread beside calamine) and hands every value from the child to the parent.
Its ratio needs two idle cores; on one core it is about 2.3.
"""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[2]))
from app.importing.reader import read_book

ROWS, COLUMNS, TURNS = 20_000, 29, 5


def roster() -> bytes:
    """Names, numbers, codes, dates and gaps as a ledger holds them; the same bytes every time."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        heading, day, cell = (
            book.add_format(each) for each in ({"bg_color": "#D9D9D9"}, {"num_format": "yyyy-mm-dd"}, {"border": 1})
        )
        sheet.write_row(0, 0, [f"列{col}" for col in range(COLUMNS)], heading)
        for row in range(1, ROWS + 1):
            for col in range(COLUMNS):
                if col == 12:
                    sheet.write_datetime(row, col, datetime(1950 + row % 70, 1 + row % 12, 1 + row % 28), day)  # noqa: DTZ001
                elif col in (0, 13):
                    sheet.write_number(row, col, row % 90, cell)
                elif col in (11, 20):
                    sheet.write_string(row, col, f"{row * 7919 * col % 10**17:018}", cell)
                elif col % 7 == 5:
                    sheet.write_blank(row, col, None, cell)
                else:
                    sheet.write_string(row, col, f"{'张王李赵'[row % 4]}{row * 31 % (50 * (col + 1))}", cell)
    return target.getvalue()


def calamine_alone(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def seconds(work: Callable[[Path], object], path: Path) -> float:
    """The best of some turns."""
    times = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        work(path)
        times.append(time.perf_counter() - begun)
    return min(times)


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        path.write_bytes(roster())
        floor, ours = seconds(calamine_alone, path), seconds(read_book, path)
    return {"calamine_s": round(floor, 3), "read_book_s": round(ours, 3), "ratio": round(ours / floor, 2)}


if __name__ == "__main__":
    print(json.dumps(measure()))
