"""How resources/fonts/NotoSansCJKsc-Bold-common.otf was made. Not needed to build or run Linli.

No wheel carries Noto Sans CJK SC in bold, and Qt draws a variable font from a file at its thinnest. So the weight 700 was cut
from the variable font in the wheel manimgx-fonts-cjk 2026.9.26.post1 and reduced to the usual characters (16 MB -> 1.7 MB):

    pip install fonttools manimgx-fonts-cjk
    python packaging/make_bold_font.py        4 minutes, 7 GB of memory
"""

from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE = files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED_CHINESE = 2
TARGET = Path(__file__).parent.parent / "resources" / "fonts" / "NotoSansCJKsc-Bold-common.otf"
RARE = "䶮㛃𬭎𠮷"


def main() -> None:
    font = instantiateVariableFont(TTFont(str(SOURCE), fontNumber=SIMPLIFIED_CHINESE), {"wght": 700}, inplace=True)
    _name_it_bold(font)
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp"], name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.save(TARGET)


def characters() -> set[int]:
    """GB 2312, Latin, signs and arrows, and a few characters of names that GB 2312 lacks."""
    blocks = [(0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x2070), (0x2100, 0x2200), (0x2460, 0x2500), (0x25A0, 0x2670)]
    blocks += [(0x3000, 0x3040), (0xFF00, 0xFFF0)]
    usual = {code for first, end in blocks for code in range(first, end)}
    return usual | set(_gb2312()) | {ord(character) for character in RARE}


def _gb2312():
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def _name_it_bold(font: TTFont) -> None:
    names = {
        2: "Bold",
        17: "Bold",
        3: "2.004;ADBO;NotoSansCJKsc-Bold;ADOBE",
        4: "Noto Sans CJK SC Bold",
        6: "NotoSansCJKsc-Bold",
    }
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    font["OS/2"].usWeightClass = 700
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x40) | 0x20
    font["head"].macStyle = 1


if __name__ == "__main__":
    main()
