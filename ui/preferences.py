"""Language, theme and size of letters: worn at the start, changed in the menu 显示, kept for the next start."""

from PySide6.QtWidgets import QApplication

from app.settings import LANGUAGE, SIZE, THEME, Settings
from app.texts import N_
from ui import qt_words
from ui.actions import Action
from ui.shell.appearance import SHOW, Appearance
from ui.shell.window import Window

LANGUAGES = {"zh_CN": N_("中文"), "en": "English"}
NEXT_START = {"zh_CN": "下次打开邻里通时用中文显示", "en": "Linli will speak English from its next start"}  # data


class Preferences:
    def __init__(self, app: QApplication, settings: Settings) -> None:
        self.settings = settings
        qt_words.speak(app)
        self.appearance = Appearance(app, settings.get(THEME), settings.get(SIZE), self._keep)

    def join(self, window: Window) -> None:
        """Puts the choices in the menu, the search and the keys of a window."""
        window.actions.add(*self.appearance.actions(), *self._languages(window))

    def _languages(self, window: Window) -> list[Action]:
        return [
            Action(
                f"language.{name}",
                words,
                lambda name=name: self.speak(name, window),
                group=SHOW,
                chosen=lambda name=name: self.settings.get(LANGUAGE) == name,
            )
            for name, words in LANGUAGES.items()
        ]

    def speak(self, language: str, window: Window) -> None:
        """From the next start: words that stand on the screen are not made anew."""
        self.settings.put(LANGUAGE, language)
        window.say(NEXT_START[language])

    def _keep(self, theme: str, size: str) -> None:
        self.settings.put(THEME, theme)
        self.settings.put(SIZE, size)
