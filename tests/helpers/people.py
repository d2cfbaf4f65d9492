"""An invented community: households, persons with numbers that nobody was given (order codes 996-999),
and damaged spellings."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.rules.citizen_id import check_digit

GIVEN = "明 芳 伟 娜 敏 静 强 磊 洋 艳 勇 杰 涛 超 霞 平 刚 桂英 秀兰 建华 志强 玉梅 海燕 晓东 春梅 子涵 雨桐 浩然 梓萱 一诺 䶮 𬭎".split()
FAMILY = (
    "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 宋 唐 许 韩 冯 邓 曹 彭 欧阳 司马 上官".split()
)
LANES = ("槐荫巷", "南仓弄")
RELATION_WORDS = {
    "户主": ("户主", "本人", "户 主", "本人或户主"),
    "配偶": ("配偶", "爱人", "妻", "老公", "夫"),
    "子": ("子", "儿子", "长子", "次子"),
    "女": ("女", "女儿", "长女"),
    "父亲": ("父亲", "父", "爸爸"),
    "母亲": ("母亲", "母"),
    "非亲属": ("非亲属", "合租", "室友"),
}
TAGS = ("独居", "空巢", "低保", "残疾", "失能", "退役军人", "特困", "优抚")


@dataclass(frozen=True)
class Someone:
    name: str
    id_no: str
    birth: str
    gender: str
    phones: tuple[str, ...]
    building: str
    unit: str
    room: str
    relation: str
    tags: tuple[str, ...]
    head: str
    household_no: str


def community(rng: random.Random, households: int) -> list[Someone]:
    """Persons in the order of their doors; buildings of two entrances, one of a single one, and lanes."""
    people: list[Someone] = []
    doors = [(building, unit, f"{floor}0{side}") for building, units in (("1", "12"), ("2", "123"), ("3", "1"))
             for unit in units for floor in range(1, 7) for side in (1, 2)]  # fmt: skip
    doors += [(lane, "", str(house)) for lane in LANES for house in range(1, 30)]
    for number, door in enumerate(sorted(rng.sample(doors, min(households, len(doors)))), 1):
        people += _household(rng, door, f"{number:09}")
    return people


def _household(rng: random.Random, door: tuple[str, str, str], number: str) -> list[Someone]:
    family = rng.choice(FAMILY)
    head_gender = rng.choice("男女")
    kinds = rng.choice(
        (["户主"], ["户主", "配偶"], ["户主", "配偶", "子"], ["户主", "配偶", "女", "母亲"], ["户主", "父亲"])
    )
    head = ""
    members = []
    for kind in kinds:
        gender = {
            "户主": head_gender,
            "配偶": "女" if head_gender == "男" else "男",
            "子": "男",
            "女": "女",
            "父亲": "男",
            "母亲": "女",
        }[kind]
        years = {"子": (2005, 2020), "女": (2005, 2020), "父亲": (1940, 1955), "母亲": (1940, 1955)}.get(
            kind, (1965, 1990)
        )
        own = family if kind in ("户主", "子", "女") else rng.choice(FAMILY)
        name = own + rng.choice(GIVEN)
        while name in {one.name for one in members}:
            name = own + rng.choice(GIVEN)
        head = head or name
        born = date(rng.randint(*years), 1, 1) + timedelta(days=rng.randrange(365))
        phones = (f"16{rng.randrange(10**8, 10**9)}",) if born.year < 2010 else ()
        tags = tuple(sorted(rng.sample(TAGS, 1))) if rng.random() < 0.2 else ()
        members.append(
            Someone(name, _number(rng, born, gender), born.isoformat(), gender, phones, *door, kind, tags, head, number)
        )
    return members


def _number(rng: random.Random, born: date, gender: str) -> str:
    order = rng.choice(("997", "999") if gender == "男" else ("996", "998"))
    first = f"{rng.choice(('330106', '330102', '420106'))}{born:%Y%m%d}{order}"
    return first + check_digit(first)


@dataclass
class Cells:
    """A person as written: field -> cell value. lost: fields that the writing destroyed, which must be told."""

    who: Someone
    values: dict[str, object]
    lost: set[str] = field(default_factory=set)


def written(who: Someone, rng: random.Random, damage: float) -> Cells:
    """damage: share of the fields that are written oddly or badly."""
    values: dict[str, object] = {
        "name": who.name, "id_no": who.id_no, "birth": who.birth, "gender": who.gender, "phone": "、".join(who.phones) or None,
        "building": who.building, "unit": who.unit or None, "room": who.room, "relation": rng.choice(_fitting(who)),
        "tags": "、".join(who.tags) or None, "head_name": who.head, "household_no": who.household_no, "address": address(who),
        "remark": rng.choice((None, None, "常年在外", "养犬一只", "子女每周回来")),
    }  # fmt: skip
    cells = Cells(who, values)
    for name, spoil in _SPOILS.items():
        if rng.random() < damage and values[name]:
            spoil(cells, rng)
    return cells


def _fitting(who: Someone) -> tuple[str, ...]:
    words = RELATION_WORDS[who.relation]
    if who.relation == "配偶":
        return ("配偶", "爱人", "妻") if who.gender == "女" else ("配偶", "爱人", "老公", "夫")
    return words


def address(who: Someone, style: int = 0) -> str:
    if who.building in LANES:
        return f"{who.building}{who.room}号"
    styles = ("{b}幢{u}单元{r}室", "{b}-{u}-{r}", "{b}号楼{u}单元{r}", "{b}#{u}-{r}", "锦溪社区{b}栋{u}单元{r}室")
    return styles[style % len(styles)].format(b=who.building, u=who.unit, r=who.room)


def _spoil_id(cells: Cells, rng: random.Random) -> None:
    number = cells.who.id_no
    kind = rng.randrange(9)
    whole = {0: f"'{number}", 1: f"{number[:6]} {number[6:14]} {number[14:]}", 2: number.lower(), 3: f"\u200b{number}\xa0",
             4: number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))}  # fmt: skip
    if kind in whole:
        cells.values["id_no"] = whole[kind]
        return
    cells.values["id_no"] = {
        5: float(number[:15] + "000"), 6: f"{number[0]}.{number[1:6]}E+17", 7: number[:17],
        8: f"{number[:6]}********{number[-4:]}",
    }[kind]  # fmt: skip
    cells.lost.add("id_no")


def _spoil_name(cells: Cells, rng: random.Random) -> None:
    name = cells.who.name
    cells.values["name"] = rng.choice(
        (f"{name} ", f"{name[0]}　{name[1:]}" if len(name) == 2 else f"{name}\u200b", f"{name}（租）")
    )


def _spoil_birth(cells: Cells, rng: random.Random) -> None:
    born = date.fromisoformat(cells.who.birth)
    kind = rng.randrange(8)
    sure = {0: f"{born.year}.{born.month}.{born.day}", 1: f"{born.year}年{born.month}月{born.day}日", 2: f"{born:%Y%m%d}", 3: born,
            4: (born - date(1899, 12, 30)).days}  # fmt: skip
    if kind in sure:
        cells.values["birth"] = sure[kind]
        return
    cells.values["birth"] = {
        5: f"农历{born.year}年三月初三",
        6: f"{2026 - born.year}岁",
        7: f"{born.year}.{born.month:02}",
    }[kind]
    cells.lost.add("birth")


def _spoil_phone(cells: Cells, rng: random.Random) -> None:
    phone = cells.who.phones[0]
    kind = rng.randrange(7)
    whole = {
        0: int(phone),
        1: f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
        2: f"+86{phone}",
        3: f"{phone}(女儿)",
        4: f"手机:{phone}",
    }
    if kind in whole:
        cells.values["phone"] = whole[kind]
        return
    cells.values["phone"] = {5: phone[:10], 6: f"{phone[:3]}****{phone[7:]}"}[kind]
    cells.lost.add("phones")


def _spoil_gender(cells: Cells, rng: random.Random) -> None:
    cells.values["gender"] = rng.choice(
        (1 if cells.who.gender == "男" else 2, f"{cells.who.gender}性", f" {cells.who.gender}")
    )


_SPOILS = {
    "id_no": _spoil_id,
    "name": _spoil_name,
    "birth": _spoil_birth,
    "phone": _spoil_phone,
    "gender": _spoil_gender,
}


def moved(who: Someone, **parts: str) -> Someone:
    return replace(who, **parts)
