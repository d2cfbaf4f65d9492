"""`make gallery`: every page of the window on the demo community, as PNG at 1366x768, in each language and size.

packaging/gallery.py [FOLDER] [--only PAGE]     a page is a tab's id, or search, keys, help, wizard, unlock
"""

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # this folder is called like a library
TODAY = date(2026, 11, 24)
LANGUAGES = {"zh": "zh_CN", "en": "en"}
SIZES = ("standard", "large")
ABOUT_A_HOME = ("visit", "household")
SEARCHED = "wang"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ"
ROSTER = (  # invented; ids carry a wrong birth date or check digit on purpose, or none
    ["晋吉苑 1 幢住户登记表（2026 年 11 月）"],
    ["门牌", "姓 名", "与户主关系", "证件号码", "手机", "特殊情况"],
    ["1-1101", "沈国平", "户主", "", "138 0013 8000", ""],
    ["1-1101", "罗秀珍", "妻", "", "８６13800138001", "高血压"],
    ["1-1102", "汪建华", "户主", "110105194912310020", "010-65150000", "独居"],
    ["1-1103", "钱 小 明", "户主", "11010519491231002", "1380013800", ""],
    ["1-1103", "钱多", "子", "", "", "残疾二级"],
    ["合计", "5人"],
)
LONGEST = 20.0  # seconds until a page that never comes to rest is drawn as it is
QUIET = 5  # turns of the loop, 20 ms each, without anything running


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "gallery")
    parser.add_argument("--only", help="the id of one page")
    parser.add_argument("--width", type=int, help="pixels, for small pictures as in docs/pictures")
    asked = parser.parse_args()
    from app import bootstrap

    bootstrap.harden()
    with tempfile.TemporaryDirectory(prefix="linli-gallery-") as temporary:
        return draw_all(Path(temporary) / "demo", asked)


def draw_all(store: Path, asked: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    from app import texts
    from ui import loop, opening

    app = QApplication([])
    house, faults = opening.open_demo(store, TODAY), []
    asked.folder.mkdir(parents=True, exist_ok=True)
    try:
        loop.run(app, lambda: tour(house, app, asked), faults.append)
    finally:
        texts.use_language(texts.SOURCE)
        house.close()
    for fault in faults:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
    return 1 if faults else 0


async def tour(house, app, asked: argparse.Namespace) -> int:
    from app import texts
    from ui import main
    from ui.theme import look

    for short, language in available().items():
        texts.use_language(language)
        for size in SIZES:
            look.wear(app, "light", size)
            window = main.window_on(house)
            window.resize(1366, 768)
            window.show()
            await main.name_user(house, window)
            async for name in scenes(house, window, asked.only):
                await rest()
                save(window, asked.folder / f"{name}-{size}-{short}.png", asked.width)
            async for frame, name in before(app, size, asked.only):
                await rest()
                save(frame, asked.folder / f"{name}-{size}-{short}.png", asked.width)
            await end(window)
    return 0


async def end(window) -> None:
    """As the program does: Qt takes a window down, never Python's collector."""
    window.hide()
    window.deleteLater()
    await asyncio.sleep(0.05)


async def before(app, size: str, only: str | None):
    """What comes before the window: the first run, step by step, and unlocking."""
    from ui.shell.appearance import Appearance
    from ui.shell.bare import BareWindow
    from ui.unlock import UnlockPage
    from ui.wizard import wizard

    wizard.new_code = lambda: CODE
    appearance = Appearance(app, "light", size)
    first = wizard.Wizard(appearance, Path("nowhere"))
    frame = BareWindow((), appearance.segments())
    frame.put(UnlockPage(Path("nowhere")))
    steps = [(first, "wizard", at) for at in range(len(first.pages))]
    for shown, name, at in [*steps, (frame, "unlock", None)]:
        if only in (None, name):
            shown.resize(1366, 768)
            shown.show()
            if at is not None:
                first.go(at)
            yield shown, name if at is None else f"{name}-{at + 1}"
            shown.hide()
    await end(first)
    await end(frame)


async def scenes(house, window, only: str | None):
    """Brings the window to each of its states in turn."""
    from app.texts import tr
    from app.visit_view import first_due

    home = await house.store.read(lambda session: first_due(session, house.today()))
    for name in [tab.id for entry in window.places.entries for tab in entry.tabs if tab.words]:
        if only in (None, name):
            window.go(name, home if name in ABOUT_A_HOME else "")
            if name == "imports":
                await try_roster(window)
            yield name
            if name == "ledgers":  # by the month, and for days of one's own
                window.pages[name].list.go("L05")
                yield "ledgers-month"
                window.pages[name].period.choose("days")
                yield "ledgers-days"
            if name == "visit":  # the form: in large mode in place of the chart
                window.pages[name].write()
                yield "visit-form"
            if name == "household":  # what was just done, with its undo
                window.say(tr("已保存：{what}").format(what="…"), lambda: None)
                yield "saved"
                window.toasts.go()
    for name, veil in (("search", window.finder), ("keys", window.keys), ("help", window.help)):
        if only in (None, name):
            veil.lift(SEARCHED) if name == "search" else window.actions.run(name)
            yield name
            veil.drop()


async def try_roster(window) -> None:
    """A roster as it comes from an office, with a title, odd headings and a few faults."""
    with tempfile.TemporaryDirectory(prefix="linli-gallery-") as temporary:
        path = Path(temporary) / "晋吉苑名册.xlsx"
        write_roster(path)
        await window.pages["imports"].try_file(path)


def write_roster(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("1幢")
    for row, line in enumerate(ROSTER):
        sheet.write_row(row, 0, line)
    book.close()


def available() -> dict[str, str]:
    """English only once it has a catalogue."""
    from app import texts

    catalogues = ROOT / "resources" / "i18n"
    return {
        short: language
        for short, language in LANGUAGES.items()
        if language == texts.SOURCE or (catalogues / f"{language}.json").exists()
    }


async def rest() -> None:
    """Until nothing runs any more for a little while."""
    from ui import tasks

    quiet, end = 0, time.monotonic() + LONGEST
    while quiet < QUIET and time.monotonic() < end:
        await asyncio.sleep(0.02)
        quiet = 0 if tasks.running() else quiet + 1


def save(window, path: Path, width: int | None) -> None:
    from PySide6.QtCore import Qt

    picture = window.grab().toImage()
    if width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    picture.save(str(path))
    print(path)


if __name__ == "__main__":
    sys.exit(main())
