"""The top bar and the status bar."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from app.texts import joined, tr
from ui.shell.places import Hint
from ui.theme import look
from ui.theme.tokens import CONTROL_RADIUS
from ui.widgets import paint
from ui.widgets.button import Button
from ui.widgets.label import SafeLabel, tip
from ui.widgets.layouts import box, clear, row, styled
from ui.widgets.tag import KeyCap


class SearchField(QAbstractButton):
    """Looks like a field and opens the palette, where one types."""

    def __init__(self, words: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._key = words, key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return QSize(look.sizes().search, look.sizes().top_button)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, look.sizes().top_button)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, key = QPainter(self), paint.key_width(self._key)
        paint.filled(painter, QRectF(self.rect()), look.colour("card"), CONTROL_RADIUS, look.colour("input_border"))
        room = QRect(13, 0, self.width() - key - 30, self.height())
        paint.words(painter, room, self._words, look.font(), "ink3")
        inks = look.colour("ink2"), look.colour("input_border")
        paint.key_cap(painter, self.width() - key - 9, self.height() // 2, self._key, *inks)


class UserChip(QAbstractButton):
    """Who works here: the surname in a circle, name and grid beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.put("", "")

    def put(self, name: str, grid: str) -> None:
        self._name, self._words = name, joined(name, grid)
        self.setAccessibleName(self._words)
        tip(self, self._words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.sizes().avatar + 10 + paint.text_width(self._words, look.font()) + 2, look.sizes().top_button)

    def minimumSizeHint(self) -> QSize:
        return QSize(look.sizes().avatar, look.sizes().top_button)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), look.sizes().avatar
        circle = QRect(0, (self.height() - side) // 2, side, side)
        paint.filled(painter, QRectF(circle), look.colour("accent_soft"), side / 2)
        paint.words(painter, circle, self._name[:1], look.font(bold=True), "accent_ink", paint.CENTRE)
        words = QRect(side + 10, 0, max(self.width() - side - 10, 0), self.height())
        paint.words(painter, words, self._words, look.font(), "ink2")


class TopBar(QWidget):
    def __init__(self, search: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        styled(self)
        self.name = SafeLabel(tr("邻里通"), "lead", "accent", bold=True)
        self.menu_button = Button(icon="menu", kind="plain")
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setAccessibleName(tr("主菜单"))
        tip(self.menu_button, tr("主菜单 F10"))
        self.search, self.user, self._actions = SearchField(search, "Ctrl+K"), UserChip(), row(gap=12)
        self._brand = QWidget()
        self._brand.setLayout(row(self.name, None, self.menu_button, margins=(18, 0, 8, 0)))
        parts = (self._brand, 10, self.search, None, self._actions, 10, self.user)
        self.setLayout(row(*parts, gap=6, margins=(0, 0, 16, 0)))
        look.changes.changed.connect(self._fit)
        self._fit()

    def show_actions(self, buttons: Iterable[Button]) -> None:
        """The main one last."""
        clear(self._actions)
        for button in buttons:
            button.setProperty("top", True)
            self._actions.addWidget(button)

    def show_menu(self, menu: QMenu) -> None:
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _fit(self) -> None:
        self._brand.setFixedWidth(look.sizes().rail)


class StatusBar(QWidget):
    """This page's keys left; what is true of the whole machine right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        styled(self)
        self._hints, self._facts = row(gap=16), row(gap=18)
        self._shown: list[QWidget] = []
        self.setLayout(row(self._hints, None, self._facts, gap=0, margins=(16, 0, 16, 0)))

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """The last is the sheet of all keys: it stays when there is no room for those before it."""
        clear(self._hints)
        self._shown = [
            box(row(*[KeyCap(key) for key in hint.keys.split()], _quiet(tr(hint.words)), gap=5)) for hint in hints
        ]
        for hint in self._shown:
            self._hints.addWidget(hint)

    def show_facts(self, *facts: str | QWidget) -> None:
        """Words, or a widget such as a lock button with its key."""
        clear(self._facts)
        for fact in facts:
            self._facts.addWidget(fact if isinstance(fact, QWidget) else _quiet(fact))

    def facts_width(self) -> int:
        """px from the right edge, with a gap."""
        return self._facts.sizeHint().width() + 32

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget: words of a page never widen the window."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Overrides QWidget: new parts have their size only once they are shown and dressed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        left = self.width() - 32 - self._facts.sizeHint().width() - self._hints.spacing()
        widths = [hint.sizeHint().width() + self._hints.spacing() for hint in self._shown]
        for number, hint in enumerate(self._shown):
            last = number == len(self._shown) - 1
            hint.setVisible(last or sum(widths[: number + 1]) + widths[-1] <= left)


class FactButton(QAbstractButton):
    """Words in the status bar that can be pressed, with their key: 锁屏 Ctrl+L."""

    def __init__(self, words: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        key = paint.key_width(self._key) + 5 if self._key else 0
        return QSize(paint.text_width(self._words, look.font("caption")) + 1 + key, look.sizes().key + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = paint.words(painter, self.rect(), self._words, look.font("caption"), "ink2")
        if self._key:
            inks = look.colour("ink2"), look.colour("input_border")
            paint.key_cap(painter, left + 5, self.height() // 2, self._key, *inks)


def _quiet(words: str) -> SafeLabel:
    return SafeLabel(words, "caption", "ink2")
