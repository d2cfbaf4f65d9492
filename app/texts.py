"""Words on the screen: Chinese is the source, other languages are catalogues of it. No Qt."""

import json
from functools import cache
from importlib.resources import files

SOURCE = "zh_CN"
_language = SOURCE


def use_language(language: str) -> None:
    """Sets the language of the whole program: `zh_CN` or one that has a catalogue in resources/i18n."""
    global _language
    _language = language


def language() -> str:
    return _language


def tr(text: str) -> str:
    """The words in the language in use; what no catalogue holds stays Chinese, which is always right."""
    return text if _language == SOURCE else _catalogue(_language).get(text, text)


def N_(text: str) -> str:  # noqa: N802 - the usual mark of gettext
    """Marks words that are translated where they are shown."""
    return text


@cache
def _catalogue(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((files("resources") / "i18n" / f"{language}.json").read_text("utf-8"))
    return words
