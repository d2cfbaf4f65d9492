"""查看记录: who looked at whose number, to be read from the menu; never how often anybody looked."""

from app import access
from db.local import Access
from tests.db.test_changes import settle
from tests.helpers.boxes import box_over, press, words_of
from tests.helpers.stores import NOW, house_of
from ui import tasks
from ui.shell.window import Window
from ui.store_menu import StoreMenu
from ui.widgets.rows import RowList


def test_the_menu_shows_who_looked_at_whose_number_and_what_was_exported(store, run, qtbot) -> None:
    window = Window(())
    qtbot.addWidget(window)
    window.show()
    house = house_of(store)
    StoreMenu(house, window, lambda leaving: None).join()
    assert "查看记录" in {action.text() for action in window.menu().actions()}
    wang = store.write_now("新增居民", settle)[0]
    store.note_now(lambda s: access.revealed(s, "residents", wang, "phone"))
    what = {"ledger": "L01", "rows": 12}
    store.note_now(lambda s: s.add(Access(at=NOW, actor=store.actor, kind="export", what=what)))
    store.note_now(lambda s: s.add(Access(at=NOW, actor="gone", kind="db", what={"table": "residents", "limit": 9})))
    window.actions.run("looks")
    box = run(box_over(window))
    rows = box.findChild(RowList).rows
    assert [(row.title, row.quiet) for row in map(rows.item, range(rows.rowCount()))] == [
        ("居民", "用命令行看了，gone，2026-11-24 09:30"),
        ("L01", "导出台账，12 行，李敏，2026-11-24 09:30"),
        ("王桂芳，3幢2单元501室", "看了联系方式，李敏，2026-11-24 09:30"),
    ]
    assert "13812345678" not in words_of(box)
    press(box, "知道了")
    run(_ended())


async def _ended() -> None:
    import asyncio

    while tasks.running():
        await asyncio.sleep(0)
