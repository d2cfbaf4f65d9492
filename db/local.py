"""Rows of this machine alone: drafts, what was imported, what a column meant last time, gaps of the log."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.record import Local


class Meta(Local):
    """Facts about this store: vault_id, actor, demo, made_at, ..."""

    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Draft(Local):
    """What somebody has typed and not saved yet, by form and record."""

    __tablename__ = "drafts"
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    at: Mapped[datetime]
    texts: Mapped[dict[str, Any]]


class ImportBatch(Local):
    """A workbook that was imported; its rows are those of transaction `tx`."""

    __tablename__ = "import_batches"
    uid: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    tx: Mapped[int | None]
    counts: Mapped[dict[str, Any]]


class ColumnMemory(Local):
    """What a heading meant when a person confirmed it."""

    __tablename__ = "column_memory"
    heading: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str]
    at: Mapped[datetime]


class Gap(Local):
    """The change log may lack what was written before this moment: its triggers had to be repaired."""

    __tablename__ = "log_gaps"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    triggers: Mapped[str]


class Access(Local):
    """What was exported or looked at in the clear (domain.md 8.4-8.5)."""

    __tablename__ = "access_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    what: Mapped[dict[str, Any]]
