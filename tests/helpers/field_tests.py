"""Tests on field data: marked, counted, and never silently absent."""

import pytest
from _pytest.terminal import TerminalReporter


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks for field data is a field test. Real windows share one worker: two cores, one keyboard."""
    for item in items:
        if "field_data" in getattr(item, "fixturenames", ()):
            item.add_marker("field")
        if item.get_closest_marker("window"):
            item.add_marker(pytest.mark.xdist_group("window"))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    ran = _field(terminalreporter, "passed") + _field(terminalreporter, "failed")
    terminalreporter.write_line(f"field tests: {ran} ran, {_field(terminalreporter, 'skipped')} skipped")


def _field(reporter: TerminalReporter, outcome: str) -> int:
    return sum("field" in report.keywords for report in reporter.stats.get(outcome, []))
