"""A screen of its own for tests that open real windows."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

SIZE = "1366x768x24"


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The DISPLAY of an Xvfb that nobody else uses: `dict(os.environ, DISPLAY=screen, QT_QPA_PLATFORM="xcb")`."""
    program = shutil.which("Xvfb")
    if not program:
        pytest.skip("no Xvfb: run `make test`, which installs it")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    if not number:
        pytest.fail(f"Xvfb did not start (exit {server.wait()})")
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def on_screen(screen: str) -> dict[str, str]:
    """The environment of a program that opens its window on `screen`."""
    return {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "LC_CTYPE": "C.UTF-8"}
