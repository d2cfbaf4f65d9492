"""How a character is read: syllables without tones, ü as v, the most usual first."""

import importlib.util
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.machinery import PathFinder
from importlib.resources import files
from types import ModuleType


@cache
def readings(character: str) -> tuple[str, ...]:
    """Every reading in use of one character; () for one that no dictionary knows. First call loads the table (50 ms)."""
    marked = _dictionary().get(ord(character), "")
    rare = _rare().get(character, ())
    return tuple(dict.fromkeys(said for word in marked.split(",") if word and (said := plain(word)) not in rare))


def plain(syllable: str) -> str:
    """A syllable without its tone: `lǜ` is `lv`, `ê̄` is `e`."""
    marks = unicodedata.normalize("NFD", syllable.lower()).replace("u\u0308", "v")
    return "".join(letter for letter in marks if letter.isascii())


@cache
def _rare() -> dict[str, tuple[str, ...]]:
    lines = (files("resources") / "names" / "rare_readings.txt").read_text("utf-8").splitlines()
    return {line[0]: tuple(line[2:].split()) for line in lines if line[1:2] == " " and line[0] != "#"}


@cache
def _dictionary() -> Mapping[int, str]:
    table: Mapping[int, str] = _module().pinyin_dict
    return table


def _module() -> ModuleType:
    """Only pypinyin's table of single characters: its package also loads 47,000 phrases, 55 MB that names never need."""
    package = importlib.util.find_spec("pypinyin")
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("pypinyin.pinyin_dict", places)
    if spec is None or spec.loader is None:
        return importlib.import_module("pypinyin.pinyin_dict")  # packed programs keep modules elsewhere
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
