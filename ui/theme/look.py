"""What the window looks like now: a theme and a size. Widgets that paint themselves ask here."""

from dataclasses import dataclass
from functools import cache, cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import families
from ui.theme.style import stylesheet
from ui.theme.tokens import LIGHT, SIZES, STANDARD, THEMES, Colours, Sizes


@dataclass(frozen=True)
class Look:
    colours: Colours = LIGHT
    sizes: Sizes = STANDARD


class _Changes(QObject):
    changed = Signal()


changes = _Changes()
_look = Look()


def colours() -> Colours:
    return _look.colours


def sizes() -> Sizes:
    return _look.sizes


@cache
def colour(name: str) -> QColor:
    """`colour("accent_soft")`: the token in the theme in use. Shared by all: copy it to change it."""
    return QColor(getattr(_look.colours, name))


class Face(QFont):
    """A font that is measured by the thousand while lists are painted."""

    @cached_property
    def measures(self) -> QFontMetrics:
        return QFontMetrics(self)

    @cached_property
    def fine(self) -> QFontMetricsF:
        return QFontMetricsF(self)


@cache
def font(size: str = "body", bold: bool = False) -> Face:
    """A font of a token size: caption, body, title, lead, number or clock. Shared by all: copy it to change it."""
    made = Face(QApplication.font())
    made.setPointSize(getattr(_look.sizes, size))
    made.setBold(bold)
    return made


def wear(app: QApplication, theme: str = "light", size: str = "standard") -> None:
    """Dresses the whole program. The font comes first: a stylesheet hides later `setFont` from the widgets."""
    global _look
    _look = Look(THEMES[theme], SIZES[size])
    base = QFont()
    base.setFamilies(families())
    base.setPointSize(_look.sizes.body)
    base.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setStyle("Fusion")
    app.setFont(base)
    colour.cache_clear()
    font.cache_clear()
    app.setStyleSheet(stylesheet(_look.colours, _look.sizes))
    changes.changed.emit()
