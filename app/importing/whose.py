"""Telephones that stand behind somebody else's name: 紧急联系人 | 联系电话 is hardly the resident's own number."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from app.importing import headings
from app.importing.result import Column

if TYPE_CHECKING:
    from app.importing.columns import Sight

PHONES = ("phone", "phone2")


def phones_of_others(sights: Sequence["Sight"], chosen: dict[int, Column]) -> None:
    """Where the resident has a telephone column of his own the other is left out; otherwise it is left out and asked."""
    doubtful = [
        sight.col
        for before, sight in pairwise(sights)
        if chosen[sight.col].field in PHONES and not sight.answered and _of_another(before, sight, chosen)
    ]
    own = [col for col, column in chosen.items() if column.field in PHONES and col not in doubtful]
    for col in doubtful:
        why = "other" if own else "whose"
        chosen[col] = replace(chosen[col], field="ignore", confidence=0.8 if own else 0.5, why=why, others=("phone",))
    if own and not any(column.field == "phone" for column in chosen.values()):
        chosen[own[0]] = replace(chosen[own[0]], field="phone")


def _of_another(before: "Sight", sight: "Sight", chosen: Mapping[int, Column]) -> bool:
    """The heading of the telephone says nobody, that of the names before it says somebody who is not kept."""
    name = (before.values.fit("name") or 0.0) >= 0.5 and chosen[before.col].field not in ("name", "head_name")
    return name and headings.somebody_else(before.header) and not headings.says_whose(sight.header)
