"""The entry point: the subcommands need no Qt, so it is loaded only when the window is asked for."""

import sys
from datetime import date
from pathlib import Path

from app import cli
from app.texts import tr


def main() -> int:
    return cli.main(None, window)


def window(demo: bool, today: date | None, folder: Path | None) -> int:
    try:
        from ui.opening import run
    except ImportError as error:
        sys.stderr.write(tr("图形界面打不开：{reason}").format(reason=error) + "\n")
        return cli.REFUSED
    return run(demo, today, folder)
