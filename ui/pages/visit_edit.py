"""A visit that was saved, opened again by its author: its fields, what was seen of people, and what was changed since."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app import drafts, visiting
from app.bootstrap import House
from app.history import Step
from app.ledger.form import Values, command_name
from app.modules import visits
from app.texts import joined, tr
from app.visiting import Answer, Written
from ui.pages.care_list import Do
from ui.pages.household_parts import HistoryCard
from ui.pages.visit_questions import question_words
from ui.record_box import Asked, RecordBox, ask_record
from ui.theme import look
from ui.widgets.label import SafeLabel
from ui.widgets.layouts import row
from ui.widgets.segmented import Segmented

HISTORY = 190  # px


class VisitActs:
    """`do` runs the command with its toast; `put_back` an old value of the history."""

    def __init__(
        self, house: House, parent: QWidget, do: Do, put_back: Callable[[Step], Coroutine[Any, Any, None]]
    ) -> None:
        self._house, self._store, self._parent, self._do, self._put_back = house, house.store, parent, do, put_back

    async def open(self, uid: str, household: str, title: str) -> None:
        actor, now = self._store.actor, self._store.world.now()
        found = await self._store.read(lambda session: visiting.written(session, uid, actor, now))
        if found:
            await self._ask(found, drafts.key(visits.Visit.__tablename__, f"{household}/{uid}"), title)

    async def _ask(self, found: Written, key: str, title: str) -> None:
        answers, draft = Answers(found.answers), found.draft

        async def save(changed: Values) -> None:
            seen = answers.changed()
            if changed or seen:
                command = command_name(draft.form, changed if changed and not seen else {})
                await self._do(command, lambda session: visiting.rewrite(session, draft, changed, seen))

        past = HistoryCard()
        past.setFixedHeight(HISTORY if look.sizes() is look.STANDARD else HISTORY + 60)
        past.put(found.steps, self._house.today())
        answers.setEnabled(not found.off)
        asked = Asked(
            tr("走访记录：{title}").format(title=title), joined(found.about, found.off), draft, key, save,
            above=(answers,), below=(past,) if found.steps else (), off=found.off,
        )  # fmt: skip

        def made(box: RecordBox) -> None:
            past.restore.connect(lambda step: box.do_instead(lambda: self._put_back(step)))

        await ask_record(self._parent, self._store, self._house.today(), asked, made)


class Answers(QWidget):
    """What was seen of people, each on the scale of three."""

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        super().__init__()
        self._answers, self.choices = answers, dict[str, Segmented]()
        grid = QGridLayout()
        grid.setContentsMargins(14, 0, 14, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(20)
        for number, one in enumerate(answers):
            alone = len({answer.who for answer in answers}) == 1
            words = question_words(one.question) if alone else joined(one.who, question_words(one.question))
            choice = self.choices[one.uid] = Segmented(
                {code: tr(word) for code, word in visits.SCALE.words.items()}, words
            )
            choice.put(one.value)
            across = 2 if look.sizes() is look.STANDARD and alone else 1
            grid.addLayout(row(SafeLabel(words), None, choice), number // across, number % across)
        self.setLayout(grid)

    def changed(self) -> dict[str, str]:
        """uid -> code of the scale."""
        return {
            one.uid: self.choices[one.uid].value()
            for one in self._answers
            if self.choices[one.uid].value() != one.value
        }
