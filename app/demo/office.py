"""What the demo's office keeps beside its residents: materials in store and disputes. Invented, from the same seed."""

import random
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.modules.disputes import FAILED, OPEN, SETTLED, Dispute
from app.modules.grids import Grid
from app.modules.materials import Material

STORE = "社区服务中心一楼库房"
MATERIALS = (  # class, name, model, measure, suggested, in stock, months it keeps (0: long)
    ("1", "应急照明灯", "LED 充电式", "只", 20, 18, 0),
    ("1", "担架", "折叠", "副", 4, 4, 0),
    ("1", "急救箱", "综合型", "个", 6, 5, 14),
    ("1", "棉被", "150×200 厘米", "床", 60, 42, 0),
    ("1", "折叠床", "单人", "张", 40, 30, 0),
    ("1", "矿泉水", "550 毫升×24", "箱", 50, 36, 9),
    ("1", "手持扩音器", "25 瓦", "只", 6, 6, 0),
    ("2", "灭火器", "4 千克干粉", "具", 30, 30, 20),
    ("2", "防烟面罩", "成人", "个", 60, 52, 26),
    ("3", "编织袋", "55×95 厘米", "条", 1000, 860, 0),
    ("3", "排水泵", "2.2 千瓦", "台", 3, 2, 0),
    ("3", "雨靴", "42-44 码", "双", 30, 30, 0),
    ("3", "救生衣", "成人", "件", 20, 14, 0),
    ("4", "铁锹", "尖头", "把", 20, 20, 0),
)
HAZARDS = {"1": None, "2": "7,8", "3": "1,2", "4": "3,5"}  # by class; the general ones are for all
DISPUTES = (  # category, name, people, outcome
    ("01", "楼上漏水", 3, SETTLED),
    ("01", "楼道堆物", 6, SETTLED),
    ("01", "夜间噪声", 4, OPEN),
    ("04", "物业费减免", 12, SETTLED),
    ("04", "地下车位划线", 58, FAILED),
    ("02", "赡养老人", 3, SETTLED),
    ("06", "高空坠物损坏车辆", 2, SETTLED),
    ("15", "邻里借款", 2, OPEN),
    ("01", "加装电梯出资分摊", 16, OPEN),
    ("07", "预付卡退款", 5, SETTLED),
)
CAMPAIGN = ("楼道堆物", "地下车位划线")  # found when the whole grid was searched


def furnish(session: Session, seed: int, today: date) -> None:
    """Within the transaction that makes the demo."""
    luck, grid = random.Random(seed), session.scalars(select(Grid)).one()
    for number, (category, name, model, measure, needed, stock, months) in enumerate(MATERIALS, start=1):
        session.add(Material(
            community_uid=grid.community_uid, code=f"WZ{number:03d}", category=category, name=name, model=model,
            measure=measure, needed=needed, stock=stock, store=STORE, shelf=f"{category}-{number}", keeper="李敏",
            received_on=today - timedelta(days=120), hazards=HAZARDS[category],
            expires=today + timedelta(days=30 * months - 20) if months else None,
        ))  # fmt: skip
    for category, name, people, outcome in DISPUTES:
        day = today - timedelta(days=luck.randrange(1, 240))
        session.add(Dispute(
            grid_uid=grid.uid, happened_on=day, name=name, category=category, people=people, outcome=outcome,
            major=people > 50, campaign=name in CAMPAIGN,
        ))  # fmt: skip
