"""Text as it comes out of tables and chat programs, made plain without touching a Han character.

No NFC and no NFKC anywhere: both rewrite compatibility ideographs that stand in people's names.
"""

import re
from functools import cached_property

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]+"
)


def half_width(text: str) -> str:
    """ASCII for full-width letters, digits and signs; nothing invisible."""
    return visible(text).translate(_WIDTH)


def visible(text: str) -> str:
    """Without zero-width, control, direction and byte-order characters; variation selectors stay, they choose a glyph."""
    return _INVISIBLE.sub("", text)


class Lazy:
    """A pattern that is made when it is first used: making all grammars takes a twentieth of the program's start."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def made(self) -> re.Pattern[str]:
        return re.compile(self._text)
