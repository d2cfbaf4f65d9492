"""What the demo's residents need, and how far the office has got with it: the older, the further."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.ledger.kinds import CHINA
from app.modules.needs import Need, NeedEvent
from app.rules.needs_states import EventType

OLD = {  # category of needs: what is wanted, who can help
    "01": ("想了解送餐服务", "社区长者食堂"),
    "02": ("希望有人陪同就医", "助医志愿者队"),
    "03": ("洗澡不方便，想约上门助浴", "助浴服务点"),
    "05": ("想借一辆轮椅", "康复辅具租赁点"),
    "12": ("想装卫生间扶手", "适老化改造项目"),
    "16": ("想办老年优待证", "社区事务受理中心"),
}
YOUNG = {
    "08": ("想找离家近的工作", "街道就业服务站"),
    "09": ("孩子放学后没人接", "社区托管班"),
    "11": ("厨房水管老化想修", "物业维修"),
    "13": ("楼下垃圾清运不及时", "物业保洁"),
    "16": ("想办居住证", "社区事务受理中心"),
}


def wish(session: Session, luck: random.Random, home: str, person: str, old: bool, visit: str, at: datetime) -> None:
    """`home`, `person`, `visit` are uids; `at` is the moment of the visit on which it was said."""
    category, (content, helper) = luck.choice([*(OLD if old else YOUNG).items()])
    number = f"XQ{at.astimezone(CHINA):%Y%m%d}-{luck.randrange(16**6):06X}"
    need = Need(
        household_uid=home, resident_uid=person, visit_uid=visit, number=number, registered_at=at, category=category,
        content=content, urgency=luck.choice("1112"),
    )  # fmt: skip
    session.add(need)
    for when, type_, values in _steps(luck, at, session.info["now"](), helper):
        event = NeedEvent(need_uid=need.uid, type=type_.value, at=when, by=session.info["actor"], **values)
        session.add(event)


def _steps(
    luck: random.Random, at: datetime, now: datetime, helper: str
) -> Iterator[tuple[datetime, EventType, dict[str, Any]]]:
    ends = luck.choice((EventType.MEET, EventType.MEET, EventType.MEET, EventType.MEET_PARTLY, EventType.FAIL))
    said = {EventType.MEET_PARTLY: "先解决了一部分，其余排队", EventType.FAIL: "不符合申请条件，已说明"}
    path = (
        (luck.choice((3, 8, 20, 90)), EventType.ANSWER, {"note": "已电话回复，正在联系"}),
        (luck.randint(20, 200), EventType.MATCH, {"resource": helper}),
        (luck.randint(100, 900), ends, {"resource": helper, "note": said.get(ends)}),
        (luck.randint(24, 240), EventType.CALL_BACK, {"satisfaction": luck.choice("1112")}),
    )
    for hours, type_, values in path:
        at += timedelta(hours=hours)
        if at > now:
            return
        yield at, type_, values
