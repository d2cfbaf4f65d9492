"""The list of mutants and its page say the same, and still fit the code. That each is killed, `make soak` tells."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def mutants() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "packaging" / "mutants.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_that_of_the_list(mutants: ModuleType) -> None:
    written = (ROOT / "docs" / "mutants.md").read_text("utf-8")
    assert written == mutants.page(mutants.load()), "packaging/mutants.py --page > docs/mutants.md"


def test_each_has_a_name_of_its_own_and_stands_with_those_of_its_kind(mutants: ModuleType) -> None:
    listed = mutants.load()
    assert len({mutant.name for mutant in listed}) == len(listed) > 60
    headings = [mutant.guards for mutant in listed]
    assert [*dict.fromkeys(headings)] == [
        new for old, new in zip(["", *headings], headings, strict=False) if old != new
    ]


def test_each_fits_its_place_and_its_tests_are_there(mutants: ModuleType) -> None:
    """Skips, and says which, so that work on the code goes on; `make soak` refuses them."""
    if old := [words for mutant in mutants.load() if (words := mutants.misfit(mutant))]:
        pytest.skip("mutants that fit no longer: mend tests/mutants.toml: " + "; ".join(old))
