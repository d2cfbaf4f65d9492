"""Python's collector of cycles, on the window's thread only: a widget that dies in a worker's takes Qt with it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

EVERY = 1000  # ms


@contextmanager
def collected_here() -> Iterator[None]:
    """Within this block cycles are collected by a clock of the thread that entered it, in no other."""
    was_on, owner = gc.isenabled(), QObject()
    gc.disable()
    clock = QTimer(owner, interval=EVERY)
    clock.timeout.connect(look)
    clock.start()
    try:
        yield
    finally:
        clock.stop()
        gc.collect()
        if was_on:
            gc.enable()


def look() -> None:
    """As Python would: the oldest generation that has grown enough."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation] > 0:
            gc.collect(generation)
            return
