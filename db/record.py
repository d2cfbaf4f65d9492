"""What stored rows have in common."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from sqlalchemy import JSON, DateTime, Dialect, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, UOWTransaction, mapped_column
from uuid_utils.compat import uuid7

from db.engine import ask

FeedFrom = tuple[str, str]  # the column that names the parent, the compartment


class Instant(TypeDecorator[datetime]):
    """UTC in the file, aware in the program: a time without a zone is refused."""

    impl, cache_ok = DateTime, True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


def new_uid() -> str:
    return str(uuid7())


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON}


class Local(Base):
    """A row of this machine alone: not logged, not sent, no history."""

    __abstract__ = True


class Record(Base):
    """A row that syncs and whose every change is logged.

    `feed` is (unit, compartment) as "unit/compartment": derived from the parent, never chosen (decisions.md 1).
    `ver` is the feed's sequence number of its last change; `extra` keeps columns of a newer program.
    """

    __abstract__ = True
    feed_from: ClassVar[FeedFrom | str]  # or the feed itself
    uid: Mapped[str] = mapped_column(primary_key=True, default=new_uid)
    feed: Mapped[str]
    ver: Mapped[int] = mapped_column(default=0, server_default="0")
    extra: Mapped[str | None] = mapped_column("_x")

    @classmethod
    def unit(cls, uid: str, feed: str) -> str:
        """The unit whose compartments the children of a record of this kind live in."""
        return feed.rpartition("/")[0]


def records() -> list[type[Record]]:
    """All tables that sync, in a fixed order."""
    mappers = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted((c for c in mappers if issubclass(c, Record)), key=lambda c: c.__tablename__)


def record_of(table: str) -> type[Record]:
    return next(record for record in records() if record.__tablename__ == table)


def parent_of(record: type[Record]) -> type[Record] | None:
    if isinstance(record.feed_from, str):
        return None
    link = record.__table__.columns[record.feed_from[0]].info["link"]
    return record_of(link)


@event.listens_for(Session, "transient_to_pending")
def _give_uid(session: Session, instance: Any) -> None:
    if isinstance(instance, Record) and instance.uid is None:
        instance.uid = session.info.get("ids", new_uid)()


@event.listens_for(Session, "before_flush")
def _give_feeds(session: Session, context: UOWTransaction, instances: Any) -> None:
    waiting = {new.uid: new for new in session.new if isinstance(new, Record)}
    for record in waiting.values():
        derive_feed(session, record, waiting)


def derive_feed(session: Session, record: Record, waiting: dict[str, Record]) -> None:
    """Sets the feed of a new record from its parent, which may be new itself."""
    if record.feed is not None:
        return
    if isinstance(record.feed_from, str):
        record.feed = record.feed_from
        return
    column, compartment = record.feed_from
    uid, kind = getattr(record, column), cast(type[Record], parent_of(type(record)))
    if parent := waiting.get(uid):
        derive_feed(session, parent, waiting)
        feed = parent.feed
    else:
        found = ask(session, f'SELECT feed FROM "{kind.__tablename__}" WHERE uid = ?', uid)
        feed = found[0][0] if found else None
    if feed is None:
        raise ValueError(f"{record.__tablename__}: a record without a parent has no feed")
    record.feed = f"{kind.unit(uid, feed)}/{compartment}"


def links(record: type[Record]) -> Iterable[tuple[str, str]]:
    """(column, table it names) of every link of a record."""
    return [(c.name, c.info["link"]) for c in record.__table__.columns if "link" in c.info]


def lists_of_links(record: type[Record]) -> Iterable[tuple[str, str]]:
    """(column, table) of every column that names several rows, with commas between their uids."""
    return [(c.name, c.info["links"]) for c in record.__table__.columns if "links" in c.info]
