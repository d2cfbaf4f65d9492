"""名册：the list of residents, and sheet L01 居民基本信息台账."""

from collections.abc import Mapping

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from app.ledger.field import described
from app.ledger.form import Values
from app.ledger.kinds import CHINA, YES_NO, Day, Name, Number, Text
from app.ledger.ledger import Answer, Answers, Computed, Ledger, Question
from app.ledger.sheet import Sheet
from app.modules.care_tags import CARE
from app.modules.residents import HEAD, HERE, Resident, parties_of
from app.modules.staff import names
from app.rules import addresses
from app.rules.ages import age_on
from app.rules.registered import lives_there
from app.texts import N_
from db.changes import Change, Transaction

DOOR = "household.dwelling.entrance"
HOME = (f"{DOOR}.building.name", f"{DOOR}.name", "household.dwelling.room", f"{DOOR}.building.estate")
AROUND = tuple(f"{DOOR}.grid.community.{name}" for name in ("county", "street", "name"))
COLUMNS = (
    f"{DOOR}.grid.name", f"{DOOR}.building.estate", f"{DOOR}.building.name", f"{DOOR}.name", "household.dwelling.room",
    "household.number", "head", "name", "relation", "gender", "citizen_id", "birth", "age", "ethnic", "education",
    "marital", "occupation", "workplace", "phone", "home_region", "home_address", "household.dwelling.address",
    "at_home", "living", "care", "changed_on", "changed_by", "note",
)  # fmt: skip


def _own(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    return {
        uid: {
            "age": Answer(age_on(row["birth"], question.today) if row["birth"] else None, (uid,)),
            "at_home": Answer(_at_home(row), (uid,)),
        }
        for uid, row in rows.items()
    }


def _at_home(row: Values) -> bool | None:
    building, unit, room, estate = (row[name] or "" for name in HOME)
    home = addresses.Address(building, unit, room, estate)
    return lives_there(row["home_address"], home, [row[name] for name in AROUND]) if row["home_address"] else None


def _heads(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    head = aliased(Resident)
    same_home = and_(head.household_uid == Resident.household_uid, head.relation == HEAD, head.state == HERE)
    query = select(Resident.uid, head.name, head.uid).join(head, same_home).where(Resident.uid.in_(rows))
    return {uid: {"head": Answer(name, (head_uid,))} for uid, name, head_uid in session.execute(query)}


def _last_change(session: Session, rows: Mapping[str, Values], question: Question) -> Answers:
    last = select(func.max(Change.seq)).where(Change.uid.in_(rows)).group_by(Change.uid)
    query = select(Change.uid, Transaction.at, Transaction.actor).join(Transaction, Transaction.tx == Change.tx)
    found, known = session.execute(query.where(Change.seq.in_(last))).all(), names(session)
    return {
        uid: {"changed_on": Answer(at.astimezone(CHINA).date()), "changed_by": Answer(known.get(who, who))}
        for uid, at, who in found
    }


LEDGER = Ledger(
    title=N_("居民基本信息台账"),
    record=Resident,
    columns=(*COLUMNS, *AROUND),
    computed=(
        Computed({"age": described(N_("年龄"), Number(), 3), "at_home": described(N_("人户一致标识"), YES_NO)}, _own),
        Computed({"head": described(N_("户主姓名"), Name())}, _heads),
        CARE,
        Computed({"changed_on": described(N_("更新日期"), Day()), "changed_by": described(N_("采集人"), Text())}, _last_change),
    ),
    order="place",
    always={"state": HERE},
    filters=(f"{DOOR}.building.name", "living", "state"),
    parties=parties_of(Resident),
)  # fmt: skip
L01 = Sheet(
    number="L01",
    source=LEDGER,
    columns=COLUMNS,
    headings={f"{DOOR}.grid.name": N_("网格"), f"{DOOR}.name": N_("单元")},
    note=N_("一人一行，只列在册居民；数据随走访和登记即时更新"),
)
ROSTER = Sheet(
    number=N_("名册"), source=LEDGER,
    columns=("household.dwelling.address", "name", "relation", "gender", "age", "phone", "living", "care"),
)  # fmt: skip
