"""更改口令: the old password, the new one twice."""

from app.bootstrap import House
from app.errors import of_store
from app.texts import tr
from db import vault
from db.errors import StoreError, Trouble
from ui.messages import Box, show_error
from ui.shell.window import Window
from ui.tasks import in_thread, start
from ui.widgets.field import FormField
from ui.widgets.layouts import box, column
from ui.widgets.password import PasswordEdit
from ui.wizard.password import NewPassword


class PasswordBox(Box):
    """It stays open until all is right or one goes back."""

    def __init__(self, window: Window, house: House, names: list[str]) -> None:
        self.old, self.new = FormField(tr("现在的口令"), PasswordEdit()), NewPassword(tr("新口令"))
        words = tr("数据不用重新加密，马上就好。")
        super().__init__(window, tr("更改口令"), words, box(column(self.old, self.new, gap=10)))
        self._house, self._names = house, names
        self.add(tr("取消")).clicked.connect(self.reject)
        self.yes = self.add(tr("更改口令"), "primary")
        self.yes.clicked.connect(lambda: start(self.change(), self))
        self.old.editor.entered.connect(self.new.password.setFocus)
        self.new.again.entered.connect(self.yes.click)
        self.old.editor.textChanged.connect(lambda: self.old.set_fine())
        self.old.editor.setFocus()

    async def change(self) -> None:
        if self.new.problems(self._names):
            return
        self.yes.set_off(tr("正在更改"))
        try:
            await in_thread(vault.change_password, self._house.folder, self.old.editor.text(), self.new.password.text())
        except StoreError as error:
            await self._refused(error)
        else:
            self.accept()
        finally:
            self.yes.set_off("")

    async def _refused(self, error: StoreError) -> None:
        if error.trouble not in (Trouble.WRONG_PASSWORD, Trouble.WAIT):
            return await show_error(self, error)
        self.old.set_error(of_store(error).what)
        self.old.editor.selectAll()
        self.old.editor.setFocus()
