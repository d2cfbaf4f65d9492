"""Whatever a roster looks like: no field and no row is wrong without a word about it (generated, messy, of an invented place)."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from tests.helpers.layouts import LAYOUTS, Roster
from tests.helpers.odd_layouts import ODD
from tests.helpers.silence import imported, right_share, silent_faults

SEEDS = range(10)
ALL = (*LAYOUTS, *ODD)


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.__name__)
def test_nothing_is_silently_wrong(layout: Callable[[random.Random], Roster], today: date) -> None:
    look(layout, SEEDS, today)


@pytest.mark.soak
@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.__name__)
def test_nor_in_two_hundred_more_of_each(layout: Callable[[random.Random], Roster], today: date) -> None:
    look(layout, range(1000, 1200), today)


def look(layout: Callable[[random.Random], Roster], seeds: range, today: date) -> None:
    for seed in seeds:
        roster = layout(random.Random(f"{layout.__name__}{seed}"))
        assert silent_faults(roster, imported(roster, today)) == [], f"seed {seed}"


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.__name__)
def test_nearly_every_sound_person_is_wholly_right(layout: Callable[[random.Random], Roster], today: date) -> None:
    shares = []
    for seed in SEEDS:
        roster = layout(random.Random(f"{layout.__name__}{seed}"))
        shares.append(right_share(roster, imported(roster, today)))
    assert sum(shares) / len(shares) > 0.97, shares
