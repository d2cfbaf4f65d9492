"""How a need stands in any list: its state, how long nothing happened, and what it is about."""

from app.need_view import NeedLine
from app.texts import tr
from ui.widgets.tag import Mark, fine, late, soon, under_way

LATE = "red"  # from three days on, so it is told in days
STALE = {"amber": soon, LATE: late}


def told(need: NeedLine) -> tuple[str, ...]:
    """The state, since when while it is open and not late yet, and the words."""
    fresh = need.open and need.hours and need.stale not in STALE
    return need.state, tr("{hours} 小时前更新").format(hours=need.hours) if fresh else "", need.content


def mark(need: NeedLine) -> Mark:
    """Colour and sign by the hours that nothing happened."""
    if not need.open:
        return fine(need.state)
    if need.stale in STALE:
        days = need.stale == LATE
        words = tr("{days} 天没有进展") if days else tr("{hours} 小时没有进展")
        return STALE[need.stale](words.format(days=need.hours // 24, hours=need.hours))
    return under_way(need.state)
