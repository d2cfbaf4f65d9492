"""People of the demo are plausible: names by sex, schools and marriage by age, a registered home that can be compared."""

import random
from datetime import date

import pytest

from app.demo import people
from app.demo.people import DRAWN, GIVEN, MARRIED, SINGLE, facts, given_name, registered
from app.ledger.codes import words
from app.rules.addresses import Address
from app.rules.registered import lives_there

WOMAN, MAN = "2", "1"
FLAT, HOUSE = Address("3", "2", "501", "晋吉苑"), Address("河西巷", "", "12")


def of(age: int, gender: str = WOMAN, parent: bool = False, spouse: bool = False) -> list[people.Facts]:
    return [facts(random.Random(seed), gender, age, parent=parent, spouse=spouse) for seed in range(60)]


def seen(name: str, *known: people.Facts) -> set[str | None]:
    return {one[name] for one in known}


def test_no_given_name_of_men_is_one_of_women() -> None:
    assert not {*"".join(GIVEN[MAN])} & {*"".join(GIVEN[WOMAN])}
    for gender, pools in GIVEN.items():
        for letters, year in zip(pools, (1950, 1980, 2010), strict=True):
            names = {given_name([number], gender, date(year, 1, 1)) for number in range(DRAWN)}
            assert names == {*letters}


def test_children_go_to_school_and_are_not_married() -> None:
    assert (seen("education", *of(3)), seen("occupation", *of(3))) == ({None}, {"学龄前儿童"})
    assert (seen("education", *of(9)), seen("occupation", *of(9))) == ({"80"}, {"学生"})
    assert seen("education", *of(14)) == {"70"}
    assert seen("marital", *of(3), *of(9), *of(17)) == {SINGLE}


def test_who_lives_with_a_spouse_is_married_and_who_has_children_was() -> None:
    assert seen("marital", *of(40, spouse=True)) == {MARRIED}
    assert SINGLE in seen("marital", *of(40)) and SINGLE not in seen("marital", *of(40, parent=True))


def test_the_old_are_retired_and_the_others_work() -> None:
    assert seen("occupation", *of(70, MAN), *of(57)) == {"退休"}
    assert not {"退休", "学生", None} & seen("occupation", *of(45, MAN), *of(45))


@pytest.mark.parametrize("name", ["education", "marital"])
def test_only_codes_that_a_form_offers_are_used(name: str) -> None:
    for age in range(1, 100, 4):
        assert seen(name, *of(age)) - {None} <= {*words(name)}


@pytest.mark.parametrize("home", [FLAT, HOUSE])
def test_owners_are_registered_at_home_and_tenants_are_not(home: Address) -> None:
    def compared(rented: bool) -> set[bool | None]:
        found = [registered(random.Random(seed), home, rented) for seed in range(40)]
        assert all(one["home_region"] for one in found)
        texts = [one["home_address"] for one in found]
        return {lives_there(text, home, ("浦东新区",)) if text else None for text in texts}

    assert compared(rented=False) == {True}
    assert compared(rented=True) == {False, None}
