"""居民：who lives here, and how they come and go."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Index, Select, and_, func, select, union, update
from sqlalchemy.orm import Mapped, Session, aliased

from app.feeds import BASE
from app.ledger.field import field, fields_of
from app.ledger.form import Form, Problems, Refused, Values
from app.ledger.kinds import Address, CitizenId, Code, Day, Link, LongText, Name, Phone, Text
from app.ledger.paths import Paths
from app.modules.households import Household, set_anew
from app.texts import N_, tr
from db.changes import Changes, Selects
from db.many import among_bound, bound
from db.record import Record

HEAD = "02"
NO_RELATION = "98"  # after all who have one, before those who are no relatives
APART = "\n"  # between names; none has it
HERE, MOVED, DIED = "here", "moved", "died"
STATE = Code(fixed={HERE: N_("在册"), MOVED: N_("已迁出"), DIED: N_("已去世")})


class Resident(Record):
    """`state` is set by move_out, record_death and their undo; `place` by the fold: the order of lists and ledgers."""

    __tablename__ = "residents"
    __table_args__ = (Index("residents_in_order", "place", "uid"), Index("residents_of", "household_uid", "state"))
    feed_from = ("household_uid", BASE)
    household_uid: Mapped[str] = field(N_("住户"), Link(to=Household))
    name: Mapped[str] = field(N_("姓名"), Name())
    gender: Mapped[str | None] = field(N_("性别"), Code(table="gender"))
    citizen_id: Mapped[str | None] = field(N_("公民身份号码"), CitizenId(), protected=True, index=True)
    birth: Mapped[date | None] = field(N_("出生日期"), Day(), level=3)
    phone: Mapped[str | None] = field(N_("联系方式"), Phone())
    phone2: Mapped[str | None] = field(N_("备用电话"), Phone())
    relation: Mapped[str | None] = field(N_("与户主关系"), Code(table="relation"))
    living: Mapped[str | None] = field(N_("居住类型"), Code(table="living"))
    note: Mapped[str | None] = field(N_("备注"), LongText())
    ethnic: Mapped[str | None] = field(N_("民族"), Code(table="ethnic"))
    education: Mapped[str | None] = field(N_("学历"), Code(table="education"))
    marital: Mapped[str | None] = field(N_("婚姻状况"), Code(table="marital"))
    occupation: Mapped[str | None] = field(N_("职业"), Text(), level=3)
    workplace: Mapped[str | None] = field(N_("服务处所"), Text(), level=3)
    home_region: Mapped[str | None] = field(N_("户籍地"), Text())
    home_address: Mapped[str | None] = field(N_("户籍门(楼)详址"), Address())
    arrived_on: Mapped[date | None] = field(N_("来本地日期"), Day())
    landlord: Mapped[str | None] = field(N_("房主姓名"), Name())
    landlord_phone: Mapped[str | None] = field(N_("房主联系方式"), Phone())
    state: Mapped[str] = field(N_("状态"), STATE, default=HERE, server_default=HERE, protected=True)
    left_on: Mapped[date | None] = field(N_("离开日期"), Day())
    left_to: Mapped[str | None] = field(N_("去向"), Text(), level=3)
    place: Mapped[str] = field(N_("门牌序"), Address(), derived=True, default="", server_default="")


def _rules(values: Values) -> Problems:
    number, birth, gender = values.get("citizen_id"), values.get("birth"), values.get("gender")
    problems: Problems = {}
    if number and len(number) != 18:  # it came in so; what stands already does not block
        return problems
    if number and birth and number[6:14] != f"{birth:%Y%m%d}":
        problems["birth"] = tr("与公民身份号码中的出生日期不一致")
    if number and gender in {"1", "2"} and int(number[16]) % 2 != int(gender) % 2:
        problems["gender"] = tr("与公民身份号码中的性别不一致")
    return problems


FORM = Form(
    title=N_("居民"),
    record=Resident,
    sections=(
        (N_("基本"), ("name", "gender", "citizen_id", "birth", "phone", "relation", "living", "note")),
        (N_("更多"), ("phone2", "ethnic", "education", "marital", "occupation", "workplace", "home_region",
                    "home_address", "arrived_on", "landlord", "landlord_phone")),
    ),
    rules=_rules,
    search=("name", "citizen_id", "phone", "phone2", "household.dwelling.door"),
)  # fmt: skip


def completed(values: Values) -> Values:
    """Birth and gender follow from the number if nobody gave them (domain.md 1.4)."""
    number = values.get("citizen_id")
    if not number:
        return values
    birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    read = {"birth": birth, "gender": "1" if int(number[16]) % 2 else "2"}
    return {**values, **{name: value for name, value in read.items() if values.get(name) is None}}


def move_out(session: Session, uid: str, on: date, to: str | None) -> None:
    _leave(session, uid, MOVED, on, to)


def record_death(session: Session, uid: str, on: date) -> None:
    _leave(session, uid, DIED, on, None)


def move_to(session: Session, uid: str, household_uid: str, relation: str | None = None) -> None:
    """Into another household: moved there, or filed under the wrong dwelling."""
    resident = session.get_one(Resident, uid)
    resident.household_uid = household_uid
    if relation is not None:
        resident.relation = relation


def come_back(session: Session, uid: str) -> None:
    resident = session.get_one(Resident, uid)
    resident.state, resident.left_on, resident.left_to = HERE, None, None


def _leave(session: Session, uid: str, state: str, on: date, to: str | None) -> None:
    resident = session.get_one(Resident, uid)
    if resident.state != HERE:
        raise Refused({"state": tr("这位居民已经不在册：{state}").format(state=STATE.to_text(resident.state))})
    resident.state, resident.left_on, resident.left_to = state, on, to


def fold(session: Session, changes: Changes) -> None:
    """Order of residents along the stairs, and head and number of members of their households."""
    if not changes.touches("residents", "households", "dwellings"):
        return
    home = select(Household.place).where(Household.uid == Resident.household_uid).scalar_subquery()
    place = home + "/" + func.coalesce(Resident.relation, NO_RELATION)
    wanted = Resident.uid.in_(changes.touched("residents")) | Resident.household_uid.in_(_homes(changes))
    set_anew(session, update(Resident).where(wanted, Resident.place != place).values(place=place))
    here = and_(Resident.household_uid == Household.uid, Resident.state == HERE)
    count = select(func.count()).where(here).scalar_subquery()
    head = select(Resident.name).where(here).order_by(Resident.place, Resident.uid).limit(1).scalar_subquery()
    stale = Household.members.is_distinct_from(count) | Household.head_name.is_distinct_from(head)
    homes = Household.uid.in_(union(*affected(changes)))
    set_anew(session, update(Household).where(homes, stale).values(members=count, head_name=head))


def affected(changes: Changes) -> Selects:
    """Households whose residents changed, also those that somebody left."""
    now = select(Resident.household_uid).where(Resident.uid.in_(changes.touched("residents")))
    return *changes.parents("residents", "household_uid", now), changes.touched("households")


@cache
def parties_of(record: type[Record]) -> Callable[[Session, Collection[str]], Mapping[str, set[str]]]:
    """Names that the words of such records may mention, by uid: all who live or lived in the household, their landlords."""

    def parties(session: Session, uids: Collection[str]) -> Mapping[str, set[str]]:
        query = _parties(record)
        found = () if query is None else session.connection().execute(query, bound(uids))
        return {
            uid: {*names.split(APART), *(landlords.split(APART) if landlords else ())}
            for uid, names, landlords in found
        }

    return parties


@cache
def _parties(record: type[Record]) -> Select[Any] | None:
    if (way := way_home(record)) is None:
        return None
    paths, person = Paths(record), aliased(Resident)
    home = paths.column(way)
    names = [func.aggregate_strings(name, APART) for name in (person.name, person.landlord)]
    query = paths.select(record.uid, *names).join(person, person.household_uid == home)
    return query.where(among_bound(record.uid)).group_by(record.uid)


def way_home(record: type[Record]) -> str | None:
    """The path of links that leads from a record to the uid of its household."""
    if record is Household:
        return "uid"
    links = {name: known.kind.to for name, known in fields_of(record).items() if isinstance(known.kind, Link)}
    if "household_uid" in links:
        return "household_uid"
    ways = ((name.removesuffix("_uid"), way_home(to)) for name, to in links.items())
    return next((f"{step}.{rest}" for step, rest in ways if rest), None)


def place_in(home: str, relation: str | None) -> str:
    """Where a resident stands in the order of lists: along the stairs, then by relation."""
    return f"{home}/{relation or NO_RELATION}"


def _homes(changes: Changes) -> Any:
    of_dwellings = select(Household.uid).where(Household.dwelling_uid.in_(changes.touched("dwellings")))
    return union(changes.touched("households"), of_dwellings)
