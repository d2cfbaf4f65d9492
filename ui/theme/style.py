"""The one stylesheet of the program: resources/theme/base.qss filled with tokens."""

from dataclasses import asdict
from functools import cache
from importlib.resources import files
from string import Template

from ui.theme.tokens import CARD_RADIUS, CONTROL_RADIUS, TAG_RADIUS, Colours, Sizes

RADII = {"r_card": CARD_RADIUS, "r_control": CONTROL_RADIUS, "r_tag": TAG_RADIUS}


def stylesheet(colours: Colours, sizes: Sizes) -> str:
    """`${input-2}` in the sheet would be cleverness; it has names for what its borders take away instead."""
    return _sheet().substitute(asdict(colours) | asdict(sizes) | RADII | _inner(sizes))


def _inner(sizes: Sizes) -> dict[str, int]:
    """A stylesheet's height is without the border: for boxes with 1 px lines, what is left inside."""
    return {
        "in_input": sizes.input - 2,
        "in_problem": sizes.input - 4,
        "in_target": sizes.target - 2,
        "in_button": sizes.button - 2,
        "in_top_button": sizes.top_button - 2,
        "in_top": sizes.top - 1,
        "in_status": sizes.status - 1,
        "in_head": sizes.card_head - 1,
        "in_foot": sizes.card_foot - 1,
        "in_band": sizes.band - 1,
    }


@cache
def _sheet() -> Template:
    return Template((files("resources") / "theme" / "base.qss").read_text("utf-8"))
