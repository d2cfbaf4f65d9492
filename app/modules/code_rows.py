"""编码表：code tables as rows that a district may edit; a store begins with the seed."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Mapped, Session

from app.feeds import REF
from app.ledger import codes
from app.ledger.field import field
from app.ledger.form import Form
from app.ledger.kinds import Day, Number, Text
from app.texts import N_
from db.record import Record


class CodeRow(Record):
    __tablename__ = "codes"
    feed_from = REF
    table: Mapped[str] = field(N_("编码表"), Text(), index=True)
    code: Mapped[str] = field(N_("代码"), Text())
    word: Mapped[str] = field(N_("名称"), Text())
    rank: Mapped[int] = field(N_("顺序"), Number())
    valid_from: Mapped[date | None] = field(N_("启用日期"), Day())
    valid_to: Mapped[date | None] = field(N_("停用日期"), Day())


FORM = Form(
    title=N_("编码"),
    record=CodeRow,
    sections=((N_("编码"), ("table", "code", "word", "rank", "valid_from", "valid_to")),),
)


def sow(session: Session) -> None:
    """The rows of the seed that a new store begins with."""
    for table, words in codes.seed().items():
        for rank, (code, word) in enumerate(words.items()):
            session.add(CodeRow(table=table, code=code, word=word, rank=rank))


def load(session: Session, today: date) -> None:
    """Puts the rows in force in use."""
    in_force = or_(CodeRow.valid_to.is_(None), CodeRow.valid_to >= today)
    query = select(CodeRow.table, CodeRow.code, CodeRow.word).where(in_force)
    codes.use((t, c, w) for t, c, w in session.execute(query.order_by(CodeRow.table, CodeRow.rank)))
