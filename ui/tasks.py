"""Coroutines of the window: kept alive while they run, gone with their owner, never silent."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

T = TypeVar("T")
_threads = ThreadPoolExecutor(2, "work")
_running: set[asyncio.Task[Any]] = set()
_lasting: set[asyncio.Task[Any]] = set()
_on_error: Callable[[BaseException], None] | None = None


def report_errors_to(handler: Callable[[BaseException], None] | None) -> None:
    """The one place where errors of all coroutines go; without it they go to the loop's handler."""
    global _on_error
    _on_error = handler


def start(work: Coroutine[Any, Any, Any], owner: QObject, *, lasting: bool = False) -> asyncio.Task[Any]:
    """Runs a coroutine until it ends or `owner` dies, whichever is first.

    A `lasting` one keeps what somebody typed: it runs to its end whoever dies, and closing waits for it.
    """
    task = asyncio.ensure_future(work)
    _running.add(task)
    if lasting:
        _lasting.add(task)
    death = owner.destroyed.connect(lambda: None if lasting else _cancel(task))
    task.add_done_callback(lambda ended: _end(ended, owner, death))
    return task


async def in_thread(work: Callable[..., T], *args: Any, **more: Any) -> T:
    """Runs what blocks in a thread of ours: the loop's own executor writes arguments and results to the log.

    What the work holds is let go on the loop's thread: a widget or a clock that dies in another takes Qt with it.
    """
    loop = asyncio.get_running_loop()
    held: list[Callable[[], T]] = [partial(work, *args, **more)]
    return await loop.run_in_executor(_threads, partial(_run, held, loop))


def _run(held: list[Callable[[], T]], loop: asyncio.AbstractEventLoop) -> T:
    try:
        return held[0]()
    finally:
        with suppress(RuntimeError):  # the loop is closed, and with it the window
            loop.call_soon_threadsafe(held.clear)


def running() -> int:
    return len(_running)


async def stop_all() -> None:
    """Cancels what still runs, but not what is lasting, and waits for all: before the store closes."""
    tasks = _running - {asyncio.current_task()}
    for task in tasks - _lasting:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _cancel(task: asyncio.Task[Any]) -> None:
    if not task.done() and not task.get_loop().is_closed():
        task.cancel()


def _end(task: asyncio.Task[Any], owner: QObject, death: Any) -> None:
    _running.discard(task)
    _lasting.discard(task)
    if isValid(owner):
        QObject.disconnect(death)  # a search box starts thousands of tasks
    if task.cancelled() or not (error := task.exception()):
        return
    if _on_error:
        _on_error(error)
    else:
        task.get_loop().call_exception_handler({"message": "a coroutine of the window failed", "exception": error})
