"""矛盾纠纷：each dispute once; the report of month and year counts them (L10, rows and columns of domain.md 3.2).

The report goes up inside the office, so its counts are exact; the rule of small cells (domain.md 8.5, 6) is for what is
published, and the sheet says so.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from app.feeds import WORK
from app.ledger import codes
from app.ledger.field import field
from app.ledger.form import Form
from app.ledger.kinds import YES_NO, Code, Day, Link, LongText, Number, Text
from app.ledger.ledger import Question, ledger_of
from app.ledger.pivot import Count, Group, Pivot, Rate
from app.ledger.sheet import Sheet
from app.modules.grids import Grid
from app.texts import N_
from db.record import Record

CATEGORY = Code(table="dispute_category")
OPEN, FAILED, SETTLED = "open", "failed", "settled"
OUTCOME = Code(fixed={OPEN: N_("未调处"), FAILED: N_("调处未成"), SETTLED: N_("调处成功")})


class Dispute(Record):
    __tablename__ = "disputes"
    feed_from = ("grid_uid", WORK)
    grid_uid: Mapped[str] = field(N_("网格"), Link(to=Grid), index=True)
    happened_on: Mapped[date] = field(N_("发生日期"), Day(), index=True)
    name: Mapped[str] = field(N_("事件名称"), Text(), level=3)
    category: Mapped[str] = field(N_("事件类别"), CATEGORY)
    people: Mapped[int] = field(N_("涉及人数"), Number(minimum=1))
    major: Mapped[bool] = field(N_("重大"), YES_NO, default=False, server_default="0")
    campaign: Mapped[bool] = field(N_("集中排查"), YES_NO, default=False, server_default="0")
    outcome: Mapped[str] = field(N_("化解情况"), OUTCOME, default=OPEN, server_default=OPEN)
    story: Mapped[str | None] = field(N_("事件简述"), LongText())


FORM = Form(
    title=N_("矛盾纠纷"),
    record=Dispute,
    sections=((N_("事件"), ("happened_on", "name", "category", "people", "major", "campaign", "outcome", "story")),),
    search=("name",),
)
LEDGER = ledger_of(FORM)
Within = Callable[[Any, Question], bool]


def _this_month(dispute: Any, question: Question) -> bool:
    first, last = question.period or (date.min, date.max)
    return bool(first <= dispute.happened_on <= last)


def _this_year(dispute: Any, question: Question) -> bool:
    last = question.period[1] if question.period else question.today
    return bool(last.replace(month=1, day=1) <= dispute.happened_on <= last)


def _handled(within: Within) -> Within:
    return lambda dispute, question: dispute.outcome != OPEN and within(dispute, question)


def _settled(within: Within) -> Within:
    return lambda dispute, question: dispute.outcome == SETTLED and within(dispute, question)


def _of(category: str) -> Callable[[Any], bool]:
    return lambda dispute: bool(dispute.category == category)


L10 = Sheet(
    number="L10",
    source=Pivot(
        title=N_("矛盾纠纷月(季)报表"),
        record=Dispute,
        heading=N_("类别"),
        groups=(
            *(Group(name, _of(code)) for code, name in codes.seed()["dispute_category"].items()),
            Group(N_("合计"), lambda dispute: True),
            Group(N_("涉及人数50人以下"), lambda dispute: dispute.people < 50),
            Group(N_("涉及人数50-100人"), lambda dispute: 50 <= dispute.people < 100),
            Group(N_("涉及人数100-500人"), lambda dispute: 100 <= dispute.people < 500),
            Group(N_("涉及人数500人以上"), lambda dispute: dispute.people >= 500),
            Group(N_("重大矛盾纠纷"), lambda dispute: dispute.major),
            Group(N_("集中排查"), lambda dispute: dispute.campaign),
        ),
        columns={
            "found": Count(N_("排查数"), _this_month),
            "handled": Count(N_("调处数"), _handled(_this_month)),
            "settled": Count(N_("成功数"), _settled(_this_month)),
            "handled_rate": Rate(N_("调处率"), "handled", "found"),
            "settled_rate": Rate(N_("成功率"), "settled", "handled"),
            "year_found": Count(N_("排查数"), _this_year),
            "year_handled": Count(N_("调处数"), _handled(_this_year)),
            "year_settled": Count(N_("成功数"), _settled(_this_year)),
        },
    ),
    groups=(("", 1), (N_("本期"), 5), (N_("年度累计"), 3)),
    note=N_("按发生日期取数，年度累计从一月一日到期末；供内部报送，对外公布前 1 至 4 的数应写作“<5”"),
)
