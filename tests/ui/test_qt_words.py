"""The file chooser speaks the language of the window."""

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from ui import qt_words


def test_qt_says_open_and_cancel_in_chinese(qapp: QApplication) -> None:
    assert qt_words.speak(qapp)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
        assert "名称" in QCoreApplication.translate("QFileDialog", "File &name:")
    finally:
        for words in qapp.findChildren(QTranslator):
            qapp.removeTranslator(words)
