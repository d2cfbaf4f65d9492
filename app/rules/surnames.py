"""Surnames of two characters, and how surnames are read where the ordinary reading would be wrong (resources/names)."""

from functools import cache
from importlib.resources import files


def is_compound(start: str) -> bool:
    """Whether two characters are one surname: 欧阳, 司徒, 皇甫."""
    return len(start) == 2 and start in _table()


def heard(surname: str) -> tuple[tuple[str, ...], ...]:
    """Readings special to the surname, one tuple for each of its characters; () where the ordinary ones do."""
    return _table().get(surname, ())


@cache
def _table() -> dict[str, tuple[tuple[str, ...], ...]]:
    lines = (files("resources") / "names" / "surnames.txt").read_text("utf-8").splitlines()
    entries = (line.split() for line in lines if line and not line.startswith("#"))
    return {surname: tuple(tuple(said.split("/")) for said in readings) for surname, *readings in entries}
