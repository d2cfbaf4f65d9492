"""L12 应急物资明细表: what is missing, what expires and who keeps it, from a form and a migration alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import modules
from app.ledger.form import Refused
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.modules.grids import Community
from app.modules.materials import FORM, L12, Material
from db.store import Store
from tests.helpers.stores import NOW

TODAY = NOW.date()
LAMP: dict[str, Any] = {
    "code": "WZ01",
    "category": "1",
    "name": "应急照明灯",
    "measure": "只",
    "needed": 20,
    "stock": 18,
}


def keep(to: Store, **values: Any) -> None:
    def work(session: Session) -> None:
        community = session.scalars(select(Community.uid)).one()
        session.add(Material(community_uid=community, **LAMP | values))

    to.write_now("登记物资", work)


def shown(store: Store, strength: Strength = Strength.OFFICE) -> list[dict[str, str]]:
    lines = store.read_now(lambda s: [*L12.lines(s, Question(now=NOW), strength)])
    return [dict(zip([field.label for field in L12.fields.values()], line, strict=True)) for line in lines]


def test_the_sheet_is_found_by_its_number_and_stands_in_the_order_of_codes(store: Store) -> None:
    keep(store, code="WZ02", name="担架")
    keep(store)
    assert modules.sheet("L12") is L12
    assert [line["物资名称"] for line in shown(store)] == ["应急照明灯", "担架"]


def test_a_line_says_all_that_the_annex_asks_for(store: Store) -> None:
    dates = {"received_on": date(2026, 3, 2), "made_on": date(2026, 1, 5), "expires": date(2029, 1, 5)}
    keep(store, shelf="A-3", hazards="1,3", store="一楼库房", keeper="李敏", keeper_phone="13812345678", **dates)
    assert shown(store) == [
        {
            "物资编码": "WZ01", "物资类别": "通用", "物资名称": "应急照明灯", "规格型号": "", "单位": "只", "建议最低配置数量": "20",
            "现有数量": "18", "缺口": "2", "存放地点": "一楼库房", "货位": "A-3", "入库日期": "2026-03-02", "生产日期": "2026-01-05",
            "有效期至": "2029-01-05", "适用灾害类型": "洪涝、地震", "状态": "正常", "责任人": "李*", "联系电话": "138****5678",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("needed", "stock", "days", "missing", "state"),
    [
        (20, 16, None, "4", "正常"),
        (20, 15, None, "5", "数量不足"),
        (20, 30, 30, "0", "临期"),
        (20, 30, 31, "0", "正常"),
        (20, 30, 0, "0", "临期"),
        (20, 0, -1, "20", "已过期、数量不足"),
    ],
)
def test_what_is_missing_and_its_state_follow_from_what_is_there(
    store: Store, needed: int, stock: int, days: int | None, missing: str, state: str
) -> None:
    keep(store, needed=needed, stock=stock, expires=None if days is None else TODAY + timedelta(days=days))
    assert [(line["缺口"], line["状态"]) for line in shown(store)] == [(missing, state)]


def test_what_expires_before_it_was_made_is_asked_about() -> None:
    with pytest.raises(Refused) as refused:
        FORM.parse({"made_on": "2026-05-01", "expires": "2026-04-30"}, {}, TODAY)
    assert refused.value.problems == {"expires": "有效期早于生产日期"}
