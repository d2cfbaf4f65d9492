"""查看记录: a list to read, for who answers for the store."""

from PySide6.QtWidgets import QWidget

from app import access
from app.access import Look
from app.ledger.kinds import CHINA
from app.texts import joined, tr
from db.store import Store
from ui.messages import Box
from ui.theme import look
from ui.widgets.rows import Row, RowBand, RowList

ROWS = 6  # in sight; four of large letters


async def show(parent: QWidget, store: Store) -> None:
    found = await store.read(access.looks)
    listed = RowList(tr("查看记录"))
    listed.put(
        [_row(number, one) for number, one in enumerate(found)] or [RowBand(tr("还没有人看过完整号码，也没有导出过"))]
    )
    sizes = look.sizes()
    most = ROWS if sizes is look.STANDARD else ROWS - 2
    listed.setFixedHeight(min(max(len(found), 1), most) * sizes.list_row + 2)
    words = tr("谁在什么时候看过完整号码、导出过什么。只记录这件事，不记号码。")
    box = Box(parent, tr("查看记录"), words, listed)
    known = box.add(tr("知道了"), "primary")
    known.clicked.connect(box.accept)
    listed.opened.connect(lambda _: box.accept())
    (listed if found else known).setFocus()
    await box.answer()


def _row(number: int, one: Look) -> Row:
    at = f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return Row(str(number), one.whose, quiet=joined(one.what, one.who, at))
