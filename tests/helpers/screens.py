"""A screen of its own for tests that open real windows, and what stands on it."""

import mmap
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

WIDE, HIGH = 1366, 768
BLOCK = (8, 20)  # px: wider and higher than any stroke of a letter


class Picture:
    """The pixels of a screen as they are now; the server keeps them in a file (`Xvfb -fbdir`)."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header, *_, colours = struct.unpack(">20I", self._file[:80])
        self._begin, self._line = header + 12 * colours, 4 * WIDE

    def shows(self, colour: str, below: int = 0) -> bool:
        """Whether something filled with `#rrggbb` stands in the row `below` or under it."""
        run = (bytes.fromhex(colour[1:])[::-1] + b"\xff") * BLOCK[0]
        at = self._file.find(run, self._begin + below * self._line)
        while at >= 0:
            if all(
                self._file[at + row * self._line : at + row * self._line + len(run)] == run for row in range(BLOCK[1])
            ):
                return True
            at = self._file.find(run, at + len(run))
        return False

    def close(self) -> None:
        self._file.close()


@pytest.fixture(scope="session")
def screen_memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screen")


@pytest.fixture(scope="session")
def screen(screen_memory: Path) -> Iterator[str]:
    """The DISPLAY of an Xvfb that nobody else uses: `dict(os.environ, DISPLAY=screen, QT_QPA_PLATFORM="xcb")`."""
    program = shutil.which("Xvfb")
    if not program:
        pytest.skip("no Xvfb: run `make test`, which installs it")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", f"{WIDE}x{HIGH}x24", "-nolisten", "tcp", "-noreset"]
    command += ["-fbdir", str(screen_memory)]
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


@pytest.fixture
def picture(screen: str, screen_memory: Path) -> Iterator[Picture]:
    """What stands on `screen`."""
    seen = Picture(screen_memory / "Xvfb_screen0")
    yield seen
    seen.close()
