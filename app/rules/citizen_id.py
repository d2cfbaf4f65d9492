"""公民身份号码 (GB 11643-1999): six digits of region, eight of birth, three of order, one check digit (ISO 7064 MOD 11-2).

The check digit and the date decide. A region that no table knows is only a warning, since abolished regions live on in
numbers; so is an age over 130, which a dead person's record may have.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.rules.ages import age_on
from app.rules.plain import half_width
from app.texts import N_, tr

PROVINCES = frozenset(  # GB/T 2260-2007 table 1; 83 stands on residence permits of people from Taiwan
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ),
    )
)
WORDS = {
    "id_15": N_("这是 15 位的旧号码，请填 18 位公民身份号码"),
    "id_bad_check": N_("公民身份号码的最后一位校验不符，请核对"),
    "id_bad_date": N_("公民身份号码中的出生日期不存在或晚于今天"),
    "id_bad_length": N_("公民身份号码应为 18 位"),
    "id_masked": N_("公民身份号码被星号遮住了"),
    "id_scientific": N_("号码被表格软件改成了科学计数法，后几位已丢失"),
    "id_truncated": N_("号码被表格软件当作数字保存，最后三位已变成 000"),
    "not_an_id": N_("这不是公民身份号码"),
    "region_unknown": N_("前六位不是现行的行政区划代码"),
    "over_130": N_("按这个号码，年龄超过 130 岁"),
    "maybe_truncated": N_("号码以 000 结尾，可能被表格软件截断过，请核对"),
}
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
CHECKS = "10X98765432"
OLDEST = 130


class BadId(ValueError):
    """Not a number that a person can have. `kind` is a key of WORDS; the text never repeats the number."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        return tr(WORDS[self.kind])


@dataclass(frozen=True, slots=True)
class CitizenId:
    number: str  # 18 characters, X in capitals
    birth: date
    gender: Literal["男", "女"]
    warnings: tuple[str, ...] = ()  # keys of WORDS: region_unknown, over_130, maybe_truncated


def read(text: str, today: date, regions: Container[str] | None = None, stored_as_number: bool = False) -> CitizenId:
    """The person behind a number as people type and paste it; `BadId` (a ValueError) when it is none.

    Spaces, full width, invisible characters, hyphens, leading apostrophes and a small x are cleaned. `regions`: the
    six-digit codes of the table in use; without one only the province is looked at. `stored_as_number`: the cell held a
    number, so a tail of 000 is lost digits (Excel keeps 15), whatever the check digit happens to be.
    """
    number = text if _clean(text) else cleaned(text)
    if not _clean(number):
        raise BadId(_fault(number))
    birth = _birth(number, today)
    if stored_as_number and number.endswith("000"):
        raise BadId("id_truncated")
    if birth is None:
        raise BadId("id_bad_date")
    if number[17] != check_digit(number):
        raise BadId("id_truncated" if number.endswith("000") else "id_bad_check")
    return CitizenId(number, birth, "男" if number[16] in "13579" else "女", _warnings(number, birth, today, regions))


def check_digit(digits: str) -> str:
    """The 18th character for the first 17 digits; what follows them is not looked at."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11]


def cleaned(text: str) -> str:
    """What the writer meant to type: no spaces, half width, nothing invisible, no hyphens, capital X."""
    return _SEPARATORS.sub("", half_width(text)).upper().translate(_CROSSES)


_CLEAN = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_SEPARATORS = re.compile(r"[\s'’‘`´\-‐‑‒–—]+")
_CROSSES = str.maketrans("ХΧ×Ⅹ✕✖", "XXXXXX")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d{1,2}")
_MASKED = re.compile(r"(?=.*(?:[*●•?#_■□○]|X{3}))[0-9X*●•?#_■□○]+")
_DIGITS = re.compile(r"[0-9]{12,}[0-9X]{0,3}")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")


def _clean(text: str) -> bool:
    return _CLEAN.fullmatch(text) is not None


def _fault(number: str) -> str:
    """Why cleaned text is no number of 18 characters."""
    if _SCIENTIFIC.fullmatch(number):
        return "id_scientific"
    if _MASKED.fullmatch(number):
        return "id_masked"
    if _MOBILE.fullmatch(number) or not _DIGITS.fullmatch(number) or len(number) == 18:
        return "not_an_id"
    if len(number) == 15 and _day("19" + number[6:12]):
        return "id_15"
    return "id_bad_length"


def _birth(number: str, today: date) -> date | None:
    day = _day(number[6:14])
    return day if day and day <= today else None


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _warnings(number: str, birth: date, today: date, regions: Container[str] | None) -> tuple[str, ...]:
    known = number[:2] in PROVINCES if regions is None else number[:6] in regions
    found = [] if known else ["region_unknown"]
    if age_on(birth, today) > OLDEST:
        found.append("over_130")
    if number.endswith("000"):
        found.append("maybe_truncated")
    return tuple(found)
