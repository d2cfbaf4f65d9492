"""`linli export`: a ledger of an open store into a folder, masked, numbered, written whole or not at all, and logged
with what can prove it later: how many rows, and the digest of the file."""

import hashlib
from datetime import date
from itertools import count
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import modules, periods
from app.bootstrap import House
from app.errors import UserError, of_store
from app.exporting import workbook
from app.ledger.kinds import CHINA
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.ledger.pivot import Pivot
from app.ledger.sheet import Sheet
from app.modules.grids import Community
from app.modules.staff import Staff
from app.texts import tr
from db.errors import StoreError, trouble_of_disk
from db.local import Access
from db.vault import write_whole


def export(
    house: House, number: str, period: periods.Period | None, folder: Path, strength: Strength = Strength.OFFICE,
    *, over: bool = False,
) -> Path:  # fmt: skip
    """The file that was written; a new one beside what is there, unless it may be written `over`.

    UserError: no such ledger, a folder that refuses.
    """
    sheet, store = sheet_of(number), house.store
    period = period if dated(sheet) else None
    question = Question(now=store.world.now(), period=period)
    unit, person = store.read_now(lambda s: (s.scalar(select(Community.name)), s.get(Staff, store.actor)))
    export_number = f"DC{question.today:%Y%m%d}-{store.world.ids()[-6:].upper()}"
    heading = workbook.Heading(unit or "", person.name if person else "", period, export_number)
    written = count()

    def make(session: Session) -> bytes:
        lines = (line for line, _ in zip(sheet.lines(session, question, strength), written))
        return workbook.workbook(sheet, lines, question, strength, heading)

    content = store.read_now(make)
    what = {
        "number": export_number, "ledger": number, "period": period and [str(day) for day in period],
        "strength": strength.name, "rows": next(written), "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip
    row = Access(at=question.now, actor=store.actor, kind="export", what=what)
    store.note_now(lambda session: session.add(row))
    return _write(folder, workbook.file_name(sheet, heading, strength), content, over=over)


def sheet_of(number: str) -> Sheet:
    """UserError: there is no such ledger."""
    try:
        return modules.sheet(number)
    except KeyError:
        known = "、".join(found.number for found in modules.PAPERS)
        what, choices = tr("没有编号为 {number} 的台账").format(number=number), tr("可选：{words}").format(words=known)
        raise UserError(what, tr("没有写出文件"), choices) from None


def _write(folder: Path, name: str, content: bytes, *, over: bool) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = free(folder / name, over=over)
        write_whole(path, content)
    except OSError as error:
        raise of_store(StoreError(trouble_of_disk(error))) from None
    return path


def last_exports(session: Session) -> dict[str, date]:
    """When each ledger went out the last time, by number; the log knows."""
    ledger = func.json_extract(Access.what, "$.ledger")
    query = select(ledger, func.max(Access.at)).where(Access.kind == "export").group_by(ledger)
    return {number: at.astimezone(CHINA).date() for number, at in session.execute(query)}


def dated(sheet: Sheet) -> bool:
    """Whether it is of a period, or of today as the roster is."""
    return isinstance(sheet.source, Pivot) or sheet.source.period is not None


def free(path: Path, *, over: bool = False) -> Path:
    """This name, or with a number where a file has it already: `台账（2）.xlsx`."""
    names = (path.with_stem(f"{path.stem}（{number}）" if number > 1 else path.stem) for number in count(1))
    return path if over else next(name for name in names if not name.exists())


def period_of(text: str) -> periods.Period:
    """What stands behind --period."""
    try:
        return periods.read(text)
    except ValueError:
        raise UserError(
            tr("期间应写作 2026-11、2026Q4、2026 或 2026-11-23..2026-11-29"), tr("没有写出文件"), tr("请改后再试")
        ) from None
