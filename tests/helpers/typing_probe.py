"""A window for the test with a real input method: tells on stdout, a JSON line each, what happened to its fields."""

import asyncio
import json
import os
from collections.abc import Sequence

from ui import ime

CURED = ime.cure(os.environ)  # before Qt is there, as the program does

from PySide6.QtWidgets import QApplication  # noqa: E402

from ui.actions import Action  # noqa: E402
from ui.loop import run  # noqa: E402
from ui.shell.palette import Group  # noqa: E402
from ui.shell.places import Entry, Page, Tab  # noqa: E402
from ui.shell.window import Window  # noqa: E402
from ui.theme import look  # noqa: E402
from ui.widgets.inputs import LineEdit  # noqa: E402
from ui.widgets.layouts import column  # noqa: E402


def tell(**what: object) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)


class Form(Page):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = LineEdit(name="first"), LineEdit(name="second")
        self.setLayout(column(self.first, self.second, None))
        for line in (self.first, self.second):
            name = line.accessibleName()
            line.read.connect(lambda text, at=name, of=line: tell(at=at, read=text, composing=of.composing()))
            line.entered.connect(lambda at=name, of=line: tell(at=at, entered=of.text()))

    def arrive(self, key: str) -> None:
        self.first.setFocus()


async def search(words: str) -> Sequence[Group]:
    tell(asked=words)
    return []


async def main() -> int:
    window = Window([Entry("today", "今日", "today", (Tab("form", "表", Form),))], search=search)
    window.resize(1366, 768)
    window.actions.add(Action("save", "保存", lambda: tell(saved=window.page().first.text()), "Ctrl+S"))
    window.finder.line.read.connect(lambda text: tell(at="palette", read=text))
    window.go("form")
    window.show()
    tell(shown=int(window.winId()))  # without a window manager somebody must give it the focus
    while not window.isActiveWindow():
        await asyncio.sleep(0.02)
    points = {name: getattr(window.page(), name) for name in ("first", "second")}
    places = {name: line.mapToGlobal(line.rect().center()).toTuple() for name, line in points.items()}
    tell(ready=CURED, module=os.environ.get("QT_IM_MODULE"), places=places)
    await asyncio.Event().wait()
    return 0


if __name__ == "__main__":
    app = QApplication([])
    look.wear(app)
    raise SystemExit(run(app, main, lambda error: tell(error=repr(error))))
