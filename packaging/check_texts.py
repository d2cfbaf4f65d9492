"""Every text a person sees has its English in resources/i18n/en.json, and the catalogue holds nothing else.

    check_texts.py           tells what is missing, left over or wrong (exit 1)
    check_texts.py --list    prints what is missing as JSON, ready to be filled in

A text is the literal inside `tr("...")` or `N_("...")`, and the words of resources/codes.json. In ui/ a Chinese literal outside
of them is a fault; elsewhere it is data (headings to recognise, surnames), or a line marks it with `# data`.
"""

import ast
import json
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import sources

CATALOGUE = sources.ROOT / "resources" / "i18n" / "en.json"
CODES = sources.ROOT / "resources" / "codes.json"
MARKS = ("tr", "N_")
TRANSLATED = re.compile(
    r"[\u3000-\u9fff\uff00-\uffef]|[\U00020000-\U0003ffff]"
)  # also brackets and commas as wide as a character
CHINESE = re.compile(r"[\u3400-\u9fff]|[\U00020000-\U0003ffff]")
WRAPPED_ROOMS = ("ui", "app/modules", "app/cli.py")  # here every Chinese literal is for a person


def main() -> int:
    wanted = texts()
    catalogue = json.loads(CATALOGUE.read_text("utf-8")) if CATALOGUE.exists() else {}
    missing = {text: place for text, place in wanted.items() if text not in catalogue}
    if "--list" in sys.argv:
        print(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=1))
        return 0
    faults = [*unmarked(), *not_literal()]
    faults += [
        f"en.json: other placeholders in {text!r}" for text, english in catalogue.items() if differ(text, english)
    ]
    known = {*wanted, *words_in_tables()}
    faults += [f"{place}: no English for {text!r}" for text, place in missing.items()]
    faults += [f"en.json: nobody shows {text!r}" for text in catalogue if text not in known]
    print("\n".join(faults))
    return 1 if faults else 0


def texts() -> dict[str, str]:
    """Every text with the first place where it stands."""
    found: dict[str, str] = {}
    for path in sources.files("app", "ui", "db"):
        for call in marked_calls(path):
            for text in literals(call.args[0]):
                found.setdefault(text.value, sources.place(path, text))
    for word in words_of_codes():
        found.setdefault(word, sources.name(CODES))
    return {text: place for text, place in found.items() if TRANSLATED.search(text)}


def marked_calls(path: Path) -> Iterator[ast.Call]:
    return (call for call in sources.calls(sources.tree(path)) if sources.called(call) in MARKS and call.args)


def literals(node: ast.AST) -> Iterator[ast.Constant]:
    """`tr("a" if x else "b")` holds two."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def words_of_codes() -> Iterator[str]:
    return (word for words in tables().values() for word in words.values())


def words_in_tables() -> Iterator[str]:
    """`relation:女`: for the word of one code table that means something else than the same word elsewhere."""
    return (f"{table}:{word}" for table, words in tables().items() for word in words.values())


def tables() -> dict[str, dict[str, str]]:
    return json.loads(CODES.read_text("utf-8")) if CODES.exists() else {}


def unmarked() -> Iterator[str]:
    for path in sources.files("app", "ui"):
        if not sources.name(path).startswith(WRAPPED_ROOMS):
            continue
        lines = path.read_text("utf-8").splitlines()
        known = {text for call in marked_calls(path) for text in literals(call.args[0])} | sources.docstrings(path)
        for text in literals(sources.tree(path)):
            if text not in known and CHINESE.search(text.value) and "# data" not in lines[text.lineno - 1]:
                yield f"{sources.place(path, text)}: {text.value!r} is not marked with tr() or N_()"


def not_literal() -> Iterator[str]:
    for path in sources.files("app", "ui", "db"):
        for call in marked_calls(path):
            if any(isinstance(part, ast.JoinedStr) for part in ast.walk(call.args[0])):
                yield f"{sources.place(path, call)}: an f-string inside tr(); use tr('... {{count}}').format(count=...)"


def differ(text: str, english: str) -> bool:
    return not english or placeholders(text) != placeholders(english)


def placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a text with a lone brace is not a format
        return set()


if __name__ == "__main__":
    sys.exit(main())
