"""Saving a visit, a key stroke of the search, a page of a large ledger and a jump in it."""

import random
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import text

from app import modules
from app.bootstrap import House
from app.find import find
from app.ledger.ledger import Question
from app.modules import visits
from app.modules.households import Household
from tests.benchmarks.big import GIVEN, SURNAMES, TODAY
from tests.benchmarks.common import Figure, once, percentile, seconds

PAGE = 100


def figures(house: House) -> Iterator[Figure]:
    yield saving(house)
    yield searching(house)
    yield from ledger(house)


def saving(house: House) -> Figure:
    """A visit with its log, fold and search, against one row and a commit on the same file."""
    store = house.store
    homes = store.read_now(lambda s: [uid for (uid,) in s.query(Household.uid).limit(200)])
    values = {"visited_at": store.world.now(), "method": "1", "outcome": "1", "note": "家里都好"}
    turn = iter(homes)
    store.note_now(lambda s: s.execute(text("CREATE TABLE IF NOT EXISTS bench(a TEXT)")))

    def visit() -> None:
        home = next(turn)
        store.write_now("记录走访", lambda s: visits.record_visit(s, home, dict(values), [], {}).uid)

    def row() -> None:
        store.note_now(lambda s: s.execute(text("INSERT INTO bench VALUES ('家里都好')")))

    ours, floor = seconds(visit, 80), seconds(row, 80)
    return Figure("save a visit, durable", "one row and a commit on the same file", ours * 1000, floor * 1000, "ms", 6)


def searching(house: House) -> Figure:
    """Each letter of names, pinyin, doors and digits, asked as a person types them."""
    luck, times = random.Random(9), []
    asked = [luck.choice(SURNAMES) + luck.choice(GIVEN) for _ in range(20)] + [
        "wangw",
        "zhangm",
        "lxh",
        "3-1-1801",
        "5678",
        "154",
        "18",
    ]
    for word in asked:
        for end in range(1, len(word) + 1):
            times.append(once(lambda part=word[:end]: house.store.read_now(lambda s: find(s, part, TODAY))))
    return Figure("one search key stroke over 50,000 people, p95", "-", percentile(times, 0.95) * 1000, None, "ms", 30)


def ledger(house: House) -> Iterator[Figure]:
    sheet, store = modules.sheet("L05"), house.store
    asked = Question(now=store.world.now())
    keys = store.read_now(lambda s: sheet.source.keys(s, asked))
    raw = "SELECT uid FROM visits ORDER BY visited_at DESC, uid DESC LIMIT 100"
    rows = (
        "SELECT v.*, d.address, g.name, h.head_name, p.name FROM visits v JOIN households h ON h.uid = v.household_uid "
        "JOIN dwellings d ON d.uid = h.dwelling_uid JOIN entrances e ON e.uid = d.entrance_uid "
        "JOIN grids g ON g.uid = e.grid_uid JOIN staff p ON p.uid = v.visitor_uid "
        "WHERE v.uid IN (SELECT value FROM json_each(:uids))"
    )
    for name, start in (("first page", 0), ("jump to row 150,000", 150_000)):
        some = keys[start : start + PAGE]

        def ours(start: int = start, some: list[str] = some) -> None:
            def read(session):
                sheet.source.keys(session, replace(asked), after=keys[start - 1] if start else None, limit=PAGE)
                sheet.source.rows(session, some, asked)

            store.read_now(read)

        def floor(start: int = start, some: list[str] = some) -> None:
            import json

            def read(session):
                after = (
                    "AND 1"
                    if not start
                    else "AND (visited_at, uid) < (SELECT visited_at, uid FROM visits WHERE uid = :after)"
                )
                values = {"after": keys[start - 1]} if start else {}
                session.execute(text(raw.replace("ORDER", f"WHERE 1 {after} ORDER")), values).all()
                session.execute(text(rows), {"uids": json.dumps(some)}).all()

            store.read_now(read)

        times = seconds(ours, 20) * 1000, seconds(floor, 20) * 1000
        yield Figure(f"{name} of a 200,000-row ledger", "the same rows by plain SQL", *times, "ms", 3)
