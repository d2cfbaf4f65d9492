"""`linli export`: a ledger of an open store into a folder, masked, written whole or not at all, and logged."""

import calendar
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app import modules
from app.bootstrap import House
from app.errors import UserError, of_store
from app.exporting import workbook
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.modules.grids import Community
from app.modules.staff import Staff
from app.texts import tr
from db.errors import StoreError, trouble_of_disk
from db.local import Access
from db.vault import write_whole

Period = tuple[date, date]  # first and last day


def export(
    house: House, number: str, period: Period | None, folder: Path, strength: Strength = Strength.OFFICE
) -> Path:
    """The file that was written. UserError: no such ledger, a period that cannot be read, a folder that refuses."""
    try:
        sheet = modules.sheet(number)
    except KeyError:
        known = "、".join(found.number for found in modules.SHEETS)
        raise UserError(
            tr("没有编号为 {number} 的台账").format(number=number), "", tr("可选：{words}").format(words=known)
        ) from None
    question = Question(now=house.store.world.now(), period=period)
    unit, person = house.store.read_now(lambda s: (s.scalar(select(Community.name)), s.get(Staff, house.store.actor)))
    heading = workbook.Heading(unit or "", person.name if person else "", period)
    content = house.store.read_now(
        lambda s: workbook.workbook(sheet, sheet.lines(s, question, strength), question, strength, heading)
    )
    path = folder / workbook.file_name(sheet, heading, strength)
    what = {"ledger": number, "period": period and [str(day) for day in period], "strength": strength.name}
    row = Access(at=question.now, actor=house.store.actor, kind="export", what=what)
    house.store.note_now(lambda session: session.add(row))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise of_store(StoreError(trouble_of_disk(error))) from None
    return path


def month(text: str) -> Period:
    """First and last day of `2026-11`."""
    try:
        year, number = map(int, text.split("-"))
        return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise UserError(tr("期间应写作 2026-11"), tr("没有写出文件"), tr("请改后再试")) from None
