"""The screen speaks the language chosen; offices get Chinese, and what came from them is compared in Chinese."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy.orm import Session

from app import texts
from app.exporting.workbook import Heading, file_name, workbook
from app.importing.held import known
from app.ledger.form import command_name
from app.ledger.kinds import Code
from app.ledger.ledger import Question
from app.ledger.masking import Strength
from app.modules.residents import FORM, Resident
from app.modules.rosters import L01
from app.undo import command_words
from db.store import Store
from tests.db.test_changes import settle
from tests.helpers.stores import NOW


@pytest.fixture
def english() -> Iterator[None]:
    texts.use_language("en")
    yield
    texts.use_language(texts.SOURCE)


def _daughter(session: Session) -> None:
    resident = session.get_one(Resident, settle(session))
    resident.gender, resident.relation = "2", "30"


def test_one_chinese_word_may_need_two_english_ones(english: None) -> None:
    assert Code(table="gender").to_text("2") == "Female"
    assert Code(table="relation").to_text("30") == "Daughter"
    assert Code(table="relation").parse("Daughter", date.max) == "30" == Code(table="relation").parse("女", date.max)


def test_an_edit_is_told_in_the_language_in_use(english: None) -> None:
    kept = command_name(FORM, {"phone": "1"})
    assert (kept, command_words(kept), command_words("导入名册")) == ("修改联系方式", "Edit Contact", "Import roster")


def test_an_office_gets_its_own_headings_and_words(store: Store, english: None) -> None:
    store.write_now("新增居民", _daughter)
    asked, heading = Question(now=NOW), Heading("潍坊三村", "李敏")
    made = store.read_now(
        lambda s: workbook(L01, L01.lines(s, asked, Strength.OFFICE), asked, Strength.OFFICE, heading)
    )
    head, row = [
        [cell.value for cell in line] for line in openpyxl.load_workbook(BytesIO(made)).worksheets[0]["A3:AC4"]
    ]
    assert (row[head.index("与户主关系")], row[head.index("性别")]) == ("女", "女")
    assert file_name(L01, heading, Strength.OFFICE) == "潍坊三村_居民基本信息台账_全部_脱敏.xlsx"
    assert texts.tr("全部") == "All"


def test_a_roster_is_compared_in_chinese(store: Store, english: None) -> None:
    store.write_now("新增居民", _daughter)
    (person,) = store.read_now(lambda s: known(s, date(2026, 11, 24))).persons
    assert (person.gender, person.relation) == ("女", "女")


def test_lines_are_joined_as_the_language_joins_them() -> None:
    assert (texts.joined("王桂芳", "", "女"), texts.listed(["独居", "高龄"])) == ("王桂芳，女", "独居、高龄")
    texts.use_language("en")
    assert (texts.joined("王桂芳", "", "Female"), texts.listed(["Red", "Yellow"])) == ("王桂芳, Female", "Red, Yellow")
    texts.use_language(texts.SOURCE)
