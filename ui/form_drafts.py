"""What was typed in a form and not saved, with the values it was typed over: days later one sees what others changed since."""

from collections.abc import Mapping
from typing import Any

from app.drafts import Kept, base_of, texts_of
from app.ledger.field import Field
from app.ledger.form import Form, Problems
from app.shown import is_masked, on_screen
from app.texts import tr
from ui.ledger.form import DraftForm

Texts = Mapping[str, str]


def unsaved(form: DraftForm, base: Texts) -> dict[str, Any] | None:
    """For the draft; None while nothing was touched. `base`: texts that fields were opened with earlier than now."""
    touched, now = form.touched(), form.draft.texts()
    return {"texts": touched, "base": {name: base.get(name, now[name]) for name in touched}} if touched else None


def put_kept(form: DraftForm, kept: Kept | None) -> Texts:
    """Puts a draft into the form, with a word where a field was changed by others since; gives what it was typed over."""
    if kept is None:
        return {}
    texts, base, now = texts_of(kept), base_of(kept), form.draft.texts()
    form.put({name: text for name, text in texts.items() if name in form.editors})
    form.warn(overtaken(form.draft.form, form.touched(), base, now))
    return base


def overtaken(form: Form, typed: Texts, base: Texts, now: Texts) -> Problems:
    """What to say at each field that was typed over something else than stands there now."""
    told = tr("您打开后已有人改为：{value}")
    theirs = [name for name in typed if base.get(name, now[name]) != now[name]]
    return {name: told.format(value=_shown(form.fields[name], now[name]) or tr("（空）")) for name in theirs}


def _shown(field: Field, text: str) -> str:
    return on_screen(field, text) if is_masked(field) else text
