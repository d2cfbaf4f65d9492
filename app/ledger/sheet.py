"""What an office expects to see: which columns, under which headings, masked as a whole. A list is a sheet too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy.orm import Session

from app.ledger.field import Field
from app.ledger.kinds import Name
from app.ledger.ledger import Ledger, Question, Row
from app.ledger.masking import Mask, Strength, masks
from app.ledger.pivot import Pivot
from app.texts import N_

BATCH = 500
SIGNATURES = (N_("审核人:"), N_("负责人:"), N_("(盖章)"))


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Without `columns` it shows all of its source; `groups` are (heading, how many columns it stands over)."""

    number: str
    source: Ledger | Pivot
    columns: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[tuple[str, int], ...] = ()
    signatures: tuple[str, ...] = SIGNATURES
    note: str = ""  # what the sheet counts, for 填表说明

    def __post_init__(self) -> None:
        if unknown := {*self.columns, *self.headings} - self.source.fields.keys():
            raise TypeError(f"{self.number}: no such column {sorted(unknown)}")
        if self.groups and sum(span for _, span in self.groups) != len(self.fields):
            raise TypeError(f"{self.number}: the groups do not stand over all columns")

    @property
    def title(self) -> str:
        return self.source.title

    @cached_property
    def fields(self) -> dict[str, Field]:
        known = self.source.fields
        return {n: replace(known[n], label=self.headings.get(n, known[n].label)) for n in self.columns or known}

    def texts(self, rows: Mapping[str, Row], question: Question, strength: Strength) -> dict[str, list[str]]:
        hide = masks(self.fields, strength, question.today)
        named = [name for name, known in self.source.fields.items() if isinstance(known.kind, Name)]
        return {uid: self._line(row, hide, named) for uid, row in rows.items()}

    def _line(self, row: Row, hide: Mapping[str, Mask], named: list[str]) -> list[str]:
        names = {*row.names, *(one for column in named for one in (row.values.get(column) or "").split("、"))}
        return [hide[name](row.values.get(name), names) for name in self.fields]

    def lines(self, session: Session, question: Question, strength: Strength) -> Iterator[list[str]]:
        """All lines in order, a batch in memory at a time."""
        keys = self.source.keys(session, question)
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            texts = self.texts(self.source.rows(session, some, question), question, strength)
            yield from (texts[key] for key in some if key in texts)
