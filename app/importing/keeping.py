"""What the roster keeps of a workbook's other fields, as the resident's own form reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.ledger.kinds import BadValue
from app.modules.residents import FORM
from app.texts import N_

MORE = {
    "ethnic": "ethnic", "education": "education", "marital": "marital", "occupation": "occupation",
    "workplace": "workplace", "registered_region": "home_region", "registered_address": "home_address",
    "residence_kind": "living", "arrived": "arrived_on", "landlord_name": "landlord", "landlord_phone": "landlord_phone",
    "remark": "note",
}  # fmt: skip
MOST_PHONES = 2
NO_ADDRESS = N_("地址待补")
FORMER = N_("原电话 {numbers}")
COLUMN = {"id_no": "citizen_id", "name": "name", "birth": "birth", "gender": "gender", "relation": "relation"} | MORE

_USED = frozenset("estate building unit floor room address household_no head_name phone phone2 tags".split())


def is_kept(name: str) -> bool:
    """Whether what a column of this field says is in the roster after an import; others are recognised and left."""
    return name in COLUMN or name in _USED or name.startswith("tag:")


def together(before: str, after: str) -> str:
    """A remark of the roster and another of a file, neither lost: what one says already is not said twice."""
    return before if after in before else after if before in after else f"{before}；{after}"


def former(phones: Iterable[str]) -> str:
    """For the remark: numbers that gave way to newer ones."""
    return FORMER.format(numbers="、".join(phones))


@dataclass
class Keeper:
    """`today` as the form needs it to judge dates. Asked once for each text, however many rows say it."""

    today: date
    _values: dict[tuple[str, str], Any] = field(default_factory=dict)

    def value(self, name: str, text: str) -> Any:
        """What would be stored for a field of a workbook; None for what has no such value or is not kept."""
        column = COLUMN.get(name)
        if not column or not text:
            return None
        if (name, text) not in self._values:
            try:
                self._values[name, text] = FORM.fields[column].kind.parse(text, self.today)
            except BadValue:
                self._values[name, text] = None
        return self._values[name, text]

    def lost(self, name: str, text: str) -> bool:
        """Whether a field that is kept has no such value: a word that is in no code table, a day that is none."""
        return name in COLUMN and bool(text) and self.value(name, text) is None

    def same(self, name: str, before: str, after: str) -> bool:
        """Whether two texts are kept alike: 大专 and 专科."""
        return before == after or (
            self.value(name, after) is not None and self.value(name, before) == self.value(name, after)
        )
