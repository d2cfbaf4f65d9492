"""A password that one guesses from a list or from the names on the door is refused; three words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.passwords import SHORTEST, Weakness, common, weakness

NAMES = ("李敏", "网格员", "潍坊三村", "潍坊新村街道", "第四网格")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "雨伞 自行车 四月的茶", "Fq7!mZ2-kuw", "limin likes green tea"]
)
def test_a_good_password_is_taken(password: str) -> None:
    assert weakness(password, NAMES) is None


@pytest.mark.parametrize("password", ["", "123456789", "Fq7!mZ2-k", "雨伞自行车四月茶"])
def test_a_short_one_is_refused_whatever_it_is_made_of(password: str) -> None:
    assert weakness(password, NAMES) is Weakness.SHORT


@pytest.mark.parametrize(
    "password",
    ["1234567890", "Password2026!", "woaini1314520", "１２３４５６７８９０", "qwertyuiop", "aaaaaaaaaaaa", "abababababab",
     "1q2w3e4r5t", "WangGe20261124", "社区网格网格网格网格"],
)  # fmt: skip
def test_what_everybody_takes_is_refused_also_with_a_year_behind(password: str) -> None:
    assert weakness(password, NAMES) is Weakness.COMMON


@pytest.mark.parametrize(
    "password",
    ["limin19850101", "LiMin@202611", "潍坊三村2026年底", "weifangsancun", "lmlm19850101", "李敏李敏20261124"],
)
def test_the_names_typed_beside_it_are_refused_with_digits_round_them(password: str) -> None:
    assert weakness(password, NAMES) is Weakness.NAMES


def test_without_names_nothing_is_held_against_a_name() -> None:
    assert weakness("limin19850101") is None


def test_the_list_is_ready_to_be_compared_with() -> None:
    assert len(common()) > 100
    assert all(word == "".join(word.casefold().split()) for word in common())


@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_is_answered_and_length_is_never_waived(password: str, names: list[str]) -> None:
    found = weakness(password, names)
    assert (found is Weakness.SHORT) == (len(password) < SHORTEST)
