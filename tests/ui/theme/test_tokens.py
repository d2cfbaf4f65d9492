"""Who sees badly can read every word of the window, in every theme."""

import re
from dataclasses import asdict, fields

import pytest

from resources import text
from ui.theme.style import stylesheet
from ui.theme.tokens import LARGE, LIGHT, SHAPE_PAIRS, SIZES, STANDARD, TEXT_PAIRS, THEMES, Colours


def pairs(table: str) -> list[tuple[str, str]]:
    lines = (line.split(":") for line in table.split("\n") if line)
    return [(front, back) for front, backs in lines for back in backs.split()]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_known_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    colours = asdict(THEMES[theme])
    weak = [(f, b, round(contrast(colours[f], colours[b]), 2)) for f, b in pairs(TEXT_PAIRS)]
    assert [pair for pair in weak if pair[2] < 4.5] == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_shape_stands_out_from_its_ground(theme: str) -> None:
    colours = asdict(THEMES[theme])
    weak = [(f, b, round(contrast(colours[f], colours[b]), 2)) for f, b in pairs(SHAPE_PAIRS)]
    assert [pair for pair in weak if pair[2] < 3] == []


def test_every_ink_of_the_theme_is_judged_on_some_ground() -> None:
    judged = {front for front, _ in pairs(TEXT_PAIRS)} | {front for front, _ in pairs(SHAPE_PAIRS)}
    grounds = {back for _, back in pairs(TEXT_PAIRS)}
    decoration = {"line", "line2", "scrim", "hatch"}
    assert {field.name for field in fields(Colours)} - judged - grounds == decoration


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_stylesheet_uses_only_tokens_that_exist(theme: str, size: str) -> None:
    assert "$" not in stylesheet(THEMES[theme], SIZES[size])


def test_the_stylesheet_names_no_colour_of_its_own_and_no_text_in_pixels() -> None:
    sheet = text("theme/base.qss")
    assert re.findall(r"#[0-9A-Fa-f]{6}\b", sheet) == []
    assert re.findall(r"font-size:\s*\S+px", sheet) == []


def test_large_letters_are_larger_everywhere() -> None:
    text_sizes = ("caption", "body", "title", "lead", "number", "clock", "button", "input", "list_row")
    assert all(getattr(LARGE, name) > getattr(STANDARD, name) for name in text_sizes)


def test_a_change_of_theme_and_size_reaches_what_is_open(qtbot, dressed) -> None:
    from ui.theme import look
    from ui.widgets.button import Button

    button = Button("保存")
    qtbot.addWidget(button)
    button.show()
    before = button.sizeHint().height()
    look.wear(dressed, "dark", "large")
    assert look.colour("card").name().upper() != LIGHT.card
    assert button.sizeHint().height() > before
