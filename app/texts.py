"""Words on the screen: Chinese is the source, other languages are catalogues of it. No Qt."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

SOURCE = "zh_CN"
LANGUAGES = (SOURCE, "en")
_language = SOURCE
_official = ContextVar("official", default=False)


def use_language(language: str) -> None:
    """Sets the language of the whole program: `zh_CN` or one that has a catalogue in resources/i18n."""
    global _language
    _language = language


def language() -> str:
    return SOURCE if _official.get() else _language


@contextmanager
def official() -> Iterator[None]:
    """Chinese within this block and thread, whatever the screen speaks: for what goes to an office or is compared with
    what came from one."""
    token = _official.set(True)
    try:
        yield
    finally:
        _official.reset(token)


def tr(text: str) -> str:
    """The words in the language in use; what no catalogue holds stays Chinese, which is always right."""
    return text if language() == SOURCE else _catalogue(language()).get(text, text)


def tr_code(table: str, word: str) -> str:
    """A word of a code table. 女 is Female as a gender, and in the catalogue `relation:女` is Daughter."""
    return word if language() == SOURCE else _catalogue(language()).get(f"{table}:{word}") or tr(word)


def listed(words: Iterable[str]) -> str:
    """`红、黄` or `Red, Yellow`."""
    return ("、" if language() == SOURCE else ", ").join(words)


def joined(*parts: str) -> str:
    """What there is of the parts of a line: `张三，男`."""
    return comma().join(filter(None, parts))


def comma() -> str:
    return "，" if language() == SOURCE else ", "


def N_(text: str) -> str:  # noqa: N802 - the usual mark of gettext
    """Marks words that are translated where they are shown."""
    return text


@cache
def _catalogue(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((files("resources") / "i18n" / f"{language}.json").read_text("utf-8"))
    return words
