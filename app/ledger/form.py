"""One record: a person types it, or a row of a workbook becomes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.field import Field, fields_of
from app.ledger.kinds import BadValue
from app.ledger.masking import Strength, masks
from app.texts import N_, tr
from db.record import Record

Values = dict[str, Any]
Problems = dict[str, str]  # field name: a sentence for its author
EDIT = N_("修改{what}")
PUT_BACK = N_("恢复{what}")  # an old value, from the history
MORE = N_("更多")  # a section of this title is folded until asked for


class Refused(UserError):
    """What is wrong, field by field; nothing was written."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(tr("有栏目需要修改"), tr("已填的内容都还在"), "；".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Form:
    """`rules` see all values together and answer what is wrong with them. `search`: fields and paths that find it."""

    title: str
    record: type[Record]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    rules: Callable[[Values], Problems] = lambda values: {}
    search: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [name for _, part in self.sections for name in part]
        unknown = {*names} - fields_of(self.record).keys()
        unknown |= {path for path in self.search if "." not in path and path not in fields_of(self.record)}
        if unknown or len({*names}) != len(names):
            raise TypeError(f"{self.title}: unknown or repeated fields {sorted(unknown) or names}")
        if hidden := [path for path in self.search if "." not in path and fields_of(self.record)[path].level > 3]:
            raise TypeError(f"{self.title}: too sensitive to be searched: {hidden}")

    @cached_property
    def fields(self) -> dict[str, Field]:
        known = fields_of(self.record)
        return {name: known[name] for _, part in self.sections for name in part}

    def parse(self, texts: Mapping[str, str], opened: Mapping[str, Any], today: date) -> Values:
        """The values of these texts, or everything that is wrong with them. Faults that already stood do not block."""
        values: Values = {}
        problems: Problems = {}
        for name, text in texts.items():
            try:
                values[name] = self.fields[name].parse(text, today)
            except BadValue as error:
                problems[name] = str(error)
        problems = dict(self.rules({**opened, **values}).items() - self.rules({**opened}).items()) | problems
        if problems:
            raise Refused(problems)
        return values


@dataclass(frozen=True)
class Draft:
    """A record as its user opened it: only what he changes is submitted, and judged by what he saw."""

    form: Form
    uid: str | None
    opened: Values

    def texts(self) -> dict[str, str]:
        return {name: field.text(self.opened.get(name)) for name, field in self.form.fields.items()}

    def changed(self, texts: Mapping[str, str], today: date) -> Values:
        """The values of what was touched. What nobody touched is not judged: it may have come in wrong long ago."""
        seen = self.texts()
        touched = {name: text for name, text in texts.items() if self.uid is None or text.strip() != seen[name]}
        return self.form.parse(touched, self.opened, today)

    def save(self, session: Session, changed: Values, **fixed: Any) -> Record:
        """`fixed` are the columns of a new record that no person types: its parents."""
        if self.uid is None:
            record = self.form.record(**{**self.opened, **changed, **fixed})
            session.add(record)
            return record
        record = session.get_one(self.form.record, self.uid)
        self._refuse_if_overtaken(record, changed)
        for name, value in changed.items():
            setattr(record, name, value)
        return record

    def _refuse_if_overtaken(self, record: Record, changed: Values) -> None:
        now = {name: getattr(record, name) for name in changed}
        others = {name: value for name, value in now.items() if value not in (self.opened[name], changed[name])}
        if others:
            told = tr("您打开后已有人改为：{value}")
            shown = masks(self.form.fields, Strength.SCREEN, date.min)
            raise Refused({n: told.format(value=shown[n](v)) for n, v in others.items()})


def new_draft(form: Form, **known: Any) -> Draft:
    """An empty record; `known` values stand in it already."""
    return Draft(form, None, known)


def open_draft(form: Form, uid: str) -> Callable[[Session], Draft]:
    def read(session: Session) -> Draft:
        record = session.get_one(form.record, uid)
        return Draft(form, uid, {name: getattr(record, name) for name in form.fields})

    return read


def command_name(form: Form, changed: Mapping[str, Any]) -> str:
    """What an edit is called in history and undo: `修改联系电话`, or the form's title for several fields."""
    what = form.fields[next(iter(changed))].label if len(changed) == 1 else form.title
    return EDIT.format(what=what)
