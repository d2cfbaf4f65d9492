"""The bounds that keep the house liveable: no long file, no long function, no mechanism that grows into a framework."""

import io
import sys
import tokenize
from pathlib import Path

import sources

FILE = 400
LINE = 130  # characters, also Chinese ones; the formatter breaks code at 120 columns, words may run on a little
TEST = 600
PAGE = 250
FUNCTION = 40
MECHANISM = 600  # lines of code of app/ledger, and of ui/ledger; blank lines, comments and docstrings do not count
ROOMS = {"ui/pages/": PAGE, "tests/": TEST}
HISTORY = "db/migrations/versions/"  # written once and never read again as a whole


def main() -> int:
    faults = [*long_lines(), *long_files(), *long_functions(), *big_mechanisms()]
    print("\n".join(faults))
    return 1 if faults else 0


def long_lines() -> list[str]:
    return [
        f"{sources.name(path)}:{number}: {len(line)} characters, at most {LINE}"
        for path in sources.files(*sources.PRODUCT, "packaging")  # a test may hold a part of a workbook in one line
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > LINE
    ]


def long_files() -> list[str]:
    faults = []
    for path in sources.files(*sources.PRODUCT, "packaging", "tests"):
        bound = next((most for room, most in ROOMS.items() if sources.name(path).startswith(room)), FILE)
        lines = len(path.read_text("utf-8").splitlines())
        if lines > bound:
            faults.append(f"{sources.name(path)}: {lines} lines, at most {bound}")
    return faults


def long_functions() -> list[str]:
    faults = []
    for path in sources.files(*sources.PRODUCT, "packaging"):
        for function in sources.functions(path):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > FUNCTION and HISTORY not in sources.name(path):
                faults.append(f"{sources.place(path, function)}: {function.name} has {lines} lines, at most {FUNCTION}")
    return faults


def big_mechanisms() -> list[str]:
    sizes = {folder: sum(map(code_lines, sources.files(folder))) for folder in ("app/ledger", "ui/ledger")}
    return [
        f"{folder}: {lines} lines of code, at most {MECHANISM}" for folder, lines in sizes.items() if lines > MECHANISM
    ]


def code_lines(path: Path) -> int:
    words = {line for doc in sources.docstrings(path) for line in range(doc.lineno, (doc.end_lineno or doc.lineno) + 1)}
    quiet = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    spans = [range(token.start[0], token.end[0] + 1) for token in tokens if token.type not in quiet]
    return len({line for span in spans for line in span} - words)


if __name__ == "__main__":
    sys.exit(main())
