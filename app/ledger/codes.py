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


def use(rows: Iterable[tuple[str, str, str]]) -> None:
    """Takes the rows (table, code, word) of the open store in place of the seed."""
    _edited.clear()
    for table, code, word in rows:
        _edited.setdefault(table, {})[code] = word
