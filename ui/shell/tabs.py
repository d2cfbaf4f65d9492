"""The second level: tabs of an entry, and at their right end whatever the page has to say there."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.texts import tr
from ui.shell.places import Tab
from ui.shell.rail import paint_count
from ui.theme import look
from ui.widgets import paint
from ui.widgets.layouts import clear, row, styled


class TabButton(QAbstractButton):
    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._count, self._tone = words, 0, "grey"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(words)

    def badge(self, count: int, tone: str = "grey") -> None:
        self._count, self._tone = count, tone
        self.setAccessibleName(f"{self._words} {count}" if count else self._words)
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Overrides QAbstractButton: a press asks to go there, arriving checks it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton, which would take arrows and look for neighbours itself."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        count = max(look.sizes().count + 2, paint.text_width(str(self._count), look.font("caption", bold=True)) + 14)
        return QSize(paint.text_width(self._words, look.font(bold=True)) + 24 + (count + 6 if self._count else 0), 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        if on:
            painter.fillRect(QRect(0, self.height() - 4, self.width(), 3), look.colour("accent"))
        ink = "accent_ink" if on else "ink" if self.underMouse() else "ink2"
        room = QRect(12, 2, self.width() - 24, self.height() - 4)
        paint.words(painter, room, self._words, look.font(bold=on), ink)
        if self._count:
            paint_count(painter, self.width() - 10, room.center().y() + 1, self._count, self._tone)


class TabRow(QWidget):
    chosen = Signal(str)  # the id of a tab

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        styled(self)
        self.buttons: dict[str, TabButton] = {}
        self._badges: dict[str, tuple[int, str]] = {}
        self._tabs, self._side = row(gap=4), row(gap=8)
        self.setLayout(row(self._tabs, None, self._side, gap=0))

    def show_tabs(self, tabs: Iterable[Tab], selected: str) -> None:
        """Details, which stand under another tab, have no button."""
        shown = [tab for tab in tabs if not tab.under]
        if list(self.buttons) != [tab.id for tab in shown]:
            clear(self._tabs)
            self.buttons = {tab.id: self._button(tab) for tab in shown}
        for name, button in self.buttons.items():
            button.setChecked(name == selected)

    def badge(self, tab_id: str, count: int, tone: str = "grey") -> None:
        self._badges[tab_id] = (count, tone)
        if tab_id in self.buttons:
            self.buttons[tab_id].badge(count, tone)

    def show_side(self, side: QWidget | None) -> None:
        while item := self._side.takeAt(0):
            if widget := item.widget():
                widget.hide()  # it belongs to its page and comes back with it
        if side:
            self._side.addWidget(side)
            side.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(event.key())
        names = list(self.buttons)
        at = next((number for number, name in enumerate(names) if self.buttons[name].hasFocus()), -1)
        if step and at >= 0 and 0 <= at + step < len(names):
            self.buttons[names[at + step]].setFocus(Qt.FocusReason.TabFocusReason)
        elif at >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.buttons[names[at]].click()
        else:
            super().keyPressEvent(event)

    def _button(self, tab: Tab) -> TabButton:
        button = TabButton(tr(tab.words))
        button.badge(*self._badges.get(tab.id, (0, "grey")))
        button.clicked.connect(lambda: self.chosen.emit(tab.id))
        self._tabs.addWidget(button)
        return button
