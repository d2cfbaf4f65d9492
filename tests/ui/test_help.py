"""F1 shows a page of ours about where one is, in the language in use, and can fetch nothing."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl

import resources
from app import texts
from ui.help import PAGES, TOPICS, HelpText, page_text
from ui.shell.places import Entry, Page, Tab
from ui.shell.window import Window

ENTRIES = [Entry("ledgers", "台账", "ledgers", (Tab("imports", "导入", Page), Tab("other", "别的", Page)))]


@pytest.fixture
def window(qtbot, dressed) -> Window:
    made = Window(ENTRIES)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture(params=texts.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.use_language(request.param)
    yield request.param
    texts.use_language(texts.SOURCE)


def test_f1_opens_the_page_about_where_one_is_and_escape_goes_back(window: Window, qtbot) -> None:
    window.go("imports")
    window.actions.run("help")
    assert window.help.topics.current_key() == "import"
    assert window.help.text.toPlainText().startswith("导入\n")
    qtbot.keyClick(window.help.topics, Qt.Key.Key_Escape)
    assert not window.help.isVisible()
    assert window.actions.qt("help").isEnabled()


def test_a_page_without_help_of_its_own_opens_at_the_start(window: Window) -> None:
    window.go("other")
    window.actions.run("help")
    assert window.help.topics.current_key() == "start"


def test_links_lead_to_other_pages_of_ours(window: Window) -> None:
    window.actions.run("help")
    window.help.text.anchorClicked.emit(QUrl("visit"))
    assert window.help.topics.current_key() == "visit"
    window.help.text.anchorClicked.emit(QUrl("https://example.org"))
    assert window.help.topics.current_key() == "visit"


def test_every_topic_is_written_and_links_only_to_topics(qtbot, language: str) -> None:
    shown = HelpText()
    qtbot.addWidget(shown)
    assert set(PAGES.values()) <= set(TOPICS)
    for topic in TOPICS:
        text = page_text(topic)
        assert text.startswith("# ")
        assert set(re.findall(r"\]\((.*?)\)", text)) <= set(TOPICS)
        shown.put(text)
        assert not re.search(r"\*\*|^#|\| ---", shown.toPlainText())  # drawn, not printed as it was written
    assert len(list(resources.folder("help").glob("*.md"))) == len(TOPICS) * len(texts.LANGUAGES)


def test_no_picture_no_file_and_no_html_comes_in(qtbot, tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    text = HelpText()
    qtbot.addWidget(text)
    text.put(f"![x]({secret.as_uri()})\n\n<b>粗</b> <img src='{secret.as_uri()}'>")
    assert text.loadResource(2, QUrl(secret.as_uri())) is None
    assert "<b>粗</b>" in text.toPlainText()
