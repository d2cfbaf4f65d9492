"""A logged personal value fails the test that logged it."""

import logging
import re
from collections.abc import Iterator

import pytest

PERSONAL = re.compile(
    r"(?<![0-9A-Za-z-])(\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])"  # citizen id number, mobile phone
)
SENTINELS = ("欧阳䶮", "13800138000", "11010519491231002X", "哨兵里7号楼")
"""Values for tests to put into a store: whoever logs one is found, also a name or an address."""


class _Watch(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = self.format(record)
        if PERSONAL.search(told) or any(value in told for value in SENTINELS):
            self.found.append(told)


@pytest.fixture(autouse=True)
def _nobody_in_the_log() -> Iterator[None]:
    root, watch = logging.getLogger(), _Watch()
    level = root.level
    root.addHandler(watch)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(watch)
    if watch.found:
        pytest.fail("a personal value was logged:\n" + "\n".join(watch.found), pytrace=False)


@pytest.fixture(scope="session")
def sentinels() -> tuple[str, ...]:
    return SENTINELS
