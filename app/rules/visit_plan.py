"""How often a household is visited and when it is due (domain.md 2.2, 2.3). Numbers are a policy, not constants of code.

Weekly, monthly, quarterly and half-yearly follow the sources named there (S27, S31: weekly for those over 80 alone,
monthly for key objects, quarterly for general ones); half-yearly for ordinary households is our design.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Colour(StrEnum):
    """From the most to the least frequent."""

    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    GREEN = "green"


class Due(StrEnum):
    IN_TIME = "in_time"
    SOON = "soon"
    OVERDUE = "overdue"


ORDER = tuple(Colour)


def _of_subs() -> dict[str, Colour]:
    """Colour by the code of a tag's sub-group; a group's own code stands for the rest of it."""
    return {
        "G1": Colour.AMBER, "G2": Colour.AMBER, "G3": Colour.BLUE, "G302": Colour.AMBER, "G303": Colour.AMBER,
        "G4": Colour.BLUE, "G401": Colour.AMBER, "G402": Colour.AMBER, "G5": Colour.BLUE, "G502": Colour.AMBER,
        "G6": Colour.AMBER, "G7": Colour.AMBER, "G8": Colour.BLUE,
    }  # fmt: skip


@dataclass(frozen=True)
class Policy:
    """`together`: tags that raise a household to red when it has all of one set."""

    days: Mapping[Colour, int] = field(
        default_factory=lambda: {Colour.RED: 7, Colour.AMBER: 30, Colour.BLUE: 90, Colour.GREEN: 180}
    )
    colours: Mapping[str, Colour] = field(default_factory=_of_subs)
    together: tuple[frozenset[str], ...] = (
        frozenset({"G101", "G104"}), frozenset({"G101", "G201"}), frozenset({"G101", "G203"}), frozenset({"G101", "G204"}),
    )  # fmt: skip
    rented: Colour = Colour.BLUE
    soon: int = 3  # days before the due day
    per_day: int = 12


@dataclass(frozen=True)
class Plan:
    """`reasons`: codes of the tags, `rented` or `raised`, that decided."""

    colour: Colour
    interval_days: int
    due_on: date
    reasons: tuple[str, ...]


def plan(
    tags: Iterable[str],
    rented: bool,
    last_visit: date | None,
    raised: str | None,
    today: date,
    policy: Policy = Policy(),
) -> Plan:
    """`tags`: codes of sub-groups in force. `last_visit`: the last time somebody was reached; None is due at once."""
    held = frozenset(tags)
    colours = {tag: policy.colours.get(tag, policy.colours.get(tag[:2], Colour.GREEN)) for tag in held}
    colours |= {tag: Colour.RED for group in policy.together if group <= held for tag in group}
    if rented:
        colours["rented"] = policy.rented
    if raised:
        colours["raised"] = Colour(raised)
    colour = min(colours.values(), key=ORDER.index, default=Colour.GREEN)
    days = policy.days[colour]
    due = last_visit + timedelta(days=days) if last_visit else today
    return Plan(colour, days, due, tuple(sorted(why for why, found in colours.items() if found is colour)))


def state(due_on: date, today: date, policy: Policy = Policy()) -> Due:
    if due_on < today:
        return Due.OVERDUE
    return Due.SOON if due_on - today <= timedelta(days=policy.soon) else Due.IN_TIME
