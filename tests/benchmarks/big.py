"""A store of 50,000 residents and 200,000 visits, made once and kept in a temporary folder."""

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import bootstrap, search
from app.cli import world
from app.modules.buildings import Building, Dwelling, Entrance
from app.modules.households import Household
from app.modules.residents import HERE, Resident, place_in
from app.modules.visits import Visit
from app.rules import addresses

RESIDENTS, VISITS, PASSWORD = 50_000, 200_000, "correct horse battery"
TODAY = date(2026, 11, 24)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌慧晨宇欣怡"
FOLDER = Path(tempfile.gettempdir()) / f"linli-bench-{RESIDENTS}-{VISITS}"


def house() -> bootstrap.House:
    if (FOLDER / "done").exists():
        return bootstrap.unlock(FOLDER / "store", PASSWORD, world(TODAY))
    founding = bootstrap.Founding("李敏", "晋吉社区", "第一网格")
    made, _ = bootstrap.create(FOLDER / "store", PASSWORD, founding, world(TODAY))
    made.store._keepers.folds, made.store._keepers.indexes = (), ()  # the rows bring what the folds would set
    made.store.write_now("大量数据", fill)
    made.store.note_now(search.rebuild)
    made.close()
    (FOLDER / "done").touch()
    return house()


def fill(session: Session) -> None:
    grid = bootstrap.meta(session)["grid"]
    tables: dict[type[Any], list[dict[str, Any]]] = {
        t: [] for t in (Building, Entrance, Dwelling, Household, Resident, Visit)
    }
    for record, row in _rows(grid, bootstrap.meta(session)["actor"], session.info["ids"]):
        tables[record].append(row)
    for record, rows in tables.items():
        session.execute(insert(record.__table__), rows)


def _rows(grid: str, actor: str, ids: Any) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    luck, homes, people = random.Random(5), [], 0
    base, work = {"feed": f"{grid}/base"}, {"feed": f"{grid}/work"}
    for number in range(1, RESIDENTS):
        building, entrance = ids(), ids()
        place = addresses.order_key(addresses.Address(str(number), "", ""))
        yield Building, {"uid": building, **base, "grid_uid": grid, "name": str(number), "place": place}
        yield Entrance, {"uid": entrance, **base, "building_uid": building, "grid_uid": grid, "name": "1"}
        for floor in range(1, 19):
            for room in range(1, 5):
                at = addresses.Address(str(number), "1", f"{floor}0{room}")
                dwelling, home, surname = ids(), ids(), luck.choice(SURNAMES)
                texts = {
                    "door": addresses.door(at),
                    "address": addresses.canonical(at),
                    "place": addresses.order_key(at),
                }
                yield (
                    Dwelling,
                    {"uid": dwelling, **base, "entrance_uid": entrance, "floor": floor, "room": at.room, **texts},
                )
                names = [surname + "".join(luck.sample(GIVEN, 2)) for _ in range(luck.choice((1, 2, 3, 4)))]
                due = TODAY + timedelta(days=luck.randrange(-2, 170))
                known = {"place": texts["place"], "members": len(names), "head_name": names[0], "due_on": due}
                yield Household, {"uid": home, **base, "dwelling_uid": dwelling, "registered_on": TODAY, **known}
                homes.append(home)
                for order, name in enumerate(names):
                    relation = ("02", "10", "20", "30")[order]
                    born = date(1940, 1, 1) + timedelta(days=luck.randrange(30_000))
                    yield Resident, {
                        "uid": ids(), **base, "household_uid": home, "name": name, "gender": luck.choice("12"), "birth": born,
                        "phone": f"154{luck.randrange(10**8):08}", "relation": relation, "state": HERE,
                        "citizen_id": None, "place": place_in(texts["place"], relation),
                    }  # fmt: skip
                    people += 1
        if people >= RESIDENTS:
            break
    for number in range(VISITS):
        at = world(TODAY - timedelta(days=number % 548)).now() + timedelta(seconds=number % 20_000)
        yield Visit, {
            "uid": ids(), **work, "household_uid": homes[number % len(homes)], "number": f"ZF{number:07}", "visited_at": at,
            "visitor_uid": actor, "method": "1", "outcome": "1", "purpose": "1", "note": "家里都好",
        }  # fmt: skip
