"""应急物资：ordinary record keeping. This file and a migration are all that the area needs."""

from datetime import date

from sqlalchemy.orm import Mapped

from app.feeds import ORG
from app.ledger.field import field
from app.ledger.form import Form
from app.ledger.kinds import Code, Day, Link, Name, Number, Phone, Text
from app.ledger.ledger import ledger_of
from app.ledger.sheet import Sheet
from app.modules.grids import Community
from app.texts import N_
from db.record import Record


class Material(Record):
    __tablename__ = "materials"
    feed_from = ("community_uid", ORG)
    community_uid: Mapped[str] = field(N_("社区"), Link(to=Community), index=True)
    code: Mapped[str] = field(N_("物资编码"), Text())
    category: Mapped[str] = field(N_("物资类别"), Code(table="material_class"))
    name: Mapped[str] = field(N_("物资名称"), Text())
    model: Mapped[str | None] = field(N_("规格型号"), Text())
    measure: Mapped[str] = field(N_("单位"), Text())
    needed: Mapped[int] = field(N_("建议最低配置数量"), Number())
    stock: Mapped[int] = field(N_("现有数量"), Number())
    store: Mapped[str | None] = field(N_("存放地点"), Text())
    expires: Mapped[date | None] = field(N_("有效期至"), Day())
    keeper: Mapped[str | None] = field(N_("责任人"), Name())
    keeper_phone: Mapped[str | None] = field(N_("联系电话"), Phone())


FORM = Form(
    title=N_("应急物资明细"),
    record=Material,
    sections=(
        (N_("物资"), ("code", "category", "name", "model", "measure", "needed", "stock", "expires")),
        (N_("存放"), ("store", "keeper", "keeper_phone")),
    ),
    search=("code", "name", "store"),
)
LEDGER = ledger_of(FORM)
L12 = Sheet(number="L12", source=LEDGER)
