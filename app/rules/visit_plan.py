"""How often a household is visited and when it is due (domain.md 2.2, 2.3). Numbers are a policy, not constants of code.

Weekly, monthly, quarterly and half-yearly follow the sources named there (S27, S31: weekly for those over 80 alone or with a
life-threatening disease, monthly for key objects, quarterly for general ones; within 24 hours of a major change); half-yearly
for ordinary households and the guard of 12 visits a day are our design.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.rules.working_time import Calendar


class Colour(StrEnum):
    """From the most to the least frequent: 红 黄 蓝 绿."""

    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    GREEN = "green"


class Due(StrEnum):
    IN_TIME = "in_time"
    SOON = "soon"
    OVERDUE = "overdue"
    NONE = "none"  # no plan


ORDER = tuple(Colour)
HIGH_RISK = frozenset({Colour.RED, Colour.AMBER})


def _of_subs() -> dict[str, Colour]:
    """Colour by the code of a tag's sub-group; a group's own code stands for the rest of it. X groups are off by default."""
    return {
        "G1": Colour.AMBER, "G2": Colour.AMBER, "G3": Colour.BLUE, "G302": Colour.AMBER, "G303": Colour.AMBER,
        "G4": Colour.BLUE, "G401": Colour.AMBER, "G402": Colour.AMBER, "G5": Colour.BLUE, "G502": Colour.AMBER,
        "G6": Colour.AMBER, "G7": Colour.AMBER, "G8": Colour.BLUE, "X1": Colour.AMBER,
    }  # fmt: skip


def _together() -> tuple[frozenset[str], ...]:
    """独居 with 高龄, 独居 with anything of G2, 高龄 with 大病."""
    alone, aged = "G101", "G104"
    ill = ("G2", "G201", "G202", "G203", "G204", "G205")
    return (frozenset({alone, aged}), frozenset({aged, "G204"}), *(frozenset({alone, tag}) for tag in ill))


@dataclass(frozen=True)
class Policy:
    """`together`: tags that raise a household to red when it has all of one set."""

    days: Mapping[Colour, int] = field(
        default_factory=lambda: {Colour.RED: 7, Colour.AMBER: 30, Colour.BLUE: 90, Colour.GREEN: 180}
    )
    colours: Mapping[str, Colour] = field(default_factory=_of_subs)
    together: tuple[frozenset[str], ...] = field(default_factory=_together)
    rented: Colour = Colour.BLUE
    event_days: int = 1  # after a death, an accident, a discharge from hospital ... : within 24 hours
    soon: int = 3  # days before the due day
    per_day: int = 12  # visits of one worker
    ahead: int = 7  # days that a low-risk visit may be drawn forward


@dataclass(frozen=True)
class Plan:
    """`reasons`: codes of the tags, `rented`, `raised` or `event`, that decided."""

    colour: Colour
    interval_days: int
    due_on: date
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to be planned."""

    uid: str
    due_on: date
    colour: Colour


def plan(
    tags: Iterable[str],
    rented: bool,
    last_visit: date | None,
    raised: str | None,
    today: date,
    policy: Policy = Policy(),
    event_on: date | None = None,
) -> Plan:
    """`tags`: codes of sub-groups in force. `last_visit`: the last time somebody was reached, at the door or in a talk by
    phone, not a knock at a closed door; None is due at once. `raised`: a colour that a worker gave with a
    reason; it never lowers. `event_on`: the day of a major change since."""
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
    reasons = tuple(sorted(why for why, found in colours.items() if found is colour))
    if event_on and (last_visit is None or last_visit < event_on):
        within = event_on + timedelta(days=policy.event_days)
        due, reasons = min(due, within), (*reasons, "event")
    return Plan(colour, days, due, reasons)


def state(due_on: date | None, today: date, policy: Policy = Policy()) -> Due:
    """In time on the due day itself; `soon` from `policy.soon` days before it."""
    if due_on is None:
        return Due.NONE
    if due_on < today:
        return Due.OVERDUE
    return Due.SOON if due_on - today <= timedelta(days=policy.soon) else Due.IN_TIME


def urgency(due_on: date, colour: Colour, today: date, policy: Policy = Policy()) -> tuple[float, int]:
    """To sort by, the most urgent first: overdue by the share of its own interval, so that three days of a weekly visit
    weigh more than ten of a half-yearly one; on the day itself those of high risk (OUR DESIGN, domain.md 2.3)."""
    return (due_on - today).days / policy.days[colour], ORDER.index(colour)


def spread(visits: Iterable[Visit], today: date, calendar: Calendar, policy: Policy = Policy()) -> dict[str, date]:
    """The day on which each visit of one worker should be made, at most `policy.per_day` a working day.

    High-risk visits keep their day, however many they are: the working day on or before it, today if that is past. Low-risk
    ones (blue, green) go to their own day if it has room, else up to `policy.ahead` days forward, else to the next with room.
    """
    ordered = sorted(visits, key=lambda visit: (visit.due_on, ORDER.index(visit.colour), visit.uid))
    days = {visit.uid: _kept(visit.due_on, today, calendar) for visit in ordered if visit.colour in HIGH_RISK}
    load: dict[date, int] = {}
    for day in days.values():
        load[day] = load.get(day, 0) + 1
    found: dict[
        date, date
    ] = {}  # days only fill up: while one has room, the next visit of the same due day goes there too
    for visit in ordered:
        if visit.uid not in days:
            due = max(visit.due_on, today)
            if due not in found or load.get(found[due], 0) >= policy.per_day:
                found[due] = _with_room(due, today, load, calendar, policy)
            day = days[visit.uid] = found[due]
            load[day] = load.get(day, 0) + 1
    return days


def _kept(due: date, today: date, calendar: Calendar) -> date:
    day = max(due, today)
    while day > today and not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _with_room(due: date, today: date, load: Mapping[date, int], calendar: Calendar, policy: Policy) -> date:
    def has_room(day: date) -> bool:
        return calendar.is_working(day) and load.get(day, 0) < policy.per_day

    earlier = (due - timedelta(days=n) for n in range(min(policy.ahead, (due - today).days) + 1))
    later = (due + timedelta(days=n) for n in range(1, 3660))
    return next((day for days in (earlier, later) for day in days if has_room(day)), due)
