"""A window that stands open past midnight: plans follow the tags that begin or end, and the pages show the new day."""

from PySide6.QtCore import QObject, QTimer

from app.bootstrap import House
from app.modules import due_days
from db.errors import StoreError
from ui.tasks import start

EVERY = 60_000  # ms


class NewDay(QObject):
    """Lives and dies with the window. A disk that is full is told with the next thing that a person saves."""

    def __init__(self, house: House, window: QObject, every: int = EVERY) -> None:
        super().__init__(window)
        self._house, self._day = house, house.today()
        clock = QTimer(self, interval=every)
        clock.timeout.connect(lambda: start(self.look(), window))
        clock.start()

    async def look(self) -> None:
        if (day := self._house.today()) != self._day:
            try:
                await self._house.store.commit(due_days.catch_up)  # who listens looks again, also where no plan changed
                self._day = day
            except StoreError:
                return
