"""The first run by keyboard alone: a store that opens with the password and with the code, and whose actor is the person."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from app import bootstrap
from app.modules.buildings import Dwelling
from app.modules.staff import Staff
from db import vault
from db.changes import Transaction
from tests.helpers.boxes import box_over, press, until, words_of
from tests.helpers.stores import WORLD
from ui import tasks
from ui.shell.appearance import Appearance
from ui.widgets.label import SafeLabel
from ui.wizard.wizard import Wizard

PASSWORD = "yusan chunjuan xiaolu"
KEY = Qt.Key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "linli" / "store"


class Hands:
    """Types where the focus is, as a person without a mouse."""

    def __init__(self, qtbot, wizard: Wizard) -> None:
        self._qtbot, self.wizard = qtbot, wizard
        qtbot.addWidget(wizard)
        wizard.resize(1366, 768)
        wizard.show()
        wizard.activateWindow()

    def type(self, *texts: str) -> None:
        """Each followed by Enter, which goes to the next field."""
        for text in texts:
            self._qtbot.keyClicks(self._focus(), text)
            self.press(KEY.Key_Return)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self._focus(), key)

    def write(self, text: str) -> None:
        """What an input method commits into the field."""
        self._focus().insert(text)

    def fill(self, *texts: str) -> None:
        for text in texts:
            self.write(text)
            self.press(KEY.Key_Return)

    async def until(self, step: int) -> None:
        await until(lambda: self.wizard.at == step)

    def _focus(self) -> QWidget:
        return self.wizard.focusWidget()


async def to_the_password(hands: Hands) -> None:
    hands.press(KEY.Key_Return)
    await hands.until(1)
    hands.fill("李敏", "网格员", "潍坊三村", "潍坊新村街道", "第四网格")
    hands.press(KEY.Key_Return)
    assert hands.wizard.at == 2
    hands.type("6-7", "", "", "", "")
    hands.press(KEY.Key_Return)
    assert hands.wizard.at == 3


def test_the_whole_way_by_keyboard_makes_a_store(run, qtbot, qapp: QApplication, folder: Path) -> None:
    async def walks() -> tuple[bootstrap.House, str]:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder, WORLD))
        await to_the_password(hands)
        hands.type(PASSWORD, PASSWORD)
        page = hands.wizard.recovery
        assert hands.wizard.at == 4
        hands.type(page.groups[page.asked].lower())
        return await asyncio.wait_for(hands.wizard.result(), 20), page.code

    house, code = run(walks())
    actors = house.store.read_now(
        lambda s: [*s.scalars(select(Staff.name).join(Transaction, Transaction.actor == Staff.uid))]
    )
    doors = house.store.read_now(lambda s: [*s.scalars(select(Dwelling.door).order_by(Dwelling.place))])
    assert actors == ["李敏"]
    assert (len(doors), doors[0], doors[-1]) == (72, "6-1-101", "7-3-602")
    house.close()
    for secret in (PASSWORD, code):
        bootstrap.unlock(folder, secret, WORLD).close()


def test_going_back_keeps_what_was_typed_and_so_does_going_on_again(run, qtbot, qapp, folder: Path) -> None:
    async def walks() -> None:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder))
        await to_the_password(hands)
        hands.type(PASSWORD)
        for step in (2, 1, 0):
            hands.press(KEY.Key_Escape)
            assert hands.wizard.at == step
        hands.press(KEY.Key_Return)
        await hands.until(1)
        assert [*hands.wizard.names()] == ["李敏", "网格员", "潍坊三村", "潍坊新村街道", "第四网格"]
        hands.wizard.forward()
        assert hands.wizard.buildings.rows()[0].names == "6-7"
        hands.wizard.forward()
        assert hands.wizard.password.card.password.text() == PASSWORD

    run(walks())
    assert not folder.exists()


def test_errors_stand_at_their_field_and_hold_one_back(run, qtbot, qapp, folder: Path) -> None:
    async def walks() -> None:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder))
        wizard = hands.wizard
        hands.press(KEY.Key_Return)
        await hands.until(1)
        hands.fill("李敏", "", "", "", "第四网格")
        hands.press(KEY.Key_Return)
        assert wizard.at == 1
        assert wizard.person.fields["community"].words.text() == "! 请填写社区名称"
        assert wizard.focusWidget() is wizard.person.fields["community"].editor
        hands.fill("潍坊三村")
        wizard.forward()
        wizard.buildings.lines[0].names.setText("6")
        wizard.buildings.lines[0].counts["floors"].setText("很高")
        wizard.forward()
        assert wizard.at == 2
        assert wizard.buildings.lines[0].wrong.text() == "! 层数，请填写整数"
        wizard.buildings.lines[0].counts["floors"].setText("6")
        wizard.forward()
        hands.type("limin20261124", "limin20261124")
        assert wizard.at == 3
        assert "三个不相干的词" in wizard.password.card.fields["password"].words.text()
        wizard.password.card.password.setText(PASSWORD)
        wizard.password.card.again.setText(PASSWORD)
        wizard.forward()
        hands.type("0000")
        assert wizard.at == 4
        assert wizard.recovery.typed.words.text().startswith("! 和第")

    run(walks())
    assert not folder.exists()


def test_buildings_can_be_skipped_added_and_removed(run, qtbot, qapp, folder: Path) -> None:
    async def walks() -> None:
        wizard = Hands(qtbot, Wizard(Appearance(qapp), folder)).wizard
        page = wizard.buildings
        assert page.on.words() == "跳过这一步"
        page.lines[0].names.setText("3")
        assert (page.on.words(), page.total.text()) == ("下一步", "共 1 幢，36 套")
        assert page.lines[0].shown.text() == "36 套，3-1-101 至 3-3-602"
        page.add.click()
        page.lines[1].names.setText("河东巷")
        page.lines[1].kind.setCurrentIndex(2)
        page.lines[1].kind.activated.emit(2)
        assert page.lines[1].shown.text() == "12 套，河东巷1 至 河东巷12"
        page.lines[0].away.click()
        assert page.total.text() == "共 1 幢，12 套"
        page.lines[0].away.click()
        assert [row.names for row in page.rows()] == [""]

    run(walks())


def test_enter_skips_the_buildings_where_none_is_named_and_goes_from_line_to_line_else(
    run, qtbot, qapp, folder: Path
) -> None:
    async def walks() -> None:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder))
        wizard, page = hands.wizard, hands.wizard.buildings
        wizard.go(2)
        hands.press(KEY.Key_Return)
        assert (wizard.at, wizard.focusWidget()) == (3, wizard.password.card.password)
        wizard.go(2)
        hands.type("6")
        assert (wizard.at, wizard.focusWidget()) == (2, page.lines[0].kind)
        page.add.click()
        page.lines[0].counts["rooms"].setFocus()
        hands.press(KEY.Key_Return)
        assert wizard.focusWidget() is page.lines[1].names
        page.lines[1].counts["rooms"].setFocus()
        hands.press(KEY.Key_Return)
        assert (wizard.focusWidget(), len(page.lines)) == (page.on, 2)

    run(walks())


def test_large_letters_chosen_on_the_way_find_room(run, qtbot, qapp, folder: Path) -> None:
    async def walks() -> tuple[int, int]:
        appearance = Appearance(qapp)
        page = Hands(qtbot, Wizard(appearance, folder)).wizard.buildings
        before = page.lines[0].counts["floors"].width()
        appearance.put(size="large")
        return before, page.lines[0].counts["floors"].width()

    before, after = run(walks())
    assert after > 1.5 * before


def test_the_demo_is_the_other_way_and_joining_a_street_is_not_offered(run, qtbot, qapp, folder: Path) -> None:
    async def walks() -> object:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder))
        said = [label.text() for label in hands.wizard.findChildren(SafeLabel)]
        assert "单独使用" in said
        assert not [words for words in said if "加入街道" in words]
        hands.press(KEY.Key_Down, KEY.Key_Return)
        return await asyncio.wait_for(hands.wizard.result(), 5)

    assert run(walks()) is None


@pytest.mark.parametrize(("place", "words"), [("file/store", "不能写入"), ("坚果云/store", "自动同步")])
def test_a_place_where_no_store_can_be_is_told_before_anything_is_typed(
    run, qtbot, qapp, tmp_path: Path, place: str, words: str
) -> None:
    (tmp_path / "file").touch()

    async def walks() -> None:
        hands = Hands(qtbot, Wizard(Appearance(qapp), tmp_path / place))
        hands.press(KEY.Key_Return)
        box = await box_over(hands.wizard)
        assert words in words_of(box)
        press(box, "知道了")
        assert hands.wizard.at == 0

    run(walks())


def test_a_full_disk_at_the_end_is_told_and_the_answers_stay(run, qtbot, qapp, folder: Path, monkeypatch) -> None:
    from db.errors import StoreError, Trouble

    def full(*_: object) -> None:
        raise StoreError(Trouble.DISK_FULL)

    async def walks() -> None:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder, WORLD))
        await to_the_password(hands)
        hands.type(PASSWORD, PASSWORD)
        page = hands.wizard.recovery
        with monkeypatch.context() as patched:
            patched.setattr(bootstrap, "found", full)
            hands.type(page.groups[page.asked])
            box = await box_over(hands.wizard)
            assert "磁盘已满" in words_of(box)
            press(box, "知道了")
        assert not vault.exists(folder)
        await until(page.on.isEnabled)
        page.on.click()
        (await asyncio.wait_for(hands.wizard.result(), 20)).close()

    run(walks())
    bootstrap.unlock(folder, PASSWORD, WORLD).close()


def test_closing_the_window_ends_the_first_run(run, qtbot, qapp, folder: Path) -> None:
    async def walks() -> None:
        hands = Hands(qtbot, Wizard(Appearance(qapp), folder))
        waiting = asyncio.ensure_future(hands.wizard.result())
        await asyncio.sleep(0)
        hands.press(KEY.Key_Escape)
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert tasks.running() == 0

    run(walks())


def test_the_printed_slip_holds_the_whole_code(tmp_path: Path, dressed) -> None:
    from pypdf import PdfReader
    from PySide6.QtGui import QPdfWriter

    from ui.wizard import printing

    code = vault.new_code()
    printing.draw(QPdfWriter(str(tmp_path / "slip.pdf")), code, "潍坊三村")
    page = PdfReader(tmp_path / "slip.pdf").pages
    assert len(page) == 1
    text = page[0].extract_text()
    assert [group for group in code.split("-") if group not in text] == []
    assert "潍坊三村" in text
