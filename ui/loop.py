"""Qt and asyncio in one loop."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import qasync
from PySide6.QtWidgets import QApplication

from ui import tasks
from ui.rubbish import collected_here


def run(
    app: QApplication, main: Callable[[], Coroutine[Any, Any, int]], on_error: Callable[[BaseException], None]
) -> int:
    """Runs `main` to its end and returns what it returns; the end of the last window ends it too.

    `on_error` gets what no coroutine caught and what a Qt slot raised; it must not raise.
    """
    app.setQuitOnLastWindowClosed(False)  # it would stop the loop under what still has to be saved
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(
        lambda _, context: on_error(context.get("exception") or RuntimeError(context["message"]))
    )
    tasks.report_errors_to(on_error)
    sys.excepthook = lambda kind, error, trace: on_error(error.with_traceback(trace))
    with loop, collected_here():
        return loop.run_until_complete(_until_closed(app, main))


async def _until_closed(app: QApplication, main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    task = asyncio.ensure_future(main())
    app.lastWindowClosed.connect(task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0
    finally:
        await tasks.stop_all()
