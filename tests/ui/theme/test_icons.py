"""Every icon is there, may be shipped, and takes the colour of its token."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from resources import folder
from ui.theme import icons


def test_every_name_has_its_drawing_and_every_drawing_a_licence() -> None:
    drawings = {path.stem for path in folder("icons").glob("*.svg")}
    assert set(icons.NAMES.values()) <= drawings
    assert "ISC License" in (folder("icons") / "LICENSE.txt").read_text("utf-8")


def test_an_icon_is_painted_in_the_colour_asked_for(qtbot) -> None:
    for name in icons.NAMES:
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        icons.paint(painter, name, QRectF(0, 0, 40, 40), QColor("#FF0000"))
        painter.end()
        inks = {
            image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 250
        }
        assert inks == {"#ff0000"}, name


def test_a_rare_name_has_its_signs_in_the_fonts_we_bring(dressed) -> None:
    from PySide6.QtGui import QRawFont

    from ui.theme import look

    regular = QRawFont.fromFont(look.font())
    assert all(index for index in regular.glyphIndexesForString("䶮㛃𬭎王桂芳"))
