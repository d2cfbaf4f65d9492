"""Ledgers page through their rows in order, pivots know the records behind a number, sheets mask as a whole."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import modules
from app.ledger import codes
from app.ledger.field import fields_of
from app.ledger.kinds import LongText, Text
from app.ledger.ledger import Ledger, Question
from app.ledger.masking import Strength
from app.modules import care_tags, needs, residents, visits
from app.modules.buildings import Building
from app.modules.care_tags import CareTag
from app.modules.disputes import L10, Dispute
from app.modules.grids import Community, Grid
from app.modules.materials import Material
from app.modules.residents import HERE, Resident
from app.modules.rosters import L01, LEDGER
from app.modules.visit_ledger import L05
from db.record import records
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

ASKED = Question(now=NOW)
DWELLING = "household.dwelling."


def people(store: Store) -> list[str]:
    def work(session: Session) -> list[str]:
        return [settle(session, f"3-{unit}-{floor}01", f"张{unit}{floor}") for unit in (2, 1) for floor in (3, 1, 2)]

    return store.write_now("新增居民", work)[0]


def test_residents_stand_in_the_order_of_the_stairs(store: Store) -> None:
    people(store)
    rows = store.read_now(lambda s: LEDGER.rows(s, LEDGER.keys(s, ASKED), ASKED))
    doors = [row.values["household.dwelling.address"] for row in rows.values()]
    assert doors == [f"3幢{unit}单元{floor}01室" for unit in (1, 2) for floor in (1, 2, 3)]


def test_pages_together_are_the_whole_in_order(store: Store) -> None:
    people(store)
    whole = store.read_now(lambda s: LEDGER.keys(s, ASKED))
    first = store.read_now(lambda s: LEDGER.keys(s, ASKED, limit=2))
    rest = store.read_now(lambda s: LEDGER.keys(s, ASKED, after=first[-1]))
    assert first + rest == whole


def test_a_number_of_the_pivot_opens_its_records(store: Store) -> None:
    def work(session: Session) -> list[str]:
        grid = session.scalars(select(Grid.uid)).one()
        days = (date(2026, 11, 3), date(2026, 11, 9), date(2026, 2, 1))
        made = [Dispute(grid_uid=grid, happened_on=day, name="漏水", category="01", people=60) for day in days]
        made[0].outcome = "settled"
        session.add_all(made)
        session.flush()
        return [one.uid for one in made]

    uids, _ = store.write_now("登记纠纷", work)
    asked = Question(now=NOW, period=(date(2026, 11, 1), date(2026, 11, 30)))
    row = store.read_now(lambda s: L10.source.rows(s, ["邻里"], asked))["邻里"]
    assert (row.values["found"], row.values["settled"], row.values["year_found"]) == (2, 1, 3)
    assert row.behind["found"] == tuple(uids[:2])
    assert row.behind["settled"] == tuple(uids[:1])
    assert row.values["handled_rate"] == 0.5
    lines = store.read_now(lambda s: [*L10.lines(s, asked, Strength.OFFICE)])
    assert next(line for line in lines if line[0] == "邻里")[1:5] == ["2", "1", "1", "50.0%"]
    assert next(line for line in lines if line[0] == "合计")[1:5] == ["2", "1", "1", "50.0%"]


def test_the_report_of_disputes_has_the_rows_that_offices_expect(store: Store) -> None:
    """domain.md 3.2: sixteen categories, then how many people, the grave ones, and what a concentrated search found."""

    def work(session: Session) -> None:
        grid = session.scalars(select(Grid.uid)).one()
        for campaign, outcome, people in ((True, "settled", 60), (True, "open", 50), (False, "failed", 500)):
            values = {"campaign": campaign, "outcome": outcome, "people": people, "major": people == 500}
            session.add(Dispute(grid_uid=grid, happened_on=date(2026, 11, 3), name="漏水", category="04", **values))

    store.write_now("登记纠纷", work)
    asked = Question(now=NOW, period=(date(2026, 11, 1), date(2026, 11, 30)))
    lines = store.read_now(lambda s: [*L10.lines(s, asked, Strength.OFFICE)])
    assert [line[0] for line in lines[:16]] == [*codes.seed()["dispute_category"].values()]
    assert {line[0]: line[1:4] for line in lines[16:]} == {
        "合计": ["3", "2", "1"],
        "涉及人数50人以下": ["0", "0", "0"],
        "涉及人数50-100人": ["2", "1", "1"],
        "涉及人数100-500人": ["0", "0", "0"],
        "涉及人数500人以上": ["1", "1", "0"],
        "重大矛盾纠纷": ["1", "1", "0"],
        "集中排查": ["2", "1", "1"],
    }


def test_an_id_beside_an_age_never_gives_the_person_away(store: Store) -> None:
    def work(session: Session) -> None:
        uid = settle(session)
        resident = session.get_one(Resident, uid)
        resident.citizen_id, resident.birth = "11010519491231002X", date(1949, 12, 31)

    store.write_now("新增居民", work)
    line = store.read_now(lambda s: next(iter(L01.lines(s, ASKED, Strength.OFFICE))))
    shown = dict(zip(L01.fields, line, strict=True))
    assert shown["citizen_id"] == "1101**********002X"
    assert (shown["birth"], shown["age"]) == ("****-**-**", "75-79")
    assert (shown["name"], shown["phone"]) == ("王*芳", "138****5678")
    assert "1949" not in "".join(line)


def test_words_on_paper_name_nobody_of_the_household(store: Store) -> None:
    """Also who moved away, and the landlord (domain.md 8.4: names of the parties)."""

    def work(session: Session) -> None:
        uid = settle(session)
        home = session.get_one(Resident, uid).household_uid
        session.add(Resident(household_uid=home, name="欧阳志远", landlord="祝英台", state="moved"))
        said = "王桂芳说儿子欧阳志远欠房东祝英台房租"
        session.get_one(Resident, uid).note = said
        values = {"visited_at": NOW, "method": "1", "outcome": "1", "note": said, "handled": said}
        visit = visits.record_visit(session, home, values, [uid], {})
        need = needs.register(session, home, {"category": "01", "content": said}, visit_uid=visit.uid)
        session.flush()
        needs.take_step(session, need.uid, "match", {"resource": said})
        needs.take_step(session, need.uid, "fail", {"note": said})

    store.write_now("记录走访", work)
    for number, columns in (
        ("L01", ["note"]),
        ("L05", ["note", "handled", "needs"]),
        ("L07", ["content", "resource", "unmet_why"]),
    ):
        sheet = modules.sheet(number)
        line = store.read_now(lambda s, of=sheet: next(iter(of.lines(s, ASKED, Strength.OFFICE))))
        for column in columns:
            assert "王*芳说儿子欧阳**欠房东祝*台房租" in dict(zip(sheet.fields, line, strict=True))[column], column
        line = store.read_now(lambda s, of=sheet: next(iter(of.lines(s, ASKED, Strength.SCREEN))))
        assert "欧阳志远" in "".join(line)


def test_every_ledger_that_leads_to_a_household_knows_the_names_in_its_words(store: Store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    for ledger in modules.LEDGERS:
        words = [
            f for f in ledger.fields.values() if isinstance(f.kind, LongText) or (f.kind == Text() and f.level == 3)
        ]
        if words and ledger.record is Resident:
            assert store.read_now(lambda s, of=ledger: of.parties(s, [uid]))[uid] == {"王桂芳"}
        elif words and residents.way_home(ledger.record):
            assert ledger.parties is residents.parties_of(ledger.record)


def test_an_address_on_paper_ends_at_the_building_in_public_at_the_estate(store: Store) -> None:
    store.write_now("新增居民", settle)
    shown = {}
    for strength in Strength:
        line = store.read_now(lambda s, how=strength: next(iter(L01.lines(s, ASKED, how))))
        shown[strength] = [text for name, text in zip(L01.fields, line, strict=True) if name.startswith(DWELLING)]
    assert shown[Strength.SCREEN] == ["第四网格", "", "3幢", "2单元", "501", "3幢2单元501室"]
    assert shown[Strength.OFFICE] == ["第四网格", "", "3幢", "*", "*", "3幢*"]
    assert shown[Strength.PUBLIC] == ["第四网格", "", "", "", "", ""]


def test_registered_at_home_is_said_only_where_the_addresses_can_be_compared(store: Store) -> None:
    """A roster writes 13幢 as often as 3幢: a part of a text proves nothing."""
    homes = {"晋吉苑3幢2单元501室": "是", "晋吉苑13幢2单元501室": "否", "3幢2单元501室": "", "四川省成都市": ""}

    def work(session: Session) -> None:
        session.query(Building).update({"estate": "晋吉苑"})
        home = session.get_one(Resident, settle(session)).household_uid
        for number, address in enumerate(homes, start=1):
            session.add(Resident(household_uid=home, name=f"张{number}", home_address=address, relation=f"2{number}"))

    store.write_now("新增居民", work)
    lines = store.read_now(lambda s: [*L01.lines(s, ASKED, Strength.OFFICE)])
    said = [dict(zip(L01.fields, line, strict=True))["at_home"] for line in lines]
    assert said == ["", *homes.values()]


def test_columns_of_level_four_stay_blank_on_paper_and_are_never_searched() -> None:
    for sheet in modules.SHEETS:
        for name, field in sheet.fields.items():
            if field.level > 3:
                assert name in {"care", "health", "mood"}
    for form in modules.FORMS:
        assert all(fields_of(form.record)[path].level < 4 for path in form.search if "." not in path)


def test_a_visit_and_its_need_reach_their_ledgers(store: Store) -> None:
    def work(session: Session) -> None:
        uid = settle(session)
        session.flush()
        home = session.get_one(Resident, uid).household_uid
        values = {"visited_at": NOW, "method": "1", "outcome": "1", "note": "做饭吃力，电话 13812345678"}
        visit = visits.record_visit(session, home, values, [uid], {(uid, "health_moving"): "2"})
        needs.register(session, home, {"category": "01", "content": "送餐"}, resident_uid=uid, visit_uid=visit.uid)

    store.write_now("记录走访", work)
    asked = Question(now=NOW, period=(date(2026, 11, 1), date(2026, 11, 30)))
    for strength, health, note in ((Strength.SCREEN, "需关注", "13812345678"), (Strength.OFFICE, "", "***********")):
        line = store.read_now(lambda s, how=strength: next(iter(modules.sheet("L05").lines(s, asked, how))))
        shown = dict(zip(modules.sheet("L05").fields, line, strict=True))
        assert shown["health"] == health
        assert note in shown["note"]
        assert shown["needs"] == "养老助餐：送餐"
    line = store.read_now(lambda s: next(iter(modules.sheet("L07").lines(s, asked, Strength.OFFICE))))
    shown = dict(zip(modules.sheet("L07").fields, line, strict=True))
    assert (shown["who"], shown["category"], shown["state"]) == ("王*芳", "养老助餐", "待响应")


def test_a_visit_shows_the_care_tags_that_held_on_its_day(store: Store) -> None:
    """What was added later, or ended since, does not rewrite a ledger that was handed in."""
    days = {"G101": (date(2026, 1, 1), date(2026, 10, 5)), "G201": (date(2026, 10, 6), None), "G301": (None, None)}

    def work(session: Session) -> None:
        uid = settle(session)
        home = session.get_one(Resident, uid).household_uid
        session.add_all(
            CareTag(resident_uid=uid, sub=sub, valid_from=first, valid_to=last) for sub, (first, last) in days.items()
        )
        for at in (datetime(2026, 10, 5, 15, 59, tzinfo=UTC), datetime(2026, 10, 5, 16, 0, tzinfo=UTC)):  # midnight
            visits.record_visit(session, home, {"visited_at": at, "method": "1", "outcome": "1"}, [uid], {})

    store.write_now("记录走访", work)
    asked = Question(now=NOW, period=(date(2026, 10, 1), date(2026, 10, 31)))
    lines = store.read_now(lambda s: [*L05.lines(s, asked, Strength.SCREEN)])
    old, serious, disabled = (care_tags.GROUP.to_text(group) for group in ("G1", "G2", "G3"))
    shown = [dict(zip(L05.fields, line, strict=True))["care"] for line in lines]
    assert shown == [f"{serious}、{disabled}", f"{old}、{disabled}"]


def test_a_need_of_ten_days_ago_is_240_hours_old_on_screen_and_paper(store: Store) -> None:
    def work(session: Session) -> None:
        home = session.get_one(Resident, settle(session)).household_uid
        needs.register(session, home, {"category": "01"})

    store.write_now("登记需求", work)
    for later, shown in ((timedelta(days=10), "240"), (timedelta(), "0")):
        asked = Question(now=NOW + later)
        for strength in Strength:
            line = store.read_now(lambda s, a=asked, how=strength: next(iter(modules.sheet("L07").lines(s, a, how))))
            assert line[-1] == shown


def test_behind_a_visit_to_nobody_in_particular_is_no_person(store: Store) -> None:
    def work(session: Session) -> None:
        home = session.get_one(Resident, people_uid).household_uid
        visits.record_visit(session, home, {"visited_at": NOW, "method": "1", "outcome": "1"}, [], {})

    people_uid = people(store)[0]
    store.write_now("记录走访", work)
    source = modules.sheet("L05").source
    row = next(iter(store.read_now(lambda s: source.rows(s, source.keys(s, ASKED), ASKED)).values()))
    assert (row.values["who"], row.behind["who"]) == ("张23", ())


def test_every_record_lives_in_the_compartment_of_its_parent(store: Store) -> None:
    people(store)

    def add(session: Session) -> None:
        community = session.scalars(select(Community.uid)).one()
        new = {"code": "M1", "category": "1", "name": "沙袋", "measure": "个", "needed": 10, "stock": 3}
        session.add(Material(community_uid=community, **new))

    store.write_now("登记物资", add)
    feeds = store.read_now(lambda s: {feed for record in records() for feed in s.scalars(select(record.feed))})
    grid, community = store.read_now(
        lambda s: (s.scalars(select(Grid.uid)).one(), s.scalars(select(Community.uid)).one())
    )
    assert feeds == {"district/ref", f"{grid}/base", f"{community}/org"}


def test_a_search_finds_all_in_order_however_many(store: Store) -> None:
    def work(session: Session) -> None:
        home = session.get_one(Resident, settle(session)).household_uid
        session.flush()
        facts = {"household_uid": home, "feed": "g/base", "state": HERE, "place": ""}
        rows = [{"uid": f"{n:036}", "name": f"赵{n:04}", "relation": f"{n:04}", **facts} for n in range(5200)]
        session.execute(insert(Resident), rows)

    store.write_now("导入", work)
    asked = Question(now=NOW, words="赵")
    keys = store.read_now(lambda s: LEDGER.keys(s, asked))
    assert keys == [f"{n:036}" for n in range(5200)]
    assert store.read_now(lambda s: LEDGER.keys(s, asked, after=keys[5100], limit=3)) == keys[5101:5104]
    assert store.read_now(lambda s: LEDGER.keys(s, Question(now=NOW, words="，"))) == []


def test_a_wrong_ledger_is_refused_when_the_program_starts() -> None:
    with pytest.raises(TypeError):
        Ledger(title="错", record=Resident, columns=("name",), order="phone")  # may be empty, so it orders nothing
