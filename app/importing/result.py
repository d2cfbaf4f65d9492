"""What was understood of a workbook: tables, persons, households, findings, questions; nothing has been written anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.importing.book import Value
from app.importing.findings import Finding, letters
from app.importing.words import closed
from app.texts import N_, tr

REASON = {
    "same": N_("表头一致"),
    "like": N_("表头相近"),
    "memory": N_("上次用过"),
    "answer": N_("已由您指定"),
    "values": N_("内容像{field}"),
    "both": N_("两列都像{field}"),
    "against": N_("表头像{header}，内容像{field}"),
    "other": N_("说的是别人或本册不记的事"),
    "whose": N_("像是前一列那个人的电话"),
    "none": N_("没认出"),
    "empty": N_("空列"),
    "unlike": N_("表头像{field}，内容不像"),
}
FIELD_NAMES = {
    "seq": N_("序号"), "grid": N_("网格"), "estate": N_("小区"), "building": N_("楼栋"), "unit": N_("单元"), "floor": N_("楼层"),
    "room": N_("室号"), "address": N_("住址"), "household_no": N_("户号"), "head_name": N_("户主姓名"), "head_id": N_("户主身份号码"),
    "name": N_("姓名"), "relation": N_("与户主关系"), "gender": N_("性别"), "id_no": N_("公民身份号码"), "birth": N_("出生日期"),
    "age": N_("年龄"), "ethnic": N_("民族"), "education": N_("学历"), "marital": N_("婚姻状况"), "political": N_("政治面貌"),
    "occupation": N_("职业"), "workplace": N_("服务处所"), "phone": N_("联系电话"), "phone2": N_("备用电话"),
    "registered_region": N_("户籍地"), "registered_address": N_("户籍门(楼)详址"), "registered_same": N_("人户一致标识"),
    "residence_kind": N_("居住类型"), "tags": N_("关爱标签"), "arrived": N_("来本地日期"), "landlord_name": N_("房主姓名"),
    "landlord_phone": N_("房主联系方式"), "updated": N_("更新日期"), "collector": N_("采集人"), "remark": N_("备注"),
    "household_size": N_("家庭人数"), "record_id": N_("记录编号"), "ignore": N_("不导入"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """col from 1; field of `headings.FIELDS` or `tag:` + tag; confidence 0..1 and why, a key of REASON.

    others: fields that were nearly as likely. member: which person of the row, where a row holds several (from 1), and
    whose: who that is by the headings, 户主, 配偶 or 成员2.
    """

    col: int
    header: str
    field: str
    confidence: float
    why: str
    others: tuple[str, ...] = ()
    member: int = 0
    whose: str = ""
    hidden: bool = False

    @property
    def reason(self) -> str:
        against = self.others[0] if self.others else self.field
        return tr(REASON[self.why]).format(field=field_name(self.field), header=field_name(against))

    @property
    def sure(self) -> bool:
        return self.confidence >= 0.75

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"col": letters(self.col), "header": self.header, "field": self.field}
        if self.member:
            said["member"] = self.member
        return said | {"confidence": round(self.confidence, 2), "reason": self.reason}


def field_name(name: str) -> str:
    return name.removeprefix("tag:") if name.startswith("tag:") else tr(FIELD_NAMES[name])


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns from 1, first and last of what holds persons. transposed: fields run down, persons across."""

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    first_col: int
    last_col: int
    columns: tuple[Column, ...]
    title: str = ""
    transposed: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "header_rows": list(self.header_rows),
            "first_row": self.first_row,
            "last_row": self.last_row,
            "first_col": letters(self.first_col),
            "last_col": letters(self.last_col),
            "columns": [column.to_json() for column in self.columns],
        }


Status = Literal["new", "changed", "same"]


@dataclass(slots=True)
class Record:
    """One person as the workbook has him. birth is ISO; empty means not said or not certain.

    more: other kept fields by name (head_name, household_no, ethnic, remark ...). cells: the row as it stood.
    status and uid tell the known person it was matched to; household is an index into Understood.households, or -1.
    """

    sheet: str
    row: int
    col: int
    name: str
    id_no: str = ""
    birth: str = ""
    gender: str = ""
    phones: tuple[str, ...] = ()
    building: str = ""
    unit: str = ""
    room: str = ""
    relation: str = ""
    tags: tuple[str, ...] = ()
    estate: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    cells: Sequence[Value] = field(default=(), repr=False)
    status: Status = "new"
    uid: str = ""
    household: int = -1
    member: int = 0

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"sheet": self.sheet, "row": self.row, "col": letters(self.col), "name": self.name}
        for key in ("id_no", "birth", "gender", "building", "unit", "room", "relation"):
            if value := getattr(self, key):
                said[key] = value
        said |= {"phones": list(self.phones)} if self.phones else {}
        said |= {"tags": list(dict.fromkeys(map(closed, self.tags)))} if self.tags else {}
        return {**{key: value for key, value in self.more.items() if value}, **said}


@dataclass(frozen=True, slots=True)
class Household:
    """members: indexes into Understood.records. head: its name, "" where none or two are said."""

    sheet: str
    building: str
    unit: str
    room: str
    head: str
    members: tuple[int, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A row (0: the whole sheet) that is not imported, and the finding's kind that tells why."""

    sheet: str
    row: int
    why: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can settle. choices: (answer, words); rows: how many rows wait for it."""

    key: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    sheet: str = ""
    rows: int = 0
    col: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Against what is known. field "" for new and gone; before and after as stored (text, or list)."""

    kind: Literal["new", "changed", "gone"]
    name: str
    id_no: str = ""
    uid: str = ""
    field: str = ""
    before: Any = None
    after: Any = None

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"kind": self.kind, "name": self.name}
        said |= {"id_no": self.id_no} if self.id_no else {}
        return said | ({"field": self.field, "before": self.before, "after": self.after} if self.field else {})


@dataclass(frozen=True, slots=True)
class Understood:
    """skipped: sheets that bring no person, each with the reason in words. refused: why the file is not read at all.
    seen: the last transaction of the store that this was compared with, -1 for none."""

    name: str
    tables: tuple[Table, ...] = ()
    records: tuple[Record, ...] = ()
    households: tuple[Household, ...] | None = None
    findings: tuple[Finding, ...] = ()
    left: tuple[Left, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: tuple[Change, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    refused: str = ""
    seen: int = -1

    def to_json(self) -> dict[str, Any]:
        """The neutral result format: plain lists and dicts, ready for json.dumps."""
        said: dict[str, Any] = {
            "tables": [table.to_json() for table in self.tables],
            "records": [record.to_json() for record in self.records],
            "findings": [finding.to_json() for finding in self.findings],
        }
        if self.households is not None:
            said["households"] = [self._household(one) for one in self.households]
        said |= {"changes": [change.to_json() for change in self.changes]} if self.changes else {}
        said |= {"refused": self.refused} if self.refused else {}
        said["questions"] = [{"key": one.key, "sheet": one.sheet, "words": one.words} for one in self.questions]
        return said | {"skipped": [{"sheet": sheet, "reason": reason} for sheet, reason in self.skipped]}

    def _household(self, home: Household) -> dict[str, Any]:
        members = [[self.records[index].row, self.records[index].name] for index in home.members]
        place = {key: getattr(home, key) or None for key in ("building", "unit", "room", "head")}
        return {"sheet": home.sheet, **place, "members": members}
