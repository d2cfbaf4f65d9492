"""A sheet as an .xlsx in the layout of domain.md 3.1. It is made in memory: no plain copy touches the disk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from app import periods
from app.exporting.room import LEAST, Room
from app.ledger.kinds import Decimal, Moment, Number, Percent
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.ledger.pivot import Pivot
from app.ledger.sheet import Sheet
from app.texts import official, tr

FONT, HEADLINE, BODY, TITLE = "SimSun", "SimHei", 11, 18
A4 = 9
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST = 32767  # characters of a cell
LONGEST_UNIT = 40  # characters of its name in the name of a file, which Linux bounds at 255 bytes
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
SHARE = re.compile(r"\d+\.\d%", re.ASCII)
MARGINS = (0.4, 0.4, 0.5, 0.6)  # inches: what is one page wide is the larger for it


@dataclass(frozen=True)
class Heading:
    """What stands above and beside a sheet: who hands it in, and for which time."""

    unit: str
    person: str
    period: tuple[date, date] | None = None
    number: str = ""  # of this export


@official()
def workbook(
    sheet: Sheet, lines: Iterable[list[str]], question: Question, strength: Strength, heading: Heading
) -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **SAFE})
    page = book.add_worksheet(sheet.number)
    _Page(book, page, sheet).fill(lines, question, heading)
    _explain(book, sheet, question, strength, heading)
    book.close()
    return content.getvalue()


@official()
def file_name(sheet: Sheet, heading: Heading, strength: Strength) -> str:
    """`{unit}_{ledger}_{period}_{masking}.xlsx` (domain.md 3.1)."""
    period = periods.short(heading.period) if heading.period else tr("全部")
    name = "_".join((heading.unit[:LONGEST_UNIT], tr(sheet.title), period, tr(strength.value)))
    return "".join(c for c in name if c.isprintable() and c not in '\\/:*?"<>|') + ".xlsx"


def legal(text: str) -> str:
    """Without what XML cannot hold: one bad character would make the whole file unreadable."""
    if text.isprintable():
        return text[:LONGEST]
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # a lone CR would be written as _x000D_
    kept = (
        c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )
    return "".join(kept)[:LONGEST]


class _Page:
    def __init__(self, book: Any, page: Any, sheet: Sheet) -> None:
        self.page, self.sheet, self.fields = page, sheet, [*sheet.fields.values()]
        style = {"font_name": FONT, "font_size": BODY, "valign": "vcenter"}
        self.title = book.add_format(style | {"font_name": HEADLINE, "font_size": TITLE, "align": "center"})
        self.plain = book.add_format(style)
        self.sides = [book.add_format(style | {"align": side}) for side in ("left", "center", "right")]
        head = {"bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True, "align": "center"}
        self.head = book.add_format(style | head)
        self.text = book.add_format(style | {"border": 1, "text_wrap": True, "num_format": "@"})
        self.number = book.add_format(style | {"border": 1})
        self.ordinal = book.add_format(style | {"border": 1, "align": "center"})
        self.share = book.add_format(style | {"border": 1, "num_format": "0.0%"})
        self.words = [tr("序号"), *(tr(field.label) for field in self.fields)]
        self.room = Room(self.words, [LEAST, *(2 * field.kind.width for field in self.fields)])

    def fill(self, lines: Iterable[list[str]], question: Question, heading: Heading) -> None:
        last = len(self.fields)
        period = f"({periods.words(heading.period)})" if heading.period else ""
        title = legal(f"{heading.unit}{tr(self.sheet.title)}{period}")
        self.page.merge_range(0, 0, 0, last, title, self.title)
        self._who(last, heading, question.today)
        row = self._heads(2)
        end = self._body(row, lines)
        below = ["　　　　　　".join(map(tr, self.sheet.signatures))]
        if not isinstance(self.sheet.source, Pivot):  # whose rows are groups, with a total among them
            below.insert(0, tr("合计：{count} 条").format(count=end - row))
        for at, words in enumerate(below, start=end):
            self.page.merge_range(at, 0, at, last, words, self.plain)
        self._fit(row - 1)
        self._print(row)

    def _who(self, last: int, heading: Heading, today: date) -> None:
        """Who hands it in at the left, who filled it in the middle, when at the right."""
        told = (
            tr("填报单位:{unit}").format(unit=heading.unit), tr("填报人:{person}").format(person=heading.person),
            tr("填报日期:{day}").format(day=today),
        )  # fmt: skip
        ends = (0, (last + 1) // 3, last - last // 3, last + 1)
        for words, style, first, end in zip(told, self.sides, ends, ends[1:], strict=False):
            if end - first > 1:
                self.page.merge_range(1, first, 1, end - 1, legal(words), style)
            else:
                self.page.write_string(1, first, legal(words), style)

    def _heads(self, row: int) -> int:
        if not self.sheet.groups:
            for column, words in enumerate(self.words):
                self.page.write_string(row, column, words, self.head)
            return row + 1
        column = 0
        for over, span in (("", 1), *self.sheet.groups):
            for at in range(column, column + span):
                if over:
                    self.page.write_string(row + 1, at, self.words[at], self.head)
                else:  # nothing stands over it: it fills both rows
                    self.page.merge_range(row, at, row + 1, at, self.words[at], self.head)
            if over and span > 1:
                self.page.merge_range(row, column, row, column + span - 1, tr(over), self.head)
            elif over:
                self.page.write_string(row, column, tr(over), self.head)
            column += span
        return row + 2

    def _body(self, row: int, lines: Iterable[list[str]]) -> int:
        numeric = [isinstance(field.kind, Number | Decimal | Percent) for field in self.fields]
        page, note, wrapped = self.page, self.room.note, self.text
        for count, line in enumerate(lines, start=1):
            page.write_number(row, 0, count, self.ordinal)
            for column, (is_number, text) in enumerate(zip(numeric, line), start=1):
                if is_number and NUMBER.fullmatch(text):
                    page.write_number(row, column, float(text), self.number)
                elif is_number and SHARE.fullmatch(text):
                    page.write_number(row, column, round(float(text[:-1]) / 100, 3), self.share)
                elif not text:
                    page.write_blank(row, column, None, wrapped)
                else:
                    written = legal(text)
                    page.write_string(row, column, written, wrapped)  # never a formula, never 4.2E+17
                    note(row, column, written)
            row += 1
        return row

    def _fit(self, head: int) -> None:
        """Rows of one line keep the height that the program gives them."""
        for column, wide in enumerate(self.room.widths()):
            self.page.set_column(column, column, wide)
        for row, high in ((0, 30), (1, 20), (head, self.room.heading()), *self.room.heights()):
            self.page.set_row(row, high)

    def _print(self, first: int) -> None:
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(*MARGINS)
        self.page.center_horizontally()
        self.page.repeat_rows(2, first - 1)
        self.page.freeze_panes(first, 0)
        self.page.set_footer("&C第 &P 页 共 &N 页")


def _explain(book: Any, sheet: Sheet, question: Question, strength: Strength, heading: Heading) -> None:
    period = "{} — {}".format(*heading.period) if heading.period else tr("全部")
    seen = tr("{moment}（北京时间）").format(moment=Moment().to_text(question.now))
    facts = (
        (tr("口径"), tr(sheet.note)), (tr("期间"), period), (tr("范围"), heading.unit),
        (tr("脱敏级别"), tr(strength.value)), (tr("导出人"), heading.person), (tr("导出编号"), heading.number),
        (tr("生成时间"), seen), (tr("数据截至"), seen),
    )  # fmt: skip
    page = book.add_worksheet("填表说明")
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 60)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    style = book.add_format({"font_name": FONT, "font_size": BODY, "text_wrap": True, "valign": "top"})
    for row, (words, value) in enumerate(facts):
        page.write_string(row, 0, words, style)
        page.write_string(row, 1, legal(value), style)
