"""Which column holds what: the evidence of headings, of values and of memory, weighed; each choice tells its reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.importing import dashed, headings
from app.importing.answers import Answers, Memory
from app.importing.book import Value
from app.importing.doors import doors
from app.importing.headings import Heading
from app.importing.profile import EMPTY, Profile, profile
from app.importing.result import Column
from app.importing.tables import Region
from app.importing.whose import phones_of_others

_MANY = frozenset(("phone", "phone2", "tags", "remark", "ignore"))
_TYPED = frozenset(
    (
        "id_no",
        "head_id",
        "phone",
        "phone2",
        "landlord_phone",
        "name",
        "head_name",
        "landlord_name",
        "gender",
        "birth",
        "relation",
    )
)
_BARE_ORDER = "id_no phone gender name address relation tags ethnic education marital political residence_kind".split()
_NEEDED = {"name": 0.6, "address": 0.5, "tags": 0.6, "id_no": 0.5, "phone": 0.6}
BARELY = 0.2
_UNSURE = 0.55
_HEAD = "户主"


@dataclass(slots=True)
class Sight:
    """What is known of one column before anything is decided."""

    col: int
    header: str
    heading: Heading
    values: Profile
    raw: Sequence[Value] = ()
    remembered: str | None = None
    answered: str | None = None
    options: list[tuple[float, str, str]] = field(default_factory=list)  # confidence, field, why

    @property
    def rows(self) -> int:
        return max(1, len(self.raw))


def assign(
    region: Region, memory: Memory, answers: Answers, earlier: Mapping[int, str] = {}, titled: bool = False
) -> tuple[Column, ...]:
    """The columns of a table in order. earlier: fields by column of a table of the same book, for sheets without headings.
    titled: the title names the building, so that none is looked for."""
    cache: dict[object, frozenset[str]] = {}
    vectors = region.grid.columns(region.body, region.first_col, region.last_col)
    sights = [_sight(region, col, raw, memory, answers, cache) for col, raw in vectors.items()]
    if any(sight.heading.field == "name" and sight.heading.member for sight in sights):
        _heads_are_members(sights)
    elif not any(sight.heading.field == "name" and sight.heading.surety > 0.5 for sight in sights):
        _heads_are_persons(sights)
    for sight in sights:
        sight.options = _options(sight, earlier.get(sight.col) if region.no_header else None)
    chosen = _settled(sights)
    phones_of_others(sights, chosen)
    _bare_columns(sights, chosen)
    doors(sights, chosen, titled)
    dashed.rooms(sights, chosen)
    _rooms_as_units(sights, chosen)
    hidden = region.grid.sheet.hidden_cols if not region.grid.turned else set()
    members = _members(sights, chosen)
    return tuple(
        replace(
            chosen[sight.col],
            member=members.get(sight.col, 0),
            whose=_whose(sight, chosen[sight.col], members),
            hidden=sight.col in hidden,
        )
        for sight in sights
        if sight.header or sight.values.count
    )


def _whose(sight: Sight, column: Column, members: Mapping[int, int]) -> str:
    """The word of the heading for the person: that of a member group, or 户主 where only heads are listed."""
    told = sight.col in members or (column.field == "name" and sight.heading.member == _HEAD)
    return sight.heading.member if told else ""


def _sight(
    region: Region,
    col: int,
    raw: Sequence[Value],
    memory: Memory,
    answers: Answers,
    cache: dict[object, frozenset[str]],
) -> Sight:
    texts = region.heads.get(col, ())
    heading = headings.read(texts[-1], texts[:-1]) if texts else headings.NONE
    header = region.header(col)
    values = profile(raw, cache) if raw else EMPTY
    answered = answers.fields.get((region.grid.sheet.name, col))
    return Sight(col, header, heading, values, raw, memory.recall(header), answered)


def _heads_are_persons(sights: Sequence[Sight]) -> None:
    """A list of households by their heads: with no other names, 户主 姓名 身份证号 电话 are the person's own."""
    heads = [sight for sight in sights if sight.heading.field == "head_name"]
    others = [
        s for s in sights if s not in heads and (s.values.fit("name") or 0.0) >= 0.6 and s.heading.field in ("", "name")
    ]
    if not heads or others or heads[0].values.repeats > 0.2:
        return
    _take_over(sights, _HEAD)


def _heads_are_members(sights: Sequence[Sight]) -> None:
    """Where a row names several of a household, its head is one of them."""
    if not any(sight.heading.field == "name" and not sight.heading.member for sight in sights):
        _take_over(sights, _HEAD)


def _take_over(sights: Sequence[Sight], member: str) -> None:
    """What the headings say of the head is said of a person."""
    for sight in sights:
        if "户主" not in sight.header or sight.heading.field in ("relation", "household_no"):
            continue
        matter = headings.read(sight.header.replace("户主", "") or "姓名")
        if sight.heading.field in ("head_name", "head_id") or matter.field in ("phone", "gender", "birth"):
            own = {"head_name": "name", "head_id": "id_no"}.get(sight.heading.field, matter.field)
            sight.heading = Heading(own, 0.8, member)


def _options(sight: Sight, earlier: str | None) -> list[tuple[float, str, str]]:
    """What the column may be, the likeliest first."""
    if sight.answered:
        return [(1.0, sight.answered, "answer")]
    found: list[tuple[float, str, str]] = []
    for told, why, surety in ((sight.remembered, "memory", 0.97), (earlier, "memory", 0.9)):
        if told and not _contradicts(told, sight.values):
            found.append((surety, told, why))
    if sight.heading.field:
        found += _by_heading(sight)
    return sorted(found, reverse=True)


def _by_heading(sight: Sight) -> list[tuple[float, str, str]]:
    told, surety = sight.heading.field, sight.heading.surety
    why = "same" if surety >= 0.95 else "like"
    fit = sight.values.fit(told)
    if told in ("building", "room", "unit") and _holds_doors(sight.values):
        return [(0.8, "address", "values"), (0.4, told, why)]
    if _contradicts(told, sight.values):
        real = _likeliest(sight.values)
        return [(0.7, real, "against"), (0.3, told, "unlike")] if real else [(0.3, told, "unlike")]
    if fit is None or fit >= 0.5 or told in ("address", "tags"):
        return [(surety if fit is None else min(1.0, surety * 0.9 + 0.1 * fit + 0.05), told, why)]
    return [(surety * (0.6 + 0.3 * fit), told, why if fit >= BARELY or sight.values.count < 5 else "unlike")]


def _holds_doors(values: Profile) -> bool:
    return values.share.get("door", 0.0) >= 0.6 and values.share.get("room", 0.0) < 0.5


def _contradicts(told: str, values: Profile) -> bool:
    """Values of another strong kind under a heading: names under 身份证号."""
    real = _likeliest(values)
    if not real or real == told or values.count < 4:
        return False
    fit = values.fit(told)
    if told in _TYPED or told in ("seq", "age", "building", "unit", "room", "household_no"):
        same = told.replace("phone2", "phone").replace("landlord_", "").replace("head_", "").replace("head_id", "id_no")
        return same != real and (fit or 0.0) < BARELY
    return told != "ignore" and real in ("id_no", "phone") and (fit or 0.0) < BARELY and told != "remark"


def _likeliest(values: Profile) -> str:
    """The strong kind that nearly all values are of, "" for none."""
    for kind, look in (
        ("id_no", "id"),
        ("phone", "phone"),
        ("gender", "gender"),
        ("name", "name"),
        ("relation", "relation"),
    ):
        if values.share.get(look, 0.0) >= 0.8:
            return kind
    return ""


def _settled(sights: Sequence[Sight]) -> dict[int, Column]:
    """One column for each field; the surer one wins, the other takes its next choice or is left out."""
    chosen: dict[int, Column] = {}
    taken: dict[tuple[str, str], int] = {}
    queue = sorted(((option, sight) for sight in sights for option in sight.options), key=_rank)
    for (surety, told, why), sight in queue:
        if sight.col in chosen:
            continue
        member = sight.heading.member
        other = taken.get((told, member))
        if other is None or told in _MANY:
            name = "phone2" if told == "phone" and other is not None else told
            chosen[sight.col] = Column(sight.col, sight.header, name, round(surety, 3), why, _others(sight, told))
            taken.setdefault((told, member), sight.col)
        elif _second_place(told, sight) and ("landlord_name", "") not in taken:
            chosen[sight.col] = Column(sight.col, sight.header, "landlord_name", 0.6, "like")
            taken[("landlord_name", "")] = sight.col
        elif (surety, told, why) == sight.options[-1]:
            chosen[sight.col] = Column(sight.col, sight.header, "ignore", 0.5, "both", (told,))
    for sight in sights:
        if sight.col not in chosen:
            why = "none" if sight.values.count else "empty"
            chosen[sight.col] = Column(sight.col, sight.header, "ignore", 0.5 if sight.values.count else 1.0, why)
        elif chosen[sight.col].field == "ignore" and chosen[sight.col].why in ("same", "like"):
            chosen[sight.col] = replace(chosen[sight.col], why="other")
    return chosen


def _rank(entry: tuple[tuple[float, str, str], Sight]) -> tuple[float, float, int]:
    (surety, told, _), sight = entry
    return -round(surety, 2), -(sight.values.fit(told) or 0.0), sight.col


def _others(sight: Sight, told: str) -> tuple[str, ...]:
    if any(why == "against" for _, _, why in sight.options) and sight.heading.field != told:
        return (sight.heading.field,)
    return tuple(field for _, field, _ in sight.options if field != told)[:2]


def _second_place(told: str, sight: Sight) -> bool:
    return told == "name" and "业主" in sight.header


def _bare_columns(sights: Sequence[Sight], chosen: dict[int, Column]) -> None:
    """Columns whose heading says nothing, known by their values alone, as far as no heading speaks for the field."""
    open_sights = [sight for sight in sights if chosen[sight.col].why == "none" and not sight.options]
    for told in _BARE_ORDER:
        if told == "tags":  # few have one: the words of totals and examples must not outweigh them
            open_sights = [_of_persons(sight, sights, chosen) for sight in open_sights]
        fitting = [sight for sight in open_sights if _fits(sight, told) and chosen[sight.col].why == "none"]
        if not fitting:
            continue
        if told in {column.field for column in chosen.values()}:
            for sight in fitting:
                _second_of(sight, told, sights, chosen)
            continue
        fitting.sort(key=lambda sight: _bare_rank(sight, told))
        first, *more = fitting
        chosen[first.col] = Column(first.col, first.header, told, 0.65 if not more else 0.6, "values")
        for sight in more:
            _second_of(sight, told, sights, chosen)
    for sight in open_sights:
        if chosen[sight.col].why == "none" and sight.values.serial:
            chosen[sight.col] = Column(sight.col, sight.header, "seq", 0.7, "values")
        elif chosen[sight.col].why == "none" and _is_household_code(sight):
            chosen[sight.col] = Column(sight.col, sight.header, "household_no", 0.55, "values")
    _bare_dates(open_sights, sights, chosen)


def _of_persons(sight: Sight, sights: Sequence[Sight], chosen: dict[int, Column]) -> Sight:
    """The same column, judged by the rows in which a name stands."""
    names = next((other.raw for other in sights if chosen[other.col].field == "name"), ())
    return replace(sight, values=profile([value for value, name in zip(sight.raw, names) if name], {}))


def _fits(sight: Sight, told: str) -> bool:
    share = sight.values.share.get(told, 0.0) if told in ("relation", "gender") else sight.values.fit(told) or 0.0
    if told == "address" and sight.header and not no_words(sight.header):
        return share >= 0.7
    return share >= _NEEDED.get(told, 0.7) and not (told in ("relation", "gender") and sight.values.serial)


def _rooms_as_units(sights: Sequence[Sight], chosen: dict[int, Column]) -> None:
    """单元 over 101, 102 and 室号 over 1, 2: the two headings were exchanged."""
    at = {chosen[sight.col].field: sight for sight in sights}
    unit, room = at.get("unit"), at.get("room")
    if unit is None or room is None or min(unit.values.count, room.values.count) < 4:
        return
    small, large = room.values.share, unit.values.share
    if (
        small.get("small", 0.0) > 0.95
        and large.get("small", 0.0) < 0.05
        and large.get("room", 0.0) > 0.8
        and room.values.distinct < 0.3
    ):
        for sight, field in ((unit, "room"), (room, "unit")):
            chosen[sight.col] = Column(sight.col, sight.header, field, 0.7, "against", (chosen[sight.col].field,))


def _is_household_code(sight: Sight) -> bool:
    """Codes of one length that the rows of a household share."""
    values = sight.values
    return values.share.get("code", 0.0) >= 0.9 and values.longest >= 5 and 0.2 <= values.repeats <= 0.9


def no_words(header: str) -> bool:
    """Headings that software makes up: 列1, Column2, 字段3, F4."""
    made_up = "列 column 字段 f col field unnamed 未命名".split()
    return headings.plain(header).rstrip("0123456789") in made_up


def _bare_rank(sight: Sight, told: str) -> tuple[float, float, int]:
    """Of two columns of names the one that every row has and that changes is the person; of two addresses the door."""
    if told == "name":
        return (round(sight.values.repeats, 1) - sight.values.count / sight.rows, -sight.values.distinct, sight.col)
    if told == "address":
        return (sight.values.share.get("region", 0.0) - sight.values.share.get("door", 0.0), 0.0, sight.col)
    if told == "phone":
        return (round(sight.values.repeats, 1), -sight.values.share.get("phone", 0.0), sight.col)
    return (-(sight.values.fit(told) or 0.0), 0.0, sight.col)


def _names_again(sight: Sight, sights: Sequence[Sight], chosen: Mapping[int, Column]) -> bool:
    """Whether nearly all names of a column stand in the name column too, fewer of them: the heads of the households."""
    own = next((one for one in sights if chosen[one.col].field == "name"), None)
    here = {value for value in sight.raw if isinstance(value, str)}
    if own is None or not here or own is sight:
        return False
    return len(here & set(own.raw)) >= 0.75 * len(here) and len(here) < 0.9 * len(
        {v for v in own.raw if isinstance(v, str)}
    )


def _second_of(sight: Sight, told: str, sights: Sequence[Sight], chosen: dict[int, Column]) -> None:
    """What a second column of a kind is: a head's name stands among the names; otherwise it is asked."""
    fields = {column.field for column in chosen.values()}
    if told == "name" and "head_name" not in fields and _names_again(sight, sights, chosen):
        chosen[sight.col] = Column(sight.col, sight.header, "head_name", 0.6, "values")
    elif told == "address" and sight.values.share.get("region", 0.0) >= 0.6 and "registered_address" not in fields:
        chosen[sight.col] = Column(sight.col, sight.header, "registered_address", 0.6, "values")
    elif told in ("name", "phone", "id_no", "address"):
        chosen[sight.col] = Column(sight.col, sight.header, "ignore", 0.3, "both", (told,))


def _bare_dates(open_sights: Sequence[Sight], sights: Sequence[Sight], chosen: dict[int, Column]) -> None:
    """A column of days without a heading is that of birth where the ids beside it say so, or where it is the only one
    whose days differ from row to row."""
    if "birth" in {column.field for column in chosen.values()}:
        return
    ids = next((one.raw for one in sights if chosen[one.col].field == "id_no"), ())
    dated = [s for s in open_sights if chosen[s.col].why == "none" and (s.values.fit("birth") or 0.0) >= 0.7]
    sure = [sight for sight in dated if _agrees_with_ids(sight.raw, ids)]
    varied = [s for s in dated if s.values.distinct > 0.5 and (not s.header or no_words(s.header))]
    if sure or len(varied) == 1:
        one = (sure or varied)[0]
        chosen[one.col] = Column(one.col, one.header, "birth", 0.8 if sure else _UNSURE, "values")


def _agrees_with_ids(days: Sequence[Value], ids: Sequence[Value]) -> bool:
    pairs = [(day, number) for day, number in zip(days, ids, strict=False) if day and isinstance(number, str)][:60]
    same = sum(re.sub(r"\D", "", str(day))[:8] == number[6:14] for day, number in pairs)
    return len(pairs) >= 5 and same * 2 >= len(pairs)


def _members(sights: Sequence[Sight], chosen: Mapping[int, Column]) -> dict[int, int]:
    """Column -> person of the row, where a row holds several: at least two groups, each with a name."""
    groups: dict[str, int] = {}
    named = {s.heading.member for s in sights if chosen[s.col].field == "name"}
    if len(named) < 2:
        return {}
    for sight in sights:
        if sight.heading.member in named and chosen[sight.col].field in _OF_MEMBER:
            groups.setdefault(sight.heading.member, len(groups) + 1)
    mine = (s for s in sights if s.heading.member in groups and chosen[s.col].field in _OF_MEMBER)
    return {s.col: groups[s.heading.member] for s in mine}


_OF_MEMBER = frozenset("name id_no gender birth phone phone2 relation age tags education occupation ethnic".split())
