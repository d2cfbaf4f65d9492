"""应急物资：ordinary record keeping. This file and a migration are all that the area needs."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Mapped, Session

from app.feeds import ORG
from app.ledger.field import described, field
from app.ledger.form import Form, Problems, Values
from app.ledger.kinds import Code, Codes, Day, Link, Name, Number, Phone, Text
from app.ledger.ledger import Answer, Answers, Computed, Ledger, Question, ledger_of
from app.ledger.sheet import Sheet
from app.modules.grids import Community
from app.texts import N_, listed, tr
from db.record import Record

OVER, SOON, SHORT, FINE = N_("已过期"), N_("临期"), N_("数量不足"), N_("正常")
AHEAD, ENOUGH = timedelta(days=30), 0.8  # the alert A-07 of domain.md 5.7


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
    shelf: Mapped[str | None] = field(N_("货位"), Text(longest=40))
    received_on: Mapped[date | None] = field(N_("入库日期"), Day())
    made_on: Mapped[date | None] = field(N_("生产日期"), Day())
    expires: Mapped[date | None] = field(N_("有效期至"), Day())
    hazards: Mapped[str | None] = field(N_("适用灾害类型"), Codes(table="hazard"))
    keeper: Mapped[str | None] = field(N_("责任人"), Name())
    keeper_phone: Mapped[str | None] = field(N_("联系电话"), Phone())


def _rules(values: Values) -> Problems:
    made, expires = values.get("made_on"), values.get("expires")
    return {"expires": tr("有效期早于生产日期")} if made and expires and expires < made else {}


FORM = Form(
    title=N_("应急物资明细"),
    record=Material,
    sections=(
        (N_("物资"), ("code", "category", "name", "model", "measure", "needed", "stock", "hazards")),
        (N_("期限"), ("received_on", "made_on", "expires")),
        (N_("存放"), ("store", "shelf", "keeper", "keeper_phone")),
    ),
    rules=_rules,
    search=("code", "name", "store"),
)
LEDGER = ledger_of(FORM)


def _state(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    return {uid: _facts(uid, row, question.today) for uid, row in rows.items()}


def _facts(uid: str, row: Values, today: date) -> dict[str, Answer]:
    needed, stock, expires = row["needed"], row["stock"], row["expires"]
    warned = {OVER: expires and expires < today, SOON: expires and today <= expires <= today + AHEAD}
    warned[SHORT] = stock < ENOUGH * needed
    said = listed(tr(word) for word, holds in warned.items() if holds) or tr(FINE)
    return {"missing": Answer(max(needed - stock, 0), (uid,)), "state": Answer(said, (uid,))}


L12 = Sheet(
    number="L12",
    source=Ledger(
        title=N_("应急物资明细表"),
        record=Material,
        columns=(
            "code", "category", "name", "model", "measure", "needed", "stock", "missing", "store", "shelf", "received_on",
            "made_on", "expires", "hazards", "state", "keeper", "keeper_phone",
        ),
        computed=(Computed({"missing": described(N_("缺口"), Number()), "state": described(N_("状态"), Text())}, _state),),
        order="code",
        filters=("category",),
    ),
    note=N_("一种物资一行；缺口是建议最低配置数量减现有数量，状态按有效期（30 天内为临期）和数量（不足八成为不足）算出"),
)  # fmt: skip
