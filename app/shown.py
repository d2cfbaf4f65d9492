"""A single value as the screen may show it: numbers of persons masked until somebody asks (domain.md 8.4)."""

from datetime import date
from typing import Any

from app.ledger.field import Field
from app.ledger.kinds import CitizenId, Phone
from app.ledger.masking import Strength, masks


def on_screen(field: Field, value: Any) -> str:
    return masks({"value": field}, Strength.SCREEN, date.min)["value"](value)


def is_masked(field: Field) -> bool:
    return isinstance(field.kind, CitizenId | Phone) and field.level > 2
