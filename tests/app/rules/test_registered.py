"""Whether somebody is registered where he lives: yes or no only where the addresses can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.addresses import Address, canonical
from app.rules.registered import lives_there

FLAT = Address("3", "2", "501", "晋吉苑")
HIGH = Address("12", "", "1204", "晋吉苑小区")
HOUSE = Address("河西巷", "", "12-1")
ALONE = Address("3", "2", "501")
AROUND = ("浦东新区", "潍坊街道", "晋吉社区")


@pytest.mark.parametrize(
    ("registered", "home", "said"),
    [
        ("晋吉苑3幢2单元501室", FLAT, True),
        ("上海市浦东新区潍坊街道晋吉苑小区3号楼2单元501", FLAT, True),
        ("晋吉苑3-2-501", FLAT, True),
        ("晋吉苑３幢２单元５０１室", FLAT, True),
        ("晋吉苑13幢2单元501室", FLAT, False),  # 3幢2单元501室 is a part of this text
        ("晋吉苑3幢2单元1501室", FLAT, False),
        ("晋吉苑3幢1单元501室", FLAT, False),
        ("晋吉苑3幢501室", FLAT, None),  # which entrance?
        ("晋吉苑3幢", FLAT, None),
        ("晋吉苑3幢2单元5层601", FLAT, None),  # floor and room disagree
        ("水苑3幢2单元501室", FLAT, None),
        ("晋吉苑一期3幢2单元501室", FLAT, None),
        ("3幢2单元501室", FLAT, None),  # of which estate?
        ("四川省成都市金牛区晋吉苑3幢2单元501室", FLAT, None),
        ("四川省成都市金牛区城关镇1组", FLAT, None),
        ("晋吉苑12幢1204室", HIGH, True),
        ("晋吉苑12幢1单元1204室", HIGH, True),
        ("晋吉苑12幢1203室", HIGH, False),
        ("河西巷12号附1号", HOUSE, True),
        ("上海市浦东新区河西巷12-1号", HOUSE, True),
        ("河西巷12号", HOUSE, False),
        ("四川省成都市金牛区河西巷12号附1号", HOUSE, None),
        ("东河西巷12号附1号", HOUSE, None),
        ("潍坊街道晋吉社区3幢2单元501室", ALONE, True),
        ("潍坊街道晋吉社区4幢2单元501室", ALONE, False),
        ("3幢2单元501室", ALONE, None),
        ("", FLAT, None),
        ("本市", FLAT, None),
    ],
)
def test_it_is_said_only_where_it_is_known(registered: str, home: Address, said: bool | None) -> None:
    assert lives_there(registered, home, AROUND) is said


NUMBERS = st.integers(1, 99).map(str)
FLATS = st.builds(Address, NUMBERS, st.integers(1, 9).map(str), st.integers(101, 3299).map(str), st.just("晋吉苑"))


@given(FLATS, FLATS)
def test_the_one_spelling_of_an_address_is_at_home_there_and_nowhere_else(one: Address, other: Address) -> None:
    assert lives_there(canonical(one, estate=True), other, AROUND) is (one == other)


@given(st.text("晋吉苑社区0123456789幢单元室号-河西巷附 ", max_size=20))
def test_no_text_is_too_odd(text: str) -> None:
    assert lives_there(text, FLAT, AROUND) in (True, False, None)
