"""What a person types becomes values, or a sentence at its field; what he did not touch is neither sent nor judged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.form import Form, Refused, new_draft, open_draft
from app.ledger.kinds import CitizenId, Code, Day, Moment, Phone
from app.modules import FORMS
from app.modules.residents import FORM, Resident
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

TODAY = date(2026, 11, 24)
GOOD = "11010519491231002X"


def test_bad_texts_are_told_at_their_fields_all_at_once() -> None:
    with pytest.raises(Refused) as refused:
        FORM.parse({"name": "", "phone": "123", "citizen_id": "11010519491231002", "birth": "2 月 30"}, {}, TODAY)
    assert set(refused.value.problems) == {"name", "phone", "citizen_id", "birth"}


def test_a_birth_that_contradicts_the_number_is_told() -> None:
    with pytest.raises(Refused) as refused:
        FORM.parse({"name": "王桂芳", "citizen_id": GOOD, "birth": "1950-01-01"}, {}, TODAY)
    assert set(refused.value.problems) == {"birth"}


def test_a_fault_that_already_stood_does_not_stop_a_phone_edit() -> None:
    stood = {"name": "王桂芳", "citizen_id": GOOD, "birth": date(1950, 1, 1), "gender": "1"}
    assert FORM.parse({"phone": "154-0000-0001"}, stood, TODAY) == {"phone": "15400000001"}


def test_only_what_was_touched_is_submitted(store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    draft = store.read_now(open_draft(FORM, uid))
    texts = draft.texts() | {"phone": "15400000009"}
    assert draft.changed(texts, TODAY) == {"phone": "15400000009"}


def test_what_somebody_changed_meanwhile_is_shown_and_kept(store) -> None:
    uid, _ = store.write_now("新增居民", settle)
    draft = store.read_now(open_draft(FORM, uid))
    store.write_now("修改联系电话", lambda s: setattr(s.get_one(Resident, uid), "phone", "15400000001"))
    with pytest.raises(Refused, match="有栏目") as refused:
        store.write_now("修改联系电话", lambda s: draft.save(s, {"phone": "15400000002"}))
    assert "154****0001" in refused.value.problems["phone"]
    assert store.read_now(lambda s: s.get_one(Resident, uid).phone) == "15400000001"


def test_a_new_draft_submits_all_that_was_typed() -> None:
    assert new_draft(FORM).changed({"name": "张伟", "phone": ""}, TODAY) == {"name": "张伟", "phone": None}


def test_a_wrong_declaration_is_refused_when_the_program_starts() -> None:
    with pytest.raises(TypeError, match="unknown or repeated"):
        Form(title="错", record=Resident, sections=(("一", ("nobody",)),))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
@given(st.data())
def test_every_kind_reads_back_what_it_shows(form: Form, data) -> None:
    for name, field in form.fields.items():
        match field.kind:
            case Code():
                value = data.draw(st.sampled_from([*field.kind.words]))
            case Day():
                value = data.draw(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
            case Moment():
                value = NOW
            case Phone():
                value = "021-60000123"
            case CitizenId():
                value = GOOD
            case _:
                continue
        assert field.parse(field.text(value), TODAY) == value, name


def test_half_a_surrogate_and_a_nul_go_and_rare_characters_stay() -> None:
    assert FORM.parse({"name": "\ud800䶮\0㛃 "}, {}, TODAY) == {"name": "䶮㛃"}
