"""Widgets in a cycle die on the window's thread, however busy the others are."""

import gc
import threading

from PySide6.QtCore import QObject

from ui.rubbish import collected_here, look


class Knot:
    """Two that hold each other; says in which thread it died."""

    def __init__(self, deaths: list[int]) -> None:
        self.other, self.qt, self._deaths = [self], QObject(), deaths

    def __del__(self) -> None:
        self._deaths.append(threading.get_ident())


def litter(deaths: list[int]) -> None:
    for _ in range(2000):
        Knot([])
    Knot(deaths)


def test_a_busy_thread_collects_nothing_and_the_window_does(qapp) -> None:
    deaths: list[int] = []
    gc.collect()
    with collected_here():
        Knot(deaths)
        worker = threading.Thread(target=litter, args=([],))
        worker.start()
        worker.join()
        assert deaths == []
        look()
    assert deaths == [threading.get_ident()]
    assert gc.isenabled()
