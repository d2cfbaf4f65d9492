"""户主: never two by what somebody does, and the others follow to the new one where it is sure."""

import pytest
from sqlalchemy.orm import Session

from app import heads, history, registering
from app.heads import Succession
from app.household_view import household_of
from app.ledger.form import Refused, open_draft
from app.modules import residents
from app.modules.residents import FORM, HEAD, Resident
from app.rules import kinship
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW

MAN, WOMAN = "1", "2"


@pytest.mark.parametrize(
    ("head", "gender", "other", "other_gender", "old_gender", "told"),
    [
        ("10", WOMAN, "02", MAN, MAN, "10"),  # the wife: her husband
        ("10", WOMAN, "20", MAN, MAN, "20"),  # their son
        ("10", WOMAN, "51", MAN, MAN, "53"),  # his father
        ("10", MAN, "52", WOMAN, WOMAN, "56"),  # her mother
        ("10", MAN, "55", MAN, MAN, "51"),  # what were the old one's parents-in-law are his own parents
        ("20", MAN, "02", MAN, MAN, "51"),
        ("20", MAN, "10", WOMAN, MAN, "52"),
        ("30", WOMAN, "20", MAN, MAN, "71"),
        ("20", MAN, "51", MAN, MAN, "61"),
        ("20", MAN, "51", MAN, WOMAN, ""),  # the mother's father: there is no such word in the list
        ("20", MAN, "38", WOMAN, MAN, ""),  # his wife, or his brother's
        ("20", MAN, "41", MAN, MAN, ""),  # his son, or his nephew
        ("51", MAN, "02", WOMAN, WOMAN, "30"),
        ("51", MAN, "10", MAN, WOMAN, "28"),
        ("52", WOMAN, "20", MAN, WOMAN, "43"),
        ("71", MAN, "02", WOMAN, WOMAN, "75"),
        ("71", MAN, "30", WOMAN, MAN, "97"),
        ("20", MAN, "99", MAN, MAN, "99"),
        ("99", MAN, "99", MAN, MAN, ""),
        ("99", MAN, "02", MAN, MAN, "99"),
        ("20", MAN, "02", "", "", ""),
        ("", MAN, "02", MAN, MAN, ""),
        ("20", MAN, "", MAN, MAN, ""),
    ],
)
def test_what_the_others_are_to_a_new_head(head, gender, other, other_gender, old_gender, told) -> None:
    assert kinship.towards(head, gender, other, other_gender, old_gender) == told


def test_no_proposal_makes_a_second_head() -> None:
    codes = residents.FORM.fields["relation"].kind.words
    said = {
        kinship.towards(head, one, other, two, three)
        for head in codes if head != HEAD for other in codes
        for one in (MAN, WOMAN, "") for two in (MAN, WOMAN, "") for three in (MAN, WOMAN, "")
    }  # fmt: skip
    assert said <= {*codes, ""} - {HEAD}


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """A man with his wife and his son."""

    def work(session: Session) -> dict[str, str]:
        uids = {"father": settle(session)}
        session.flush()
        home = household_of(session, uids["father"])
        session.get_one(Resident, uids["father"]).gender = MAN
        for name, relation, gender in (("wife", "10", WOMAN), ("son", "20", MAN)):
            one = Resident(household_uid=home, name=name, relation=relation, gender=gender)
            session.add(one)
            uids[name] = one.uid
        return uids

    return store.write_now("新增居民", work)[0]


def relations(store: Store) -> dict[str, str | None]:
    return store.read_now(lambda s: {one.name: one.relation for one in s.query(Resident)})


def test_one_command_makes_another_the_head_and_tells_how_all_are_related_to_him(store: Store, people) -> None:
    def work(session: Session) -> None:
        home = household_of(session, people["son"])
        told = heads.related(heads.members(session, home), people["son"])
        heads.hand_over(session, Succession(people["son"], told))

    _, done = store.write_now("换户主", work)
    assert relations(store) == {"王桂芳": "51", "wife": "52", "son": "02"}
    store.undo_now(done.tx)
    assert relations(store) == {"王桂芳": "02", "wife": "10", "son": "20"}


def test_an_edit_makes_no_second_head(store: Store, people) -> None:
    draft = store.read_now(open_draft(FORM, people["son"]))
    with pytest.raises(Refused):
        store.write_now("修改与户主关系", lambda s: registering.save(s, draft, {"relation": HEAD}))
    assert relations(store)["son"] == "20"


def test_an_old_value_makes_no_second_head(store: Store, people) -> None:
    son = people["son"]
    store.write_now(
        "换户主", lambda s: heads.hand_over(s, Succession(son, {people["father"]: "51", people["wife"]: "52"}))
    )
    step = next(one for one in store.read_now(lambda s: history.of_record(s, FORM, people["father"])))
    with pytest.raises(Refused):
        store.write_now("恢复与户主关系", lambda s: registering.restore(s, step))


def test_who_was_the_head_and_comes_back_says_what_he_is_to_the_new_one(store: Store, people) -> None:
    father, son = people["father"], people["son"]
    store.write_now("迁出", lambda s: residents.move_out(s, father, NOW.date(), None))
    store.write_now("换户主", lambda s: heads.hand_over(s, Succession(son, {people["wife"]: "52"})))
    with pytest.raises(Refused):
        store.write_now("恢复在册", lambda s: registering.come_back(s, father))
    store.write_now("恢复在册", lambda s: registering.come_back(s, father, "51"))
    assert relations(store) == {"王桂芳": "51", "wife": "52", "son": "02"}


def test_who_moves_behind_a_door_where_nobody_is_left_is_the_head_there(store: Store, people) -> None:
    other = store.write_now("新增居民", lambda s: settle(s, "3-1-101", "张伟"))[0]
    store.write_now("迁出", lambda s: residents.move_out(s, other, NOW.date(), None))
    home = store.read_now(lambda s: registering.doors(s, "3-1-101"))[0]
    store.write_now("改门牌", lambda s: registering.move(s, people["son"], home))
    assert relations(store)["son"] == HEAD
