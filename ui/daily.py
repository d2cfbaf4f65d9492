"""The day's backup: made beside the work, some time after the window has come up, and never spoken of unless it fails."""

from PySide6.QtCore import QObject, QTimer

from app.bootstrap import House
from app.errors import UserError, for_people
from app.texts import tr
from db.errors import StoreError
from ui.shell.window import Window
from ui.tasks import in_thread, start

FIRST, AGAIN = 15_000, 30 * 60_000  # ms: the start belongs to the person; a program may stand open for days


class DailyBackup(QObject):
    """Lives and dies with the window."""

    def __init__(self, house: House, window: Window, first: int = FIRST) -> None:
        super().__init__(window)
        self._house, self._window, self._told = house, window, False
        self.clock = QTimer(self, interval=first, singleShot=True)
        self.clock.timeout.connect(lambda: start(self.look(), window))
        self.clock.start()

    async def look(self) -> None:
        try:
            await in_thread(self._house.back_up_daily)
        except (StoreError, UserError) as error:
            self._tell(error)
        self.clock.start(AGAIN)

    def _tell(self, error: Exception) -> None:
        """Once a window: the next attempt comes by itself."""
        if (told := for_people(error)) and not self._told:
            self._told = True
            self._window.say(tr("今天的自动备份没有做成：{why}").format(why=told.what))
