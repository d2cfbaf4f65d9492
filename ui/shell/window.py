"""The window: top bar, rail, tabs, page, status bar, and what lies over them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget

from app.texts import N_, tr
from ui import ime
from ui.actions import Action, Actions
from ui.help import HelpSheet
from ui.shell.bars import StatusBar, TopBar
from ui.shell.keys_sheet import KeysSheet
from ui.shell.palette import HINT, Palette, Search
from ui.shell.places import Entry, Hint, History, Page, Place, Places
from ui.shell.rail import Rail
from ui.shell.tabs import TabRow
from ui.widgets.empty import fitting
from ui.widgets.focus_ring import follow_focus
from ui.widgets.layouts import box, column, row, styled
from ui.widgets.toast import UNDO, ToastBar

SHEETS = (".xlsx", ".xlsm", ".xls", ".csv")
MENUS = (N_("文件"), N_("编辑"), N_("显示"), N_("帮助"))
FEWEST = (1024, 640)
ALL_KEYS = Hint("?", N_("全部按键"))


class Window(QWidget):
    """`entries` are what works; pages are made when first gone to.

    `window.actions.add(...)` feeds menu, keys, palette and the sheet; `window.go("household", uid)` moves;
    `window.say("已保存", undo)` offers ten seconds to undo. Closing asks `may_close`, which may start something instead.
    """

    went = Signal(Place)
    files_dropped = Signal(list)  # of Path: sheets dropped anywhere on the window

    def __init__(self, entries: Iterable[Entry], title: str = "", search: Search | None = None) -> None:
        super().__init__()
        self.places, self.history = Places(entries), History()
        self.pages: dict[str, Page] = {}
        self.may_close: Callable[[], bool] = lambda: True
        self.actions = Actions(self)
        follow_focus(QApplication.instance())
        self.setObjectName("page")
        styled(self)
        self.setWindowTitle(title or tr("邻里通"))
        self.setMinimumSize(*FEWEST)
        self.setAcceptDrops(True)
        self.top, self.rail = TopBar(tr(HINT)), Rail(self.places.entries)
        self.tabs, self.stack, self.status = TabRow(), QStackedWidget(), StatusBar()
        self._arrange()
        self.finder = Palette(self, self.actions, search)
        self.keys, self.help = KeysSheet(self, self.actions), HelpSheet(self, self.actions)
        self.toasts = ToastBar(self, lambda: self.status.width() - self.status.facts_width())
        self._connect()
        self.actions.add(*self._own_actions())

    def page(self) -> Page | None:
        return self.pages.get(here.page) if (here := self.history.here()) else None

    def go(self, page: str, key: str = "") -> None:
        """To a page, as a new step of the history."""
        self.history.went(Place(page, key))
        self._show(Place(page, key))

    def go_on(self, page: str, key: str = "") -> None:
        """To a page that takes the place of this one in the history."""
        self.history.instead(Place(page, key))
        self._show(Place(page, key))

    def back(self) -> None:
        if place := self.history.back():
            self._show(place)

    def forward(self) -> None:
        if place := self.history.forward():
            self._show(place)

    def say(self, words: str, undo: Callable[[], object] | None = None, action: str = UNDO) -> None:
        """A toast. With `undo` it has a button for it, or for another `action`."""
        self.toasts.say(words, undo, action)
        self.actions.refresh()

    def badge(self, name: str, count: int, tone: str = "grey") -> None:
        """A count at an entry or a tab, by its id."""
        if name in self.rail.entries:
            self.rail.entries[name].badge(count, tone)
        if self.places.has(name):
            self.tabs.badge(name, count, tone)

    def use_search(self, search: Search, otherwise: Sequence[str] = ()) -> None:
        self.finder.use(search, otherwise)

    def show_top_actions(self, *action_ids: str) -> None:
        """Buttons of the top bar by action id, the main one last."""
        last = len(action_ids) - 1
        kinds = ["primary" if number == last else "secondary" for number in range(len(action_ids))]
        self.top.show_actions(self.actions.button(name, kind) for name, kind in zip(action_ids, kinds, strict=True))

    def menu(self) -> QMenu:
        """The main menu, made anew from the actions table."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        listed = [action for action in self.actions.in_scope() if action.group in MENUS]
        for number, group in enumerate(MENUS):
            part = [action for action in listed if action.group == group]
            if part and number:
                made.addSeparator()
            made.addActions([self.actions.qt(action.id) for action in part])
        return made

    def closeEvent(self, event: QCloseEvent) -> None:
        if page := self.page():
            ime.commit()
            page.leave()
        event.setAccepted(self.may_close())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if fitting(event, SHEETS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files: list[Path] = fitting(event, SHEETS)
        event.acceptProposedAction()
        self.files_dropped.emit(files)

    def _arrange(self) -> None:
        content = column(self.tabs, self.stack, gap=2, margins=(16, 0, 16, 14))
        content.setStretch(1, 1)
        middle = row(self.rail, box(content), gap=0)
        middle.setStretch(1, 1)
        whole = column(self.top, middle, self.status, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._go_entry)
        self.tabs.chosen.connect(self.go)
        self.top.search.clicked.connect(lambda: self.finder.lift())
        self.top.menu_button.clicked.connect(lambda: self.actions.run("menu"))
        self.toasts.gone.connect(self.actions.refresh)
        self.finder.picked.connect(lambda place: self.go(place.page, place.key))

    def _own_actions(self) -> list[Action]:
        going = N_("走动")
        entries = [
            Action(
                f"entry.{entry.id}",
                entry.words,
                lambda name=entry.id: self._go_entry(name),
                f"Ctrl+{number}",
                group=going,
            )
            for number, entry in enumerate(self.places.entries, start=1)
        ]
        return [
            *entries,
            Action("back", N_("后退"), self.back, "Alt+Left", group=going, when=lambda: self.history.can(-1)),
            Action("forward", N_("前进"), self.forward, "Alt+Right", group=going, when=lambda: self.history.can(1)),
            Action("search", N_("搜索"), self.finder.lift, "Ctrl+K", group=going, in_palette=False),
            Action("escape", N_("返回，不丢内容"), self._escape, "Esc", group=going, in_palette=False),
            Action("help", N_("帮助"), self._show_help, "F1", group=N_("帮助")),
            Action("keys", N_("全部按键"), self._show_keys, "?", group=N_("帮助"), icon="keys"),
            Action("menu", N_("主菜单"), self._show_menu, "F10", group=going, in_palette=False),
            Action("quit", N_("退出"), self.close, "Ctrl+Q", group=N_("文件")),
        ]

    def _show(self, place: Place) -> None:
        ime.commit()
        before = self.stack.currentWidget()
        page = self.pages.get(place.page) or self._make(place.page)
        if isinstance(before, Page) and before is not page:
            before.leave()
        entry = self.places.entry(place.page)
        self.rail.put(entry.id)
        self.tabs.show_tabs(entry.tabs, self.places.shown_as(place.page))
        self.stack.setCurrentWidget(page)
        page.setFocus()  # who goes somewhere goes on by keyboard there
        self.actions.enter(place.page)
        page.arrive(place.key)
        self._refresh(page)
        self.went.emit(place)

    def _make(self, name: str) -> Page:
        page = self.places.tab(name).make()
        self.pages[name] = page
        self.stack.addWidget(page)
        page.changed.connect(lambda: self._refresh(page))
        return page

    def _refresh(self, page: Page) -> None:
        if page is self.stack.currentWidget():
            self.tabs.show_side(page.side)
            self.status.show_hints([*page.hints, ALL_KEYS])

    def _go_entry(self, name: str) -> None:
        entry = next(entry for entry in self.places.entries if entry.id == name)
        self.go(entry.tabs[0].id)

    def _escape(self) -> None:
        page, here = self.page(), self.history.here()
        if page and here and not page.escape() and (under := self.places.tab(here.page).under):
            place = self.history.back(out_of=here.page)
            self._show(place) if place else self.go_on(under)

    def _show_keys(self) -> None:
        page = self.page()
        self.keys.show_keys(page.hints if page else ())

    def _show_help(self) -> None:
        here = self.history.here()
        self.help.show_for(here.page if here else "")

    def _show_menu(self) -> None:
        self.top.show_menu(self.menu())
