"""Saving a visit, a key stroke of the search, a page of a large ledger and a jump in it."""

import random
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app import modules
from app.bootstrap import House
from app.find import find
from app.ledger.ledger import Question
from app.modules import visits
from app.modules.households import Household
from db.store import Store
from tests.benchmarks.big import GIVEN, SURNAMES, TODAY
from tests.benchmarks.common import Figure, both, once, percentile

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

    ours, floor = both(visit, row, 100)
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
    """Every statement that a page asks, again without the program around it."""
    sheet, store = modules.sheet("L05"), house.store
    asked = Question(now=store.world.now())
    keys = store.read_now(lambda s: sheet.source.keys(s, asked))
    for name, start in (("first page", 0), ("jump to row 150,000", 150_000)):
        some, after = keys[start : start + PAGE], keys[start - 1] if start else None

        def read(session: Session, some: list[str] = some, after: str | None = after) -> None:
            sheet.source.keys(session, asked, after=after, limit=PAGE)
            sheet.source.rows(session, some, asked)

        said = _said(store, read)

        def plainly(session: Session, said: list[tuple[str, Any]] = said) -> None:
            cursor = session.connection().connection.driver_connection.cursor()
            for sql, values in said:
                if sql != "BEGIN":
                    cursor.execute(sql, values).fetchall()

        ours, floor = both(lambda work=read: store.read_now(work), lambda work=plainly: store.read_now(work), 40)
        yield Figure(f"{name} of a 200,000-row ledger", "the same SQL raw", ours * 1000, floor * 1000, "ms", 3)


def _said(store: Store, work: Callable[[Session], None]) -> list[tuple[str, Any]]:
    """The statements of some work, with their values."""
    said: list[tuple[str, Any]] = []

    def listen(connection, cursor, sql, values, context, many) -> None:
        said.append((sql, values))

    event.listen(store._reading, "before_cursor_execute", listen)
    store.read_now(work)
    event.remove(store._reading, "before_cursor_execute", listen)
    return said
