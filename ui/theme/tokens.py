"""Every colour and size of the window, named once. Nothing else in ui/ writes a colour.

Colours and sizes are those of the screens' drawings; `TEXT_PAIRS` lists which ink may stand on which ground,
and a test holds each of them to a contrast of 4.5 (WCAG 2.2, 1.4.3), `SHAPE_PAIRS` to 3 (1.4.11).
"""

from dataclasses import dataclass

FONT_FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei")


@dataclass(frozen=True)
class Colours:
    """One theme. Words end in `_soft` for a quiet ground, in `_solid` for a filled shape."""

    page: str = "#F5F4F1"
    card: str = "#FFFFFF"
    head: str = "#EFEEEA"
    hover: str = "#F7F7F4"
    line: str = "#DEDFD9"
    line2: str = "#B9BFB8"
    input_border: str = "#868F8A"
    scrim: str = "#1B221F"
    ink: str = "#1E2622"
    ink2: str = "#545F59"
    ink3: str = "#68736C"
    on_accent: str = "#FFFFFF"
    accent: str = "#0B6B57"
    accent_hover: str = "#095A49"
    accent_soft: str = "#DFEFEA"
    accent_ink: str = "#0A5445"
    focus: str = "#0B6B57"
    red: str = "#A9261C"
    red_soft: str = "#FBE9E7"
    red_solid: str = "#B3261E"
    amber: str = "#8A5200"
    amber_soft: str = "#FFF1DB"
    amber_solid: str = "#B26A00"
    green: str = "#27693F"
    green_soft: str = "#E3F3E8"
    green_solid: str = "#27693F"
    blue: str = "#1C5796"
    blue_soft: str = "#E5EFFA"
    blue_solid: str = "#1F5FA8"
    violet: str = "#5B4290"
    violet_soft: str = "#EFE8F7"
    grey: str = "#545F59"
    grey_soft: str = "#EFEEEA"
    hatch: str = "#9BA59F"


LIGHT = Colours()

DARK = Colours(
    page="#141917", card="#1D2421", head="#262E2A", hover="#222A26", line="#343E39", line2="#56615B",
    input_border="#7F8A84", scrim="#000000", ink="#E9EDEA", ink2="#B7C1BB", ink3="#9CA7A1", on_accent="#06231B",
    accent="#5CC7AB", accent_hover="#74D3BA", accent_soft="#18372F", accent_ink="#8FE0CA", focus="#5CC7AB",
    red="#FFB1A8", red_soft="#43211E", red_solid="#E5746A", amber="#F5C578", amber_soft="#3C2D14",
    amber_solid="#D99A3C", green="#95D9AC", green_soft="#1B3726", green_solid="#95D9AC", blue="#A5CBF5",
    blue_soft="#1C3049", blue_solid="#7FB3EC", violet="#CDB9F2", violet_soft="#31274A", grey="#B7C1BB",
    grey_soft="#2A322E", hatch="#6B7670",
)  # fmt: skip

HIGH_CONTRAST = Colours(
    page="#FFFFFF", card="#FFFFFF", head="#F0F0F0", hover="#F0F0F0", line="#767676", line2="#4A4A4A",
    input_border="#1A1A1A", scrim="#000000", ink="#000000", ink2="#1F1F1F", ink3="#333333", on_accent="#FFFFFF",
    accent="#00483A", accent_hover="#00362B", accent_soft="#D6F0E8", accent_ink="#00362B", focus="#00483A",
    red="#8A0F08", red_soft="#FFE9E6", red_solid="#8A0F08", amber="#5E3700", amber_soft="#FFF0D6",
    amber_solid="#5E3700", green="#0D4A22", green_soft="#E0F5E6", green_solid="#0D4A22", blue="#0B3A73",
    blue_soft="#E3EFFC", blue_solid="#0B3A73", violet="#3F2673", violet_soft="#EFE8FB", grey="#1F1F1F",
    grey_soft="#F0F0F0", hatch="#767676",
)  # fmt: skip

THEMES = {"light": LIGHT, "dark": DARK, "contrast": HIGH_CONTRAST}


@dataclass(frozen=True)
class Sizes:
    """Text in pt, everything else in px at scale 1."""

    caption: int = 10
    body: int = 11
    title: int = 12
    lead: int = 14
    number: int = 20
    clock: int = 28
    top: int = 56
    rail: int = 176
    tabs: int = 48
    status: int = 32
    target: int = 44  # big button
    button: int = 34
    top_button: int = 40
    input: int = 38
    row: int = 40
    dense_row: int = 32
    list_row: int = 58
    card_head: int = 46
    card_foot: int = 60
    table_head: int = 34
    nav: int = 46
    nav_icon: int = 20
    search: int = 464
    avatar: int = 32
    tag: int = 22
    count: int = 22
    key: int = 20
    dot: int = 9
    cell: int = 48
    check: int = 28
    small_check: int = 20
    step: int = 28
    band: int = 30


STANDARD = Sizes()

LARGE = Sizes(
    caption=15, body=18, title=19, lead=21, number=30, clock=40, top=76, rail=184, tabs=64, status=44, target=60,
    button=60, top_button=60, input=60, row=60, dense_row=60, list_row=100, card_head=64, card_foot=72, table_head=48,
    nav=60, nav_icon=26, search=400, avatar=48, tag=34, count=32, key=30, dot=13, cell=76, check=32, small_check=28,
    step=40, band=42,
)  # fmt: skip

SIZES = {"standard": STANDARD, "large": LARGE}

SMALL, HALF, GAP, SIDE, WIDE = 4, 8, 12, 16, 24  # the only distances
CARD_RADIUS, CONTROL_RADIUS, TAG_RADIUS = 8, 6, 4

TEXT_PAIRS = """
ink: page card head hover accent_soft amber_soft red_soft green_soft blue_soft grey_soft
ink2: page card head hover accent_soft blue_soft grey_soft
ink3: card
card: ink green_solid red_solid amber
accent: card page head accent_soft
accent_ink: accent_soft page card
on_accent: accent accent_hover
red: red_soft card page accent_soft hover
amber: amber_soft card page accent_soft hover
green: green_soft card page accent_soft hover
blue: blue_soft card page accent_soft hover
violet: violet_soft card accent_soft hover
grey: grey_soft card hover accent_soft
"""

SHAPE_PAIRS = """
input_border: card page
focus: card page accent_soft
accent: card page head accent_soft
red_solid: card head
amber_solid: card head
green_solid: card head page
blue_solid: card blue_soft
ink3: card head
"""
