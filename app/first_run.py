"""The first run, without a window: what is asked, what is wrong with an answer, and the store that comes of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import platformdirs

from app.bootstrap import Founding
from app.ledger.field import Field
from app.ledger.kinds import BadValue, Number
from app.modules import grids, staff
from app.modules.buildings import LANE, LOW, Plan, entrances, rooms
from app.rules import addresses
from app.rules.passwords import SHORTEST, Weakness, weakness
from app.texts import N_, tr

Problems = dict[str, str]  # field: a sentence for its author
PERSON: Mapping[str, Field] = {  # what is asked of the person and the community, by the name of the answer
    "person": staff.FORM.fields["name"],
    "post": staff.FORM.fields["post"],
    "community": grids.COMMUNITY_FORM.fields["name"],
    "street": grids.COMMUNITY_FORM.fields["street"],
    "grid": grids.FORM.fields["name"],
}
TO = "[-—–~～至到]+"  # data: between the first and the last of several buildings
MOST_DWELLINGS = 20_000  # a grid has a few hundred; more is a slip of the finger
COUNTS = {"floors": Number(minimum=1, maximum=120), "entrances": Number(minimum=1, maximum=60)}
ROOMS, HOUSES = (
    Number(minimum=1, maximum=99),
    Number(minimum=1, maximum=999),
)  # a room number has two digits behind the floor
WEAK = {
    Weakness.SHORT: N_("至少 {shortest} 位，现在有 {count} 位"),
    Weakness.COMMON: N_("这个口令太常见，一猜就中；可以用三个不相干的词"),
    Weakness.NAMES: N_("口令里除了刚填的名称几乎没有别的；可以用三个不相干的词"),
}


@dataclass
class Row:
    """A line of the generator as it is typed: several buildings of one kind, `6-18` or `1、3、5`."""

    names: str = ""
    kind: str = LOW
    floors: str = "6"
    entrances: str = "1"
    rooms: str = "2"


@dataclass(frozen=True)
class Doors:
    """What rows would make: how many buildings and dwellings, and the first and the last door."""

    buildings: int = 0
    dwellings: int = 0
    first: str = ""
    last: str = ""


@dataclass
class Answers:
    """Texts as they were typed, by the names of PERSON; they stay when one goes back."""

    texts: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=lambda: [Row()])
    password: str = field(default="", repr=False)
    again: str = field(default="", repr=False)

    def founding(self) -> Founding:
        values = {name: asked.parse(self.texts.get(name, ""), date.min) for name, asked in PERSON.items()}
        return Founding(**values, buildings=tuple(plans(filled(self.rows))))


def store_folder() -> Path:
    return Path(platformdirs.user_data_dir("linli")) / "store"


def demo_folder() -> Path:
    return Path(platformdirs.user_data_dir("linli")) / "demo"


def problems_of_person(texts: Mapping[str, str]) -> Problems:
    found = {}
    for name, asked in PERSON.items():
        text = texts.get(name, "")
        try:
            if asked.parse(text, date.min) is None and asked.required:
                raise BadValue(tr("必填"))
        except BadValue as error:
            found[name] = str(error) if text.strip() else tr("请填写{label}").format(label=tr(asked.label))
    return found


def problems_of_password(password: str, again: str, names: Iterable[str] = ()) -> Problems:
    """`names`: what was typed on the pages before."""
    if weak := weakness(password, names):
        return {"password": tr(WEAK[weak]).format(shortest=SHORTEST, count=len(password))}
    return {"again": tr("两次输入的口令不一样")} if again != password else {}


def filled(rows: Iterable[Row]) -> list[Row]:
    """Rows without a name are not meant: buildings may be left for later."""
    return [row for row in rows if row.names.strip()]


def problems_of_rows(rows: Sequence[Row]) -> dict[int, Problems]:
    """By the number of the row; a row without a name is passed over."""
    found: dict[int, Problems] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if not row.names.strip():
            continue
        problems = _problems_of_row(row)
        if twice := sorted(set(names_in(row.names)) & seen):
            problems["names"] = tr("上面已经有 {name}").format(name=twice[0])
        seen.update(names_in(row.names))
        if problems:
            found[number] = problems
    return found


def doors(rows: Sequence[Row]) -> Doors:
    """Of rows without a problem."""
    made = list(plans(filled(rows)))
    if not made:
        return Doors()
    return Doors(len(made), sum(plan.dwellings for plan in made), _door(made[0], 0), _door(made[-1], -1))


def plans(rows: Iterable[Row]) -> Iterator[Plan]:
    for row in rows:
        lane = row.kind == LANE
        floors, staircases = (1, 1) if lane else (int(row.floors), int(row.entrances))
        for name in names_in(row.names):
            yield Plan(name, row.kind, None, floors, staircases, int(row.rooms))


def names_in(text: str) -> list[str]:
    """`6-18`, `1、3、5幢` or `河东巷 河西巷` as single names, as addresses write them."""
    close = re.sub(rf"\s*({TO})\s*", r"\1", text)
    return [name for part in re.split(r"[\s、，,;；]+", close) if part for name in _names(part)]


def _names(part: str) -> list[str]:
    bounds = [_name(bound) for bound in re.split(TO, part)]
    if len(bounds) == 2 and all(bound.isdecimal() for bound in bounds):
        first, last = map(int, bounds)
        if first <= last < first + 200:
            return [str(number) for number in range(first, last + 1)]
    return [_name(part)]


def _name(text: str) -> str:
    """3幢, 3号楼 and 3# are building 3; a lane keeps its name."""
    address = addresses.parse(text)
    if address and address.building and not address.room:
        return address.building
    return re.sub(r"(?<=\d)号$", "", text)


def _problems_of_row(row: Row) -> Problems:
    lane = row.kind == LANE
    kinds = {"rooms": HOUSES} if lane else {**COUNTS, "rooms": ROOMS}
    found = {}
    for name, kind in kinds.items():
        try:
            kind.parse(getattr(row, name).strip(), date.min)
        except BadValue as error:
            found[name] = str(error)
    numbered = [name for name in names_in(row.names) if not addresses.is_lane(name)]
    if lane and numbered:
        found["names"] = tr("自建房请写巷名或路名，如 河东巷")
    elif not found and sum(plan.dwellings for plan in plans([row])) > MOST_DWELLINGS:
        found["rooms"] = tr("一共超过 {most} 套，请检查").format(most=f"{MOST_DWELLINGS:,}")
    return found


def _door(plan: Plan, which: int) -> str:
    unit, (_, room) = list(entrances(plan))[which], list(rooms(plan))[which]
    return addresses.door(addresses.Address(plan.name, unit or "", room))
