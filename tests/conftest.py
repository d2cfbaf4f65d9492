"""What every test stands on: the day, the field data, a screen of its own, and nobody's name in a log or a Qt warning."""

import os
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
FIELD_DATA = Path(os.environ.get("LINLI_FIELD_DATA") or ROOT.parent / "shared" / "data")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # half past nine in the morning in Shanghai

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "soak", max_examples=5000, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

pytest_plugins = ["tests.helpers.leaks", "tests.helpers.screens", "tests.helpers.field_tests", "tests.helpers.stores"]


def pytest_configure(config: pytest.Config) -> None:
    """No test may touch the store, the settings or the cache of the person who runs it."""
    own = tempfile.mkdtemp(prefix="linli-tests-")
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(Path(own) / name.lower())


@pytest.fixture(scope="session")
def field_data() -> Path:
    """The folder of real and realistic input beside the checkout. Mark the test with `@pytest.mark.field`."""
    if not FIELD_DATA.is_dir():
        pytest.skip(f"no field data at {FIELD_DATA}")
    return FIELD_DATA


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW
