"""Ids, names and sexes in cells: cleaned where it is beyond doubt what was meant, otherwise empty and told."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.importing import headings, words
from app.importing.book import Value
from app.importing.profile import name_like
from app.rules import citizen_id, names, surnames
from app.rules.plain import half_width


class IdCell(NamedTuple):
    """number: 18 characters or "". kind: what there is to report; value: the cleaned or proposed number.
    digits: of a damaged number, what Excel or the writer left (for a proposal from what is known)."""

    number: str = ""
    birth: str = ""
    gender: str = ""
    kind: str = ""
    value: str | None = None
    digits: str = ""


NO_ID = IdCell()
_LABEL = re.compile(
    r"^(?:公民)?(?:居民)?(?:身份证|身份|证件|ID)(?:件)?(?:号码|号)?[:：]?(?=[\dＯ０-９\s])", re.IGNORECASE
)
_TAIL_NOTE = re.compile(r"(?<=[\dXx])\s*(?:[((（\[【].*|[一-鿿]+.*)$")
_ABSENT = re.compile(
    r"^(?:未带|没带|忘带|无)?(?:身份证|证件)?(?:未带|没带|丢失|遗失|补办中|办理中|未办|未办理|未上户|未落户|无)?"
    r"(?:证件|身份证)?$|^(?:未|没|无|待|暂|补|拒)[^\d]*$|^(?:新生儿|黑户)[^\d]*$"
)


def read_id(value: Value, today: date) -> IdCell:
    """A citizen id of a cell. A number cell has kept 15 digits at most, so its last three are lost."""
    if value is None:
        return NO_ID
    if isinstance(value, str):
        return _id_text(value, value, today, stored_as_number=False)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = format(Decimal(repr(value)), "f").removesuffix(".0")
        return NO_ID if text == "0" else _id_text(text, text, today, stored_as_number=True)
    return IdCell("", "", "", "not_an_id")


def _id_text(text: str, raw: str, today: date, stored_as_number: bool) -> IdCell:
    try:
        found = citizen_id.read(text, today, stored_as_number=stored_as_number)
    except citizen_id.BadId as bad:
        return _bad_id(text, raw, bad.kind, today)
    kind = "" if found.number == raw else "id_cleaned"
    return IdCell(
        found.number, found.birth.isoformat(), found.gender, kind, found.number if kind else None, found.number
    )


def _bad_id(text: str, raw: str, kind: str, today: date) -> IdCell:
    plain = words.plain(text)
    if words.is_nothing(plain):
        return NO_ID
    if _ABSENT.match(plain):
        return IdCell("", "", "", "id_missing")
    bare = _TAIL_NOTE.sub("", _LABEL.sub("", half_width(text).strip()))
    if bare and bare != text:
        return _id_text(bare, raw, today, stored_as_number=False)
    digits = citizen_id.cleaned(text)
    proposal = _eighteen(digits) if kind == "id_15" else None
    return IdCell("", "", _gender_left(digits, kind), kind, proposal, digits if digits[:15].isdecimal() else "")


def _eighteen(old: str) -> str:
    """The number of 18 that an old one of 15 would have; only a proposal, the century is not certain."""
    first = f"{old[:6]}19{old[6:]}"
    return first + citizen_id.check_digit(first)


def _gender_left(digits: str, kind: str) -> str:
    """What the last digit of an old number tells, only to weigh a doubt, never to fill a field."""
    return ("男" if digits[14] in "13579" else "女") if kind == "id_15" else ""


class NameCell(NamedTuple):
    """name: "" where there is none; kind and value: what there is to report."""

    name: str = ""
    kind: str = ""
    value: str | None = None


NO_NAME = NameCell()
_NAME = re.compile(f"(?:[{names.HAN}·]|[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ.'’ ·-]*)+")
_LABELLED = re.compile(r"^(?:户主|姓名|本人|户主姓名|配偶|租客|租户|承租人|儿子|女儿|父亲|母亲)[:：]")
_PARTS = re.compile(r"[、,，/／;；&+\n]+|(?<=[一-鿿]{2})[和与](?=[一-鿿]{2})")
_TITLE = re.compile(
    r"[老小]?.{1,2}(?:先生|女士|师傅|阿姨|大[爷妈娘哥姐嫂]|奶奶|爷爷|叔叔|老师|医生|书记|主任|太太|小姐|婆婆|伯伯)"
    r"|[老小].|户主|本人|业主|租客|租户|承租人|无名氏?|佚名|测试.?|.{2,3}[妻媳婿]"
)
_CALLED = re.compile(r"^(?:户主|租户|租客|承租人|承租户|业主|房东)(?=.{2,4}$)")
_ALSO = re.compile(r"(?:曾用名|又名|别名|原名|小名|改名|户)[^户]*$")
_SIGNS = frozenset(
    "老小户租承业房本无佚测妻媳婿名生士傅姨爷妈娘哥姐嫂奶叔师记任太婆伯"
)  # one of them stands in all of these
_MASKED = re.compile(r"[*＊×xX○〇Ｘ]|某")
_NO_NAME = re.compile("名册|名单|花名|登记|合计|小计|社区|小区|居民|人员|住户|网格|街道|说明|单元|号楼")
_VACANT = re.compile(
    r"^(?:空户|空房|空置|空关|空关户|空置房|无人|无人居住|出租|出租房|出租户|待租|租户|闲置|未入住|未装修|商铺|门面|仓库|办公|待售|未售|锁门|家中无人|敲门未应)$"
)
_HAN_PLAIN = re.compile(f"[{names.HAN}]{{2,4}}")
_WORDS_BESIDE = re.compile(
    r"(?:已?(?:故|搬走|迁出|去世|死亡|租|出租|外出)|租客|租户|户主|老人|先生|女士|小孩|儿子|女儿|\d.*)$"
)


def read_name(value: Value) -> NameCell:
    """The name of one person. `name_missing` where a value stands that is none, `several_persons` where several stand."""
    if value is None:
        return NO_NAME
    if not isinstance(value, str):
        return NameCell("", "name_missing")
    if _HAN_PLAIN.fullmatch(value) and not _odd(value):
        return NameCell(value)
    return _name_text(value)


def _odd(text: str) -> bool:
    if text in words.NOTHING or "某" in text or text in headings.EXACT or _VACANT.match(text):
        return True
    if not _SIGNS.isdisjoint(text) and (_TITLE.fullmatch(text) or _CALLED.match(text) or _ALSO.search(text)):
        return True
    return len(text) == 4 and (_two_parts(text) is not None or _WORDS_BESIDE.search(text) is not None)


def _two_parts(text: str) -> str | None:
    """张三女儿: a name with a word of kinship behind it."""
    tail = text[-2:]
    return text[:-2] if name_like(text[:-2]) and (words.relation(tail) or tail in ("女儿", "儿子", "妻子")) else None


def _name_text(raw: str) -> NameCell:
    cleaned = names.clean(raw)
    name = cleaned.name
    if words.is_nothing(words.plain(name)) or _VACANT.match(name):
        return NO_NAME if words.is_nothing(words.plain(raw)) else NameCell("", "name_missing")
    if name in headings.EXACT or _NO_NAME.search(name):
        return NameCell("", "name_missing")
    if _TITLE.fullmatch(name):
        return NameCell(name, "name_title")
    if _several(raw, name):
        return NameCell("", "several_persons")
    if _MASKED.search(name) and not name.isascii():
        return NameCell("", "name_missing")
    if (short := _ALSO.sub("", _CALLED.sub("", name))) != name and name_like(short):
        return NameCell(short, "name_note", short)
    if len(name) == 1:
        return NameCell(name, "name_note", name)
    if "note" in cleaned.changes or (short := _beside(raw, name)):
        name = name if "note" in cleaned.changes else short
        return NameCell(name, "name_note", name)
    if not _NAME.fullmatch(name):
        told = _LABELLED.sub("", name)
        return NameCell(told, "name_note", told) if told != name and name_like(told) else NameCell("", "name_missing")
    return NameCell(name) if name == raw else NameCell(name, "name_cleaned", name)


def _several(raw: str, name: str) -> bool:
    """张三、李四 or two lines; also two full names with a blank between, of which none is a compound surname."""
    bare = re.sub(r"[((（\[【].*?(?:[))）\]】]|$)", "", raw).strip()
    pieces = [piece for part in _PARTS.split(bare) if (piece := words.plain(part))]
    if len(pieces) > 1 and sum(name_like(piece) for piece in pieces) > 1 and all(len(piece) > 1 for piece in pieces):
        return True
    blanks = [words.plain(part) for part in re.split(r"[\s　]+", bare) if part.strip()]
    if (
        len(blanks) == 2
        and all(len(part) >= 2 and name_like(part) for part in blanks)
        and not surnames.is_compound(blanks[0])
    ):
        return len(name.replace(" ", "")) >= 4
    return " " in name and all(name_like(part) for part in name.split())


def _beside(raw: str, name: str) -> str:
    """The name before a word that stands beside it without brackets; "" where there is none."""
    parts = [part for part in re.split(r"[\s　,，:：]+", raw.strip()) if part]
    if len(parts) == 2 and name_like(parts[0]) and (words.relation(parts[1]) or _WORDS_BESIDE.fullmatch(parts[1])):
        return parts[0]
    if (short := _two_parts(name)) and len(name) >= 4:
        return short
    short = _WORDS_BESIDE.sub("", name)
    return short if short != name and name_like(short) and (len(name) > 3 or name[-1].isdecimal()) else ""


class GenderCell(NamedTuple):
    gender: str = ""
    kind: str = ""


def read_gender(value: Value) -> GenderCell:
    text = words.plain(value)
    if not text:
        return GenderCell()
    if found := words.gender(text):
        return GenderCell(found)
    return (
        GenderCell()
        if words.is_nothing(text) and text not in words.UNKNOWN | {"0"}
        else GenderCell("", "gender_unknown")
    )
