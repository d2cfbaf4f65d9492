"""Kinds of value: each turns what is not empty into text and back. Bad text is told to its author."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, ClassVar

from app.ledger import codes
from app.rules import citizen_id
from app.texts import N_, listed, tr, tr_code
from db.record import Record

CHINA = timezone(timedelta(hours=8))


class BadValue(ValueError):
    """Text that a person can put right; the message is for him."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`level` is the sensitivity (domain.md 8.2) of a field of this kind unless the field says otherwise."""

    level: ClassVar[int] = 2
    width: ClassVar[int] = 10  # in characters of Han

    def to_text(self, value: Any) -> str:
        return str(value)

    def parse(self, text: str, today: date) -> Any:
        return text


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """One line."""

    longest: int = 200

    def parse(self, text: str, today: date) -> str:
        if len(text) > self.longest:
            raise BadValue(tr("最多 {most} 个字，现在有 {count} 个").format(most=self.longest, count=len(text)))
        return text


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """What a person tells in his own words."""

    level: ClassVar[int] = 3
    width: ClassVar[int] = 30
    longest: int = 2000


@dataclass(frozen=True, kw_only=True)
class Name(Text):
    """Of a person: masked, found by pinyin, never normalised (it would rewrite rare characters)."""

    level: ClassVar[int] = 3
    longest: int = 50


@dataclass(frozen=True, kw_only=True)
class Address(Text):
    """An address or its last parts."""

    level: ClassVar[int] = 3
    width: ClassVar[int] = 24


@dataclass(frozen=True, kw_only=True)
class Number(Kind):
    minimum: int = 0
    maximum: int = 1_000_000

    def parse(self, text: str, today: date) -> int:
        if not re.fullmatch(r"-?\d+", text, re.ASCII):
            raise BadValue(tr("请填写整数"))
        if not self.minimum <= int(text) <= self.maximum:
            raise BadValue(tr("应在 {least} 与 {most} 之间").format(least=self.minimum, most=self.maximum))
        return int(text)


@dataclass(frozen=True, kw_only=True)
class Decimal(Kind):
    """A measured number; kept as a float, shown with at most `places` digits after the point."""

    places: int = 2

    def to_text(self, value: float) -> str:
        text = f"{round(value, self.places) + 0.0:.{self.places}f}"  # never -0
        return text.rstrip("0").rstrip(".") if self.places else text

    def parse(self, text: str, today: date) -> float:
        if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
            raise BadValue(tr("请填写数字"))
        return float(text)


class Percent(Kind):
    """A share from 0 to 1."""

    def to_text(self, value: float) -> str:
        return f"{value:.1%}"


class Day(Kind):
    def parse(self, text: str, today: date) -> date:
        try:
            parts = [int(part) for part in re.findall(r"\d+", text, re.ASCII)]
            return date(today.year, *parts) if len(parts) == 2 else date(*parts)
        except (TypeError, ValueError):
            raise BadValue(tr("日期应写作 2026-11-24")) from None

    def span(self, first: date, last: date) -> tuple[date, date]:
        return first, last


class Moment(Kind):
    """An instant; people read and write the time of China."""

    width = 15

    def to_text(self, value: datetime) -> str:
        return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"

    def parse(self, text: str, today: date) -> datetime:
        if match := re.fullmatch(r"(\d{1,2})[:：](\d{2})", text):
            text = f"{today} {match[1]}:{match[2]}"
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA).astimezone(UTC)
        except ValueError:
            raise BadValue(tr("时间应写作 2026-11-24 09:30")) from None

    def span(self, first: date, last: date) -> tuple[datetime, datetime]:
        begin, end = (datetime.combine(day, time(), CHINA) for day in (first, last + timedelta(1)))
        return begin, end - timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Code(Kind):
    """A code and its word: of an editable `table`, or fixed `fixed` words where a state machine needs them."""

    table: str = ""
    fixed: Mapping[Any, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[Any, str]:
        return self.fixed or codes.words(self.table)

    def to_text(self, value: Any) -> str:
        return tr_code(self.table, self.words.get(value, str(value)))

    def parse(self, text: str, today: date) -> Any:
        said = (code for code, word in self.words.items() if text in (str(code), word, tr_code(self.table, word)))
        if (code := next(said, codes.code_of(self.table, text))) in self.words:
            return code
        raise BadValue(tr("可填：{words}").format(words=listed(map(self.to_text, self.words))))


YES_NO = Code(fixed={True: N_("是"), False: N_("否")})


@dataclass(frozen=True, kw_only=True)
class Codes(Code):
    """Several codes of one table, kept with commas between them in the table's order."""

    def to_text(self, value: str) -> str:
        return listed(tr_code(self.table, self.words.get(code, code)) for code in value.split(",") if code)

    def parse(self, text: str, today: date) -> str:
        chosen = {super(Codes, self).parse(part, today) for part in re.split(r"[、,，;；\s]+", text) if part}
        return ",".join(code for code in self.words if code in chosen)


class Phone(Kind):
    level, width = 3, 13

    def parse(self, text: str, today: date) -> str:
        plain = re.sub(r"[\s-]", "", text.translate(FULL_WIDTH))
        plain = re.sub(r"^(\+?86)(?=1\d{10}$)", "", plain)
        if re.fullmatch(r"1\d{10}", plain, re.ASCII):
            return plain
        if match := re.fullmatch(r"(0[12]\d|0[3-9]\d{2})(\d{7,8})", plain, re.ASCII):
            return f"{match[1]}-{match[2]}"
        raise BadValue(tr("手机号 11 位，座机要带区号"))


class CitizenId(Kind):
    level, width = 3, 20

    def parse(self, text: str, today: date) -> str:
        try:
            return citizen_id.read(text, today).number
        except ValueError as error:
            raise BadValue(str(error)) from None


@dataclass(frozen=True, kw_only=True)
class Link(Kind):
    """The uid of another record. There is no foreign key: feeds arrive apart."""

    to: type[Record]


@dataclass(frozen=True, kw_only=True)
class Links(Kind):
    """Uids of several records, with commas between them."""

    to: type[Record]


FULL_WIDTH = {ord("－"): "-", ord("—"): "-", **{ord("０") + n: str(n) for n in range(10)}}
