"""How personal texts are shown (domain.md 8.4). A value shorter than its mask is all stars."""

import re
from enum import Enum

from app.rules.surnames import is_compound
from app.texts import N_

HAN = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
BUILDING_END = re.compile(r"^(.*?(?:幢|栋|号楼|座))")
NUMBERS = re.compile(r"\d{6,18}[\dXx]?")


class Strength(Enum):
    """`SCREEN`: the worker whose residents they are. `OFFICE`: an ordinary export. `PUBLIC`: publicity, other units."""

    OPEN = N_("未脱敏")
    SCREEN = N_("屏幕")
    OFFICE = N_("脱敏")
    PUBLIC = N_("强脱敏")


def keep(text: str, first: int, last: int) -> str:
    """The first and last characters with stars between them."""
    hidden = len(text) - first - last
    return text[:first] + "*" * hidden + text[first + hidden :] if hidden > 0 else "*" * len(text)


def name(text: str, *, public: bool = False) -> str:
    if not text:
        return ""
    if not HAN.fullmatch(text) or public:
        return text[0] + "**"
    if is_compound(text[:2]) and len(text) > 2:
        return text[:2] + "**"
    return {1: "*", 2: f"{text[0]}*", 3: f"{text[0]}*{text[-1]}"}.get(len(text), f"{text[0]}**")


def phone(text: str, *, public: bool = False) -> str:
    """`138****5678`; a landline keeps its area code and, inside the office, its last two digits."""
    area, dash, number = text.partition("-")
    if dash:
        return "" if public else f"{area}-{keep('****' + number[-2:], 0, 2) if len(number) > 2 else '****'}"
    return keep(text, 3, 0 if public else 4)


def citizen_id(text: str, first: int, last: int) -> str:
    return keep(text, first, last)


def address(text: str) -> str:
    """To the building; a house on a lane has none to show, so nothing of it stays."""
    found = BUILDING_END.match(text)
    return f"{found[1]}*" if found else "*"


def age_band(age: int) -> str:
    """Five years, as `70-74`."""
    return f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def free_text(text: str, names: tuple[str, ...] = ()) -> str:
    """Words of a person with long numbers and the given names taken out."""
    for known in names:
        text = text.replace(known, name(known))
    return NUMBERS.sub(lambda found: "*" * len(found[0]), text)
