"""What every figure needs: medians of both sides in one run, and a page that shows them."""

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Figure:
    """`ours` and `floor` in `unit`; `most`: at most so many times the floor, or so much absolutely where there is none."""

    work: str
    baseline: str
    ours: float
    floor: float | None
    unit: str
    most: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def holds(self) -> bool:
        return self.ratio <= self.most


def seconds(work: Callable[[], object], turns: int = 5) -> float:
    """The median of some turns."""
    return statistics.median(once(work) for _ in range(turns))


def both(ours: Callable[[], object], floor: Callable[[], object], turns: int = 5) -> tuple[float, float]:
    """Their medians, turn by turn: a machine that is slower for a while is slower for both."""
    pairs = [(once(ours), once(floor)) for _ in range(turns)]
    mine, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    return mine, bare


def once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def report(figures: list[Figure]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    machine: dict[str, object] = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
    }
    machine["load"] = [
        round(load, 1) for load in os.getloadavg()
    ]  # others at work make the figures without a baseline worse
    about = {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "commit": commit.stdout.strip(), "machine": machine}
    told = [asdict(figure) | {"ratio": round(figure.ratio, 2), "holds": figure.holds} for figure in figures]
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs" / "benchmarks.json").write_text(json.dumps({**about, "figures": told}, ensure_ascii=False, indent=1))
    (ROOT / "docs" / "benchmarks.md").write_text(_page(about, figures))
    print(_page(about, figures))


def _words(machine: Any) -> str:
    load = "/".join(f"{part:.1f}" for part in machine["load"])
    return f"Python {machine['python']}, {machine['cores']} cores, load {load}, {machine['system']}"


def _page(about: dict[str, object], figures: list[Figure]) -> str:
    lines = [
        "# Speed, as ratios in one run", "",
        f"`make bench`, {about['at']} UTC, commit {about['commit']}, {_words(about['machine'])}.",
        "Machines are noisy: trust the ratios, both sides of which are taken turn by turn; a figure without a baseline is only",
        "worth something on an idle machine.", "",
        "| work | ours | baseline | its time | ratio | at most | holds |", "| --- | --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for f in figures:
        floor = f"{f.floor:.3g} {f.unit}" if f.floor else "-"
        holds = "yes" if f.holds else "**no**"
        lines.append(
            f"| {f.work} | {f.ours:.3g} {f.unit} | {f.baseline} | {floor} | {f.ratio:.2f} | {f.most:g} | {holds} |"
        )
    return "\n".join(lines) + "\n"
