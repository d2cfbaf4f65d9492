"""Which passwords are too easy to guess (decisions.md 31, safety.md 3.3): short, usual, or made of the names typed beside it.

Length counts, not the mix of letters and signs: three unrelated words are good.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

import resources
from app.rules.names import spellings
from app.rules.plain import half_width

SHORTEST = 10  # characters
FEWEST_DIFFERENT = 5  # 1111111111 and abababababab are long and still nothing
REST = 4  # letters beside the names that make a password more than the names


class Weakness(StrEnum):
    SHORT = "short"
    COMMON = "common"
    NAMES = "names"


def weakness(password: str, names: Iterable[str] = ()) -> Weakness | None:
    """What makes a password easy, None for a good one. `names`: person, community, grid ... as they were typed."""
    if len(password) < SHORTEST:
        return Weakness.SHORT
    plain = _plain(password)
    if len(set(plain)) < FEWEST_DIFFERENT or not {plain, _word(plain)}.isdisjoint(common()):
        return Weakness.COMMON
    return Weakness.NAMES if _is_names(plain, names) else None


@cache
def common() -> frozenset[str]:
    lines = resources.text("passwords/common.txt").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_names(plain: str, names: Iterable[str]) -> bool:
    """Whether hardly a letter is left beside the names, their pinyin and digits: limin1985, 潍坊三村2026."""
    left = letters = re.sub(r"[\W\d_]", "", plain)
    for known in sorted(_known(names), key=len, reverse=True):
        left = left.replace(known, "")
    return left != letters and len(left) < REST


def _known(names: Iterable[str]) -> set[str]:
    found = set()
    for name in map(_plain, names):
        found |= {name, *spellings(name)} if name else set()
    return {known for known in found if len(known) > 1}


def _word(plain: str) -> str:
    """Without the digits and signs that people hang on: password2026!"""
    return re.sub(r"[\W\d_]+$", "", plain)


def _plain(text: str) -> str:
    return "".join(half_width(text).casefold().split())
