"""What a person feels: letters in the search until the rows are painted, a visit saved until the next stands there, and how
long the window cannot answer while a roster comes in and a ledger goes out."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.common import Figure
from tests.benchmarks.sheets import roster
from tests.benchmarks.window import run_script

BEGIN = """
import sys, time
from datetime import date
from pathlib import Path
from ui.launch import loading
with loading():
    import asyncio, json
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication
    from app import bootstrap
    from app.cli import world
    from ui import loop, main, tasks
    from ui.theme import look
app = QApplication([])
look.wear(app)
house = bootstrap.unlock(Path(sys.argv[1]), sys.argv[2], world(date(2026, 11, 24)))
async def rest():
    quiet = 0
    while quiet < 3:
        await asyncio.sleep(0.001)
        quiet = 0 if tasks.running() else quiet + 1
async def go():
    window = main.window_on(house)
    window.resize(1366, 768)
    window.go("today")
    window.show()
    await rest()
    await work(window)
    return 0
"""
END = """
loop.run(app, go, lambda error: print("error", repr(error)))
house.close()
"""
TYPE = """
async def work(window):
    finder, times = window.finder, []
    window.finder.lift()
    await rest()
    for words in ("王伟", "wangw", "lxh", "张", "3-1-1801", "5678", "zhangmin", "154"):
        for end in range(1, len(words) + 1):
            begun = time.perf_counter()
            finder.line.setText(words[:end])
            while finder._answered != finder._question:
                await asyncio.sleep(0.001)
            finder.found.viewport().repaint()
            times.append(time.perf_counter() - begun)
    print(json.dumps(times))
"""
SAVE = """
async def work(window):
    from app.today import today
    due = await house.store.read(lambda s: today(s, house.today()))
    window.go("visit", due.due[0].household)
    await rest()
    page, times = window.pages["visit"], []
    for _ in range(60):
        page.form.outcome.choose(0)
        await rest()
        begun = time.perf_counter()
        await page.save()
        app.sendPostedEvents()  # layout, then what has to be painted anew
        times.append(time.perf_counter() - begun)
        await rest()
    print(json.dumps(times))
"""
STALL = """
async def work(window):
    late, last = [], [time.perf_counter()]
    clock = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
    def tick():
        now = time.perf_counter()
        late.append(max(now - last[0] - 0.005, 0))
        last[0] = now
    clock.timeout.connect(tick)
    window.go("imports")
    page = window.pages["imports"]
    window.go("ledgers")
    ledgers = window.pages["ledgers"]
    window.go("imports")
    await rest()
    last[0] = time.perf_counter()
    clock.start()
    await page.try_file(Path(sys.argv[3]))
    await page.write()
    window.go("ledgers")
    ledgers.choose("L01")
    await rest()
    await ledgers.export_to(Path(sys.argv[3]).parent / "out")
    await rest()
    clock.stop()
    print(json.dumps(late))
"""


def figures(store: Path, password: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        typed = _times(folder, TYPE, str(store), password)
        yield Figure(
            "one search key stroke over 50,000 people, to painted rows, p95", "-", _share(typed, 0.95), None, "ms", 30
        )
        saved = _times(folder, SAVE, str(store), password)
        yield Figure("save a visit until the next household is painted, p95", "-", _share(saved, 0.95), None, "ms", 50)
        late = _times(folder, STALL, *_small(folder), str(folder / "roster.xlsx"))
        what = "window late while 20,000 rows are tried, written and exported"
        yield Figure(f"{what}, p99", "-", _share(late, 0.99), None, "ms", 50)
        yield Figure(f"{what}, at most", "-", max(late), None, "ms", 200)


def _small(folder: Path) -> tuple[str, str]:
    from app import bootstrap
    from app.cli import world
    from tests.benchmarks.big import PASSWORD, TODAY

    roster(folder / "roster.xlsx")
    founding = bootstrap.Founding("李敏", "晋吉社区", "第一网格")
    bootstrap.create(folder / "small", PASSWORD, founding, world(TODAY))[0].close()
    return str(folder / "small"), PASSWORD


def _times(folder: Path, work: str, *given: str) -> list[float]:
    """In ms."""
    script = folder / "live.py"
    script.write_text(BEGIN + work + END)
    return [1000 * seconds for seconds in json.loads(run_script(script, *given)[-1])]


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, round(share * len(times)))]
