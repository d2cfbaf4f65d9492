"""How a sheet's values are shown, decided for the sheet as a whole: an id's last four beside an age give the person away.

The warning of domain.md 8.4 wins over its table: where an id keeps its last four, birthdays are starred and ages are bands.
"""

from collections.abc import Callable, Mapping
from datetime import date

from app.ledger.field import Field
from app.ledger.kinds import Address, CitizenId, Day, LongText, Name, Number, Phone, Text
from app.rules import masking
from app.rules.ages import age_on
from app.rules.masking import Strength as Strength

Mask = Callable[..., str]  # (value, names of those whom words may mention)
STARRED_DAY = "****-**-**"


def masks(fields: Mapping[str, Field], strength: Strength, today: date) -> dict[str, Mask]:
    """One function a column. Columns of level 4 stay blank off the screen until an export of them is approved."""
    has_id = any(isinstance(field.kind, CitizenId) for field in fields.values())
    return {name: _unless_empty(_mask(field, strength, has_id, today)) for name, field in fields.items()}


def _mask(field: Field, strength: Strength, has_id: bool, today: date) -> Mask:
    public = strength is Strength.PUBLIC
    if strength is Strength.OPEN or (field.level < 3 and not (public and isinstance(field.kind, Address))):
        return field.text
    if strength is Strength.SCREEN:
        return _on_screen(field)
    return (lambda value: "") if field.level > 3 else _on_paper(field, public, has_id, today)


def _on_screen(field: Field) -> Mask:
    hidden: dict[type, Mask] = {CitizenId: lambda text: masking.citizen_id(text, 6, 0), Phone: masking.phone}
    return hidden.get(type(field.kind), field.text)


def _on_paper(field: Field, public: bool, has_id: bool, today: date) -> Mask:
    match field.kind:
        case Name():
            return lambda text: masking.name(text, public=public)
        case CitizenId():
            return lambda text: masking.citizen_id(text, 4, 0 if public else 4)
        case Phone():
            return lambda text: masking.phone(text, public=public)
        case Number():
            return masking.age_band if has_id or public else field.text
        case Day():
            return _day(public, has_id, today)
        case _ if public:
            return lambda value: ""
        case Address():
            return masking.address
        case Text() | LongText():
            return masking.free_text
        case _:
            return field.text


def _day(public: bool, has_id: bool, today: date) -> Mask:
    if public:
        return lambda day: masking.age_band(age_on(day, today))
    return (lambda day: STARRED_DAY) if has_id else lambda day: f"{day.year}-**-**"


def _unless_empty(mask: Mask) -> Mask:
    if mask is masking.free_text:
        return lambda text, names=(): mask(text, names) if text else ""
    return lambda value, names=(): "" if value in (None, "") else mask(value)
