"""Parts of the household page: its head, its people, the history of one of them, and what happened here."""

from collections.abc import Sequence

from app.history import Step
from app.household_view import Event, HouseholdView, Person
from app.rules.visit_plan import Due
from app.texts import joined, tr
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import column, row
from ui.widgets.rows import Row, RowBand, RowList
from ui.widgets.tag import Mark, Tag, Tone, fine, late, soon

COLOURS: dict[str, Tone] = {"red": "red", "amber": "amber", "blue": "blue", "green": "green"}


class Head(Card):
    """Address and head, one quiet line, and the way along the stairs."""

    def __init__(self) -> None:
        super().__init__()
        self.where, self.about = (
            SafeLabel("", "lead", bold=True, elide=True),
            SafeLabel("", "caption", "ink2", elide=True),
        )
        self.state = Tag(Mark(""))
        self.before, self.after = Button(tr("上一户")), Button(tr("下一户"))
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

    def put_people(self, people: Sequence[Person]) -> None:
        self._people = {person.uid: person for person in people}
        here = [_person(person) for person in people if person.here]
        gone = [_person(person) for person in people if not person.here]
        rows: list[Row | RowBand] = [*here]
        self.put([*rows, *([RowBand(tr("已不在册")), *gone] if gone else [])])

    def name(self, uid: str) -> str:
        return self._people[uid].name if uid in self._people else ""

    def is_here(self, uid: str) -> bool:
        return uid in self._people and self._people[uid].here


def _person(person: Person) -> Row:
    return Row(
        person.uid, person.name, quiet=joined(person.about, person.quiet), tags=tuple(map(Mark, person.care[:1]))
    )


class HistoryList(RowList):
    """`acted` with the number of a step: that value is to be put back."""

    def __init__(self) -> None:
        super().__init__(tr("改动记录"))
        self._steps: list[Step] = []

    def step(self, number: int) -> Step:
        return self._steps[number]

    def put_steps(self, steps: Sequence[Step]) -> None:
        self._steps = [*steps]
        empty = [RowBand(tr("登记以后还没有改过"))]
        self.put([_step(number, step) for number, step in enumerate(steps)] or empty)


def _step(number: int, step: Step) -> Row:
    was = tr("原来：{value}").format(value=step.before or tr("空"))
    return Row(str(number), tr(step.label), after=joined(step.who, step.day[2:10]), quiet=was, action=tr("恢复"))


class EventList(RowList):
    def __init__(self) -> None:
        super().__init__(tr("来往记录"))

    def put_events(self, events: Sequence[Event]) -> None:
        rows = [Row(event.uid, event.what, quiet=joined(event.day, event.more)) for event in events]
        self.put(rows or [RowBand(tr("还没有走访和需求"))])
