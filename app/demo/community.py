"""The demo: a real street and community name, invented people, eighteen months of visits.

Identity numbers carry the order codes 996-999, set aside for people over a hundred, and mobile numbers a prefix that no
operator had been given, so none of them is anybody's.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bootstrap import Founding
from app.demo import office, people
from app.demo.wishes import wish
from app.ledger.kinds import CHINA
from app.modules import care_tags, residents, visits
from app.modules.buildings import EMPTY, HIGH, LANE, LOW, OWN, RENTED, Dwelling, Plan
from app.modules.households import Household
from app.rules import addresses, visit_plan
from app.rules.citizen_id import check_digit

ESTATE = "晋吉苑"
COUPLE, CHILDREN, MOTHER = {"02", "10"}, {"20", "30"}, "52"  # relations to the head
PASSWORD = "linli-demo-community"  # printed on the first screen of the demo: its people are invented
BUILDINGS = (
    *(Plan(str(number), HIGH, ESTATE, floors=13, entrances=1, rooms=4) for number in range(1, 6)),
    *(Plan(str(number), LOW, ESTATE, floors=6, entrances=2, rooms=2) for number in range(6, 19)),
    *(Plan(name, LANE, None, floors=1, entrances=1, rooms=12) for name in ("河东巷", "河西巷", "南塘巷", "北塘巷")),
)
FOUNDING = Founding("李敏", "潍坊三村", "第四网格", "潍坊新村街道", "浦东新区", "310115007003", BUILDINGS, demo=True)
SURNAMES = (  # the commonest ones as often as they are met, then others, rare characters and compound ones among them
    "王" * 14
    + "李" * 14
    + "张" * 13
    + "刘" * 10
    + "陈" * 9
    + "杨" * 6
    + "赵" * 5
    + "黄" * 5
    + "周" * 5
    + "吴" * 4
    + "徐" * 3
    + "孙" * 3
    + "胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎单仇查"
)
EMPTY_SHARE, RENTED_SHARE = 0.04, 0.14
DAYS = 548
LATE_SHARE = 0.03


@dataclass
class _Person:
    name: str
    gender: str
    birth: date
    relation: str


@dataclass
class _Home:
    """`every`: days between two visits by its plan."""

    uid: str
    people: list[str]
    every: int
    old: bool


def grow(session: Session, seed: int, today: date) -> None:
    """Within one transaction of a store founded with FOUNDING."""
    luck = random.Random(seed)
    homes: list[_Home] = []
    for dwelling in session.scalars(select(Dwelling).order_by(Dwelling.place, Dwelling.uid)).all():
        dwelling.ownership = _ownership(luck)
        if dwelling.ownership != EMPTY:
            homes.append(_settle(session, luck, dwelling, f"04{len(homes) + 1:04}", today))
    session.flush()
    for home in homes:
        _visit(session, luck, home, today)
    office.furnish(session, seed, today)


def _ownership(luck: random.Random) -> str:
    drawn = luck.random()
    return EMPTY if drawn < EMPTY_SHARE else RENTED if drawn < EMPTY_SHARE + RENTED_SHARE else OWN


def _settle(session: Session, luck: random.Random, dwelling: Dwelling, number: str, today: date) -> _Home:
    household = Household(dwelling_uid=dwelling.uid, number=number, registered_on=today - timedelta(days=DAYS))
    session.add(household)
    living = "3" if dwelling.ownership == RENTED else "1"
    uids, subs, family = [], [], [*_family(luck, today)]
    for person, known in zip(family, _known(family, dwelling, number, today), strict=True):
        resident = residents.Resident(
            household_uid=household.uid, name=person.name, gender=person.gender, birth=person.birth,
            citizen_id=_number(luck, person), relation=person.relation, living=living, ethnic="01",
            phone=_phone(luck) if _age(person, today) > 12 else None, **known,
        )  # fmt: skip
        session.add(resident)
        uids.append(resident.uid)
        for sub in filter(None, map(care_tags.sub_of, _tags(luck, person, family, today))):
            day = today - timedelta(days=luck.randrange(30, 300))
            session.add(care_tags.CareTag(resident_uid=resident.uid, sub=sub, valid_from=day, reviewed_on=day))
            subs.append(sub)
    plan = visit_plan.plan(subs, dwelling.ownership == RENTED, None, None, today)
    return _Home(household.uid, uids, plan.interval_days, _age(family[0], today) > 60)


def _known(family: list[_Person], dwelling: Dwelling, number: str, today: date) -> Iterator[people.Facts]:
    """From a luck of the household's own: what else is invented does not depend on it."""
    luck, relations = random.Random(f"{number} {family[0].birth}"), {person.relation for person in family}
    there = people.registered(luck, _home(dwelling), dwelling.ownership == RENTED)
    for person in family:
        spouse = person.relation in COUPLE and relations >= COUPLE
        parent = person.relation == MOTHER or (person.relation in COUPLE and not relations.isdisjoint(CHILDREN))
        age = _age(person, today)
        yield {**people.facts(luck, person.gender, age, parent=parent, spouse=spouse), **there}


def _home(dwelling: Dwelling) -> addresses.Address:
    home = addresses.parse(dwelling.address)
    assert home
    return home if addresses.is_lane(home.building) else replace(home, estate=ESTATE)


def _family(luck: random.Random, today: date) -> Iterator[_Person]:
    surname, age = luck.choice(SURNAMES), luck.randint(26, 88)
    head = _person(luck, surname, luck.choice("12"), age, "02", today)
    yield head
    if luck.random() < (0.5 if age > 74 else 0.8):
        yield _person(
            luck, luck.choice(SURNAMES), "2" if head.gender == "1" else "1", age - luck.randint(-3, 4), "10", today
        )
    for _ in range(luck.choice((0, 1, 1, 2, 2)) if 28 < age < 60 else luck.choice((0, 0, 1))):
        gender = luck.choice("12")
        yield _person(luck, surname, gender, max(age - luck.randint(24, 32), 1), "20" if gender == "1" else "30", today)
    if 34 < age < 58 and luck.random() < 0.4:
        yield _person(luck, surname, "2", age + luck.randint(22, 30), MOTHER, today)


def _person(luck: random.Random, surname: str, gender: str, age: int, relation: str, today: date) -> _Person:
    drawn = luck.sample(range(people.DRAWN), luck.choice((1, 2, 2)))
    birth = today - timedelta(days=age * 365 + luck.randrange(365))
    return _Person(surname + people.given_name(drawn, gender, birth), gender, birth, relation)


def _number(luck: random.Random, person: _Person) -> str:
    order = luck.choice((997, 999) if person.gender == "1" else (996, 998))
    first = f"310115{person.birth:%Y%m%d}{order}"
    return first + check_digit(first)


def _phone(luck: random.Random) -> str:
    return f"{luck.choice((154, 160, 161, 164, 168, 179))}{luck.randrange(10**8):08}"


def _age(person: _Person, today: date) -> int:
    return (today - person.birth).days // 365


def _tags(luck: random.Random, person: _Person, family: list[_Person], today: date) -> list[str]:
    age, words, ages = _age(person, today), list[str](), [_age(one, today) for one in family]
    words += ["高龄"] if age >= 80 else []
    words += ["独居"] if age > 64 and len(family) == 1 else []
    words += ["空巢"] if min(ages) > 64 and len(family) > 1 and person is family[0] else []
    words += ["半失能"] if age > 76 and luck.random() < 0.12 else []
    words += ["困境儿童"] if age < 14 and luck.random() < 0.04 else []
    words += ["残疾"] if luck.random() < 0.02 else []
    words += ["低保"] if luck.random() < 0.02 else []
    return words


def _visit(session: Session, luck: random.Random, home: _Home, today: date) -> None:
    """Back from the last visit, which most of the time is not longer ago than the plan allows."""
    late = luck.random() < LATE_SHARE
    day = today - timedelta(days=luck.randint(home.every, home.every + 6) if late else luck.randrange(1, home.every))
    while day > today - timedelta(days=DAYS):
        _record(session, luck, home, day)
        if luck.random() < 0.1:  # nobody at home a few days before
            _knock(session, luck, home, day - timedelta(days=2))
        day -= timedelta(days=max(5, round(home.every * luck.uniform(0.85, 1.05))))


def _record(session: Session, luck: random.Random, home: _Home, day: date) -> None:
    method = "1" if luck.random() < 0.85 else "2"
    values: dict[str, Any] = {
        "visited_at": _moment(luck, day), "method": method, "outcome": "1", "purpose": "2" if home.every <= 30 else "1",
        "safety": "1" if method == "1" else None, "note": luck.choice(OLD_NOTES if home.old else NOTES),
    }  # fmt: skip
    uid = visits.record_visit(session, home.uid, values, home.people[:1], {}).uid
    if luck.random() < 0.03:
        wish(session, luck, home.uid, home.people[0], home.old, uid, values["visited_at"])


def _knock(session: Session, luck: random.Random, home: _Home, day: date) -> None:
    values = {"visited_at": _moment(luck, day), "method": "6", "outcome": "3", "purpose": "1"}
    visits.record_visit(session, home.uid, values, [], {})


def _moment(luck: random.Random, day: date) -> datetime:
    return datetime.combine(day, time(luck.randint(9, 17), luck.randrange(60)), CHINA).astimezone(UTC)


NOTES = (
    "家里都好，没有新的困难", "楼道堆物已提醒清理", "询问医保报销手续，已告知", "水管老化，已建议联系物业", "孩子放学由老人接",
)  # fmt: skip
OLD_NOTES = (
    "身体稳定，子女周末来看望", "家里都好，没有新的困难", "燃气灶和电热毯看过，正常", "询问医保报销手续，已告知", "每天下楼走动，精神好",
)  # fmt: skip
