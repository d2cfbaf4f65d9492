"""The styles of an xlsx that mean something to us: struck fonts, fills and number formats, by style number."""

import colorsys
from dataclasses import dataclass, field

from app.importing.package import Attributes, is_true, walk

NO_COLOUR = ""


@dataclass(slots=True)
class Styles:
    """Only style numbers (`s` of a cell) that differ from plain are held. Fills are ARGB, white is left out."""

    struck: set[int] = field(default_factory=set)
    fills: dict[int, str] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)

    def marked(self) -> set[int]:
        """Style numbers that mean anything."""
        return self.struck | self.fills.keys() | self.formats.keys()


def read_styles(styles: bytes, theme: bytes) -> Styles:
    """Raises Refusal for broken XML."""
    reader = _Reader(_theme_colours(theme))
    walk([styles], reader.start, reader.end)
    return reader.styles()


class _Reader:
    """Collects fonts, fills, formats and cell styles in the order of styles.xml."""

    def __init__(self, theme: list[str]) -> None:
        self._theme = theme
        self._path: list[str] = []
        self._struck_fonts: list[bool] = []
        self._fill_colours: list[Attributes | None] = []
        self._solid = False
        self._codes: dict[int, str] = {}
        self._xfs: list[tuple[int, int, int]] = []
        self._palette: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        parent = self._path[-1] if self._path else ""
        self._path.append(tag)
        match parent, tag:
            case "fonts", "font":
                self._struck_fonts.append(False)
            case "font", "strike" if "fonts" in self._path:
                self._struck_fonts[-1] = is_true(attributes.get("val", "1"))
            case "fills", "fill":
                self._fill_colours.append(None)
            case "fill", "patternFill":
                self._solid = attributes.get("patternType") == "solid"
            case "patternFill", "fgColor" if self._solid and "fills" in self._path:
                self._fill_colours[-1] = attributes
            case "numFmts", "numFmt":
                self._codes[number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            case "cellXfs", "xf":
                font, fill, form = (number(attributes.get(key)) for key in ("fontId", "fillId", "numFmtId"))
                self._xfs.append((font, fill, form))
            case "indexedColors", "rgbColor":
                self._palette.append(attributes.get("rgb", ""))

    def end(self, _: str) -> None:
        self._path.pop()

    def styles(self) -> Styles:
        found = Styles()
        colours = [self._colour(attributes) for attributes in self._fill_colours]
        for style, (font, fill, code) in enumerate(self._xfs):
            if 0 <= font < len(self._struck_fonts) and self._struck_fonts[font]:
                found.struck.add(style)
            if 0 <= fill < len(colours) and colours[fill] != NO_COLOUR:
                found.fills[style] = colours[fill]
            if shown := format_code(code, self._codes):
                found.formats[style] = shown
        return found

    def _colour(self, attributes: Attributes | None) -> str:
        if attributes is None:
            return NO_COLOUR
        if "rgb" in attributes:
            rgb = attributes["rgb"][-6:].upper()
        elif "theme" in attributes:
            rgb = _pick(self._theme, number(attributes["theme"]))
        else:
            rgb = indexed_colour(number(attributes.get("indexed"), 64), self._palette)
        return as_argb(_tinted(rgb, attributes.get("tint", "0")))


def as_argb(rgb: str) -> str:
    """`FFRRGGBB`, or no colour for white and for what is not six hex digits."""
    is_hex = len(rgb) == 6 and all(digit in "0123456789ABCDEF" for digit in rgb)
    return "FF" + rgb if is_hex and rgb != "FFFFFF" else NO_COLOUR


def number(text: str | None, default: int = 0) -> int:
    """An attribute as a number; what is none counts as the default."""
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _pick(colours: list[str], index: int) -> str:
    return colours[index] if 0 <= index < len(colours) else NO_COLOUR


def _tinted(rgb: str, tint: str) -> str:
    """ECMA-376 part 1, 18.8.19: a tint moves the lightness towards black (below 0) or white (above 0)."""
    try:
        amount = max(-1.0, min(1.0, float(tint)))
        red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return NO_COLOUR
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + amount) if amount < 0 else light * (1 - amount) + amount
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _theme_colours(theme: bytes) -> list[str]:
    """In the order cells count them: light 1, dark 1, light 2, dark 2, then the accents."""
    colours: list[str] = []
    inside: list[bool] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "clrScheme":
            inside.append(True)
        elif inside and tag in ("srgbClr", "sysClr") and len(colours) < 12:
            colours.append(attributes.get("lastClr", attributes.get("val", "")).upper()[-6:])

    def end(tag: str) -> None:
        if tag == "clrScheme":
            inside.clear()

    walk([theme], start, end)
    if len(colours) >= 4:
        colours[:4] = [colours[1], colours[0], colours[3], colours[2]]
    return colours


def format_code(code: int, own: dict[int, str]) -> str:
    """The format of a numFmtId; "" for General, and for Text, which shows a number as General does."""
    text = own.get(code) or _BUILT_IN.get(code, "")
    return "" if text.lower() in ("general", "@") else text


def indexed_colour(index: int, palette: list[str]) -> str:
    """RRGGBB of an indexed colour, by the file's own palette if it has one; 64 and above are the window's own."""
    if palette and index < len(palette):
        return palette[index][-6:].upper()
    return _PALETTE[(index - 8) % 56 if index >= 8 else index] if index < 64 else NO_COLOUR


# ECMA-376 part 1, 18.8.30; 27-36 and 50-58 as Chinese Excel shows them.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

# ECMA-376 part 1, 18.8.27: indexes 8-63; 0-7 repeat the first eight.
_PALETTE = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
).split()
