"""Quick work shows nothing, slow work a sign, very slow work how far it is, and it can be stopped."""

import asyncio
from threading import Thread

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from ui.busy import busy


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


async def until(true) -> None:
    async def waits() -> None:
        while not true():
            await asyncio.sleep(0.005)

    await asyncio.wait_for(waits(), 5)


def test_quick_work_shows_nothing(run, window: QWidget) -> None:
    async def works() -> None:
        async with busy(window, "正在保存", sign_after=60_000, progress_after=60_000) as job:
            await asyncio.sleep(0)
            assert not job.bar.isVisible()

    run(works())


def test_slow_work_shows_a_sign_and_then_how_far_it_is(run, window: QWidget) -> None:
    async def works() -> None:
        async with busy(window, "正在导入", "行", sign_after=0, progress_after=0) as job:
            await until(lambda: job.bar.isVisible() and job.progress.stop.isVisible())
            thread = Thread(target=job.report, args=(812, 1284))
            thread.start()
            await until(lambda: job.progress.label.text() == "正在导入 812 / 1,284 行")
            thread.join()
            assert window.rect().contains(job.bar.geometry())
        assert not job.bar.isVisible()

    run(works())


def test_after_a_press_on_cancel_the_keyboard_is_where_it_was(run, window: QWidget) -> None:
    first, line = QLineEdit(window), QLineEdit(window)
    for field in (first, line):
        field.show()
    window.activateWindow()
    line.setFocus()

    async def works() -> None:
        async with busy(window, "正在导出", sign_after=0, progress_after=0) as job:
            await until(lambda: job.progress.stop.isVisible())
            job.progress.stop.setFocus()
            job.progress.stop.click()
            assert window.focusWidget() is line
            await asyncio.sleep(5)

    async def takes() -> None:
        task = asyncio.ensure_future(works())
        with pytest.raises(asyncio.CancelledError):
            await task

    run(takes())


def test_a_press_on_cancel_stops_the_work_and_lets_it_clean_up(run, window: QWidget) -> None:
    cleaned: list[bool] = []

    async def works() -> None:
        async with busy(window, "正在导出", sign_after=0, progress_after=0) as job:
            try:
                await until(lambda: job.progress.stop.isVisible())
                job.progress.stop.click()
                await asyncio.Event().wait()
            finally:
                cleaned.append(job.cancelled)

    async def page() -> None:
        task = asyncio.ensure_future(works())
        await asyncio.wait([task])
        assert task.cancelled()

    run(page())
    assert cleaned == [True]


def test_what_must_not_be_stopped_has_no_button(run, window: QWidget) -> None:
    async def works() -> None:
        async with busy(window, "正在升级", can_cancel=False, sign_after=0, progress_after=0) as job:
            await until(lambda: job.bar.isVisible())
            assert not job.progress.stop.isVisible()

    run(works())


def test_an_error_inside_takes_the_sign_away(run, window: QWidget) -> None:
    async def works() -> None:
        async with busy(window, "正在导出", sign_after=0) as job:
            bars.append(job.bar)
            await until(lambda: job.bar.isVisible())
            raise KeyError

    bars: list[QWidget] = []
    with pytest.raises(KeyError):
        run(works())
    assert not (isValid(bars[0]) and bars[0].isVisible())
