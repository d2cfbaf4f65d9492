"""A column that says once what it is; form, list, workbook, mask and sync read it here."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import MappedColumn, mapped_column

from app.ledger.kinds import BadValue, Kind, Link, Links
from app.texts import tr
from db.record import Record


@dataclass(frozen=True, kw_only=True)
class Field:
    """`derived` columns are set by a fold: logged, not sent. `protected`: a conflict is held, never merged."""

    label: str
    kind: Kind
    level: int
    derived: bool = False
    protected: bool = False
    required: bool = False

    def text(self, value: Any) -> str:
        return "" if value is None else self.kind.to_text(value)

    def parse(self, text: str, today: date) -> Any:
        if text := "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff").strip():
            return self.kind.parse(text, today)
        if self.required:
            raise BadValue(tr("必填"))
        return None


def field(
    label: str, kind: Kind, *, level: int | None = None, derived: bool = False, protected: bool = False, **column: Any
) -> MappedColumn[Any]:
    info: dict[str, Any] = {"field": described(label, kind, level, derived, protected), "derived": derived}
    if isinstance(kind, Link | Links):
        info["link" if isinstance(kind, Link) else "links"] = kind.to.__tablename__
    return mapped_column(info=info, **column)


def described(
    label: str, kind: Kind, level: int | None = None, derived: bool = False, protected: bool = False
) -> Field:
    return Field(label=label, kind=kind, level=level or kind.level, derived=derived, protected=protected)


@cache
def fields_of(record: type[Record]) -> dict[str, Field]:
    columns = cast(Table, record.__table__).columns
    return {c.name: replace(c.info["field"], required=not c.nullable) for c in columns if "field" in c.info}
