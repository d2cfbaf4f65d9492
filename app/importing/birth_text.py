"""Days of birth as people write them: every usual style of a Gregorian day, and what only looks like one."""

import re
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from app.importing.book import Value
from app.importing.words import UNKNOWN, is_nothing, plain

Kind = Literal[
    "", "birth_cleaned", "birth_lunar", "birth_invalid", "birth_is_age", "birth_two_digit_year", "birth_partial"
]
OLDEST = date(1880, 1, 1)


class Born(NamedTuple):
    """day: ISO, "" where the text does not say one for certain. kind: what there is to report, "" nothing.
    hint: for partial days and two-digit years what is left, `1969`, `1969-05` or `--05-03` with the digits of the year."""

    day: str = ""
    kind: Kind = ""
    hint: tuple[int, ...] = ()


NOTHING = Born()
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY = re.compile(
    r"(\d{4})[-./年、\\,](\d{1,2})[-./月、\\,](\d{1,2})(?:日|号|生|出生)*(?:(?:[T]|星期.)?(?:00?:00(?::00(?:\.0+)?)?)?)"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_MONTH = re.compile(r"(\d{4})[-./年、\\]?(\d{1,2})月?(?:生|出生)?")
_YEAR = re.compile(r"(\d{4})年?(?:生|出生)?")
_SHORT = re.compile(
    r"['’]?(\d{2})[-./年、](\d{1,2})[-./月、](\d{1,2})(?:日|号)?(?:生|出生)*|['’]?(\d{2})年(\d{1,2})月(?:生|出生)?|"
    r"(\d{2})年(?:生|出生)?|(\d{2})(\d{2})(\d{2})"
)
_FOREIGN = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_AGE = re.compile(
    r"(?:约|大约)?(?:虚岁|周岁|实岁|虚|周)?:?(\d{1,3})(?:周|虚)?岁(?:半|多|左右)?|(?:虚|周|实)岁:?(\d{1,3})|"
    r"(\d{1,2})个?月(?:大)?|年?龄(\d{1,3})|[一二三四五六七八九十]{1,3}岁"
)
_LUNAR = re.compile(
    r"农历|阴历|旧历|古历|夏历|正月|冬月|腊月|闰|廿|卅|初[一二三四五六七八九十]|"
    r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]|[鼠牛虎兔龙蛇马羊猴鸡狗猪]年|\(农\)|\(阴\)|农$|阴$"
)
_LIKE = re.compile(
    r"\d{4}[-./年](?:\d|[一二三四五六七八九十]).*|(?:18|19|20)\d{2}(?:0\d|1[012])(?:[012]\d|3[01])|"
    r"[一二〇零○Ｏ][一二三四五六七八九〇零○]{3}年.*|\d{2}\.\d{1,2}\.\d{1,2}|\d{1,3}岁|.*农历.*"
)
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_DATE = re.compile(
    r"([一二〇零○][一二三四五六七八九〇零○]{3})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})[日号])?(?:生|出生)?"
)


def is_date_like(text: str) -> bool:
    return _LIKE.fullmatch(text) is not None


def read(value: Value, today: date, from_1904: bool = False) -> Born:
    """The day of birth in a cell. Numbers of 1000 and more are days as Excel counts them, smaller ones ages."""
    if isinstance(value, datetime):
        return _checked(value.year, value.month, value.day, today, "")
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day, today, "")
    if isinstance(value, str) and (iso := _ISO.fullmatch(value)):
        return _checked(int(iso[1]), int(iso[2]), int(iso[3]), today, "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value, today, from_1904)
    return _text(plain(value), today, from_1904) if isinstance(value, str) else NOTHING


def _checked(year: int, month: int, day: int, today: date, kind: Kind) -> Born:
    try:
        born = date(year, month, day)
    except ValueError:
        return Born("", "birth_invalid")
    return Born(born.isoformat(), kind) if OLDEST <= born <= today else Born("", "birth_invalid")


def _number(value: float, today: date, from_1904: bool) -> Born:
    if value != int(value) or value < 0:
        dotted = re.fullmatch(r"((?:18|19|20)\d{2})\.(\d{1,2})", str(value))  # 1969.05 typed as a number is 1969.05
        return Born("", "birth_partial", (int(dotted[1]),)) if dotted else Born("", "birth_invalid")
    number = int(value)
    if number <= 130:
        return Born("", "birth_is_age")
    text = str(number)
    if len(text) == 8 and (found := _COMPACT.fullmatch(text)):
        return _checked(int(found[1]), int(found[2]), int(found[3]), today, "birth_cleaned")
    if len(text) == 6 and (month := _month(text)):
        return month
    if 1880 <= number <= today.year:
        return Born("", "birth_partial", (number,))
    return _serial(number, today, from_1904) if 1000 <= number <= 80000 else Born("", "birth_invalid")


def _serial(number: int, today: date, from_1904: bool) -> Born:
    """Excel's count of days; before March 1900 it counts a day that never was, so nothing is believed there."""
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    born = start + timedelta(days=number)
    return _checked(born.year, born.month, born.day, today, "birth_cleaned")


def _month(text: str) -> Born | None:
    found = _MONTH.fullmatch(text)
    if not found or not 1880 <= int(found[1]) <= 2100 or not 1 <= int(found[2]) <= 12:
        return None
    return Born("", "birth_partial", (int(found[1]), int(found[2])))


def _text(text: str, today: date, from_1904: bool) -> Born:
    if is_nothing(text):
        return Born("", "birth_invalid") if text in UNKNOWN else NOTHING
    if _LUNAR.search(text):
        return Born("", "birth_lunar")
    text = _western(re.sub(r"^(?:公历|阳历|新历|生于|出生于)|\((?:公历|阳历|公|阳)\)$", "", text))
    for pattern in (_DAY, _COMPACT):
        if found := pattern.fullmatch(text):
            return _checked(int(found[1]), int(found[2]), int(found[3]), today, "birth_cleaned")
    if _AGE.fullmatch(text) or (text.isdecimal() and len(text) <= 3 and int(text) <= 130):
        return Born("", "birth_is_age")
    if (year := _YEAR.fullmatch(text)) and 1880 <= int(year[1]) <= 2100:
        return Born("", "birth_partial", (int(year[1]),))
    if partly := _month(text):
        return partly
    if found_short := _SHORT.fullmatch(text):
        parts = tuple(int(part) for part in found_short.groups() if part)
        return Born("", "birth_two_digit_year", (-parts[0] - 1, *parts[1:]))
    return _rest(text, today, from_1904)


def _rest(text: str, today: date, from_1904: bool) -> Born:
    if re.fullmatch(r"\d{4,5}(?:\.0+)?", text):
        return _number(float(text), today, from_1904)
    if foreign := _FOREIGN.fullmatch(text):  # 5/12/1980 may be May or December: only sure where it cannot be both
        first, second, year = (int(part) for part in foreign.groups())
        if first != second and max(first, second) <= 12:
            return Born("", "birth_partial", (year,))
        month, day = sorted((first, second))
        return _checked(year, month, day, today, "birth_cleaned")
    return Born("", "birth_invalid")


def _western(text: str) -> str:
    """一九九〇年四月六日 as 1990年4月6日."""
    found = _HAN_DATE.fullmatch(text)
    if not found:
        return text
    month, day = (_small(part) if part else 0 for part in (found[2], found[3]))
    return f"{found[1].translate(_HAN_DIGITS)}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def _small(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    value = (int(tens.translate(_HAN_DIGITS)) if tens else 1) * 10 if ten else 0
    return value + (int(ones.translate(_HAN_DIGITS)) if ones else 0)


def fits(hint: tuple[int, ...], born: date) -> bool:
    """Whether an id's day of birth has what a partial day tells; a negative year stands for its last two digits."""
    if not hint:
        return True
    year = hint[0]
    same_year = born.year % 100 == -year - 1 if year < 0 else born.year == year
    return same_year and all(told == real for told, real in zip(hint[1:], (born.month, born.day), strict=False))
