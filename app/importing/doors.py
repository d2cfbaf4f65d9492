"""Building, entrance and room in columns whose headings say nothing: by their words, or by their size and order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.importing.result import Column

if TYPE_CHECKING:
    from app.importing.columns import Sight

_UNSURE = 0.55


def doors(sights: Sequence[Sight], chosen: dict[int, Column], titled: bool) -> None:
    """titled: the building stands in the title, so entrance and room are enough."""
    fields = {column.field for column in chosen.values()}
    if "address" in fields:
        return
    free = [s for s in sights if chosen[s.col].why == "none" and s.values.count and not s.values.serial]

    def take(sight: Sight, field: str) -> None:
        if field not in fields:
            chosen[sight.col] = Column(sight.col, sight.header, field, _UNSURE, "values")
            fields.add(field)
            free.remove(sight)

    if not titled and fields.isdisjoint(("building", "unit", "room")) and (three := _triple(free)):
        for sight, field in zip(three, ("building", "unit", "room"), strict=True):
            take(sight, field)
    for sight, field in _completed(sights, free, chosen):
        take(sight, field)
    for field, look in (("unit", "unit"), ("building", "building_word")):
        for sight in [one for one in free if one.values.share.get(look, 0.0) >= 0.7][:1]:
            take(sight, field)
    if "room" not in fields:
        for sight in [one for one in free if _is_room(one, titled)][-1:]:
            _around(sight, list(free), fields, titled, take)
    elif "building" not in fields and not titled:
        numbered = [one for one in free if (one.values.fit("building") or 0.0) >= 0.9 and one.values.repeats >= 0.5]
        if len(numbered) == 1 and "unit" in fields:
            take(numbered[0], "building")


def _completed(sights: Sequence[Sight], free: Sequence[Sight], chosen: dict[int, Column]) -> list[tuple[Sight, str]]:
    """Three neighbours of which one or two are known to be building, entrance, room: the open ones, if their values fit."""
    open_cols = {one.col for one in free}
    at = {one.col: one for one in sights}
    for first in sorted(at):
        three = [(at.get(first + step), field) for step, field in enumerate(("building", "unit", "room"))]
        states = [_state(one, field, open_cols, chosen) for one, field in three]
        if "known" in states and "open" in states and "no" not in states:
            return [(one, field) for (one, field), state in zip(three, states, strict=True) if state == "open" and one]
    return []


def _state(sight: Sight | None, field: str, open_cols: set[int], chosen: dict[int, Column]) -> str:
    if sight is None:
        return "no"
    if chosen[sight.col].field == field:
        return "known"
    taken = field in {column.field for column in chosen.values()}
    return "open" if sight.col in open_cols and not taken and (sight.values.fit(field) or 0.0) >= 0.9 else "no"


def _triple(free: Sequence[Sight]) -> tuple[Sight, Sight, Sight] | None:
    """Three neighbours of which the last changes most: building, entrance, room."""
    at = {one.col: one for one in free}
    for last in free:
        three = at.get(last.col - 2), at.get(last.col - 1), last
        building, unit, room = three
        if building is None or unit is None:
            continue
        fits = ((building, "building"), (unit, "unit"), (room, "room"))
        changes = room.values.distinct > building.values.distinct and building.values.repeats >= 0.5
        if changes and all((one.values.fit(field) or 0.0) >= 0.8 for one, field in fits):
            return building, unit, room
    return None


def _is_room(sight: Sight, titled: bool) -> bool:
    share = sight.values.share
    if share.get("room", 0.0) < 0.8 or sight.values.repeats > 0.95:
        return False
    return titled or share.get("small", 0.0) <= 0.5


def _around(room: Sight, free: list[Sight], fields: set[str], titled: bool, take: object) -> None:
    """The columns left of a room: entrance, and before it building. One number alone could be either, so it stays open."""
    before = {one.col: one for one in free if one is not room and (one.values.fit("building") or 0.0) >= 0.8}
    near, far = before.get(room.col - 1), before.get(room.col - 2)
    small = near is not None and (near.values.fit("unit") or 0.0) >= 0.8
    choose = take  # a closure over what is free
    assert callable(choose)
    if near is not None and far is not None and small and "unit" not in fields and "building" not in fields:
        choose(far, "building")
        choose(near, "unit")
    elif near is not None and small and titled and "unit" not in fields:
        choose(near, "unit")
    elif near is not None and "unit" in fields and "building" not in fields:
        choose(near, "building")
    elif far is not None and chosen_unit_between(room, near) and "unit" in fields and "building" not in fields:
        choose(far, "building")
    if titled or "building" in fields:
        choose(room, "room")


def chosen_unit_between(room: Sight, near: Sight | None) -> bool:
    return near is None
