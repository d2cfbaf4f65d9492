"""How 台账, 导入 and 导入记录 hang in the window. The pages bring readers and writers of workbooks, so they are loaded late."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.bootstrap import House
from app.texts import N_, tr
from app.undo import command_words
from ui import undoing, visiting
from ui.actions import Action
from ui.files import open_folder
from ui.shell.places import Page
from ui.shell.window import Window
from ui.tasks import start

LEDGERS, IMPORTS, BATCHES, REGISTERS = "ledgers", "imports", "batches", "registers"
GROUP = N_("台账")
On = Callable[[str, Callable[[Any], object]], Callable[[], object]]  # what to do on a page, which may not be made yet


def ledgers_page(house: House, window: Window) -> Page:
    from ui.pages.ledgers import LedgersPage

    page = LedgersPage(house)
    page.exported.connect(lambda path: _exported(window, path))
    return page


def _exported(window: Window, path: str) -> None:
    def open_it() -> None:
        if not open_folder(Path(path).parent):
            window.say(tr("这台电脑打不开文件夹，请自己去找：{path}").format(path=path))

    window.say(tr("已导出到 {path}").format(path=path), open_it, N_("打开文件夹"))


def imports_page(house: House, window: Window) -> Page:
    from ui.pages.imports import ImportPage

    page = ImportPage(house)
    page.imported.connect(
        lambda words, tx: window.say(words, lambda: start(undoing.take_back(house, window, tx), window))
    )
    page.left_aside.connect(lambda words, back: window.say(words, back, N_("拿回来")))
    page.wanted.connect(lambda person: window.go("household", person))
    return page


def batches_page(house: House, window: Window) -> Page:
    from ui.pages.batches import BatchesPage

    return BatchesPage(house, lambda tx: start(undoing.take_back(house, window, tx), window))


def registers_page(house: House, window: Window) -> Page:
    from ui.pages.registers import RegistersPage

    page = RegistersPage(house)
    page.said.connect(
        lambda command, tx: window.say(
            tr("已保存：{what}").format(what=command_words(command)),
            lambda: start(undoing.take_back(house, window, tx), window),
        )
    )
    page.card.put_aside.connect(lambda words, back: window.say(words, lambda: start(back(), window)))
    page.card.told.connect(window.say)
    page.card.drafts_changed.connect(lambda: start(visiting.count_drafts(house, window), window))
    return page


def add_actions(window: Window) -> None:
    def on(page: str, act: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: act(window.pages[page])

    take, file = N_("导入"), N_("文件")
    window.actions.add(
        *_steps(on),
        Action("sheets.choose", N_("导入 Excel…"), lambda: _choose(window), "Ctrl+O", group=file),
        Action("sheets.import", take, lambda: window.go(IMPORTS), "I", group=GROUP, scope=LEDGERS, in_palette=False),
        Action("sheets.export", N_("导出 Excel"), on(LEDGERS, lambda page: page.ask_where()), "E", (), GROUP, LEDGERS),
        *_writing(on),
        Action(
            "sheets.take", take, on(IMPORTS, lambda page: page.write()), "Ctrl+Return", ("Ctrl+Enter",), GROUP, IMPORTS
        ),
    )
    window.files_dropped.connect(lambda files: try_files(window, files))


def _writing(on: On) -> Iterator[Action]:
    """What is done in a register."""
    begin, save = on(REGISTERS, lambda page: page.begin()), on(REGISTERS, lambda page: page.card.save())
    yield Action("register.new", N_("登记"), begin, "N", (), GROUP, REGISTERS, in_palette=False)
    yield Action("register.save", N_("保存"), save, "Ctrl+Return", ("Ctrl+Enter",), GROUP, REGISTERS)
    history = on(REGISTERS, lambda page: page.ask_history())
    yield Action("register.history", N_("这一栏的改动"), history, "Ctrl+H", (), GROUP, REGISTERS)


def _steps(on: On) -> Iterator[Action]:
    """Through the periods of a ledger, with the keys that go through households."""
    for name, words, key, by in (("before", N_("上一期"), "Alt+Up", -1), ("after", N_("下一期"), "Alt+Down", 1)):
        act = on(LEDGERS, lambda page, by=by: page.step(by))
        yield Action(f"sheets.{name}", words, act, key, (), GROUP, LEDGERS, in_palette=False)


def try_files(window: Window, files: Sequence[Path]) -> None:
    window.go(IMPORTS)
    page: Any = window.pages[IMPORTS]
    start(page.take_in(files), page)


def _choose(window: Window) -> None:
    window.go(IMPORTS)
    page: Any = window.pages[IMPORTS]
    page.ask_file()
