"""What a dry run found, as rows: what waits first, then what was mended, then what would change of those we hold."""

from collections.abc import Callable, Collection, Iterator, Sequence

from PySide6.QtCore import Signal

from app.importing.findings import Finding
from app.importing.result import Change, Question, field_name
from app.importing.trial import Trial
from app.texts import N_, joined, listed, tr
from ui.widgets.label import SafeLabel
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark, Tone

TONES: dict[str, Tone] = {"error": "red", "decision": "amber", "repaired": "green", "notice": "grey"}
SIGNS = {"error": "!", "decision": "▲", "repaired": "✓", "notice": ""}
STATES = {"error": N_("需要修改"), "decision": N_("请过目"), "repaired": N_("已更正"), "notice": N_("说明")}
NEVER = ("name_missing", "duplicate_in_file", "strike_through", "example_row")
TAKEN = Mark(N_("照样导入"), "blue", "✓")
STATE = N_("状态")


class FindingList(RowList):
    """What the dry run found, the gravest first. Space adopts, Enter mends the cell."""

    adopted = Signal(int)
    mend = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("试运行结果"))
        self._findings: list[Finding] = []
        self.told: dict[str, str] = {}  # the whole sentence of each row, however narrow the window
        self.opened.connect(lambda key: key.isdigit() and self.mend.emit(int(key)))
        self.acted.connect(lambda key: key.isdigit() and self.adopted.emit(int(key)))

    def finding(self, number: int) -> Finding:
        return self._findings[number]

    def put_trial(self, tried: Trial) -> None:
        self._findings = tried.listed()
        shown = [_finding_row(n, f, tried.taken, tried.original) for n, f in enumerate(self._findings)]
        self._put(
            [*_refused(tried), *_questions(tried.understood.questions), *shown, *_skipped(tried), *_changes(tried)]
        )

    def put_sentences(self, sentences: Sequence[str]) -> None:
        """Why a file was not read."""
        self._findings = []
        self._put([RowBand(tr("没有读入")), *(Row(f"s{n}", words) for n, words in enumerate(sentences))])

    def _put(self, rows: Sequence[Row | RowBand]) -> None:
        self.told = {row.key: joined(row.title, row.after, row.quiet) for row in rows if isinstance(row, Row)}
        self.put(rows)


class Told(SafeLabel):
    """The row one stands on, whole: rows cut their words to the room, large letters leave little of it."""

    def __init__(self, rows: FindingList) -> None:
        super().__init__(wrap=True, tone="ink2")
        self.setContentsMargins(14, 6, 14, 6)
        self._rows = rows
        rows.chosen.connect(self._tell)
        self.hide()

    def _tell(self, key: str) -> None:
        self.setText(self._rows.told.get(key, ""))
        self.setVisible(bool(self.text()))


def _finding_row(
    number: int, finding: Finding, taken: Collection[tuple[str, int]], original: Callable[[Finding], str]
) -> Row:
    where, here = joined(finding.sheet, _place(finding)), original(finding)
    is_taken = (finding.sheet, finding.row) in taken
    is_open = finding.level in ("error", "decision") and not is_taken
    state = Mark(tr(TAKEN.words), TAKEN.tone, TAKEN.sign) if is_taken else _state(finding)
    after = where if here else ""
    return Row(
        str(number),
        here or where,
        after=after,
        quiet=_sentence(finding),
        state=state,
        action=_action(finding) if is_open else "",
    )


def _sentence(finding: Finding) -> str:
    """With what the cell became or may become."""
    value = finding.value
    if isinstance(value, dict) and "first_row" in value:
        place = tr("第 {row} 行").format(row=value["first_row"])
        return joined(finding.sentence, joined(value.get("first_sheet", ""), place))
    words = value.get("name", "") if isinstance(value, dict) else listed(value) if isinstance(value, list) else value
    return f"{finding.sentence} → {words}" if words and isinstance(words, str) else finding.sentence


def _place(finding: Finding) -> str:
    if len(finding.rows) > 1:
        return tr("第 {row} 行等 {count} 行").format(row=finding.row, count=len(finding.rows))
    return tr("第 {row} 行").format(row=finding.row) if finding.row else tr("整个文件")


def _action(finding: Finding) -> str:
    """What Space does: a row without a name cannot come in, nor one that stands there twice."""
    if not finding.row or finding.kind in NEVER:
        return ""
    return tr("留空导入") if finding.level == "error" else tr("采纳")


def _state(finding: Finding) -> Mark:
    return Mark(tr(STATES[finding.level]), TONES[finding.level], SIGNS[finding.level])


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


def _changes(tried: Trial) -> Iterator[Row | RowBand]:
    changes = [change for change in tried.understood.changes if change.kind == "changed"]
    if changes:
        yield RowBand(tr("更新已有"), str(len(changes)))
    for number, change in enumerate(changes):
        yield Row(
            f"c{number}", change.name, after=_field(change), quiet=f"{_said(change.before)} → {_said(change.after)}"
        )


def _field(change: Change) -> str:
    return {"phones": field_name("phone"), "state": tr(STATE)}.get(change.field) or field_name(change.field)


def _said(value: object) -> str:
    return listed(value) if isinstance(value, list | tuple) else tr(str(value)) if value else tr("（空）")
