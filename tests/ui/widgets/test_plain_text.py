"""What stands in a workbook is never read as rich text: a name stays a name, it does not become a picture or a link."""

from collections.abc import Callable
from itertools import product

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from ui.messages import Box
from ui.shell.bars import FactButton, SearchField, UserChip
from ui.shell.rail import RailEntry, SyncStatus
from ui.shell.tabs import TabButton
from ui.widgets.building import Building, BuildingChart, Door, Floor
from ui.widgets.button import Button
from ui.widgets.card import Band, Banner, Card
from ui.widgets.check import CheckRow
from ui.widgets.empty import DropArea, EmptyState
from ui.widgets.field import FormField
from ui.widgets.inputs import Choice, LineEdit, TextEdit
from ui.widgets.label import SafeLabel, tip, tip_text
from ui.widgets.pick import Pick
from ui.widgets.progress import Progress
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.segmented import Segmented
from ui.widgets.stat import StatCard
from ui.widgets.steps import Steps
from ui.widgets.tag import KeyCap, Mark, Tag
from ui.widgets.toast import ToastBar

LOUD = "#ff00ff"  # no token comes near it
BEFORE = ("", "王", "<b>", "<!DOCTYPE html>", "<qt>", "&lt;", "\n", "\u202e")
LOUD_TAGS = (
    "<font color='{loud}'>█████</font>", "<span style='background:{loud}'>█████</span>", "<h1 style='color:{loud}'>█████</h1>",
    "<table bgcolor='{loud}' width='60'><tr><td>█████</td></tr></table>", "<img src='{file}' width='40' height='20'>",
)  # fmt: skip
AFTER = ("", "</b>", "<script>1</script>", "&amp;", "]]>")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """200 strings that are loud when anything reads them as rich text."""
    picture = tmp_path_factory.mktemp("pictures") / "loud.png"
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(LOUD))
    image.save(str(picture))
    return [
        before + tag.format(loud=LOUD, file=picture) + after for before, tag, after in product(BEFORE, LOUD_TAGS, AFTER)
    ]


def is_loud(widget: QWidget) -> bool:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return QColor(LOUD).rgb().to_bytes(4, "little") in image.constBits().tobytes()


def row_list(text: str) -> QWidget:
    made = RowList(text)
    row = Row("1", text, text, (Mark(text),), text, Mark(text, "red"), Mark(text), text, text, text, ((0, 2),))
    made.put([RowBand(text, text), row])
    return made


def chart(text: str) -> QWidget:
    made = BuildingChart()
    made.put(Building(text, (text,), (Floor(text, ((Door("1", text, text, note=text),),)),)))
    return made


def choice(text: str) -> QWidget:
    made = Choice(text)
    made.addItem(text)
    return made


def toast(text: str) -> QWidget:
    window = QWidget()
    window.resize(900, 300)
    bar = ToastBar(window)
    bar.say(text, lambda: None, text)
    assert window.rect().contains(bar.geometry())
    return window


def user(text: str) -> QWidget:
    made = UserChip()
    made.put(text, text)
    return made


def sync(text: str) -> QWidget:
    made = SyncStatus()
    made.put("ink3", text, text)
    return made


def field(text: str) -> QWidget:
    made = FormField(text, LineEdit(text, text), help_text=text)
    made.set_error(text)
    return made


WIDGETS: dict[str, Callable[[str], QWidget]] = {
    "SafeLabel": SafeLabel,
    "wrapped": lambda text: SafeLabel(text, wrap=True),
    "elided": lambda text: SafeLabel(text, elide=True),
    "Tag": lambda text: Tag(Mark(text)),
    "KeyCap": KeyCap,
    "Card": lambda text: Card(text, text),
    "Band": lambda text: Band(text, text),
    "Banner": Banner,
    "Button": lambda text: Button(text, key=text[:4]),
    "Segmented": lambda text: Segmented({"1": text, "2": text}, text),
    "CheckRow": lambda text: CheckRow(text, text, mark=Mark(text)),
    "EmptyState": lambda text: EmptyState("visits", text, text),
    "DropArea": lambda text: DropArea(text, text, (".xlsx",)),
    "FormField": field,
    "LineEdit": lambda text: LineEdit(text, text),
    "TextEdit": lambda text: TextEdit(text, text),
    "Choice": choice,
    "Pick": lambda text: Pick(text, text, Mark(text)),
    "Progress": lambda text: Progress(text, text),
    "StatCard": StatCard,
    "Steps": lambda text: Steps([text, text]),
    "ToastBar": toast,
    "RowList": row_list,
    "BuildingChart": chart,
    "Box": lambda text: Box(None, text, text),
    "SearchField": lambda text: SearchField(text, text[:4]),
    "UserChip": user,
    "FactButton": lambda text: FactButton(text, text[:4]),
    "RailEntry": lambda text: RailEntry(text, "visits"),
    "SyncStatus": sync,
    "TabButton": TabButton,
}


def test_the_strings_are_loud_where_rich_text_is_read(qtbot, hostile: list[str]) -> None:
    """The measure itself: Qt's own label, guessing as it does by default, shows enough of them."""
    assert len(hostile) == 200
    label = QLabel()
    qtbot.addWidget(label)
    heard = 0
    for text in hostile:
        label.setText(text)
        label.adjustSize()
        heard += is_loud(label)
    assert heard > 100


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_shows_the_letters_and_nothing_else(qtbot, hostile: list[str], name: str) -> None:
    for text in hostile:
        widget = WIDGETS[name](text)
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint().expandedTo(QSize(240, 80)).expandedTo(widget.size()))
        assert not is_loud(widget), text
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in widget.findChildren(QLabel)), text


def test_a_tooltip_shows_the_letters(qtbot, hostile: list[str]) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    for text in hostile:
        tip(widget, text)
        QToolTip.showText(widget.mapToGlobal(widget.rect().center()), widget.toolTip(), widget)
        shown = _tooltips()[0]
        assert not is_loud(shown), text
    QToolTip.hideText()


def test_a_tooltip_keeps_lines_and_is_empty_when_nothing_is_said() -> None:
    assert tip_text("") == ""
    assert tip_text("一\n二 <b>") == "<qt>一<br>二 &lt;b&gt;</qt>"


def test_an_ampersand_of_data_is_a_sign_and_no_key(qtbot) -> None:
    button, segments = Button("张&李"), Segmented({"1": "A&B"})
    for widget in (button, segments):
        qtbot.addWidget(widget)
    assert button.words() == "张&李"
    assert button.shortcut().isEmpty()
    assert all(part.shortcut().isEmpty() for part in segments._buttons())


def _tooltips() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.metaObject().className() == "QTipLabel"]
