#!/usr/bin/env python3
"""Breaks the product on purpose, one place at a time, and looks whether the tests that guard it fail.

    packaging/mutants.py            every mutant of tests/mutants.toml; exit 1 when one lives or nothing can be said of it
    packaging/mutants.py NAME ...   only these, or those of a `guards`
    packaging/mutants.py --page     prints docs/mutants.md

It works in copies of the tree, on all cores; the checkout stays as it is. First the tests must pass on an unbroken copy.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "mutants.toml"
LEFT_BEHIND = (".venv*", ".git", ".hypothesis", "gallery", "build", "dist", "__pycache__", "*_cache")
CHECK = "make check: "
HANGS = 600  # seconds
FAILED = 1  # exit code of pytest, and of a check, that found something; others say that it could not even look
INTRODUCTION = """# Mutants, and what kills them

A test is believed when it fails on broken code. Each line below is one place in the code, what a slip there would do, and
the tests that then fail. They are not claims: `tests/mutants.toml` says how to break the place, and

    packaging/mutants.py            applies each to a copy of the tree and runs its tests; part of `make soak`
    packaging/mutants.py masking    only these (a name, or a heading of this page)

`make test` refuses a page that is not that of the list (`packaging/mutants.py --page > docs/mutants.md`), and its summary
names mutants that fit their place no longer. Numbers are those of the checks of the safety design, section 7.
"""


@dataclass(frozen=True)
class Mutant:
    """`old` stands once in `file`. `tests`: arguments of pytest, or a check of `make check`, that fail with `new`."""

    guards: str
    name: str
    does: str
    file: str
    old: str
    new: str
    tests: list[str]


def main(words: list[str]) -> int:
    mutants = load()
    if words == ["--page"]:
        print(page(mutants), end="")
        return 0
    wanted = [mutant for mutant in mutants if not words or {mutant.name, mutant.guards} & {*words}]
    if old := [told for mutant in wanted if (told := misfit(mutant))]:
        print("\n".join(old))
        return 1
    with tempfile.TemporaryDirectory(prefix="linli-mutants-") as folder:
        copies = [copy(Path(folder) / str(number)) for number in range(os.cpu_count() or 1)]
        if not all_pass(copies[0], {test for mutant in wanted for test in mutant.tests}):
            print("the tests fail on code that is not broken: nothing can be said")
            return 1
        lived = run(wanted, copies)
    print(f"{len(wanted)} mutants, {len(wanted) - lived} killed")
    return 1 if lived or not wanted else 0


def load() -> list[Mutant]:
    return [Mutant(**entry) for entry in tomllib.loads(LIST.read_text("utf-8"))["mutant"]]


def misfit(mutant: Mutant) -> str:
    """Why it cannot be tried on this code, or nothing."""
    path = ROOT / mutant.file
    if (count := path.read_text("utf-8").count(mutant.old) if path.exists() else 0) != 1:
        return f"{mutant.name}: what it breaks stands {count} times in {mutant.file}"
    gone = [test for test in mutant.tests if not test.startswith(CHECK) and not is_there(test)]
    return f"{mutant.name}: no test {', '.join(gone)}" if gone else ""


def is_there(test: str) -> bool:
    name, _, function = test.partition("::")
    path = ROOT / name
    return path.exists() and (not function or f"def {function.partition('[')[0]}(" in path.read_text("utf-8"))


def page(mutants: Iterable[Mutant]) -> str:
    lines, heading = [INTRODUCTION], ""
    for mutant in mutants:
        if mutant.guards != heading:
            heading = mutant.guards
            lines += ["", f"## {heading}", "", "| place | the mutant | killed by |", "| --- | --- | --- |"]
        tests = ", ".join(f"`{test.removeprefix('tests/')}`" for test in mutant.tests)
        lines.append(f"| `{mutant.file}` | {mutant.does} | {tests} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def copy(target: Path) -> Path:
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    (target / ".venv").symlink_to(ROOT / ".venv")
    return target


def run(mutants: list[Mutant], copies: list[Path]) -> int:
    """How many lived, or died of something else."""
    free: SimpleQueue[Path] = SimpleQueue()
    for tree in copies:
        free.put(tree)

    def fate(mutant: Mutant) -> bool:
        tree = free.get()
        try:
            told, killed = tried(mutant, tree)
        finally:
            free.put(tree)
        print(f"{'killed' if killed else 'LIVES '} {mutant.name}: {told}", flush=True)
        return killed

    with ThreadPoolExecutor(len(copies)) as pool:
        return [*pool.map(fate, mutants)].count(False)


def tried(mutant: Mutant, tree: Path) -> tuple[str, bool]:
    """What was said, and whether each of its tests failed."""
    path = tree / mutant.file
    whole = path.read_text("utf-8")
    path.write_text(whole.replace(mutant.old, mutant.new), "utf-8")
    try:
        fates = [fails(tree, test) for test in mutant.tests]
    finally:
        path.write_text(whole, "utf-8")
    return "; ".join(told for told, _ in fates), all(killed for _, killed in fates)


def fails(tree: Path, test: str) -> tuple[str, bool]:
    try:
        ran = execute(tree, [test])
    except subprocess.TimeoutExpired:
        return f"{test} hangs", False
    lines = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED ", "ERROR ", "E  "))]
    told = " ".join((lines or ran.stdout.splitlines() or [""])[-1].split())[:150]
    return told, ran.returncode == FAILED


def all_pass(tree: Path, tests: set[str]) -> bool:
    checks = {test for test in tests if test.startswith(CHECK)}
    runs = [[check] for check in sorted(checks)] + [sorted(tests - checks)] * (tests != checks)
    for arguments in runs:
        ran = execute(tree, arguments, HANGS * 4)
        if ran.returncode:
            print(ran.stdout[-3000:], ran.stderr[-1000:])
            return False
    return True


def execute(tree: Path, tests: list[str], limit: int = HANGS) -> subprocess.CompletedProcess[str]:
    data = os.environ.get("LINLI_FIELD_DATA") or str(ROOT.parent / "shared" / "data")
    environment = os.environ | {
        "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen", "HYPOTHESIS_PROFILE": "ci",
        "LINLI_FIELD_DATA": data,
    }  # fmt: skip
    command = [str(tree / ".venv/bin/python"), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    if tests[0].startswith(CHECK):
        command = [str(tree / ".venv/bin/python"), "packaging/check.py", tests[0].removeprefix(CHECK)]
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=limit, check=False
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
