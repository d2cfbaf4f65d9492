import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.rules.addresses import (
    Address,
    Building,
    Tree,
    canonical,
    door,
    floor,
    from_parts,
    order_key,
    parse,
    tree_of,
    understand,
)

ESTATES = ("", "锦绣花园", "阳光东区", "和平新村", "望江三期", "幸福里", "八一小区")
LANES = ("桐荫巷", "三元街", "柳树胡同", "建设路", "红旗村3组", "五里湾")
REGIONS = (
    "",
    "安宁社区",
    "四川省成都市武侯区晋阳街道安宁社区",
    "上海市浦东新区陆家嘴街道安宁社区第3网格",
    "杭州市西湖区安宁社区",
)
ANNEXES = ("附", "之", "-", "号附", "号之")

numbers = st.integers(1, 199).map(str)
buildings = st.one_of(numbers, numbers, st.sampled_from(["A", "B2", "3甲", "甲3", "12A", "东"]))
units = st.one_of(st.integers(1, 12).map(str), st.sampled_from(["A", "乙", "东", ""]))
rooms = st.builds(
    lambda storey, door, end: f"{storey}{door:02}{end}",
    st.integers(1, 33),
    st.integers(1, 12),
    st.sampled_from(["", "", "A"]),
)
flats = st.builds(Address, buildings, units, rooms, st.sampled_from(ESTATES))
cellars = st.builds(Address, buildings, st.just(""), st.just("地下室"), st.sampled_from(ESTATES))
houses = st.builds(
    lambda lane, house, annex: Address(lane, "", f"{house}-{annex}" if annex else str(house)),
    st.sampled_from(LANES), st.integers(1, 399), st.integers(0, 9),
)  # fmt: skip


def chinese(number: str) -> str:
    """The number as a hand writes it: 12 is 十二, 501 五〇一."""
    if not number.isdigit():
        return number
    signs = "〇一二三四五六七八九"
    if 10 <= int(number) < 100:
        tens, ones = divmod(int(number), 10)
        return (signs[tens] if tens > 1 else "") + "十" + (signs[ones] if ones else "")
    return "".join(signs[int(digit)] for digit in number)


@st.composite
def spelled(draw: st.DrawFn, flat: Address) -> str:
    """One of the ways in which people write a flat."""
    building, unit, room = flat.building, flat.unit, flat.room
    dashed = draw(st.sampled_from("-—－–"))
    if not flat.estate and building.isdigit() and draw(st.booleans()):
        if unit:
            return f"{building}{dashed}{unit}{dashed}{room}{draw(st.sampled_from(['', '室']))}"
        return f"{building}{dashed}{room}"
    hand = draw(st.booleans()) and not flat.estate
    write = chinese if hand else str
    word = draw(st.sampled_from(["幢", "栋", "号楼", "座", "#", "#楼"]))
    entrance = f"{write(unit)}{draw(st.sampled_from(['单元', '门', '单元-']))}" if unit else ""
    if unit.isdigit() and not hand and room[:1].isdigit() and draw(st.booleans()):
        entrance = f"{unit}{dashed}"
    storey = floor(flat)
    level = f"{storey}{draw(st.sampled_from(['楼', '层']))}" if storey and draw(st.booleans()) else ""
    tail = draw(st.sampled_from(["", "室", "号"])) if room[-1:].isdigit() else ""
    return f"{write(building)}{word}{entrance}{level}{write(room)}{tail}"


@given(st.one_of(flats, cellars, houses))
def test_the_canonical_spelling_is_read_as_itself(address: Address) -> None:
    assert parse(canonical(address)) == replace(address, estate="")


@given(st.one_of(flats, cellars, houses))
def test_the_door_is_read_as_itself(address: Address) -> None:
    assert parse(door(address)) == replace(address, estate="")


@given(flats, st.sampled_from(REGIONS), st.data())
def test_every_usual_spelling_of_a_flat_is_the_same_flat(flat: Address, region: str, data: st.DataObject) -> None:
    text = data.draw(spelled(flat))
    reading = understand(region + flat.estate + text)
    assert reading.address == flat
    assert (reading.region, reading.missing, reading.doubts) == (region, (), ())


@given(flats, st.data())
def test_full_width_blanks_and_notes_change_nothing(flat: Address, data: st.DataObject) -> None:
    text = data.draw(spelled(replace(flat, estate="")))
    assume("-" in text or "单元" in text or not flat.unit)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert parse(wide) == replace(flat, estate="")
    assert parse(f" {text}\u200b\u3000") == replace(flat, estate="")
    assert understand(f"{text}（租）").notes == "租"


@given(houses, st.sampled_from(REGIONS), st.sampled_from(ANNEXES), st.sampled_from(["", "号", "#"]), st.booleans())
def test_every_usual_spelling_of_a_house_is_the_same_house(
    house: Address, region: str, joint: str, end: str, hand: bool
) -> None:
    write = chinese if hand else str
    number, _, annex = house.room.partition("-")
    if annex:
        text = f"{write(number)}{joint}{annex if joint == '-' else write(annex)}{end}"
        assume(not (joint == "-" and hand))
    else:
        text = f"{write(number)}{end or '号'}"
    assert parse(f"{region}{house.building}{text}") == house


@given(
    flats,
    st.sampled_from(["{}幢", "{}号楼", "{}栋", "{}"]),
    st.sampled_from(["{}单元", "{}"]),
    st.sampled_from(["{}室", "{}"]),
)
def test_parts_in_columns_of_their_own_are_one_address(flat: Address, building: str, unit: str, room: str) -> None:
    parts = building.format(flat.building), unit.format(flat.unit) if flat.unit else "", room.format(flat.room)
    assert from_parts(*parts, estate=flat.estate).address == flat


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_none(text: str) -> None:
    address = parse(text)
    assert address is None or address.building


@pytest.mark.parametrize("text", ["望江社区3巷5号", "3巷5号", "3巷5号附1号"])
def test_a_lane_that_is_called_by_a_number_is_read_as_it_is_written(text: str) -> None:
    address = parse(text)
    assert address and (address.building, address.unit) == ("3巷", "")
    assert canonical(address) == text.removeprefix("望江社区")
    assert parse(canonical(address)) == replace(address, estate="")


@given(st.text(alphabet="0123456789-号楼栋幢单元室巷附一二三十 层ABab", max_size=14))
def test_what_was_read_can_be_written_and_read_again(text: str) -> None:
    address = parse(text)
    if address and address.room and not address.estate and understand(text).doubts == ():
        written = canonical(address)
        assert re.search(r"\d一\d", written) or parse(written) == address  # 一 between digits is read as a dash


@pytest.mark.parametrize(
    "text", ["", "无", "同上", "老粮站后面平房", "12-1", "13800001234", "2026-11-24", "12号", "5楼501", "010-6000001"]
)
def test_what_is_no_address_is_not_made_one(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("中山路123弄4号501室", Address("4", "", "501", "中山路123弄")),
        ("人民路88号锦绣花园3幢2单元501室", Address("3", "2", "501", "锦绣花园")),
        ("锦绣花园3期2-1-501", Address("2", "1", "501", "锦绣花园3期")),
        ("3号楼2号501", Address("3", "2", "501")),
        ("3楼501", Address("3", "", "501")),
        ("3幢2单元5楼东户", Address("3", "2", "5楼东户")),
        ("3-2-501-1", Address("3", "2", "501-1")),
        ("12幢负一楼", Address("12", "", "地下室")),
        ("12幢2单元-1层", Address("12", "2", "地下室")),
        ("12一1一401", Address("12", "1", "401")),
        ("03幢02单元0501室", Address("3", "2", "501")),
        ("三栋二单元五百零一室", Address("3", "2", "501")),
        ("3幢", Address("3")),
    ],
)
def test_told_spellings(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.mark.parametrize(
    ("text", "doubt"), [("3幢2单元5层601", "floor"), ("3幢2单元5层1室", "room_composed"), ("3-5-1", "short_room")]
)
def test_what_can_be_meant_in_two_ways_is_said(text: str, doubt: str) -> None:
    assert understand(text).doubts == (doubt,)


TREE = Tree(
    (
        Building("1", "锦绣花园", ("1",)),
        Building("2", "锦绣花园", ("1", "2")),
        Building("1", "和平新村", ("A", "B")),
        Building("9", "锦绣花园", ("1", "2"), frozenset({("1", "101"), ("1", "102"), ("2", "103"), ("2", "102")})),
        Building("桐荫巷"),
        Building("综合楼", "锦绣花园", ("1",)),
        Building("7", "和平新村", ("2",)),
        Building("8", "和平新村", ("", "2")),
    )
)


@pytest.mark.parametrize(
    ("text", "address", "missing", "doubts"),
    [
        ("锦绣花园1幢301", Address("1", "1", "301", "锦绣花园"), (), ()),
        ("锦绣花园1幢1单元301", Address("1", "1", "301", "锦绣花园"), (), ()),
        ("2幢301", Address("2", "", "301", "锦绣花园"), ("unit",), ()),
        ("2幢地下室", Address("2", "", "地下室", "锦绣花园"), (), ()),
        ("2-3-301", Address("2", "3", "301", "锦绣花园"), (), ("unknown_unit",)),
        ("1幢301", Address("1", "", "301"), ("estate",), ()),
        ("和平新村1-A-301", Address("1", "A", "301", "和平新村"), (), ()),
        ("9幢103", Address("9", "2", "103", "锦绣花园"), (), ()),
        ("9幢102", Address("9", "", "102", "锦绣花园"), ("unit",), ()),
        ("9-1-103", Address("9", "1", "103", "锦绣花园"), (), ("unknown_room",)),
        ("6幢301", Address("6", "", "301"), (), ("unknown_building",)),
        ("7幢301", Address("7", "", "301", "和平新村"), ("unit",), ()),
        ("7幢1单元301", Address("7", "1", "301", "和平新村"), (), ("unknown_unit",)),
        ("7幢2单元301", Address("7", "2", "301", "和平新村"), (), ()),
        ("8幢1单元301", Address("8", "", "301", "和平新村"), ("unit",), ()),
        ("8幢301", Address("8", "", "301", "和平新村"), ("unit",), ()),
        ("锦绣花园二期2-1-301", Address("2", "1", "301", "锦绣花园"), (), ("unknown_estate",)),
        ("安宁社区桐荫巷12", Address("桐荫巷", "", "12"), (), ()),
        ("桐荫巷12号201室", Address("桐荫巷", "", "12"), (), ("rest",)),
        ("锦绣花园综合楼301", Address("综合楼", "1", "301", "锦绣花园"), (), ()),
    ],
)
def test_a_known_tree_completes_and_checks_and_never_guesses(
    text: str, address: Address, missing: tuple[str, ...], doubts: tuple[str, ...]
) -> None:
    reading = understand(text, TREE)
    assert (reading.address, reading.missing, reading.doubts) == (address, missing, doubts)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("2-501", Address("3", "2", "501")),
        ("501", Address("3", "", "501")),
        ("2单元501", Address("3", "2", "501")),
        ("地下室", Address("3", "", "地下室")),
        ("5楼501", Address("3", "", "501")),
        ("12幢3单元501", Address("12", "3", "501")),
    ],
)
def test_a_cell_is_read_within_what_the_title_says(text: str, address: Address) -> None:
    assert parse(text, within=Address("3")) == address


def test_a_house_number_is_read_within_its_lane() -> None:
    assert parse("12号附1号", within=Address("桐荫巷")) == Address("桐荫巷", "", "12-1")


@given(st.lists(flats.map(lambda one: replace(one, estate="锦绣花园")), min_size=1, max_size=12))
def test_a_tree_drawn_from_addresses_knows_them(flats: list[Address]) -> None:
    tree = tree_of(flats)
    for flat in flats:
        reading = understand(canonical(flat, estate=True), tree)
        assert reading.address is not None and reading.address.building == flat.building
        assert "unknown_building" not in reading.doubts and "unknown_unit" not in reading.doubts


neighbours = st.builds(
    Address, st.sampled_from(["2", "10"]), st.sampled_from(["", "1", "2", "10"]),
    st.one_of(st.just("地下室"), st.builds("{}{:02}".format, st.integers(1, 33), st.integers(1, 12))),
)  # fmt: skip


@given(neighbours, neighbours)
def test_doors_sort_as_one_walks_the_stairs(one: Address, other: Address) -> None:
    def steps(flat: Address) -> tuple[int, ...]:
        room = int(flat.room) if flat.room.isdigit() else 0
        return int(flat.building), int(flat.unit or 0), floor(flat) or 0, room

    assert (order_key(one) < order_key(other)) == (steps(one) < steps(other))


def test_lanes_come_after_the_numbered_buildings() -> None:
    walk = [
        Address("2", "1", "101"),
        Address("10", "1", "101"),
        Address("桐荫巷", "", "2"),
        Address("桐荫巷", "", "12-1"),
    ]
    assert sorted(walk, key=order_key) == walk
    assert order_key(Address("12", "", "地下室")) < order_key(Address("12", "1", "101"))


@pytest.mark.parametrize(
    ("room", "storey"),
    [("501", 5), ("1204", 12), ("地下室", -1), ("5楼东户", 5), ("阁楼", None), ("501-1", 5), ("A501", 5)],
)
def test_the_floor_of_a_room(room: str, storey: int | None) -> None:
    assert floor(Address("3", "2", room)) == storey


@pytest.mark.parametrize(
    ("text", "building", "unit"),
    [
        ("3号楼2单元501、502", "3", "2"),
        ("3号楼2单元501/502", "3", "2"),
        ("3幢2单元501-502室", "3", "2"),
        ("3幢501室和502室", "3", ""),
        ("A座1501、1502、1503", "A", ""),
    ],
)
def test_of_several_rooms_none_is_chosen_and_the_building_is_no_estate(text: str, building: str, unit: str) -> None:
    reading = understand(text)
    assert reading.address == Address(building, unit, "")
    assert "room" in reading.missing and "several_rooms" in reading.doubts


@pytest.mark.parametrize("text", ["3/2/501", "3-2-501", "3-501", "3幢2单元501-1", "12-3-1204", "3 2 501"])
def test_parts_of_one_door_are_not_several_rooms(text: str) -> None:
    reading = understand(text)
    assert reading.address and reading.address.room and "several_rooms" not in reading.doubts


@pytest.mark.parametrize("text", ["3号楼2单元50l", "3号楼2单元5o1", "3-2-5O1"])
def test_a_letter_that_looks_like_a_digit_is_never_taken_for_sure(text: str) -> None:
    reading = understand(text)
    assert reading.address is None or "look_alike" in reading.doubts


@pytest.mark.parametrize(
    "text",
    [
        "原3幢2单元501",
        "搬到3幢2单元501",
        "已迁至花园小区3幢2单元501",
        "花园小区对面3幢2单元501",
        "原和平社区3幢2单元501",
    ],
)
def test_a_former_or_another_place_is_told(text: str) -> None:
    assert "elsewhere" in understand(text).doubts


@pytest.mark.parametrize(
    ("text", "estate"),
    [("现住3幢2单元501", ""), ("家住锦绣花园3幢2单元501", "锦绣花园"), ("住友花园3幢2单元501", "住友花园"), ("居住地址：3幢2单元501", ""),
     ("太原花园3幢2单元501", "太原花园"), ("迁安花园3幢2单元501", "迁安花园")],
)  # fmt: skip
def test_words_that_only_say_that_somebody_lives_there_are_no_estate(text: str, estate: str) -> None:
    reading = understand(text)
    assert reading.address == Address("3", "2", "501", estate) and not reading.doubts
