"""One sheet: its tables found, their columns known, their rows read as persons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.importing import words
from app.importing.answers import Answers, Memory
from app.importing.book import Book, Sheet
from app.importing.columns import assign
from app.importing.filling import Filled, fill
from app.importing.findings import Finding
from app.importing.grid import grid_of
from app.importing.leaving_out import left_out, unexplained
from app.importing.lines import Lines, classify
from app.importing.persons import Person, TableReader
from app.importing.place_text import Places, disagree, said_in
from app.importing.profile import profile
from app.importing.result import Column, Left, Question, Table, field_name
from app.importing.tables import Region, regions
from app.rules.addresses import Address
from app.texts import N_, tr

_STAFF = re.compile(r"工作人员|网格员|网格长|通讯录|通信录|值班|干部|楼栋长|楼长|社工名|志愿者名|职工|两委")
_HOME = frozenset(("building", "room", "address", "household_no", "relation", "head_name"))
_GHOSTS = 20


@dataclass(slots=True)
class Seen:
    """What was read of a table: persons in the order of rows, also those left out."""

    table: Table
    persons: list[Person]
    fields: set[str]


@dataclass(slots=True)
class SheetReader:
    """Reads the sheets of a book one after the other; collects what there is to say and to ask."""

    book: Book
    places: Places
    answers: Answers
    memory: Memory
    today: date
    seen: list[Seen] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    _earlier: dict[int, Mapping[int, str]] = field(default_factory=dict)  # number of columns -> their fields

    def read(self, sheet: Sheet) -> None:
        if not any(sheet.rows):
            return
        if sheet.hidden:
            self.findings.append(Finding("hidden_sheet", sheet.name))
            if self.answers.hidden != "take":
                self.left.append(Left(sheet.name, 0, "hidden_sheet"))
                self.skipped.append((sheet.name, tr(N_("隐藏的工作表，没有读"))))
                return
        grid = grid_of(sheet)
        found = [self._table(region) for region in regions(grid)]
        if sheet.ghost_rows > _GHOSTS:
            self.findings.append(Finding("ghost_area", sheet.name))
        if not any(found) and not any(name == sheet.name for name, _ in self.skipped):
            self._skip(sheet.name, tr(N_("没有找到人员名单")))

    def _skip(self, sheet: str, why: str) -> None:
        self.skipped.append((sheet, why))
        self.left.append(Left(sheet, 0, "no_persons"))

    def _table(self, region: Region) -> bool:
        """Whether the region brought persons."""
        sheet = region.grid.sheet.name
        earlier = self._earlier.get(region.last_col - region.first_col, {})
        titled = said_in([sheet], self.places.known) or said_in(_titles(region), self.places.known)
        columns = assign(region, self.memory, self.answers, earlier, titled is not None)
        fields = {column.field for column in columns}
        if "name" not in fields:
            self._without_names(region, fields)
            return False
        if any(
            column.why == "both" and column.others[:1] == ("id_no",) and _has_ids(region, column.col)
            for column in columns
        ):
            self._two_in_a_row(region)
            return False
        lines = classify(region, columns)
        if not lines.persons:
            self._tell_lines(region, lines)
            self._skip(sheet, tr(N_("有表头，没有人")))
            return False
        if self._is_staff(region, fields, len(lines.persons)):
            return False
        self._read(region, columns, lines)
        return True

    def _without_names(self, region: Region, fields: set[str]) -> None:
        """A table about persons whose name column is not found is asked; counts and codes simply bring nothing."""
        sheet = region.grid.sheet.name
        if fields & {"id_no", "phone"} and region.body:
            asked = tr(N_("工作表“{sheet}”里没有认出姓名列，没有读。请指定哪一列是姓名。")).format(sheet=sheet)
            self.questions.append(Question("name_column", asked, (), sheet, len(region.body)))
            self._skip(sheet, tr(N_("没有认出姓名列")))
        else:
            self._skip(sheet, tr(N_("是统计或代码，不是人员名单")))

    def _two_in_a_row(self, region: Region) -> None:
        """Two columns of ids: whose name goes with which id would be a guess."""
        sheet = region.grid.sheet.name
        asked = tr(N_("工作表“{sheet}”有两列都像公民身份号码，分不清各是谁的，没有读。请指定。")).format(sheet=sheet)
        self.questions.append(Question("two_ids", asked, (), sheet, len(region.body)))
        self._skip(sheet, tr(N_("有两列都像公民身份号码")))

    def _is_staff(self, region: Region, fields: set[str], rows: int) -> bool:
        """A list of those who work for the community is no list of residents, unless somebody says so."""
        sheet = region.grid.sheet.name
        said = " ".join((sheet, *region.above[:2]))
        if fields & _HOME or not _STAFF.search(words.plain(said)) or self.answers.staff == "take":
            return False
        if self.answers.staff == "ask":
            asked = tr(N_("工作表“{sheet}”像是工作人员名单，不是居民，没有读。要当作居民导入吗？")).format(sheet=sheet)
            choices = (("skip", tr(N_("不导入"))), ("take", tr(N_("当作居民导入"))))
            self.questions.append(Question("staff", asked, choices, sheet, rows))
        self._skip(sheet, tr(N_("像是工作人员名单")))
        return True

    def _read(self, region: Region, columns: tuple[Column, ...], lines: Lines) -> None:
        grid, name = region.grid, region.grid.sheet.name
        self._earlier[region.last_col - region.first_col] = {c.col: c.field for c in columns if c.confidence >= 0.5}
        out = left_out(grid, lines, columns, self.answers.hidden == "take")
        filled = fill(grid, lines.persons, columns, self.answers.merged == "fill")
        self._ask_merged(name, filled)
        within = self._title_place(region, {column.field for column in columns})
        persons = self._persons(region, columns, lines, filled, out, within)
        self.seen.append(Seen(_table(region, columns, lines.persons), persons, {column.field for column in columns}))
        self._tell_lines(region, lines)
        self._tell_left_out(region, out)
        name_col = next(column.col for column in columns if column.field == "name")
        coloured = unexplained(grid, [row for row in lines.persons if row not in out], name_col)
        self.findings += [Finding("colour_marked", name, row, name_col) for row in coloured]
        self._tell_table(region, columns, set(lines.persons) - out.keys())
        imported = [person for person in persons if not person.out]
        self._tell_no_doors(region, columns, imported)
        self._tell_marks(region, columns, {person.record.row for person in imported})

    def _persons(
        self, region: Region, columns: Sequence[Column], lines: Lines, filled: Filled, out: dict[int, tuple[str, int]],
        within: Address | None,
    ) -> list[Person]:  # fmt: skip
        persons: list[Person] = []
        for member in range(max(column.member for column in columns) + 1):
            own = _of_member(columns, member)
            if not own:
                continue
            whose = next((column.whose for column in own if column.whose), "")
            reader = TableReader(
                region, own, lines.persons, filled, self.places, self.today, self.book.date_system_1904, self.answers
            )
            reader.whose = words.relation(whose) or ""
            read = reader.read(out, within, lines.sections)
            self.questions += reader.questions if member < 2 else ()
            cols = (
                {column.field: region.grid.place(1, column.col)[1] for column in own} if not region.grid.turned else {}
            )
            for person in read:
                person.cols, person.record.member = cols, member
            empty = {
                at
                for at, person in enumerate(read)
                if member > 1 and person.out == "name_missing" and not person.digits
            }
            self.findings += [f for f in reader.findings if not (member > 1 and f.kind == "name_missing")]
            persons += [person for at, person in enumerate(read) if at not in empty]
        return (
            sorted(persons, key=lambda person: person.record.row) if persons and persons[-1].record.member else persons
        )

    # ---- what there is to say

    def _title_place(self, region: Region, fields: set[str]) -> Address | None:
        """The building of a title, for tables that have no column for it; a title against the sheet's name is asked."""
        if fields & {"building", "address"} and "building" in fields:
            return None
        sheet = region.grid.sheet.name
        known = self.places.known
        titles = _titles(region)
        by_name, by_title = said_in([sheet], known), said_in(titles, known)
        if (by_name and by_title and by_name.building != by_title.building) or (
            not by_name and disagree(titles, known)
        ):
            asked = tr(N_("工作表“{sheet}”的名称和标题说的不是同一栋楼，没有按标题填楼栋。请指定楼栋。")).format(
                sheet=sheet
            )
            self.questions.append(Question("building", asked, (), sheet, len(region.body)))
            return None
        return by_title if by_title and (by_title.unit or not by_name) else by_name

    def _ask_merged(self, sheet: str, filled: Filled) -> None:
        if not filled.rows:
            return
        if self.answers.merged == "fill":
            self.findings.append(Finding("merged_fill", sheet))
            return
        self.findings.append(Finding("merged_fill", sheet, rows=tuple(filled.rows)))
        if self.answers.merged == "ask":
            asked = tr(N_("工作表“{sheet}”有合并的格子，或只写一次的户主和住址，要填到下面的行里吗？")).format(
                sheet=sheet
            )
            choices = (("fill", tr(N_("填下去"))), ("keep", tr(N_("不填，只留第一行"))))
            self.questions.append(Question("merged", asked, choices, sheet, len(filled.rows)))

    def _tell_lines(self, region: Region, lines: Lines) -> None:
        sheet = region.grid.sheet.name
        for row, col, kind in lines.told:
            at, across = region.grid.place(row, col)
            self.findings.append(Finding(kind, sheet, at, across))
            self.left.append(Left(sheet, at, kind))

    def _tell_left_out(self, region: Region, out: dict[int, tuple[str, int]]) -> None:
        sheet = region.grid.sheet.name
        self.findings += [Finding(kind, sheet, row, col) for row, (kind, col) in sorted(out.items())]
        waiting = sum(kind in ("hidden_row", "filtered_row") for kind, _ in out.values())
        if waiting and self.answers.hidden == "ask":
            asked = tr(N_("工作表“{sheet}”有 {count} 行被隐藏或被筛选，没有导入。要导入吗？")).format(
                sheet=sheet, count=waiting
            )
            choices = (("skip", tr(N_("不导入"))), ("take", tr(N_("也导入"))))
            self.questions.append(Question("hidden", asked, choices, sheet, waiting))

    def _tell_table(self, region: Region, columns: Sequence[Column], rows: set[int]) -> None:
        sheet = region.grid.sheet
        if region.no_header:
            self.findings.append(Finding("no_header", sheet.name))
        if region.grid.turned:
            return
        if any(column.hidden for column in columns):
            self.findings.append(Finding("hidden_column", sheet.name))
        self.findings += [
            Finding("cell_comment", sheet.name, row, col) for row, col in sorted(sheet.comments) if row in rows
        ]
        if self.answers.hidden == "take":
            hidden = [("hidden_row", sheet.hidden_rows), ("filtered_row", sheet.filtered_rows)]
            self.findings += [Finding(kind, sheet.name, row) for kind, those in hidden for row in sorted(those & rows)]
        head = region.header_rows[-1] if region.header_rows else 0
        for column in columns:
            if column.why == "against":
                self.findings.append(Finding("columns_swapped", sheet.name, head, column.col, field_name(column.field)))
            self._ask_column(sheet.name, column)

    def _tell_no_doors(self, region: Region, columns: Sequence[Column], persons: Sequence[Person]) -> None:
        """Columns that look like doors but were not recognised for certain: every row is told, none is guessed."""
        if any(person.record.building for person in persons) or {c.field for c in columns} & {"address", "building"}:
            return
        cells = (column.col for column in columns if column.why == "none" or column.field in ("room", "unit"))
        lost = [col for col in cells if _look_like_doors(region, col)]
        sheet = region.grid.sheet.name
        if lost and not region.grid.turned:
            told = {(one.row, one.kind) for one in self.findings if one.sheet == sheet}
            rows = [p.record.row for p in persons if (p.record.row, "address_incomplete") not in told]
            self.findings += [Finding("address_unparsed", sheet, row, lost[0]) for row in rows]

    def _tell_marks(self, region: Region, columns: Sequence[Column], rows: set[int]) -> None:
        """Ticks under no heading: each is told, for it meant something."""
        for column in columns if not region.grid.turned else ():
            if column.header or column.why != "none":
                continue
            marked = [(row, words.plain(region.grid.cell(row, column.col))) for row in sorted(rows)]
            ticks = [row for row, text in marked if text in words.TICKS]
            if ticks and len(ticks) == sum(bool(text) for _, text in marked):
                self.findings += [Finding("tag_unknown", region.grid.sheet.name, row, column.col) for row in ticks]

    def _ask_column(self, sheet: str, column: Column) -> None:
        """Two columns that could both be the one, and needed fields that were hardly recognised."""
        needed = column.field in ("name", "id_no", "phone", "address", "building", "room", "relation", "birth")
        if column.why == "whose":
            words_ = N_(
                "工作表“{sheet}”的“{header}”紧跟在别人的姓名后面，像是那个人的电话，没有导入；是本人的请指定为{field}。"
            )
        elif column.why == "both" and column.others:
            words_ = N_("工作表“{sheet}”里有两列都像{field}，只用了一列；“{header}”没有导入。请确认。")
        elif needed and column.confidence < 0.6:
            words_ = N_("工作表“{sheet}”的“{header}”一列当作{field}，把握不大。请确认。")
        else:
            return
        about = column.others[0] if column.why in ("both", "whose") else column.field
        header = column.header or tr(N_("第 {count} 列")).format(count=column.col)
        asked = tr(words_).format(sheet=sheet, field=field_name(about), header=header)
        self.questions.append(Question("column", asked, (), sheet, 0, column.col))


def _has_ids(region: Region, col: int) -> bool:
    return (profile(region.grid.column(col, region.body), {}).fit("id_no") or 0.0) >= 0.3


def _look_like_doors(region: Region, col: int) -> bool:
    values = profile(region.grid.column(col, region.body), {})
    return (
        not values.serial
        and max(values.fit("building") or 0.0, values.fit("room") or 0.0, values.fit("unit") or 0.0) >= 0.8
    )


def _titles(region: Region) -> list[str]:
    return [text for text in region.above if len(text) <= 40 and ":" not in text and "：" not in text]


def _of_member(columns: Sequence[Column], member: int) -> list[Column]:
    """The columns of one of several persons in a row, with those that all share; the first also has what is nobody's."""
    if not any(column.member for column in columns):
        return list(columns) if member == 0 else []
    if member == 0:
        return []
    own_fields = {column.field for column in columns if column.member}
    shared = [
        c for c in columns if not c.member and (member == 1 or c.field not in own_fields | {"phone", "tags", "gender"})
    ]
    return [column for column in columns if column.member == member] + shared


def _table(region: Region, columns: tuple[Column, ...], persons: Sequence[int]) -> Table:
    title = next((text for text in region.above if len(text) < 60), "")
    first, last = min(column.col for column in columns), max(column.col for column in columns)
    if region.grid.turned:
        return Table(region.grid.sheet.name, (), first, last, persons[0], persons[-1], (), title, True)
    return Table(region.grid.sheet.name, region.header_rows, persons[0], persons[-1], first, last, columns, title)
