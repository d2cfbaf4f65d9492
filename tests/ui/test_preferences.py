"""The menu 显示 changes size at once and language from the next start, and says so in that language."""

from pathlib import Path

from app.settings import LANGUAGE, SIZE, Settings
from ui.preferences import Preferences
from ui.shell.window import Window
from ui.theme import look


def test_size_and_language_are_chosen_in_the_menu_and_kept(qtbot, dressed, tmp_path: Path) -> None:
    file, window = tmp_path / "settings.json", Window([])
    qtbot.addWidget(window)
    Preferences(dressed, Settings(file)).join(window)
    assert {"中文", "English"} <= {action.text() for action in window.menu().actions()}
    window.actions.run("size")
    window.actions.run("language.en")
    assert look.sizes() is look.SIZES["large"]
    assert window.toasts.words.text() == "Linli will speak English from its next start"
    assert (Settings(file).get(SIZE), Settings(file).get(LANGUAGE)) == ("large", "en")


def test_what_holds_now_is_ticked_in_the_menu(qtbot, dressed, tmp_path: Path) -> None:
    window = Window([])
    qtbot.addWidget(window)
    Preferences(dressed, Settings(tmp_path / "settings.json")).join(window)

    def ticked() -> set[str]:
        return {action.text() for action in window.menu().actions() if action.isChecked()}

    assert ticked() == {"浅色", "中文"}
    window.actions.run("theme.dark")
    window.actions.run("language.en")
    assert ticked() == {"深色", "English"}


def test_the_next_start_wears_what_was_kept(dressed, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.put(SIZE, "large")
    Preferences(dressed, settings)
    assert look.sizes() is look.SIZES["large"]
