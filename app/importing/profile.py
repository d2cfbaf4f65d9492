"""What the values of a column look like: shares of ids, phones, names, dates, relations, doors, by a sample of its cells."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from app.importing import birth_text, words
from app.importing.book import Value
from app.importing.surname_list import SURNAMES
from app.rules import surnames

SAMPLE = 160
FITS: dict[str, tuple[str, ...]] = {  # which looks speak for a field
    "id_no": ("id",), "head_id": ("id",), "phone": ("phone",), "phone2": ("phone",), "landlord_phone": ("phone",),
    "name": ("name",), "head_name": ("name",), "landlord_name": ("name",), "collector": ("name",),
    "gender": ("gender", "gender_code"),
    "birth": ("date",), "age": ("age",), "relation": ("relation", "relation_code"), "tags": ("tag",), "address": ("door",),
    "registered_address": ("region",), "registered_region": ("region",), "building": ("building", "small"),
    "unit": ("unit", "small"), "room": ("room",), "floor": ("small", "floor"), "ethnic": ("ethnic",), "education": ("education",),
    "marital": ("marital",), "political": ("political",), "residence_kind": ("residence",), "household_size": ("small",),
    "arrived": ("date",), "updated": ("date",),
}  # fmt: skip

_ID = re.compile(
    r"(?:身份证:?)?(?:\d{6}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX]|"
    r"\d{6}\d{2}[01]\d[0-3]\d\d{3}|\d{16,19}X?|\d{6}[*●×]{4,}\d{0,3}[\dX]?)"
)
_ID_EXP = re.compile(r"\d\.?\d*E\+?1[4-7]")
_PHONE = re.compile(
    r"\D{0,4}(?:\+?86-?)?(?:1[3-9]\d{9}|1[3-9]\d-\d{4}-\d{4}|0\d{2,3}-?\d{7,8}|1[3-9]\d{1,2}\*{4}\d{3,4})(?!\d).{0,24}"
)
_HAN_NAME = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]{2,4}")
_DOTTED_NAME = re.compile(r"[㐀-鿿]{1,8}(?:[·.•・][㐀-鿿]{1,8}){1,3}")
_DOOR = re.compile(
    r".*(?:\d|[一二三四五六七八九十])(?:号楼|[幢栋座#])-?.*?(?:\d|室|户|地下).*|"
    r"(?:\D.*)?\d{1,3}-(?:\d{1,2}|[A-Z])-\d{2,4}室?|\d{1,3}(?:#|-)\d{3,4}室?|"
    r".*(?:巷|弄|路|街|胡同|村|组|坊|里|院|道)[\d一二三四五六七八九十百]+(?:号|#)?(?:附?\d+号?|-\d+)?|.*\d单元.*\d.*"
)
_BUILDING = re.compile(
    r"(?:\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})(?:号楼|号?[幢栋座#]|楼)|[一-鿿]{1,6}(?:巷|弄|胡同|路|街|坊)|[A-Z]?\d{1,3}#?"
)
_BUILDING_WORD = re.compile(
    r"(?:\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})(?:号楼|号?[幢栋座#]|楼)|[一-鿿]{1,5}(?:巷|弄|胡同|路|街|坊)"
)
_CODE = re.compile(r"[A-Z]{0,3}0*\d{4,12}")
_UNIT = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[A-Z甲乙丙丁])(?:单元|门|梯)")
_ROOM = re.compile(r"[A-Z]?\d{3,4}(?:室|房|号)?|地下室|\d{1,3}(?:-\d{1,2})?号?|\d{3,4}-\d")
_REGION = re.compile(r".*(?:省|自治区|[一-鿿]市|[一-鿿]县|[一-鿿]{2}区|镇|乡|街道|社区|村).*")
_FLOOR = re.compile(r"-?\d{1,2}[层楼F]")
_NOT_NAMES = words.EDUCATION | words.MARITAL | words.POLITICAL | {f"{one}族" for one in words.ETHNIC}


@dataclass(frozen=True, slots=True)
class Profile:
    """count: filled cells. share: look -> part of the meaningful ones (0..1). repeats: part equal to the cell above."""

    count: int
    share: dict[str, float]
    distinct: float
    repeats: float
    serial: bool
    longest: int

    def fit(self, field: str) -> float | None:
        """How well the values suit a field, 0..1; None where values say nothing about such a field."""
        looks = ("yes",) if field.startswith("tag:") else FITS.get(field)
        if looks is None or not self.count:
            return None
        return max(self.share.get(look, 0.0) for look in looks)


EMPTY = Profile(0, {}, 0.0, 0.0, False, 0)


def profile(values: Sequence[Value], cache: dict[object, frozenset[str]]) -> Profile:
    """values: a whole column; at most SAMPLE of its filled cells are looked at. cache: looks of values already seen."""
    filled = [value for value in values if value is not None and value != ""]
    if not filled:
        return EMPTY
    step = max(1, len(filled) // SAMPLE)
    sample = filled[::step]
    kinds = [_cached(value, cache) for value in sample]
    told = [kind for kind in kinds if "nothing" not in kind]
    counts = Counter(look for kind in told for look in kind)
    share = {look: count / len(told) for look, count in counts.items()} if told else {}
    near = filled[: SAMPLE * 2]
    repeats = sum(one == other for one, other in pairwise(near)) / max(1, len(near) - 1)
    longest = max(len(str(value)) for value in sample)
    return Profile(len(filled), share, len({*map(str, sample)}) / len(sample), repeats, _is_serial(filled), longest)


def _cached(value: Value, cache: dict[object, frozenset[str]]) -> frozenset[str]:
    key = (type(value), value)
    if (found := cache.get(key)) is None:
        found = cache[key] = frozenset(looks(value))
    return found


def _is_serial(filled: Sequence[Value]) -> bool:
    """1, 2, 3 ...: most cells are one more than the cell above."""
    numbers = [int(text) for value in filled[:200] if (text := words.plain(value)).isdecimal() and len(text) < 7]
    if len(numbers) < max(3, len(filled[:200]) * 0.8):
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(step == 1 for step in steps) >= 0.85 * len(steps)


def looks(value: Value) -> Iterable[str]:
    """Every kind of thing that a value could be."""
    if isinstance(value, bool):
        return ("yes",)
    if isinstance(value, (date, datetime)):
        return ("date",)
    if isinstance(value, (int, float)):
        return _number_looks(value)
    if not isinstance(value, str):
        return ("nothing",)
    text = words.plain(value)
    if words.is_nothing(text):
        return ("nothing", *(("yes",) if words.yes_no(text) is not None and text else ()))
    return _text_looks(text, value)


def _number_looks(value: float) -> Iterable[str]:
    if value >= 1e14:
        return ("id",)
    if 1.3e10 <= value < 2e10:
        return ("phone",)
    if value != int(value) or value < 0:
        return ("number",)
    return _text_looks(str(int(value)), "")


def _text_looks(text: str, raw: str) -> Iterable[str]:
    found: list[str] = []
    if text.isdecimal() and text.isascii():
        found += _digit_looks(text)
    upper = text.upper().strip("'’`")
    if _ID.fullmatch(upper) or _ID_EXP.fullmatch(upper):
        found.append("id")
    elif _PHONE.fullmatch(upper):
        found.append("phone")
    if name_like(text, raw):
        found.append("name")
    if birth_text.is_date_like(text):
        found.append("date")
    found += [look for look, told in _WORD_LOOKS if told(text)]
    if len(text) <= 60:
        found += [look for look, pattern in _PATTERN_LOOKS if pattern.fullmatch(upper)]
    return found


def _digit_looks(text: str) -> Iterable[str]:
    number = int(text)
    if len(text) <= 4:
        if number <= 120:
            yield "age"
        if 1 <= number <= 40:
            yield "small"
        if 100 < number < 9999 and 1 <= number % 100 <= 30:
            yield "room"
    if len(text) >= 8 and "name" not in text and birth_text.is_date_like(text):
        yield "date"
    if 10000 <= number <= 60000:
        yield "serial_date"


def _is_tag(text: str) -> bool:
    known, unknown = words.tags(text)
    return bool(known) and not unknown


_WORD_LOOKS = (
    ("gender", lambda text: not text.isdecimal() and words.gender(text) is not None),
    ("gender_code", lambda text: text in ("1", "2")),
    (
        "relation",
        lambda text: not text.isdecimal() and (words.relation(text) is not None or text in words.JOINED_RELATIONS),
    ),
    ("relation_code", lambda text: text.isdecimal() and len(text) <= 2 and words.relation(text, True) is not None),
    ("tag", _is_tag),
    ("yes", lambda text: words.yes_no(text) is not None),
    ("ethnic", lambda text: text.removesuffix("族") in words.ETHNIC),
    ("education", lambda text: text in words.EDUCATION),
    ("marital", lambda text: text in words.MARITAL),
    ("political", lambda text: text in words.POLITICAL),
    ("residence", lambda text: len(text) < 9 and words.RESIDENCE.search(text) is not None),
)
_PATTERN_LOOKS = (
    ("door", _DOOR), ("building", _BUILDING), ("building_word", _BUILDING_WORD), ("code", _CODE), ("unit", _UNIT),
    ("room", _ROOM), ("region", _REGION), ("floor", _FLOOR),
)  # fmt: skip


def name_like(text: str, raw: str = "") -> bool:
    """Whether plain text could be a person's name: a surname and one or two more, or parts joined by `·`."""
    bare = re.sub(r"[((\[【].*?[))\]】]", "", text)
    if _DOTTED_NAME.fullmatch(bare):
        return True
    if not _HAN_NAME.fullmatch(bare) or bare in _NOT_NAMES or words.relation(bare) or words.gender(bare):
        return False
    if len(bare) == 4:
        return surnames.is_compound(bare[:2]) or (bare[0] in SURNAMES and bare[1] in SURNAMES)
    return bare[0] in SURNAMES or surnames.is_compound(bare[:2])
