"""Theme and size of letters: chosen in the menu or the status bar, worn at once, remembered by whoever is asked to."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.texts import N_, tr
from ui.actions import Action
from ui.shell.bars import FactButton
from ui.theme import look
from ui.widgets.segmented import Segmented

THEMES = {"light": N_("浅色"), "dark": N_("深色"), "contrast": N_("高对比")}
SIZES = {"standard": N_("标准"), "large": N_("大字")}
SHOW = N_("显示")


class Appearance(QObject):
    """`keep(theme, size)` is called after each change. Names are those of `ui.theme.tokens`; others count as the first."""

    changed = Signal()

    def __init__(
        self, app: QApplication, theme: str = "light", size: str = "standard",
        keep: Callable[[str, str], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(app)
        self._app, self._keep = app, keep
        self.theme = theme if theme in THEMES else "light"
        self.size = size if size in SIZES else "standard"
        look.wear(app, self.theme, self.size)

    def put(self, theme: str = "", size: str = "") -> None:
        """What is not named stays."""
        self.theme, self.size = theme or self.theme, size or self.size
        look.wear(self._app, self.theme, self.size)
        if self._keep:
            self._keep(self.theme, self.size)
        self.changed.emit()

    def turn_size(self) -> None:
        self.put(size="standard" if self.size == "large" else "large")

    def actions(self) -> list[Action]:
        themes = [
            Action(
                f"theme.{name}",
                words,
                lambda name=name: self.put(theme=name),
                group=SHOW,
                chosen=lambda name=name: self.theme == name,
            )
            for name, words in THEMES.items()
        ]
        return [Action("size", N_("换字号：标准或大字"), self.turn_size, "Ctrl+0", group=SHOW), *themes]

    def fact(self) -> FactButton:
        """字号 标准, for the status bar; a press changes it."""
        made = FactButton("")
        made.clicked.connect(self.turn_size)

        def say() -> None:
            made.set_words(tr("字号 {size}").format(size=tr(SIZES[self.size])))

        self._tell(made, say)
        say()
        return made

    def segments(self) -> Segmented:
        """标准 | 大字, for pages before the window is there."""
        made = Segmented({name: tr(words) for name, words in SIZES.items()}, tr("字号"))
        made.put(self.size)
        made.chosen.connect(lambda size: self.put(size=size))
        self._tell(made, lambda: made.put(self.size))
        return made

    def _tell(self, made: QWidget, say: Callable[[], object]) -> None:
        """Of each change, as long as the widget lives: windows come and go, this stays."""
        self.changed.connect(say)
        made.destroyed.connect(lambda: self.changed.disconnect(say))
