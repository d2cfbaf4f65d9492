"""Guards of the house: the arrow, the names, and the traps that cost a day each."""

import importlib
import subprocess
import sys
from pathlib import Path

import packaging
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["app", "ui", "db", "resources"])
def test_our_packages_come_from_this_checkout(name: str) -> None:
    assert Path(importlib.import_module(name).__file__ or "").is_relative_to(ROOT)


def test_the_folder_packaging_does_not_hide_the_library_packaging() -> None:
    assert "site-packages" in (packaging.__file__ or "")
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not (ROOT / "tests" / "__init__.py").exists()


@pytest.mark.parametrize("name", ["app", "db", "resources"])
def test_nothing_below_the_window_loads_qt(name: str) -> None:
    """The headless commands and the server start on machines without a screen, and without Qt's libraries."""
    modules = [_module(path) for path in sorted((ROOT / name).rglob("*.py")) if "migrations" not in path.parts]
    code = f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
    code += "print(sorted({name.split('.')[0] for name in sys.modules} & {'PySide6', 'shiboken6', 'qasync'}))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stdout.strip() == "[]", told.stderr


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_signals_keep_the_references_of_true(qapp: object) -> None:
    """PySide6 6.12.0 on CPython 3.11 takes one reference an emit, until the interpreter dies."""
    from PySide6.QtCore import QObject, Signal

    class Source(QObject):
        fired = Signal(bool)

    source = Source()
    source.fired.connect(lambda fired: None)
    before = sys.getrefcount(True)
    for _ in range(100):
        source.fired.emit(True)
    assert abs(sys.getrefcount(True) - before) < 50


def test_the_lock_holds_every_library_we_declare_and_no_address() -> None:
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")}
    names = {packaging_name(requirement) for requirement in declared}
    assert names - locked == set()
    assert "://" not in lock


def packaging_name(requirement: str) -> str:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    return canonicalize_name(Requirement(requirement).name)


def test_the_font_has_the_rare_characters_of_names(qapp: object) -> None:
    from PySide6.QtGui import QFont, QFontDatabase, QRawFont

    import resources

    for path in resources.font_files():
        assert QFontDatabase.addApplicationFont(str(path)) >= 0
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(resources.FONT_FAMILY))
    for bold in (False, True):
        font = QFont(resources.FONT_FAMILY, 11, QFont.Weight.Bold if bold else QFont.Weight.Normal)
        raw = QRawFont.fromFont(font)
        assert raw.familyName() == resources.FONT_FAMILY
        assert [character for character in "䶮㛃𬭎邻里通" if 0 in raw.glyphIndexesForString(character)] == []
