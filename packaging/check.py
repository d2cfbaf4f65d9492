"""`make check`: every check runs, also after one has failed; the last lines say which did. With names, only those."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHECKS = {
    "ruff check": [BIN / "ruff", "check", "--quiet", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "mypy": [BIN / "mypy", "--no-error-summary"],
    "import-linter": [BIN / "lint-imports", "--no-cache"],
    "bounds": [BIN / "python", "packaging/check_bounds.py"],
    "texts": [BIN / "python", "packaging/check_texts.py"],
    "lint": [BIN / "python", "packaging/check_lint.py"],
}


def main(names: list[str]) -> int:
    failed = [name for name, command in CHECKS.items() if name in (names or CHECKS) and not passes(name, command)]
    if failed:
        print(f"make check: failed: {', '.join(failed)}")
    return 1 if failed else 0


def passes(name: str, command: list) -> bool:
    began = time.monotonic()
    ran = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"{name:14} {'ok' if ran.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.1f} s)", flush=True)
    if ran.returncode != 0:
        print((ran.stdout + ran.stderr).strip(), flush=True)
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
