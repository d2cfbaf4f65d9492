"""Data that comes with the program, found the same way in a checkout, an installed copy and a frozen folder.

theme/ icons/ fonts/     how it looks
i18n/ help/              words
codes.json names/ demo/  what a new store begins with
"""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

FONT_FAMILY = "Noto Sans CJK SC"
_REGULAR = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")


def folder(name: str = "") -> Path:
    """The folder `resources/<name>` on the disk: we are never run from a zip file."""
    return Path(str(files(__name__))) / name


def text(path: str) -> str:
    """`text("theme/base.qss")`: a file of ours as text."""
    return (folder() / path).read_text("utf-8")


def font_files() -> list[Path]:
    """The files of `FONT_FAMILY`, for QFontDatabase.addApplicationFont: Regular with 44,810 characters from its wheel, and
    Bold of the 8,126 usual ones (a rarer character in bold is thickened by Qt from Regular)."""
    shipped = sorted(path for path in folder("fonts").iterdir() if path.suffix in (".otf", ".ttf", ".ttc"))
    return [*_from_wheel(*_REGULAR), *shipped]


def _from_wheel(package: str, file: str) -> list[Path]:
    found = find_spec(package)
    places = (found.submodule_search_locations or []) if found else []
    return [path for place in places if (path := Path(place) / file).exists()]
