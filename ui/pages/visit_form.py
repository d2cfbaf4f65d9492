"""The form of one visit to one household. It knows no store: the page keeps its drafts and saves it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.drafts import Kept
from app.ledger.kinds import CHINA
from app.modules import visits
from app.texts import joined, tr
from app.visit_view import HomeView
from app.visiting import Entry, as_draft, from_draft, usual_purpose, whole
from ui import ime
from ui.pages.visit_more import VisitMore
from ui.pages.visit_needs import NeedsEditor
from ui.pages.visit_questions import Questions, Shape
from ui.widgets.button import Button
from ui.widgets.card import Banner, Card
from ui.widgets.field import FormField
from ui.widgets.inputs import LineEdit, TextEdit
from ui.widgets.layouts import box, column, row
from ui.widgets.segmented import Segmented

FIELDS = visits.FORM.fields
DIARY = 62  # px, at least
KNOCKS = 2  # then a call is proposed (domain.md 2.2)


class Diary(TextEdit):
    """Takes what room is left, and gives it back for words that tell what is wrong."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), DIARY)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class VisitForm(Card):
    """Made for a shape of questions; `open` puts one household after another into it, which is three times as fast.

    `opened`: when, in China; a time without a day is of that day.
    """

    home: HomeView
    opened: datetime
    subject: str  # what its draft is called

    edited = Signal()
    save_asked = Signal()
    put_away_asked = Signal()

    def __init__(self, asked: Shape, parent: QWidget | None = None) -> None:
        super().__init__(tr("记录走访"), parent=parent)
        self.method = Segmented(_words("method"), tr("走访方式"))
        self.outcome = Segmented(_words("outcome"), tr("走访结果"))
        self.time, self.diary = LineEdit(), Diary()
        self.questions, self.needs, self.knocks = Questions(asked), NeedsEditor(), Banner()
        self.more = VisitMore()
        self.fields = {
            "method": FormField(tr("走访方式"), self.method, beside=True),
            "outcome": FormField(tr("走访结果"), self.outcome, beside=True),
            "visited_at": FormField(tr("时间"), self.time, beside=True),
            "care": FormField("", self.questions),
            "note": FormField(tr("情况记录"), self.diary, optional=True),
            "needs": self.needs.field,
            **self.more.fields,
        }
        self.fields["care"].label.hide()  # the questions have heads of their own
        self._arrange()
        self._put_foot()
        self._connect()

    def open(self, home: HomeView, opened: datetime, draft: Kept | None) -> None:
        """A household of this shape, as it was left; nobody is told that fields change."""
        was = self.blockSignals(True)
        self.home, self.opened = home, opened.astimezone(CHINA)
        self.subject = tr("记录走访：{who}").format(who=home.head or home.address)
        self.set_title(joined(self.subject, home.address if home.head else ""))  # letters may leave the chart no room
        self._fit_time()
        self.knocks.put(tr("已有 {count} 天敲门未遇：建议改为电话").format(count=home.knocks), "amber")
        self.knocks.setVisible(home.knocks >= KNOCKS)
        self.questions.put_home(home)
        self.needs.put_people([(member.uid, member.name) for member in home.members])
        self._put_people(home.visited)
        self._put({"method": visits.AT_DOOR, "outcome": "", "note": "", "visited_at": f"{self.opened:%H:%M}"})
        self.needs.put(())
        self._untouched = self.draft()
        if draft:
            self._put_draft(draft)
        for field in self.fields.values():
            field.set_fine()
        self.scroll.verticalScrollBar().setValue(0)
        self.blockSignals(was)

    def entry(self) -> Entry:
        texts = {"method": self.method.value(), "outcome": self.outcome.value(), "visited_at": self.time.text()}
        texts |= {**self.questions.seen_values(), "note": self.diary.toPlainText(), **self.more.texts()}
        return Entry(texts, self.questions.care_values(), self.needs.found(), self.more.people.chosen())

    def draft(self) -> dict[str, Any]:
        """All that was typed, also a need that is not a chip yet."""
        added = replace(self.entry(), needs=self.needs.chips())
        return {**as_draft(added), "pending": list(self.needs.pending()), "day": f"{self.opened:%Y-%m-%d}"}

    def draft_if_touched(self) -> dict[str, Any] | None:
        """None while it stands as it was opened."""
        return None if (draft := self.draft()) == self._untouched else draft

    def _put_people(self, chosen: Collection[str]) -> None:
        self.more.put_people(tuple((member.uid, member.name) for member in self.home.members), chosen)

    def _put(self, texts: Mapping[str, str]) -> None:
        self.method.put(texts["method"])
        self.outcome.put(texts["outcome"])
        self.time.setText(texts["visited_at"])
        self.diary.setPlainText(texts["note"])
        self.more.put(texts, usual_purpose(self.home))

    def _put_draft(self, draft: Kept) -> None:
        texts, entry = draft.texts, from_draft(draft.texts)
        day, time = texts["day"], entry.texts["visited_at"]
        of_another_day = day != f"{self.opened:%Y-%m-%d}" and "-" not in time
        self._put({**entry.texts, "visited_at": f"{day} {time}" if of_another_day else time})
        self._put_people(self.home.visited if entry.people is None else entry.people)
        self.questions.put(entry.care, entry.texts)
        self.needs.put(entry.needs, whole(texts["pending"]))
        self.say_kept(draft.at)

    def say_kept(self, at: datetime | None) -> None:
        """None: there is no draft any more."""
        words = ""
        if at:
            local = at.astimezone(CHINA)
            day = "" if local.date() == self.opened.date() else f"{local:%m-%d} "
            words = tr("草稿已自动保存 {time}").format(time=f"{day}{local:%H:%M:%S}")
        self.set_title(self.title.text(), words)

    def put_same(self) -> bool:
        """Answers as last time, where there is none yet; goes on to the note. False: nothing is known of last time."""
        last = self.home.last
        if last is None or not (last.care or last.seen):
            return False
        self.questions.fill(last.care, last.seen)
        self._filled()
        return True

    def put_rest_fine(self) -> None:
        self.questions.fill_fine()
        self._filled()

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Each at its field; the first gets the focus."""
        for name, words in problems.items():
            self.fields[name].set_error(words)
        if self.more.fields.keys() & problems.keys():
            self.more.open(True)
        first = next(name for name in self.fields if name in problems)
        begins = {"needs": self.needs.category, "care": self.questions.first_open()}
        self.go_to(begins.get(first) or self.fields[first].editor)

    def go_to(self, editor: QWidget) -> None:
        editor.setFocus()
        self.scroll.ensureWidgetVisible(editor)

    def start(self) -> None:
        """To the first field."""
        self.go_to(self.method)

    def _filled(self) -> None:
        self._typed("care")
        self.go_to(self.diary)

    def _arrange(self) -> None:
        outcome, time = self.fields["outcome"], self.fields["visited_at"]
        body = column(self.fields["method"], gap=8, margins=(14, 10, 14, 10))
        body.addLayout(row(outcome, None, time))
        body.addLayout(row(outcome.words, None, time.words))  # what is wrong needs more room than a time
        time.words.setWordWrap(False)
        body.addWidget(self.knocks)
        body.addWidget(self.fields["care"])
        self.fields["note"].setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        body.addWidget(self.fields["note"], 1)
        body.addWidget(self.needs)
        body.addWidget(self.more)
        inside = box(body, "scrolled")
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.scroll)

    def _fit_time(self) -> None:
        """Room for an hour in the letters of now."""
        self.time.ensurePolished()
        self.time.setFixedWidth(self.time.fontMetrics().horizontalAdvance("00:00") + 44)

    def _put_foot(self) -> None:
        away, save = Button(tr("存草稿"), big=True), Button(tr("保存并看下一户"), "primary", key="Ctrl+Enter", big=True)
        away.clicked.connect(ime.committed(self.put_away_asked.emit))
        save.clicked.connect(ime.committed(self.save_asked.emit))
        self.set_foot(tr("只存在本机，已加密"), away, save)

    def _connect(self) -> None:
        self.questions.same.clicked.connect(self.put_same)
        self.questions.rest.clicked.connect(self.put_rest_fine)
        self.method.chosen.connect(self._method_chosen)
        self.questions.edited.connect(lambda: self._typed("care"))
        for choice in (self.method, self.outcome):
            choice.chosen.connect(lambda _: self.edited.emit())
        for name in ("method", "outcome"):
            self.fields[name].editor.chosen.connect(lambda _, name=name: self.fields[name].set_fine())
        self.time.textChanged.connect(lambda: self._typed("visited_at"))
        self.diary.textChanged.connect(lambda: self._typed("note"))
        self.needs.edited.connect(self.edited)
        self.more.edited.connect(self.edited)

    def _method_chosen(self, method: str) -> None:
        """A knock at a closed door met nobody."""
        if method == visits.KNOCKED and not self.outcome.value():
            self.outcome.put(visits.NOT_MET)
            self.fields["outcome"].set_fine()

    def _typed(self, name: str) -> None:
        self.fields[name].set_fine()
        self.edited.emit()


def _words(name: str) -> dict[str, str]:
    return {code: tr(word) for code, word in FIELDS[name].kind.words.items()}
