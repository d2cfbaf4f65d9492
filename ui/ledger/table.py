"""The table that shows a sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from ui.ledger.table_model import SheetModel
from ui.theme import look

MOST_WIDE = 260  # px; a long text is cut, the record shows it whole


class SheetTable(QTableView):
    """With `fill` the last column takes what is left: for a list of few columns."""

    def __init__(self, model: SheetModel, name: str, *, fill: bool = False) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.sizes().row)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(60)
        if not fill:
            heads.setMaximumSectionSize(MOST_WIDE)
        heads.setResizeContentsPrecision(0)  # what is seen; the default would load a thousand rows
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit, self._fill = True, fill
        model.modelReset.connect(self._again)
        model.dataChanged.connect(lambda: self._fit_once())

    def _again(self) -> None:
        self._fit = True

    def _fit_once(self) -> None:
        if self._fit:
            self._fit = False
            self.resizeColumnsToContents()
            self.horizontalHeader().setStretchLastSection(self._fill)  # after the texts gave it a width
