"""A value becomes text and the text the value again, in a form, a list and a workbook alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.kinds import Decimal

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@given(NUMBERS, st.integers(0, 4))
def test_a_measured_number_is_shown_as_it_is_and_read_again(value: float, places: int) -> None:
    kind = Decimal(places=places)
    text = kind.to_text(value)
    assert float(text) == pytest.approx(value, abs=0.5000001 * 10**-places)
    assert kind.parse(text, date(2026, 11, 24)) == float(text)
    assert "." not in text or not text.endswith(("0", "."))
    assert text != "-0"


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_whole_numbers_keep_their_zeros(value: int, places: int) -> None:
    assert Decimal(places=places).to_text(float(value)) == str(value)
