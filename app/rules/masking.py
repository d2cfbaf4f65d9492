"""How personal texts are shown (domain.md 8.4). A value shorter than its mask is all stars."""

import re
from collections.abc import Collection
from enum import Enum

from app.rules.surnames import is_compound
from app.texts import N_

HAN = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
BUILDING_END = re.compile(r"^(.*?(?:幢|栋|号楼|座))")
NUMBERS = re.compile(
    r"(?<!\d)(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ]"  # citizen id, also in groups
    r"|1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|0\d{2,3}[ -]\d{7,8}"  # mobile, landline
    r"|\d{6,}[XxＸｘ]?)"
)


class Strength(Enum):
    """`SCREEN`: the worker whose residents they are. `OFFICE`: an ordinary export, which stays inside the office.

    `PUBLIC`: lists that are hung out (公示: points, deliberation, joint approval; domain.md 8.5, 9) and what other units get. None
    of the ledgers so far is one of these, so no screen offers it; the sheets that are will name it themselves.
    """

    OPEN = N_("未脱敏")
    SCREEN = N_("屏幕")
    OFFICE = N_("脱敏")
    PUBLIC = N_("强脱敏")


ID_WIDTH, MOBILE_WIDTH = 18, 11


def keep(text: str, first: int, last: int, width: int = 0) -> str:
    """The first and last characters with stars between them; all stars where the text is shorter than its mask (`width`)."""
    hidden = len(text) - first - last
    if hidden <= 0 or len(text) < width:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[first + hidden :]


def name(text: str, *, public: bool = False) -> str:
    """`张*`, `王*明`, `欧阳**`; names that are not Han or are long keep one character; in public `张**` for everybody."""
    if len(text) < 2:
        return "*" * len(text)
    if not HAN.fullmatch(text) or public:
        return text[0] + "**"
    if is_compound(text[:2]) and len(text) > 2:
        return text[:2] + "**"
    return {2: f"{text[0]}*", 3: f"{text[0]}*{text[-1]}"}.get(len(text), f"{text[0]}**")


def phone(text: str, *, public: bool = False) -> str:
    """`138****5678`; a landline keeps its area code and, inside the office, its last two digits."""
    area, dash, number = text.partition("-")
    if dash:
        return "" if public else f"{area}-****{number[-2:] if len(number) > 6 else ''}"
    return keep(text, 3, 0 if public else 4, MOBILE_WIDTH)


def citizen_id(text: str, first: int, last: int) -> str:
    """The first and last characters that the sheet may show (`app.ledger.masking` decides for a sheet as a whole)."""
    return keep(text, first, last, ID_WIDTH)


def address(text: str) -> str:
    """To the building; a house on a lane has none to show, so nothing of it stays."""
    found = BUILDING_END.match(text)
    return f"{found[1]}*" if found else "*"


def age_band(age: int) -> str:
    """Five years, as `70-74`."""
    return f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def free_text(text: str, names: Collection[str] = ()) -> str:
    """Words of a person with ids, phones, other long numbers and the names of the parties (domain.md 8.4) taken out, also
    where one is called by a given name of two characters; a name of one character names nobody. A hint, not a promise: others
    than the parties and what is written in words (住三楼那家) stay, so whoever exports it reads it first."""
    for known, shown in _shown(names):
        text = text.replace(known, shown)
    return NUMBERS.sub(lambda found: "*" * len(found[0]), text)


def _shown(names: Collection[str]) -> list[tuple[str, str]]:
    """Each name and what stands in its place, the longest first."""
    whole = {known: name(known) for known in names if len(known) > 1}
    given = {known[cut:]: name(known)[cut:] for known in whole if (cut := _surname(known))}
    return sorted((given | whole).items(), key=lambda pair: -len(pair[0]))


def _surname(name: str) -> int:
    """How long it is, where a given name of two characters follows it; else 0."""
    cut = 2 if is_compound(name[:2]) else 1
    return cut if len(name) - cut == 2 and HAN.fullmatch(name) else 0
