"""Mistakes that ruff does not know, each of which would cost us data, privacy or a frozen window.

A line that must break a rule says so: `# lint: <rule>: why`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import sources

Fault = tuple[ast.AST, str, str]  # where, the rule, what to do instead

RAW_WIDGETS = {"QLabel": "ui.widgets.label (data is always plain text)", "QMessageBox": "ui/messages.py"}
WIDGET_ROOMS = ("ui/widgets/", "ui/messages.py")
CLOCK_ROOMS = ("db/store.py", "app/bootstrap.py", "app/cli.py", "app/cli/", "ui/main.py")
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
REPLACE = re.compile(r"\b(INSERT\s+OR\s+REPLACE|REPLACE\s+INTO)\b", re.IGNORECASE)
STATEMENT = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s.+\sSET\s|DELETE\s+FROM\s)", re.IGNORECASE | re.DOTALL
)


def main() -> int:
    found = [told for path in sources.files("app", "ui", "db", "tests", "resources") for told in faults(path)]
    print("\n".join(found))
    return 1 if found else 0


def faults(path: Path) -> Iterator[str]:
    name, lines = sources.name(path), path.read_text("utf-8").splitlines()
    rules = TEST_RULES if name.startswith("tests/") else PRODUCT_RULES
    for rule in rules:
        for node, label, advice in rule(path, name):
            if f"# lint: {label}:" not in lines[getattr(node, "lineno", 1) - 1]:
                yield f"{sources.place(path, node)}: {label}: {advice}"


def raw_widgets(path: Path, name: str) -> Iterator[Fault]:
    """Qt takes any text that looks like HTML for HTML: a name from a workbook must not become a picture."""
    if name.startswith(WIDGET_ROOMS):
        return
    for call in sources.calls(sources.tree(path)):
        what = sources.called(call)
        if what in RAW_WIDGETS:
            yield call, what, f"use {RAW_WIDGETS[what]}"
        if what == "setToolTip":
            yield call, what, "a tool tip draws HTML: use the helper of ui/widgets"


def plain_files(path: Path, name: str) -> Iterator[Fault]:
    """openpyxl's save writes every sheet to a plain temporary file first."""
    if not imports(path, "openpyxl"):
        return
    for call in sources.calls(sources.tree(path)):
        if sources.called(call) == "save" and not (call.args and in_memory(call.args[0])):
            yield call, "save", "a Workbook is saved to memory (BytesIO), never to a path"


def in_memory(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("buffer", "memory", "stream")


def imports(path: Path, package: str) -> bool:
    return any(
        (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == package for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package)
        for node in ast.walk(sources.tree(path))
    )


def replace(path: Path, name: str) -> Iterator[Fault]:
    """REPLACE deletes the old row without a trace in the change log."""
    docs = sources.docstrings(path)
    for node in ast.walk(sources.tree(path)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in docs
            and REPLACE.search(node.value)
        ):
            yield node, "REPLACE", "use ON CONFLICT ... DO UPDATE, so that the triggers see it"


def event_loops(path: Path, name: str) -> Iterator[Fault]:
    """Both run other code in the middle of ours."""
    for call in sources.calls(sources.tree(path)):
        if sources.called(call) == "processEvents":
            yield call, "processEvents", "await instead"
    for function in sources.functions(path):
        if isinstance(function, ast.AsyncFunctionDef):
            for call in sources.calls(function):
                if isinstance(call.func, ast.Attribute) and call.func.attr in ("exec", "exec_"):
                    yield call, "exec", "inside a coroutine open() the dialog and await its result"


def clocks(path: Path, name: str) -> Iterator[Fault]:
    """Time comes from outside, or two laptops and a test cannot agree on it."""
    if not name.startswith(("app/", "db/")) or name.startswith(CLOCK_ROOMS):
        return
    for call in sources.calls(sources.tree(path)):
        if isinstance(call.func, ast.Attribute) and (last_name(call.func.value), call.func.attr) in CLOCKS:
            yield call, "clock", "take the time as an argument or from the store's clock"


def last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def built_sql(path: Path, name: str) -> Iterator[Fault]:
    """Values belong into parameters. db/ builds statements from its own metadata and may."""
    if name.startswith("db/"):
        return
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.JoinedStr) and STATEMENT.match(words_of(node)):
            yield node, "sql", "an f-string that is SQL: use SQLAlchemy, or parameters"


def words_of(node: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)


def sleeps(path: Path, name: str) -> Iterator[Fault]:
    """A test that sleeps is slow when it passes and wrong when the machine is busy."""
    for call in sources.calls(sources.tree(path)):
        if isinstance(call.func, ast.Attribute) and (last_name(call.func.value), call.func.attr) == ("time", "sleep"):
            yield call, "sleep", "wait for what you wait for (helpers/waiting.py)"


PRODUCT_RULES = (raw_widgets, plain_files, replace, event_loops, clocks, built_sql)
TEST_RULES = (event_loops, sleeps)


if __name__ == "__main__":
    sys.exit(main())
