"""Background work is never lost, never outlives its page, and never fails in silence."""

import asyncio
import gc
import threading

import pytest
from PySide6.QtCore import QObject

from ui import tasks
from ui.tasks import start


@pytest.fixture
def errors():
    seen: list[BaseException] = []
    tasks.report_errors_to(seen.append)
    yield seen
    tasks.report_errors_to(None)


def test_work_that_nobody_holds_is_finished(run) -> None:
    ended = asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0)
        gc.collect()
        await asyncio.sleep(0)
        ended.set()

    async def page() -> None:
        owner = QObject()
        start(work(), owner)
        await asyncio.wait_for(ended.wait(), 5)

    run(page())
    assert tasks.running() == 0


def test_work_ends_with_the_page_that_wanted_it(run) -> None:
    stopped = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            stopped.set()
            raise

    async def page() -> None:
        owner = QObject()
        start(work(), owner)
        await asyncio.sleep(0)
        owner.deleteLater()
        del owner
        await asyncio.wait_for(stopped.wait(), 5)

    run(page())


def test_an_error_reaches_the_one_handler_and_a_cancel_does_not(run, errors: list[BaseException]) -> None:
    async def fails() -> None:
        raise ValueError("x")

    async def page() -> None:
        owner = QObject()
        waiting = start(asyncio.Event().wait(), owner)
        failing = start(fails(), owner)
        waiting.cancel()
        await asyncio.wait([waiting, failing])
        await asyncio.sleep(0)

    run(page())
    assert [type(error) for error in errors] == [ValueError]


def test_a_page_that_starts_a_thousand_tasks_keeps_no_trace_of_them(run) -> None:
    async def page() -> None:
        owner = QObject()
        await asyncio.gather(*(start(asyncio.sleep(0), owner) for _ in range(1000)))
        await asyncio.sleep(0)
        assert owner.receivers("2destroyed(QObject*)") <= 1  # PySide keeps one of its own

    run(page())


def test_all_work_ends_before_the_program_does(run) -> None:
    async def closes() -> None:
        owner = QObject()
        task = start(asyncio.Event().wait(), owner)
        await tasks.stop_all()
        assert task.cancelled()

    run(closes())


def test_what_keeps_a_draft_is_finished_though_its_page_dies_and_the_window_closes(run) -> None:
    kept = []

    async def keep() -> None:
        await asyncio.sleep(0)
        kept.append("words")

    async def page() -> None:
        owner = QObject()
        start(keep(), owner, lasting=True)
        owner.deleteLater()
        del owner
        await tasks.stop_all()

    run(page())
    assert kept == ["words"]


def test_what_a_threads_work_holds_dies_on_the_windows_thread(run) -> None:
    died: list[int] = []
    begun, go_on = threading.Event(), threading.Event()

    class Held:
        def __del__(self) -> None:
            died.append(threading.get_ident())

    def work(_: Held) -> None:
        begun.set()
        assert go_on.wait(20)

    async def page() -> None:
        task = asyncio.ensure_future(tasks.in_thread(work, Held()))
        while not begun.is_set():
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        del task
        go_on.set()
        while not died:
            await asyncio.sleep(0)

    run(page())
    assert died == [threading.get_ident()]
