"""人户一致 (GB/T 31000 table 12): whether somebody is registered where he lives. Said only where both addresses can be compared."""

import re
from collections.abc import Sequence

from app.rules import addresses
from app.rules.addresses import Address

WHERE = re.compile(r"[区县旗]|街道|[镇乡]")


def lives_there(registered: str, home: Address, around: Sequence[str] = ()) -> bool | None:
    """None: not comparable, because the text is of another or an unknown estate, or leaves something open.

    `around`: names of the county, street and community of the home. An estate (a lane for houses of their own) must be
    named in the text; where the home has none, its community. A name alone does not do if the text puts it elsewhere.
    """
    lane = addresses.is_lane(home.building)
    name = home.building if lane else _bare(home.estate)
    named = (name,) if name else tuple(around[-1:])
    if not any(word and word in registered for word in named):
        return None
    reading = addresses.understand(registered)
    there = reading.address
    if there is None or reading.missing or _elsewhere(reading.region, around):
        return None
    if (there.building if lane else _bare(there.estate)) != name:
        return None
    return _same(there, home, sure=not reading.doubts)


def _same(there: Address, home: Address, *, sure: bool) -> bool | None:
    if (there.building, there.room) != (home.building, home.room):
        return False if sure else None
    if there.unit == home.unit or (not home.unit and there.unit == "1"):
        return True
    return False if there.unit and home.unit and sure else None


def _elsewhere(region: str, around: Sequence[str]) -> bool:
    known = [*filter(None, around)]
    return bool(known and WHERE.search(region) and not any(name in region for name in known))


def _bare(estate: str) -> str:
    return estate.removesuffix("小区")
