"""The entry point: the subcommands need no Qt, so it is loaded only when the window is asked for."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path


def main() -> int:
    with loading():
        from app import cli
    return cli.main(None, window)


def window(demo: bool, today: date | None, folder: Path | None) -> int:
    from app.cli import REFUSED
    from app.texts import tr

    try:
        with loading():
            from ui.opening import run
    except ImportError as error:
        sys.stderr.write(tr("图形界面打不开：{reason}").format(reason=error) + "\n")
        return REFUSED
    return run(demo, today, folder)


@contextmanager
def loading() -> Iterator[None]:
    """Modules make no garbage: looking for it takes a twentieth of the start, and later a part of every long look."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
