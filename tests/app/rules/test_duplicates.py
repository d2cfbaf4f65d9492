from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import duplicates
from app.rules.citizen_id import check_digit
from app.rules.duplicates import (
    NEAR_ID,
    SAME_DOOR,
    SAME_ID,
    SAME_NAME_BIRTH,
    SAME_PHONE,
    STRENGTH,
    Double,
    Person,
    Register,
    likely,
    near_ids,
    similar,
)

NUMBER = "11010519491231002X"
ZHANG = Person("a", "张三", NUMBER, "1949-12-31", ("13800138000",), "3-2-501")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (Person("", "", NUMBER), (SAME_ID,)),
        (Person("", "李四", "110105 19491231 002x"), (SAME_ID,)),
        (Person("", "李四", "110105194912310O2X".replace("O", "1")), (NEAR_ID,)),
        (Person("", "李四", "11010519491130002X"), ()),  # two digits differ and are no neighbours exchanged
        (Person("", "李四", "11010519491213002X"), (NEAR_ID,)),
        (Person("", "张 三", birth="1949-12-31"), (SAME_NAME_BIRTH,)),
        (Person("", "张三", birth="1950-12-31"), ()),
        (Person("", "章三", phones=("138-0013-8000",)), (SAME_PHONE,)),
        (Person("", "章三", birth="1975-01-02", phones=("13800138000",)), ()),  # a child with the parents' phone
        (Person("", "张三", birth="1949-12-30", phones=("13800138000",)), (SAME_PHONE,)),
        (Person("", "李四", phones=("13800138000",)), ()),
        (Person("", "张三（户主）", door="3-2-501"), (SAME_DOOR,)),
        (Person("", "张三", door="3-2-502"), ()),
        (Person("", "张三"), ()),
        (Person("", ""), ()),
        (replace(ZHANG, uid=""), (SAME_ID, SAME_NAME_BIRTH, SAME_PHONE, SAME_DOOR)),
    ],
)
def test_a_probable_double_is_named_with_its_reason(typed: Person, why: tuple[str, ...]) -> None:
    assert likely(typed, [ZHANG]) == ([Double("a", why)] if why else [])


def test_somebody_is_not_his_own_double() -> None:
    assert likely(ZHANG, [ZHANG]) == []


def test_the_strongest_reason_stands_first() -> None:
    others = [
        Person("d", "张三", door="3-2-501"),
        Person("c", "张三", phones=("13800138000",)),
        Person("b", "王五", NUMBER),
        Person("e", "张三", birth="1949-12-31", door="3-2-501"),
    ]
    assert [double.uid for double in likely(replace(ZHANG, uid=""), others)] == ["b", "e", "c", "d"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("张三", "张三", True),
        ("张三", "章三", True),  # said alike
        ("王小明", "王晓明", True),
        ("王小明", "王小朋", True),  # one character written otherwise
        ("阿依古丽", "阿依古丽·买买提", True),
        ("张三", "李四", False),
        ("王伟", "王强", False),
        ("", "张三", False),
    ],
)
def test_similar_names(one: str, other: str, alike: bool) -> None:
    assert similar(one, other) is similar(other, one) is alike


def test_a_register_forgets_what_was_changed_or_dropped() -> None:
    register = Register([ZHANG])
    register.put(replace(ZHANG, id_no="", birth="1950-01-01", phones=(), door=""))
    assert register.likely(replace(ZHANG, uid="")) == []
    register.put(ZHANG)
    register.drop("a")
    assert register.likely(replace(ZHANG, uid="")) == []


people = st.builds(
    Person,
    st.integers(0, 9).map(str),
    st.sampled_from(["张三", "章三", "李四", "王小明", "王晓明", ""]),
    st.integers(0, 40).map(lambda n: (head := f"110105195001{n % 5 + 1:02}{n:03}") + check_digit(head)) | st.just(""),
    st.sampled_from(["1950-01-01", "1950-01-02", ""]),
    st.lists(st.sampled_from(["13800138000", "13800138001"]), max_size=2).map(tuple),
    st.sampled_from(["3-2-501", "3-2-502", ""]),
)


@given(people, st.lists(people, max_size=8, unique_by=lambda person: person.uid))
def test_the_answer_depends_on_nobody_else_and_on_no_order(new: Person, others: list[Person]) -> None:
    together = likely(new, others)
    assert likely(new, others[::-1]) == together
    assert sorted(together) == sorted(double for other in others for double in likely(new, [other]))


@given(people, people)
def test_being_a_double_is_mutual(one: Person, other: Person) -> None:
    other = replace(other, uid="x")
    assert [double.why for double in likely(one, [other])] == [double.why for double in likely(other, [one])]


@given(st.integers(0, 10**17 - 1).map(lambda n: f"{n:017}"))
def test_near_ids_are_one_slip_away(head: str) -> None:
    number = head + check_digit(head)
    near = list(near_ids(number))
    assert number not in near and len(set(near)) >= 17 * 9 + 10
    for other in near:
        differing = [place for place in range(18) if number[place] != other[place]]
        assert len(differing) in (1, 2)
        assert len(differing) == 1 or number[differing[0]] == other[differing[1]]


def test_every_reason_has_its_words() -> None:
    assert set(STRENGTH) == {
        getattr(duplicates, name) for name in ("SAME_ID", "NEAR_ID", "SAME_NAME_BIRTH", "SAME_PHONE", "SAME_DOOR")
    }
