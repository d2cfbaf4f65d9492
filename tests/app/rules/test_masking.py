from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.field import described
from app.ledger.kinds import CitizenId, Day, Number
from app.ledger.masking import masks
from app.rules import masking
from app.rules.citizen_id import check_digit
from app.rules.masking import Strength

TODAY = date(2026, 11, 24)
BIRTH = date(1953, 7, 2)
COUNTY = "310115"
NUMBER = COUNTY + "19530702" + "123" + check_digit(COUNTY + "19530702123")


@pytest.mark.parametrize(
    ("text", "office", "public"),
    [
        ("张三", "张*", "张**"),
        ("王小明", "王*明", "王**"),
        ("欧阳修远", "欧阳**", "欧**"),
        ("司马光", "司马**", "司**"),
        ("扎西多吉", "扎**", "扎**"),
        ("阿依古丽·买买提", "阿**", "阿**"),
        ("John Smith", "J**", "J**"),
        ("黄䶮", "黄*", "黄**"),
        ("王", "*", "*"),
        ("", "", ""),
    ],
)
def test_names(text: str, office: str, public: str) -> None:
    assert masking.name(text) == office
    assert masking.name(text, public=True) == public


@pytest.mark.parametrize(
    ("text", "office", "public"),
    [
        ("13812345678", "138****5678", "138********"),
        ("0531-60000021", "0531-****21", ""),
        ("0531-600", "0531-****", ""),
        ("60000021", "********", "********"),
        ("110", "***", "***"),
    ],
)
def test_phones(text: str, office: str, public: str) -> None:
    assert masking.phone(text) == office
    assert masking.phone(text, public=True) == public


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("锦绣花园3幢2单元501室", "锦绣花园3幢*"),
        ("3号楼2单元501", "3号楼*"),
        ("河西巷12号附1号", "*"),
        ("四川省成都市金牛区城关镇1组", "*"),
    ],
)
def test_addresses_end_at_the_building(text: str, shown: str) -> None:
    assert masking.address(text) == shown


@given(st.integers(0, 130))
def test_an_age_lies_in_its_band_of_five_years(age: int) -> None:
    low, high = map(int, masking.age_band(age).split("-"))
    assert low <= age <= high and low % 5 == 0 and high - low == 4


@given(st.text(max_size=17), st.integers(0, 6), st.integers(0, 6))
def test_an_id_shorter_than_its_mask_is_all_stars(text: str, first: int, last: int) -> None:
    assert masking.citizen_id(text, first, last) == "*" * len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"身份证{NUMBER}，电话13812345678", "身份证******************，电话***********"),
        ("打138-1234-5678找他", "打*************找他"),
        ("打 138 1234 5678 找他", "打 ************* 找他"),
        ("座机0531-60000021", "座机*************"),
        ("号１３８１２３４５６７８", "号***********"),
        ("310115 19530702 123x", "********************"),
        ("2026-11-24 上门，3幢501", "2026-11-24 上门，3幢501"),
        ("王明的儿子王明华来电", "王*的儿子王*华来电"),
    ],
)
def test_free_text_is_searched_for_numbers_and_names(text: str, shown: str) -> None:
    assert masking.free_text(text, ("王明", "王明华", "")) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("桂芳说修远的爸爸王桂芳住院", "*芳说**的爸爸王*芳住院"),
        ("平说李平来过", "平说李*来过"),
        ("古丽说阿依古丽来过", "古丽说阿**来过"),
    ],
)
def test_who_is_called_by_a_given_name_is_named_no_less(text: str, shown: str) -> None:
    assert masking.free_text(text, ("王桂芳", "欧阳修远", "李平", "阿依古丽")) == shown


@given(st.text("张三李四 ，的-", max_size=20), st.integers(10**10, 10**11 - 1), st.text("张三李四 ，的", max_size=20))
def test_no_run_of_long_digits_survives(before: str, number: int, after: str) -> None:
    assert str(number) not in masking.free_text(f"{before}{number}{after}")


# The leak: how many ids still fit what a sheet shows, when the county is known (it stands in the title)

Mask = Callable[[str], str]
DAYS = tuple(date(1921, 11, 25) + timedelta(n) for n in range(105 * 365))


def left(id_mask: Mask, birth: Callable[[date], str], gender: bool = False) -> int:
    """How many full numbers the printed cells leave, for somebody who knows the county and the check digit."""
    shown, born, odd = id_mask(NUMBER), birth(BIRTH), int(NUMBER[16]) % 2
    orders = [f"{n:03}" for n in range(1000) if fits(f"{n:03}", shown[14:17]) and (not gender or n % 2 == odd)]
    heads = (f"{COUNTY}{day:%Y%m%d}" for day in DAYS if birth(day) == born)
    numbers = islice((head + order for head in heads if fits(head, shown) for order in orders), 300_000)
    return sum(fits(check_digit(number), shown[17]) for number in numbers)


def fits(number: str, shown: str) -> bool:
    return all(star in ("*", digit) for digit, star in zip(number, shown, strict=False))


def full(day: date) -> str:
    return day.isoformat()


def year(day: date) -> str:
    return str(day.year)


def starred(day: date) -> str:
    return "****-**-**"


@pytest.mark.parametrize(
    ("first", "last", "birth", "gender", "least", "most"),
    [
        (6, 4, full, False, 1, 1),
        (0, 2, full, False, 8, 10),
        (0, 4, year, False, 25, 40),
        (0, 1, full, True, 40, 50),
        (0, 4, starred, False, 3000, 4000),
    ],
)
def test_the_warning_is_true(
    first: int, last: int, birth: Callable[[date], str], gender: bool, least: int, most: int
) -> None:
    """The table of domain.md 8.4, counted anew: these sheets must not be printed, except the last."""
    assert least <= left(lambda text: masking.citizen_id(text, first, last), birth, gender) <= most


@pytest.mark.parametrize(
    ("strength", "least"), [(Strength.SCREEN, 500), (Strength.OFFICE, 3000), (Strength.PUBLIC, 20_000)]
)
def test_no_sheet_of_ours_gives_an_id_away(strength: Strength, least: int) -> None:
    """The program's own columns of id, birth and gender side by side, at every strength that needs no approval."""
    columns = {"id": described("公民身份号码", CitizenId()), "birth": described("出生日期", Day(), level=3)}
    shown = masks(columns, strength, TODAY)
    assert left(shown["id"], shown["birth"], gender=True) >= least


def test_an_age_beside_an_id_is_a_band() -> None:
    columns = {"id": described("公民身份号码", CitizenId()), "age": described("年龄", Number(), level=3)}
    shown = masks(columns, Strength.OFFICE, TODAY)
    assert left(shown["id"], lambda day: shown["age"](TODAY.year - day.year), gender=True) > 150
