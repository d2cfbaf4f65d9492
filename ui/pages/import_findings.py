"""What a dry run found, as rows: what waits first, then what was mended, then what would change of those we hold."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.importing.findings import SENTENCE, Finding
from app.importing.result import Question, Record
from app.importing.telling import Renewed, Telling
from app.importing.trial import Trial
from app.texts import N_, joined, tr
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import row
from ui.widgets.row_paint import cut
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark, Tone

TONES: dict[str, Tone] = {"error": "red", "decision": "amber", "repaired": "green", "notice": "grey"}
SIGNS = {"error": "!", "decision": "▲", "repaired": "✓", "notice": ""}
STATES = {"error": N_("需要修改"), "decision": N_("请过目"), "repaired": N_("已更正"), "notice": N_("说明")}
NEVER = ("name_missing", "duplicate_in_file", "strike_through", "example_row")
ADOPT = {"error": N_("留空导入"), "decision": N_("采纳")}  # what Space does, and what stands there afterwards
ALL = {"error": N_("全部留空导入"), "decision": N_("全部采纳")}
MANY = 3  # rows of one kind, which need not be taken one by one
ADOPTED = {"error": N_("留空导入"), "decision": N_("已采纳")}
GONE = "gone_from_file"
Item = Row | RowBand
PARTS = ("error", "decision", "repaired", "notice", "changed")


class Found:
    """The rows of each part of a dry run, and how many of them wait. Made in a thread: it needs no widget."""

    def __init__(self, tried: Trial) -> None:
        self.telling, self.findings, self.open = Telling(tried), dict[str, Finding](), set[str]()
        self._tried, self._keys, self._waits = tried, Counter[str](), Counter[str]()
        self.parts: dict[str, list[Item]] = {name: [] for name in PARTS}
        self._before_the_rows()
        for finding in tried.listed():
            if finding.kind != GONE:
                self.parts[finding.level].append(self._row(finding))
        self.parts["notice"] += _skipped(tried)
        self.parts["changed"] += _changes(self.telling.renewed())
        self.newcomers = self.telling.newcomers()

    def numbers(self) -> dict[str, int]:
        """By part: rows behind it, of errors and decisions those that wait still; of new and changed the persons."""
        counts, waits = self._tried.counts(), {part: self._waits[part] for part in ADOPT}
        return {"new": counts.new, "changed": counts.changed, "repaired": len(self.parts["repaired"]), **waits}

    def alike(self, part: str) -> list[Row]:
        """Kinds of which many wait, each to be taken at once."""
        waiting = Counter(self.findings[key].kind for key in self.open if self.findings[key].level == part)
        return [
            Row(f"all|{kind}", tr(SENTENCE[kind]), tr("{count} 处").format(count=count), action=tr(ALL[part]))
            for kind, count in waiting.most_common() if count >= MANY
        ]  # fmt: skip

    def of(self, key: str) -> list[Finding]:
        """The finding of a row, or all that wait of its kind."""
        if key in self.findings:
            return [self.findings[key]]
        return [self.findings[one] for one in self.open if f"all|{self.findings[one].kind}" == key]

    def _before_the_rows(self) -> None:
        self.parts["error"] += _refused(self._tried)
        self.parts["decision"] += _questions(self._tried.understood.questions)
        for person, door in self.telling.gone():
            state, action = _state("decision"), tr("打开这一户")
            gone = Row(f"gone|{person.uid}", person.name, door, quiet=tr(SENTENCE[GONE]), state=state, action=action)
            self.parts["decision"].append(gone)
        self._waits.update({part: len(self.parts[part]) for part in ADOPT})

    def _row(self, finding: Finding) -> Row:
        key, telling = self._key(finding), self.telling
        here, who, column = self._tried.original(finding), telling.who(finding), telling.column(finding)
        title = here or who or telling.place(finding)
        after = [part for part in (who, telling.place(finding), column) if part != title]
        action, is_open = _action(finding), self._tried.is_open(finding)
        self._waits[finding.level] += is_open
        if is_open and action:
            self.open.add(key)
        taken = finding.level in ADOPT and not is_open
        return Row(
            key, title, joined(*after), quiet=telling.sentence(finding),
            state=_taken(finding.level) if taken else _state(finding.level), action=tr("改回") if taken else action,
        )  # fmt: skip

    def _key(self, finding: Finding) -> str:
        """The same while the book is understood again and again."""
        key = key_of(finding)
        self._keys[key] += 1
        key = key if self._keys[key] == 1 else f"{key}|{self._keys[key]}"
        self.findings[key] = finding
        return key


class FindingList(RowList):
    """What the dry run found, the gravest first, or one part of it. Space adopts, Enter mends the cell."""

    adopted = Signal(str)
    mend = Signal(str)
    wanted = Signal(str)  # the uid of a person whose household is to be opened

    def __init__(self) -> None:
        super().__init__(tr("试运行结果"))
        self._found: Found | None = None
        self._only = self._left = ""
        self.opened.connect(lambda key: self._act(key, self.mend))
        self.acted.connect(lambda key: self._act(key, self.adopted))

    def finding(self, key: str) -> Finding | None:
        return self._found.findings.get(key) if self._found else None

    def those(self, key: str) -> list[Finding]:
        return self._found.of(key) if self._found else []

    def whose(self, key: str) -> str:
        """Whose cell a finding is about, and which."""
        if not self._found or not (finding := self._found.findings.get(key)):
            return ""
        telling = self._found.telling
        return joined(telling.who(finding), telling.place(finding), telling.column(finding))

    def put_found(self, found: Found) -> None:
        """Who stood on a row that is settled now comes to the next that waits."""
        beside, settled = self._beside(), self._left
        self._found, self._left = found, ""
        self._fill()
        if settled and (now := next((key for key in beside if key in found.open), "")):
            self.go(now)
        elif not self.current_key():
            self.go(next((key for key in beside if self.rows.row_of(key) >= 0), ""))
        self.chosen.emit(self.current_key())

    def move_on(self) -> None:
        """What stands in this row is settled once it is understood."""
        self._left = self.current_key()

    def show_only(self, part: str) -> None:
        """One of `PARTS` or `new`; empty for all."""
        self._only = part
        self._fill()

    def clear(self) -> None:
        self._found, self._only = None, ""
        self.put([])

    def _fill(self) -> None:
        if self._found and self._only == "new":
            return self._put_newcomers(self._found)
        parts = self._found.parts if self._found else {}
        shown = [item for part in ((self._only,) if self._only else PARTS) for item in parts.get(part, ())]
        if self._found and self._only in ALL:
            shown[:0] = self._found.alike(self._only)
        self.put(shown if shown or not self._only else [RowBand(tr("没有这样的"))])

    def _put_newcomers(self, found: Found) -> None:
        """Often the whole file: rows are made as they are seen."""

        async def fetch(keys: Sequence[str]) -> Mapping[str, Row]:
            return {key: _newcomer(key, found.newcomers[int(key[1:])], found.telling) for key in keys}

        self.put_keys([f"n{number}" for number in range(len(found.newcomers))], fetch)

    def _beside(self) -> list[str]:
        """The rows from this one on, then those before it."""
        keys = [key for row in range(self.rows.rowCount()) if (key := self.rows.key(row))]
        at = keys.index(self.current_key()) if self.current_key() in keys else 0
        return [*keys[at:], *reversed(keys[:at])]

    def _act(self, key: str, signal: object) -> None:
        if key.startswith("gone|"):
            self.wanted.emit(key.removeprefix("gone|"))
        elif self.those(key) and (signal is self.adopted or self.finding(key)):
            signal.emit(key)  # type: ignore[attr-defined]


class Told(QFrame):
    """Of the row one stands on what was cut: large letters leave little room. `more`: what the row does not say itself."""

    def __init__(self, rows: RowList, more: Callable[[str], str] = lambda key: "") -> None:
        super().__init__()
        self.setObjectName("told")
        self.label, self._rows, self._more = SafeLabel(size="caption", tone="ink2", wrap=True), rows, more
        self.setLayout(row(self.label, margins=(14, 6, 14, 6)))
        rows.chosen.connect(self._tell)
        self.hide()

    def _tell(self, key: str) -> None:
        at = self._rows.rows.row_of(key) if key else -1
        item = self._rows.rows.item(at) if at >= 0 else None
        words = cut(self._rows.viewport().width(), item) if isinstance(item, Row) else []
        self.label.setText("\n".join(filter(None, (*words, self._more(key)))))
        self.setVisible(bool(self.label.text()))


def key_of(finding: Finding) -> str:
    return f"{finding.kind}|{finding.sheet}|{finding.row}|{finding.col}"


def _action(finding: Finding) -> str:
    """What Space does: a row without a name cannot come in, nor one that stands there twice."""
    if not finding.row or finding.kind in NEVER or finding.level not in ADOPT:
        return ""
    return tr(ADOPT[finding.level])


def _state(level: str) -> Mark:
    return Mark(tr(STATES[level]), TONES[level], SIGNS[level])


def _taken(level: str) -> Mark:
    return Mark(tr(ADOPTED[level]), "blue", "✓")


def _refused(tried: Trial) -> Iterator[Row]:
    if tried.understood.refused:
        yield Row("refused", tried.understood.refused, state=Mark(tr("没有读入"), "red", "!"))


def _questions(questions: Sequence[Question]) -> Iterator[Row]:
    """Those that are settled at the columns at the left; the others stand above the list with their answers."""
    for number, question in enumerate(questions):
        if not question.choices:
            yield Row(f"q{number}", question.words, state=Mark(tr("请指定"), "amber", "▲"))


def _skipped(tried: Trial) -> Iterator[Row]:
    for number, (sheet, why) in enumerate(tried.understood.skipped):
        yield Row(f"k{number}", sheet or tr("整个文件"), quiet=why, state=Mark(tr("没有读入"), "grey"))


def _changes(people: Sequence[Renewed]) -> Iterator[Item]:
    for ready, words in ((True, N_("更新已有")), (False, N_("有更新，处理以后才写入"))):
        those = [one for one in people if one.ready is ready]
        if those:
            yield RowBand(tr(words), str(len(those)))
        yield from (Row(f"c{one.uid}", one.name, after=one.fields, quiet=one.words) for one in those)


def _newcomer(key: str, one: Record, telling: Telling) -> Row:
    return Row(key, one.name, after=tr("第 {row} 行").format(row=one.row), quiet=telling.door(one))
