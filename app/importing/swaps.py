"""Values that stand in one another's cells: the name in the id's column and the id in the name's, in single rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.importing import words
from app.importing.book import Value
from app.importing.profile import looks, name_like

if TYPE_CHECKING:
    from app.importing.persons import TableReader

_PAIRS = (
    ("name", "id_no"),
    ("id_no", "phone"),
    ("name", "phone"),
    ("name", "gender"),
    ("name", "relation"),
    ("gender", "relation"),
)
_LOOK = {"name": "name", "id_no": "id", "phone": "phone", "gender": "gender", "relation": "relation"}


def swapped_back(table: TableReader) -> None:
    """Exchanges such pairs in the table's vectors and tells both cells."""
    for one, other in _PAIRS:
        left, right = table.col(one), table.col(other)
        if not left or not right:
            continue
        ours, theirs = table.vectors[left], table.vectors[right]
        for at, (mine, yours) in enumerate(zip(ours, theirs, strict=True)):
            if mine is None or yours is None or not _suspicious(one, mine) or not _exchanged(one, other, mine, yours):
                continue
            ours[at], theirs[at] = yours, mine
            for name, col, value in ((one, left, yours), (other, right, mine)):
                table.tell("cells_swapped", table.rows[at], col, _shown(name, value))


def _suspicious(field: str, value: Value) -> bool:
    """A quick look that spares the slow one: a name has no digit, an id begins with one and is long."""
    if type(value) is not str:
        return True
    if field == "name":
        return (
            len(value) == 1
            or value[-1:] in "0123456789xX"
            or value in ("男性", "女性")
            or value in words.RELATION_WORDS
        )
    if field == "id_no":
        return len(value) < 15 or not value[:1].isdecimal()
    return value not in ("男", "女")


def _exchanged(one: str, other: str, mine: Value, yours: Value) -> bool:
    if one == "name":
        return not name_like(words.plain(mine)) and name_like(words.plain(yours)) and _LOOK[other] in set(looks(mine))
    left, right = set(looks(mine)), set(looks(yours))
    if one == "gender" and words.plain(mine) in ("女", "男") and words.plain(yours) in ("女", "男"):
        return False
    return _LOOK[other] in left and _LOOK[one] not in left and _LOOK[one] in right and _LOOK[other] not in right


def _shown(field: str, value: Value) -> str:
    text = words.plain(value)
    return text.upper().lstrip("'’`") if field == "id_no" else text
