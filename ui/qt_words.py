"""Qt's own words, in its file chooser and the menus of its fields, in the language of the program."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from app.texts import language


def speak(app: QApplication) -> bool:
    """False where Qt brings no words in this language; they are English then."""
    words = QTranslator(app)
    found = words.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return found and app.installTranslator(words)
