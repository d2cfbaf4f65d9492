"""What the demo knows of its people beyond name and number: by sex and age, so that a ledger reads like one of a real street."""

import random
from datetime import date

from app.rules import addresses
from app.rules.addresses import Address

MAN = "1"
GIVEN = {  # half as many as are drawn from, by sex, of those born before 1965, before 2000, and since
    MAN: ("国建德福志永文明海林根宝荣祥庆贵忠义山田顺长金发兴", "伟强军勇磊涛杰超刚斌洋峰辉鹏波凯亮健飞宁毅昊旭松坤",
        "宇轩浩子晨睿泽俊博宸铭煜奕诚哲烨霖安辰航瑞琛恒逸朗"),
    "2": ("秀英桂兰珍玉凤淑琴芳梅素翠美菊莲巧惠娣妹香云月春华", "丽敏静艳娟霞燕娜莉红玲慧萍洁婷倩颖琳蓉晶璐媛薇雯丹",
        "欣怡雨桐梓涵诗琪思佳悦萱妍彤曦若岚语溪芷柔瑶钰清灵"),
}  # fmt: skip
DRAWN = 50
BORN = (1965, 2000)
EDUCATION = (  # from an age on: codes as often as they are met; of children the school they go to
    (0, ("",)), (7, ("80",)), (13, ("70",)), (16, ("60", "60", "40")), (19, ("20", "20", "30")),
    (24, (*["20"] * 5, *["30"] * 4, "10", "60", "60", "40")), (41, (*["60"] * 4, *["70"] * 3, *["30"] * 3, "20", "40")),
    (61, (*["70"] * 4, *["60"] * 3, *["80"] * 3, "30")), (76, (*["80"] * 5, *["70"] * 3, "60", "90")),
)  # fmt: skip
SINGLE, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"
ALONE = (  # who lives without a spouse, from an age on
    (0, (SINGLE,)), (28, (SINGLE, SINGLE, SINGLE, DIVORCED)), (46, (SINGLE, DIVORCED, DIVORCED, WIDOWED)),
    (66, (WIDOWED, WIDOWED, WIDOWED, DIVORCED)),
)  # fmt: skip
DESK = "公司职员", "公司职员", "教师", "护士", "会计", "工程师", "程序员", "销售", "机关工作人员", "个体经营"
HANDS = "出租车司机", "快递员", "保安", "厨师", "餐厅服务员", "理发师", "个体经营", "工厂工人", "工厂工人", "保洁员"
STUDIED = ("10", "20", "30")
RETIRED = {MAN: 60, "2": 55}
HERE = "上海市浦东新区"
ELSEWHERE = (
    "安徽省六安市", "安徽省阜阳市", "江苏省盐城市", "河南省信阳市", "江西省上饶市", "四川省南充市", "湖北省黄冈市", "山东省菏泽市",
)  # fmt: skip
Facts = dict[str, str | None]


def given_name(drawn: list[int], gender: str, birth: date) -> str:
    """Of one or two characters for numbers below DRAWN."""
    letters = GIVEN[gender][sum(birth.year >= year for year in BORN)]
    return "".join(letters[number % len(letters)] for number in drawn)


def facts(luck: random.Random, gender: str, age: int, *, parent: bool, spouse: bool) -> Facts:
    """`parent`: of somebody at home, so no longer single; `spouse`: at home too."""
    alone = luck.choice(_from(ALONE, age))
    alone = DIVORCED if parent and alone == SINGLE else alone
    education = luck.choice(_from(EDUCATION, age)) or None
    work = _work(luck.choice(DESK if education in STUDIED else HANDS), education, gender, age)
    return {"education": education, "marital": MARRIED if spouse else alone, "occupation": work}


def registered(luck: random.Random, home: Address, rented: bool) -> Facts:
    """A family's: at home who owns it; of tenants most come from elsewhere, some are registered across the landing."""
    if rented and luck.random() < 0.7:
        return {"home_region": luck.choice(ELSEWHERE), "home_address": None}
    there = Address(home.building, home.unit, _across(home.room), home.estate) if rented else home
    return {"home_region": HERE, "home_address": HERE + addresses.canonical(there, estate=True)}


def _across(room: str) -> str:
    return str(int(room) + (1 if int(room) % 2 else -1))


def _work(work: str, education: str | None, gender: str, age: int) -> str:
    if age < 7:
        return "学龄前儿童"
    if age < 19 or (age < 23 and education in STUDIED):
        return "学生"
    return work if age < RETIRED[gender] else "退休"


def _from(steps: tuple[tuple[int, tuple[str, ...]], ...], age: int) -> tuple[str, ...]:
    return [codes for start, codes in steps if age >= start][-1]
