"""Telephone numbers in a cell: eleven digits, landlines as area code and number; what is more or less is told, not guessed."""

import re
from typing import NamedTuple

from app.importing.book import Value
from app.importing.words import is_nothing
from app.rules.plain import half_width


class Phones(NamedTuple):
    """numbers in the order written; kinds: (finding, value) of what there is to report."""

    numbers: tuple[str, ...] = ()
    kinds: tuple[tuple[str, object], ...] = ()


NONE = Phones()
_CLEAN = re.compile(r"1[3-9]\d{9}", re.ASCII)
_COUNTRY = r"(?<![\d.])(?:\(?(?:\+|00)?86\)?[-\s]*"
_MOBILE = _COUNTRY + (
    r")?(1[3-9]\d(?:[-\s.]?\d{4}){2}|1[3-9]\d{2}[-\s]\d{3}[-\s]\d{4}|1[3-9]\d{3}[-\s]\d{3}[-\s]\d{3})(?![\d*.])"
)
_LANDLINE = _COUNTRY + r"0?)?\(?(010|02[0-57-9]|0[3-9]\d{2})\)?[-\s]*(\d{3,4}[-\s]?\d{4}|\d{7,8})(?![\d*.])"
_NUMBER = re.compile(f"{_MOBILE}|{_LANDLINE}")
_LABEL = re.compile(
    r"手机号码|手机号|手机|电话号码|联系电话|电话|联系方式|座机|固话|固定电话|移动|tel|phone|mobile|号码|家庭|宅电|住宅|[:：]",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"[\s、,，;；/／\\|和或及&+()（）\[\]-]+")
_DECIMALS = re.compile(r"(?<=\d{11})\.0+(?!\d)")
_TOO_SHORT = re.compile(r"(?:010|02\d)-\d{7}")  # the areas of three digits have numbers of eight
_EXTENSION = re.compile(r"(?:转|分机)\d{1,5}")


def read(value: Value) -> Phones:
    """What can be called; `phone_invalid` for a piece that is no whole number, `phone_note` for words beside one."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return Phones((value,)) if _CLEAN.fullmatch(value) else _text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
        text = str(int(value))
        if _CLEAN.fullmatch(text) and not text.endswith("0000000"):  # 1.69E10 had its digits cut before it was stored
            return Phones((text,))
        return NONE if text == "0" else Phones((), (("phone_invalid", None),))
    return Phones((), (("phone_invalid", None),))


def _text(raw: str) -> Phones:
    text = _DECIMALS.sub("", half_width(raw).strip().lstrip("'’`"))
    if is_nothing(re.sub(r"\s", "", text)):
        return NONE
    found = dict.fromkeys(mobile_or_landline(match) for match in _NUMBER.finditer(text))
    numbers = tuple(number for number in found if not _TOO_SHORT.fullmatch(number))
    rest = _NUMBER.sub(" ", text)
    extension = _EXTENSION.search(rest)
    rest = _EXTENSION.sub(" ", rest)
    kinds: list[tuple[str, object]] = []
    if len(numbers) < len(found) or not numbers or re.search(r"\d{3,}|\d[*×x]", rest):
        kinds.append(("phone_invalid", None))
    elif _has_note(rest) or extension:
        kinds.append(("phone_note", numbers[0] if len(numbers) == 1 else list(numbers)))
    if len(numbers) > 1:
        kinds.append(("phone_split", list(numbers)))
    elif numbers and not kinds and numbers[0] != raw:
        kinds.append(("phone_cleaned", numbers[0]))
    return Phones(numbers, tuple(kinds))


def mobile_or_landline(match: re.Match[str]) -> str:
    mobile, area, local = match.groups()
    return re.sub(r"\D", "", mobile) if mobile else f"{area}-{re.sub(r'[^0-9]', '', local)}"


def _has_note(rest: str) -> bool:
    """Whether words other than a label stand beside the number: whose it is, since when."""
    return any(not is_nothing(piece) for piece in _JOINTS.split(_LABEL.sub(" ", rest)))
