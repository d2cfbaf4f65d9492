"""Between a dry run and its import the store may change: rows whose person is no longer as was shown are not written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.importing import held
from app.importing.keeping import Keeper
from app.importing.known import KnownPerson, Matcher, differences
from app.importing.result import Change, Record, Understood


@dataclass(frozen=True)
class Checked:
    """ready and waiting: places in `Understood.records`; changes: of the known people, as they are now."""

    ready: Sequence[int]
    waiting: Sequence[int]
    changes: Sequence[Change]


def checked(session: Session, understood: Understood, accepted: Sequence[int], today: date) -> Checked:
    """Within the transaction that will write. Costs nothing unless somebody wrote since the dry run."""
    if held.seen(session) == understood.seen:
        return Checked(accepted, (), understood.changes)
    now = held.known(session, today)
    matcher, keeper = Matcher(now), Keeper(today)
    by_uid = {person.uid: person for person in now.persons}
    fresh = [_now(record, matcher, by_uid, keeper) for record in understood.records]
    shown: dict[str, list[object]] = {}
    for change in understood.changes:
        shown.setdefault(change.uid, []).append(_said(change))
    ready = [n for n in accepted if _as_shown(fresh[n], shown.get(understood.records[n].uid, ()))]
    waiting = sorted({*accepted} - {*ready})
    return Checked(ready, waiting, [change for n in ready for change in fresh[n] or ()])


def _now(record: Record, matcher: Matcher, known: dict[str, KnownPerson], keeper: Keeper) -> list[Change] | None:
    """What the row would change now; None where it is about somebody else than was shown: gone, or here meanwhile."""
    found = known.get(record.uid) if record.uid else matcher.find(record)
    if found is None:
        return None if record.uid else []
    matcher.met.add(found.uid)
    return [*differences(record, found, keeper)] if record.uid else None


def _as_shown(changes: list[Change] | None, shown: Sequence[object]) -> bool:
    """Less than was shown is no harm: somebody wrote the same by hand."""
    return changes is not None and all(_said(change) in shown for change in changes)


def _said(change: Change) -> object:
    return change.field, change.before, change.after
