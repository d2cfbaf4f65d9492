#!/usr/bin/env python3
"""`make soak`: the long runs, one after the other, also after one has failed; at the end, which did and how long each took.

packaging/soak.py [kills] [files] [properties] [mutants] [oldest-qt]
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
OLDEST_QT = ROOT / ".venv-oldest-qt" / "bin" / "python"
TESTS = ["-m", "pytest", "-q", "-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]
STAGES = {
    "kills": [PYTHON, *TESTS, "-m", "soak", "tests/security"],
    "files": [PYTHON, *TESTS, "-m", "soak or slow", "tests/app", "tests/ui"],
    "properties": [PYTHON, *TESTS, "-m", "hypothesis"],
    "mutants": [PYTHON, "packaging/mutants.py"],
    "oldest-qt": [OLDEST_QT, *TESTS, "tests/ui"],
}


def main(names: list[str]) -> int:
    told = [done(name, command) for name, command in STAGES.items() if name in (names or STAGES)]
    print("", *(words for words, _ in told), sep="\n")
    return 0 if told and all(passed for _, passed in told) else 1


def done(name: str, command: list) -> tuple[str, bool]:
    print(f"== {name}", flush=True)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    if name != "oldest-qt":
        environment["HYPOTHESIS_PROFILE"] = "soak"
    began = time.monotonic()
    passed = subprocess.run([*map(str, command)], cwd=ROOT, env=environment, check=False).returncode == 0
    return f"{name:11} {'ok' if passed else 'FAILED'} ({(time.monotonic() - began) / 60:.0f} min)", passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
