"""Fifteen messy rosters of a synthetic community, judged by the tool beside them. `pytest -s` on this file prints its table."""

import random
from datetime import date
from pathlib import Path

import pytest

from tests.helpers.layouts import HEADS
from tests.helpers.roster_files import Case, cases, exact, judge, redressed, results, score, undressed

pytestmark = pytest.mark.field

PROMISED = ("A01", "A03", "A05", "A06", "A09", "A10", "A13", "A14", "A15")


@pytest.fixture(scope="module")
def rosters(field_data: Path) -> list[Case]:
    return cases(field_data)


def test_every_roster_comes_out_exactly_right_and_nothing_is_silently_wrong(
    rosters: list[Case], field_data: Path, today: date
) -> None:
    tool = judge(field_data)
    scores = [score(tool, case, result) for case, result in zip(rosters, results(rosters, today).values(), strict=True)]
    total = tool.report(scores, verbose=True)
    right = {one.case for one in scores if exact(one)}
    assert right.issuperset(PROMISED)
    assert right == {case.name for case in rosters}  # more than was promised; a loss must be noticed
    assert total["silent"] == 0


@pytest.mark.parametrize("seed", range(3))
def test_other_headings_and_another_order_of_columns_change_nothing(
    rosters: list[Case], field_data: Path, today: date, seed: int
) -> None:
    """Stands for rosters that nobody has seen: other words for every heading, columns shuffled."""
    tool = judge(field_data)
    plain = [case for case in rosters if case.name not in ("A02", "A08")]  # grouped headings; formulas that name cells
    dressed = [redressed(case, HEADS, random.Random(f"{case.name}{seed}")) for case in plain]
    scores = [score(tool, case, result) for case, result in zip(dressed, results(dressed, today).values(), strict=True)]
    assert {one.case: one.notes[:3] for one in scores if one.n["silent"]} == {}
    assert {one.case: one.notes[:3] for one in scores if not exact(one)} == {}


def test_with_all_headings_deleted_no_person_is_lost_or_wrong(
    rosters: list[Case], field_data: Path, today: date
) -> None:
    tool = judge(field_data)
    bare = [undressed(case) for case in rosters]
    scores = {case.name: score(tool, case, one) for case, one in zip(bare, results(bare, today).values(), strict=True)}
    assert sum(one.n["silent"] for one in scores.values()) == 0
    lost = {name for name, one in scores.items() if one.n["records right"] < one.n["records"]}
    assert lost == {"A02"}  # its tags stand in the headings alone, so every tick is told and none is kept
