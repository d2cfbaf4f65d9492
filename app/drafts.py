"""What somebody typed and did not save yet: in the encrypted store within two seconds, whatever happens next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.local import Draft


@dataclass(frozen=True)
class Kept:
    key: str
    title: str
    at: datetime
    texts: Mapping[str, Any]


def key(form: str, uid: str) -> str:
    """`form`: the table a record belongs to; `uid`: the record, or its parent while it is new."""
    return f"{form}:{uid}"


def keep(session: Session, key: str, title: str, texts: Mapping[str, Any]) -> datetime:
    """The moment it was kept, for `草稿已自动保存 10:41:07`."""
    at: datetime = session.info["now"]()
    session.merge(Draft(key=key, title=title, at=at, texts=dict(texts)))
    return at


def find(session: Session, key: str) -> Kept | None:
    draft = session.get(Draft, key)
    return Kept(draft.key, draft.title, draft.at, draft.texts) if draft else None


def texts_of(kept: Kept) -> dict[str, str]:
    """What was typed in the fields of a form."""
    return {name: str(text) for name, text in kept.texts.get("texts", kept.texts).items()}


def base_of(kept: Kept) -> dict[str, str]:
    """What stood in these fields when they were opened."""
    return {name: str(text) for name, text in kept.texts.get("base", {}).items()}


def put_back(session: Session, kept: Kept) -> None:
    """As it was kept, with its moment."""
    session.merge(Draft(key=kept.key, title=kept.title, at=kept.at, texts=dict(kept.texts)))


def drop(session: Session, key: str) -> None:
    session.execute(delete(Draft).where(Draft.key == key))


def waiting(session: Session) -> list[Kept]:
    """The latest first."""
    found = session.scalars(select(Draft).order_by(Draft.at.desc()))
    return [Kept(draft.key, draft.title, draft.at, draft.texts) for draft in found]


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Draft)) or 0
