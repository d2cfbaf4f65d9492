"""Who looked at a person's number in the clear (domain.md 8.4): who, whose, which field and when, never the number."""

from sqlalchemy.orm import Session

from db.local import Access

REVEAL = "reveal"


def revealed(session: Session, table: str, uid: str, name: str) -> None:
    """Within `Store.note`."""
    at, actor = session.info["now"](), session.info["actor"]
    session.add(Access(at=at, actor=actor, kind=REVEAL, what={"table": table, "uid": uid, "field": name}))
