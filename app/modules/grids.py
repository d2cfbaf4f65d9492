"""社区与网格：the units that everything belongs to."""

from sqlalchemy.orm import Mapped

from app.feeds import REF
from app.ledger.field import field
from app.ledger.form import Form
from app.ledger.kinds import Link, Number, Text
from app.texts import N_
from db.record import Record


class Community(Record):
    __tablename__ = "communities"
    feed_from = REF
    region_code: Mapped[str | None] = field(N_("区划代码"), Text())
    name: Mapped[str] = field(N_("社区名称"), Text())
    street: Mapped[str | None] = field(N_("街道（乡镇）"), Text())
    county: Mapped[str | None] = field(N_("区县"), Text())

    @classmethod
    def unit(cls, uid: str, feed: str) -> str:
        return uid


class Grid(Record):
    """`code`: the community's 12 digits and three of its own (domain.md 1.3)."""

    __tablename__ = "grids"
    feed_from = REF
    community_uid: Mapped[str] = field(N_("社区"), Link(to=Community), index=True)
    number: Mapped[int] = field(N_("网格序号"), Number(minimum=1, maximum=999))
    name: Mapped[str] = field(N_("网格名称"), Text())
    code: Mapped[str | None] = field(N_("网格编码"), Text())

    @classmethod
    def unit(cls, uid: str, feed: str) -> str:
        return uid


COMMUNITY_FORM = Form(
    title=N_("社区"), record=Community, sections=((N_("社区"), ("name", "street", "county", "region_code")),)
)
FORM = Form(title=N_("网格"), record=Grid, sections=((N_("网格"), ("name", "number", "code")),))
