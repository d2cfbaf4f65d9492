"""Words of code tables. Districts edit them as rows of district/ref; resources/codes.json is what a new store begins with."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

Words = Mapping[str, str]
_edited: dict[str, dict[str, str]] = {}


def words(table: str) -> Words:
    """Code and word, in the order in which they are offered. KeyError: no such table."""
    return _edited.get(table) or seed()[table]


@cache
def seed() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((files("resources") / "codes.json").read_text("utf-8"))
    return found


def code_of(table: str, text: str) -> str | None:
    """The code that another usual word for it stands for: 大专 is 专科."""
    return _synonyms().get((table, text))


@cache
def _synonyms() -> dict[tuple[str, str], str]:
    found = json.loads((files("resources") / "code_synonyms.json").read_text("utf-8"))
    said = ((table, code, words) for table, all_ in found.items() for code, words in all_.items())
    return {(table, word): code for table, code, words in said for word in words.split()}


def use(rows: Iterable[tuple[str, str, str]]) -> None:
    """Takes the rows (table, code, word) of the open store in place of the seed."""
    _edited.clear()
    for table, code, word in rows:
        _edited.setdefault(table, {})[code] = word
