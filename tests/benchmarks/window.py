"""From the start of the process to rows on the screen, and what the window holds in memory, beside a bare window."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.common import ROOT, Figure

TURNS = 5
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("邻里通")
label.resize(1366, 768)
label.show()
label.grab()
QTimer.singleShot(0, app.quit)
app.exec()
print("memory", next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), flush=True)
"""
OURS = """
import sys, time
from datetime import date
from pathlib import Path
from ui.launch import loading
with loading():
    import asyncio
    from PySide6.QtWidgets import QApplication
    from app import bootstrap
    from app.cli import world
    from ui import loop, main, tasks
    from ui.theme import look
app = QApplication([])
look.wear(app)
from db import vault
stretched = []
plain = vault._stretch
def timed(*given):
    begun = time.perf_counter()
    key = plain(*given)
    stretched.append(time.perf_counter() - begun)
    return key
vault._stretch = timed
house = bootstrap.unlock(Path(sys.argv[1]), sys.argv[2], world(date(2026, 11, 24)))
async def rest():
    quiet = 0
    while quiet < 3:
        await asyncio.sleep(0.001)  # a busy loop would take the time of the reading thread
        quiet = 0 if tasks.running() else quiet + 1
async def go():
    window = main.window_on(house)
    window.resize(1366, 768)
    window.go("today")
    window.show()
    while not window.page().list.model().rowCount():
        await asyncio.sleep(0.001)
    window.grab()
    print("usable", sum(stretched), flush=True)
    await rest()
    if sys.argv[3] == "all":
        for entry in window.places.entries:
            for tab in entry.tabs:
                if not tab.under:
                    window.go(tab.id)
                    await rest()
                    window.grab()
        print("memory", next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), flush=True)
    return 0
loop.run(app, go, lambda error: print("error", repr(error)))
house.close()
"""


def figures(store: Path, password: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        bare, ours = Path(name) / "bare.py", Path(name) / "ours.py"
        bare.write_text(BARE)
        ours.write_text(OURS)
        run_script(ours, str(store), password, "all")
        pairs = [(_started(ours, str(store), password, "first"), _started(bare)) for _ in range(TURNS)]
        mine, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
        yield Figure(
            "start to usable window, 50,000 residents (Argon2id apart)",
            "bare PySide6 window with one label",
            mine,
            floor,
            "s",
            6,
        )
        extra = (_memory(ours, str(store), password, "all") - _memory(bare)) / 1024
        yield Figure("memory after opening every page, above a bare window", "-", extra, None, "MB", 250)


def _started(script: Path, *given: str) -> float:
    """Seconds to the first rows painted, without the time that the password takes on purpose; not until it has closed."""
    begun = time.perf_counter()
    with subprocess.Popen(_command(script, *given), env=_environment(), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        line = running.stdout.readline()
        whole = time.perf_counter() - begun
        running.stdout.read()
    if running.returncode or not line:
        raise RuntimeError(f"{script.name} ended with {running.returncode}")
    return whole - float(line.split()[1]) if line.startswith("usable") else whole


def _memory(script: Path, *given: str) -> float:
    """KiB at most. Not what getrusage says: there a child inherits the peak of the process that started it."""
    return next(float(line.split()[1]) for line in run_script(script, *given) if line.startswith("memory"))


def run_script(script: Path, *given: str) -> list[str]:
    ran = subprocess.run(_command(script, *given), env=_environment(), capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


def _command(script: Path, *given: str) -> list[str]:
    return [sys.executable, str(script), *given]


def _environment() -> dict[str, str]:
    """Modules are compiled before, as on a person's machine, not as in a test."""
    compiled = Path(tempfile.gettempdir()) / "linli-bench-pyc"
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return outside | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}
