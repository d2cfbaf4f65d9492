"""Parts of the household page: its head, its people, the history of one of them, and what happened here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal

from app.history import Step
from app.household_view import Event, Fact, HouseholdView, Person
from app.ledger.kinds import CHINA
from app.need_view import NeedLine
from app.rules.visit_plan import Due
from app.texts import N_, joined, listed, tr
from ui.ledger.form import DraftForm
from ui.theme import look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import box, column, row
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark, Tag, Tone, fine, late, soon

COLOURS: dict[str, Tone] = {"red": "red", "amber": "amber", "blue": "blue", "green": "green"}
NEEDS, HOME = "needs", "home"  # keys of rows beside those of people
STALE = ("fine", "amber", "red")
MOST_TOLD, MOST_IN_ROW = 160, 60  # letters of a value; the form has it whole


class Head(Card):
    """Address and head, one quiet line, and the way along the stairs."""

    def __init__(self) -> None:
        super().__init__()
        self.where, self.about = (
            SafeLabel("", "lead", bold=True, elide=True),
            SafeLabel("", "caption", "ink2", elide=True),
        )
        self.state = Tag(Mark(""))
        self.before, self.after = (
            Button(tr(words), key=key, spare=True) for words, key in ((N_("上一户"), "Alt+↑"), (N_("下一户"), "Alt+↓"))
        )
        self.visit = Button(tr("记录走访"), "soft")
        line = row(column(self.where, self.about, gap=2), gap=10)
        line.setStretch(0, 1)
        for part in (self.state, self.visit, self.before, self.after):
            line.addWidget(part)
        self.body.addLayout(line)

    def put_home(self, view: HouseholdView) -> None:
        title = tr("{address}，{head}户").format(address=view.address, head=view.head) if view.head else view.address
        self.where.setText(title)
        self.about.setText(view.about)
        marks = {Due.OVERDUE: late(tr("走访已超期")), Due.SOON: soon(tr("走访快到期"))}
        self.state.put(marks.get(view.due, fine(tr("走访在期"))))
        for button, uid in ((self.before, view.before), (self.after, view.after)):
            button.set_off("" if uid else tr("楼梯到头了"))


class MemberList(RowList):
    def __init__(self) -> None:
        super().__init__(tr("家庭成员"))
        self._people: dict[str, Person] = {}

    def put_home(self, view: HouseholdView) -> None:
        """Those who are gone stand below, then what there is of the whole household; tags wear the colour of the visit plan."""
        self._people = {person.uid: person for person in view.people}
        here = [_person(person, COLOURS.get(view.colour, "grey")) for person in view.people if person.here]
        gone = [_person(person, "grey") for person in view.people if not person.here]
        whole = [RowBand(tr("这一户")), _needs(view.needs), _home(view.facts)]
        self.put([*here, *([RowBand(tr("已不在册"))] if gone else []), *gone, *whole])

    def name(self, uid: str) -> str:
        return self._people[uid].name if uid in self._people else ""

    def is_here(self, uid: str) -> bool:
        return uid in self._people and self._people[uid].here

    def is_head(self, uid: str) -> bool:
        """One of several where a household came to have more."""
        return uid in self._people and self._people[uid].head


def _needs(needs: Sequence[NeedLine]) -> Row:
    open_ones = [need for need in needs if need.open]
    count = tr("{count} 项没有办结").format(count=len(open_ones)) if open_ones else tr("没有未办结的")
    worst = max((need.stale for need in open_ones), key=STALE.index, default=STALE[0])
    signs = {"amber": soon(tr("超过 24 小时")), "red": late(tr("超过 72 小时"))}
    return Row(NEEDS, tr("需求"), quiet=count, state=signs.get(worst))


def _home(facts: Sequence[Fact]) -> Row:
    filled = listed(tr(fact.label) for fact in facts if fact.value)
    return Row(HOME, tr("住户资料"), quiet=filled or tr("没有填写"))


def _person(person: Person, colour: Tone) -> Row:
    """In large letters the tag stands below the name, where it hides nothing; what needs a look comes before it."""
    first, *others = person.care or ("",)
    words = tr("{first} 等 {count} 项").format(first=first, count=len(person.care)) if others else first
    tag = Mark(words, colour) if words and person.here else None
    old = soon(tr("标签该复核")) if person.stale and person.here else None
    old = soon(tr("户主不止一位")) if person.one_of_many else old
    if look.sizes() is look.STANDARD:
        return Row(person.uid, person.name, after=person.about, quiet=person.quiet, state=tag, tail=old)
    below = old or tag
    return Row(person.uid, person.name, after=person.about, quiet="" if below else person.quiet, tail=below)


class HistoryCard(Card):
    """What became of a person, or of one field; `restore` with the step whose old value is to be put back."""

    restore = Signal(object)  # Step

    def __init__(self) -> None:
        super().__init__(tr("改动记录"), flush=True)
        self.list, self.everything = RowList(tr("改动记录")), Button(tr("全部"), "quiet")
        self.detail = SafeLabel("", "caption", "ink2", wrap=True)
        self.button = Button(tr("恢复这个值"), "soft", key="Enter")
        self._steps: tuple[Step, ...] = ()
        self._field, self._shown, self._today = "", list[Step](), date.min
        self.add_to_head(self.everything)
        self.body.setSpacing(0)
        self.body.addWidget(self.list, 1)
        self._below = box(column(self.detail, row(None, self.button), gap=6, margins=(14, 6, 14, 8)), "cardFoot")
        self.body.addWidget(self._below)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _: self._ask())
        self.button.clicked.connect(self._ask)
        self.everything.clicked.connect(lambda: self.show_field(""))
        self.show_field("")

    def put(self, steps: Sequence[Step], today: date) -> None:
        self._steps, self._today = tuple(steps), today
        self.show_field(self._field)

    def show_field(self, name: str) -> None:
        """Only the changes of one field, the latest chosen; all of them with an empty name."""
        self._field = name if any(step.name == name for step in self._steps) else ""
        self._shown = [step for step in self._steps if self._field in ("", step.name)]
        title = tr("改动记录：{field}").format(field=tr(self._shown[0].label)) if self._field else tr("改动记录")
        self.set_title(title)
        self.everything.setVisible(bool(self._field))
        rows = [self._row(number, step) for number, step in enumerate(self._shown)]
        self.list.setCurrentIndex(self.list.rows.index(-1))
        self.list.put(rows or [RowBand(tr("登记以后还没有改过"))])
        self.list.go_first() if self._field else self._choose("")

    def ask(self, name: str) -> None:
        """By key from a field that was changed: on its latest change, which Enter puts back; `leave` returns to it."""
        self.show_field(name)
        if self._field:
            self.list.setFocus()

    def leave(self, form: DraftForm | None) -> bool:
        """From the changes of a field back to it; False if one does not stand there."""
        here = any(part.hasFocus() for part in (self.list, self.button, self.everything))
        if not here or not form or self._field not in form.editors:
            return False
        form.focus(self._field)
        return True

    def _choose(self, key: str) -> None:
        step = self._shown[int(key)] if key else None
        self._below.setVisible(step is not None)
        if step:
            value = _short(step.before, MOST_TOLD) or tr("（空）")
            told = tr("恢复为：{value}").format(value=value) if step.own else step.command
            self.detail.setText(told if look.sizes() is look.STANDARD else joined(step.who, self._when(step), told))
            self.button.setVisible(step.own)

    def _ask(self) -> None:
        key = self.list.current_key()
        if key and self._shown[int(key)].own:
            self.list.setFocus()  # the button goes while the list is drawn anew
            self.restore.emit(self._shown[int(key)])

    def _row(self, number: int, step: Step) -> Row:
        """In large letters who it was, and what it was before, stand below, where there is room."""
        title = tr("{tag}：{field}").format(tag=step.of, field=tr(step.label)) if step.of else tr(step.label)
        before, after = (_short(text, MOST_IN_ROW) or tr("（空）") for text in (step.before, step.after))
        if look.sizes() is look.STANDARD:
            return Row(str(number), title, after=joined(step.who, self._when(step)), quiet=f"{before} → {after}")
        return Row(str(number), title, after=self._when(step).split()[0], quiet=f"→ {after}")

    def _when(self, step: Step) -> str:
        at = step.at.astimezone(CHINA)
        return f"{_day(at.date(), self._today)} {at:%H:%M}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


class EventList(RowList):
    def __init__(self) -> None:
        super().__init__(tr("来往记录"))

    def put_events(self, events: Iterable[Event], today: date) -> None:
        """Those of earlier years below a band with the year: a day and a month look alike."""
        rows, year = list[Row | RowBand](), today.year
        for event in events:
            if event.day.year != year:
                year = event.day.year
                rows.append(RowBand(tr("{year} 年").format(year=year)))
            rows.append(_event(event))
        self.put(rows or [RowBand(tr("还没有走访和需求"))])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)


def _event(event: Event) -> Row:
    day = f"{event.day:%m-%d}"
    if look.sizes() is look.STANDARD:
        return Row(event.uid, event.what, quiet=event.more, lead=day)
    return Row(event.uid, event.what, quiet=joined(day, event.more))


def _day(day: date, today: date) -> str:
    """11-09, with its year if it was another."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def nobody(add: Callable[[], object]) -> Card:
    """In place of a household where there is none."""
    button = Button(tr("登记居民"), "primary")
    button.clicked.connect(add)
    card = Card(tr("家庭"))
    words = tr("登记一位居民，或在台账里导入名册")
    card.body.addWidget(EmptyState("visits", tr("这里还没有住户"), words, button))
    return card


def list_card(title: str, shown: RowList) -> Card:
    card = Card(title, flush=True)
    card.body.addWidget(shown)
    return card
