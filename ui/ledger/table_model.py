"""A sheet on the screen: all uids are known, texts come a page at a time as they are painted."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ledger.kinds import Name
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.ledger.sheet import Sheet
from app.texts import tr
from db.store import Store
from ui.tasks import start
from ui.theme import look

PAGE = 100
Index = QModelIndex | QPersistentModelIndex
NONE = QModelIndex()


class SheetModel(QAbstractTableModel):
    """Stale texts stay until fresh ones replace them; a later question overtakes an earlier one.

    `numbered`: 序号 stands before the fields, as on paper.
    """

    def __init__(
        self, sheet: Sheet, store: Store, strength: Strength, parent: QObject | None = None, *, numbered: bool = False
    ) -> None:
        super().__init__(parent)
        self._before = 1 if numbered else 0  # columns that are no field
        self._sheet, self._store, self._strength = sheet, store, strength
        self._fields, self._headings = [*sheet.fields.values()], _headings(sheet)
        self._asked = Question(now=store.world.now())
        self._uids: list[str] = []
        self._texts: dict[str, list[str]] = {}
        self._behind: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._pages: set[int] = set()  # fresh, or on their way

    def show_sheet(self, sheet: Sheet) -> None:
        self.beginResetModel()
        self._sheet, self._fields, self._headings = sheet, [*sheet.fields.values()], _headings(sheet)
        self._uids = []
        self._texts, self._behind, self._pages = {}, {}, set()
        self.endResetModel()

    async def ask(self, **changes: Any) -> None:
        """Asks again, with other words, period or filters."""
        self._asked = asked = replace(self._asked, now=self._store.world.now(), **changes)
        sheet = self._sheet
        uids = await self._store.read(lambda session: sheet.source.keys(session, asked))
        if asked is not self._asked:
            return
        self._pages = set()
        if uids == self._uids:  # selection and place stay
            self._tell(0, len(uids))
            return
        self.beginResetModel()
        self._uids = uids
        self.endResetModel()

    @property
    def question(self) -> Question:
        return self._asked

    def behind(self, row: int, column: int) -> tuple[str, ...]:
        """The uids that a value was made of, as far as its ledger tells."""
        if column < self._before:
            return ()
        names = [*self._sheet.fields]
        return self._behind.get(self._uids[row], {}).get(names[column - self._before], ())

    def uid(self, row: int) -> str:
        return self._uids[row]

    def rowCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else len(self._uids)

    def columnCount(self, parent: Index = NONE) -> int:
        return 0 if parent.isValid() else self._before + len(self._fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr("序号") if section < self._before else self._headings[section - self._before]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = index.column() - self._before
        if role == Qt.ItemDataRole.FontRole and column >= 0 and isinstance(self._fields[column].kind, Name):
            return look.font(bold=True)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        self._want(index.row() // PAGE)
        if column < 0:
            return str(index.row() + 1)
        texts = self._texts.get(self._uids[index.row()])
        return texts[column] if texts else "…"

    def _want(self, page: int) -> None:
        if page not in self._pages:
            self._pages.add(page)
            start(self._fetch(page, self._asked, self._sheet), self)

    async def _fetch(self, page: int, asked: Question, sheet: Sheet) -> None:
        first, uids = page * PAGE, self._uids[page * PAGE : (page + 1) * PAGE]
        rows = await self._store.read(lambda session: sheet.source.rows(session, uids, asked))
        if asked is self._asked and sheet is self._sheet:
            self._texts |= sheet.texts(rows, asked, self._strength)
            self._behind |= {uid: row.behind for uid, row in rows.items()}
            self._tell(first, len(uids))

    def _tell(self, first: int, count: int) -> None:
        if count:
            self.dataChanged.emit(self.index(first, 0), self.index(first + count - 1, self.columnCount() - 1))


def _headings(sheet: Sheet) -> list[str]:
    """With the group that stands over several columns: two of them may be called the same."""
    labels = [tr(field.label) for field in sheet.fields.values()]
    over = [tr(words) if words and span > 1 else "" for words, span in sheet.groups for _ in range(span)]
    both, pairs = tr("{group}：{label}"), zip_longest(over, labels, fillvalue="")
    return [both.format(group=group, label=label) if group else label for group, label in pairs]
