import json
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.citizen_id import CHECKS, WORDS, BadId, check_digit, cleaned, read

TODAY = date(2026, 11, 24)
GOOD = "11010519491231002X"  # printed in the standard as an example

days = st.dates(date(1897, 1, 1), TODAY)
numbers = st.builds(
    lambda region, day, order: (head := f"{region:06}{day:%Y%m%d}{order:03}") + check_digit(head),
    st.integers(0, 999_999),
    days,
    st.integers(0, 999),
)


def fault(text: str, **more: bool) -> str:
    with pytest.raises(ValueError) as caught:
        read(text, TODAY, **more)
    assert isinstance(caught.value, BadId)
    return caught.value.kind


@pytest.mark.field
def test_all_published_vectors(field_data: Path) -> None:
    for vector in json.loads((field_data / "08-id-names/id_vectors.json").read_text("utf-8"))["vectors"]:
        if vector["checksum_ok"] and vector["birth_ok"]:
            person = read(vector["id"], TODAY)
            assert (person.birth.isoformat(), person.gender) == (vector["birth"], vector["sex"])
        else:
            fault(vector["id"])


@given(numbers)
def test_a_number_gives_birth_and_gender(number: str) -> None:
    person = read(number, TODAY)
    assert person.number == number
    assert f"{person.birth:%Y%m%d}" == number[6:14]
    assert person.gender == ("女", "男")[int(number[16]) % 2]


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_character_is_always_noticed(number: str, place: int, step: int) -> None:
    old = CHECKS.index(number[17]) if place == 17 else int(number[place])
    new = CHECKS[(old + step) % 11] if place == 17 else str((old + step) % 10)
    fault(number[:place] + new + number[place + 1 :])


@given(numbers, st.integers(0, 16))
def test_two_swapped_characters_are_always_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        fault(swapped)


@given(numbers, st.data())
def test_what_tables_do_to_a_number_is_cleaned(number: str, data: st.DataObject) -> None:
    wide = data.draw(st.booleans())
    marks = data.draw(
        st.lists(st.sampled_from([" ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\t", "\n", "-"]), max_size=4)
    )
    text = number.lower()
    for mark in marks:
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + mark + text[place:]
    if wide:
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert read("'" + text, TODAY).number == number


@given(st.text(max_size=30))
def test_any_text_is_a_person_or_a_named_fault_that_does_not_repeat_it(text: str) -> None:
    try:
        read(text, TODAY)
    except BadId as bad:
        assert bad.kind in WORDS
        assert not any(unicodedata.category(c) == "Nd" and c in text for c in str(bad) if c not in "01358")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("110105491231002", "id_15"),
        ("110105499931002", "id_bad_length"),
        ("11010519491231002", "id_bad_length"),
        ("11010519491231002X1", "id_bad_length"),
        ("110105194912310021", "id_bad_check"),
        ("110105194902300020", "id_bad_date"),
        ("110105202612310020", "id_bad_date"),
        ("110105********002X", "id_masked"),
        ("110105XXXXXXXX002X", "id_masked"),
        ("***", "id_masked"),
        ("1.10105194912310E+17", "id_scientific"),
        ("1.10105194912310e17", "id_scientific"),
        ("110105194912310000", "id_truncated"),
        ("13800001234", "not_an_id"),
        ("无", "not_an_id"),
        ("", "not_an_id"),
        ("1306271902092612A1", "not_an_id"),
    ],
)
def test_each_fault_has_its_name(text: str, kind: str) -> None:
    assert fault(text) == kind


def test_lost_digits_of_a_number_cell_are_not_believed_even_if_the_check_digit_fits() -> None:
    ending = next(n for i in range(999) if (n := with_order(f"{i:03}")).endswith("000"))
    assert read(ending, TODAY).warnings == ("maybe_truncated",)
    assert fault(ending, stored_as_number=True) == "id_truncated"


def with_order(order: str, region: str = "110105", day: date = date(1949, 12, 1)) -> str:
    for shift in range(400):
        head = f"{region}{day + timedelta(shift):%Y%m%d}{order}"
        if check_digit(head) == "0":
            return head + "0"
    raise AssertionError


def test_an_abolished_region_and_a_great_age_only_warn() -> None:
    assert read(GOOD, TODAY, regions={"110101"}).warnings == ("region_unknown",)
    assert read(GOOD, TODAY, regions={"110105"}).warnings == ()
    head = "00010518951124002"
    assert read(head + check_digit(head), TODAY).warnings == ("region_unknown", "over_130")
    head = "11010518961123002"
    assert read(head + check_digit(head), TODAY).warnings == ()


def test_the_fault_is_told_in_chinese() -> None:
    with pytest.raises(ValueError, match="校验不符"):
        read("110105194912310021", TODAY)


def test_cleaning_gives_what_was_meant() -> None:
    assert cleaned("‘１１０１０５ 19491231\u200b002х") == "11010519491231002Х".replace("Х", "X")
