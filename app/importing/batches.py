"""What was imported before: batches that can be undone as a whole, and what headings meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.answers import Memory
from db.changes import Transaction
from db.local import ColumnMemory, ImportBatch
from db.undo import is_undone


@dataclass(frozen=True)
class Batch:
    uid: str
    at: datetime
    file: str
    counts: Mapping[str, Any]
    tx: int
    undo: int | None = None  # the transaction that took it back and can be taken back itself

    @property
    def undone(self) -> bool:
        return self.undo is not None


def record(session: Session, file: str, sha256: str, counts: Mapping[str, int]) -> int:
    """Within the transaction that writes the rows: its number, which an undo needs, is kept and answered."""
    tx = session.scalars(select(Transaction.tx).where(Transaction.open.is_(True))).one()
    at, uid = session.info["now"](), session.info["ids"]()
    session.add(ImportBatch(uid=uid, at=at, file=file, sha256=sha256, tx=tx, counts=dict(counts)))
    return tx


def batches(session: Session, limit: int = 50) -> list[Batch]:
    """The latest first."""
    found = session.scalars(
        select(ImportBatch).where(ImportBatch.tx.is_not(None)).order_by(ImportBatch.at.desc()).limit(limit)
    )
    return [Batch(b.uid, b.at, b.file, b.counts, b.tx or 0, _undo_of(session, b.tx or 0)) for b in found]


def imported_before(session: Session, sha256: str) -> Batch | None:
    """The same file, imported and not taken back."""
    return next((batch for batch in batches(session, 500) if not batch.undone and _is(session, batch, sha256)), None)


def memory(session: Session) -> Memory:
    return Memory({row.heading: row.field for row in session.scalars(select(ColumnMemory))})


def remember(session: Session, columns: Mapping[str, str]) -> None:
    """Keeps what each heading meant, as the person confirmed it by importing."""
    now = session.info["now"]()
    for heading, name in Memory().with_columns(columns).fields.items():
        session.merge(ColumnMemory(heading=heading, field=name, at=now))


def _undo_of(session: Session, tx: int) -> int | None:
    takers = session.scalars(select(Transaction.tx).where(Transaction.undoes == tx)).all()
    return next((taker for taker in takers if not is_undone(session, taker)), None)


def _is(session: Session, batch: Batch, sha256: str) -> bool:
    return session.scalar(select(ImportBatch.sha256).where(ImportBatch.uid == batch.uid)) == sha256
