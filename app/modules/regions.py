"""行政区划：12-digit codes (domain.md 1.2). A code is never deleted: numbers and papers outlive it."""

from datetime import date

from sqlalchemy.orm import Mapped

from app.feeds import REF
from app.ledger.field import field
from app.ledger.form import Form, Problems, Values
from app.ledger.kinds import Day, Text
from app.ledger.ledger import ledger_of
from app.texts import N_, tr
from db.record import Record


class Region(Record):
    __tablename__ = "regions"
    feed_from = REF
    code: Mapped[str] = field(N_("区划代码"), Text(), index=True)
    name: Mapped[str] = field(N_("名称"), Text())
    valid_from: Mapped[date | None] = field(N_("启用日期"), Day())
    valid_to: Mapped[date | None] = field(N_("停用日期"), Day())
    replaced_by: Mapped[str | None] = field(N_("并入代码"), Text())


def code_problem(code: str) -> str | None:
    """What is wrong with a code; units above a level end in zeros."""
    if not (len(code) == 12 and code.isdecimal() and code.isascii()):
        return tr("区划代码应为 12 位数字")
    if code[6:9] == "000" and code[9:] != "000":
        return tr("没有街道代码，却有社区代码")
    return None


def _rules(values: Values) -> Problems:
    problem = code_problem(values.get("code") or "")
    return {"code": problem} if problem else {}


FORM = Form(
    title=N_("行政区划"),
    record=Region,
    sections=((N_("区划"), ("code", "name", "valid_from", "valid_to", "replaced_by")),),
    rules=_rules,
)
LEDGER = ledger_of(FORM)
