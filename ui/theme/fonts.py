"""The Chinese font that comes with the program; without it rare names are squares on many machines."""

from functools import cache

from PySide6.QtGui import QFontDatabase

from resources import font_files
from ui.theme.tokens import FONT_FAMILIES


@cache
def families() -> list[str]:
    """The families of the stylesheet that are here, ours first. Loads our files once, on the first call."""
    for file in font_files():
        QFontDatabase.addApplicationFont(str(file))
    here = {name.split(" [")[0] for name in QFontDatabase.families()}  # Qt adds the foundry where there are two
    return [name for name in FONT_FAMILIES if name in here]
