"""The chooser of files is the desktop's, or Qt's in Chinese: nothing of it is left in English, nothing cut."""

import asyncio
import re

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QTreeView, QWidget

from ui import qt_words, tasks
from ui.files import choose_files, choose_folder, chooser

ENGLISH = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture
def asking(dressed: QApplication, qtbot, tmp_path) -> QFileDialog:
    assert qt_words.speak(dressed)
    (tmp_path / "folder").mkdir()
    (tmp_path / "名册.xlsx").write_bytes(bytes(30_000))
    over = QWidget()
    qtbot.addWidget(over)
    made = chooser(over, "选择名册", "(*.xlsx *.xls)")
    made.setDirectory(str(tmp_path))
    made.show()
    yield made
    for words in dressed.findChildren(QTranslator):
        dressed.removeTranslator(words)


def test_no_word_of_the_chooser_is_english(asking: QFileDialog) -> None:
    tree = asking.findChild(QTreeView, "treeView")
    columns = [n for n in range(tree.model().columnCount()) if not tree.isColumnHidden(n)]
    heads = [tree.model().headerData(n, Qt.Orientation.Horizontal) for n in columns]
    words = [part.text() for part in asking.findChildren(QLabel) + asking.findChildren(QAbstractButton)]
    tips = [part.toolTip() for part in asking.findChildren(QAbstractButton)]
    assert [text for text in (*heads, *words, *tips) if ENGLISH.search(text)] == []
    assert "名称" in heads[0] and 2 not in columns  # Qt has no Chinese for the kinds of files


def test_its_columns_have_room(asking: QFileDialog, qtbot) -> None:
    tree = asking.findChild(QTreeView, "treeView")
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.rootIndex()) == 2)
    assert asking.width() >= 700
    for column in (0, 1, 3):
        assert tree.columnWidth(column) >= min(tree.sizeHintForColumn(column), 300)
    assert sum(tree.columnWidth(n) for n in (0, 1, 3)) <= tree.viewport().width()


def test_a_key_pressed_twice_opens_one_chooser(qtbot, run) -> None:
    over, got = QWidget(), []
    qtbot.addWidget(over)
    over.show()

    async def asks_twice() -> None:
        first = tasks.start(choose_files(over, "选择名册", "(*.xlsx)"), over)
        await asyncio.sleep(0)
        got.extend([await choose_files(over, "选择名册", "(*.xlsx)"), await choose_folder(over, "导出到哪个文件夹")])
        (one,) = over.findChildren(QFileDialog)
        one.reject()
        await first

    run(asks_twice())
    assert got == [[], None]
