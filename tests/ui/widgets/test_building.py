"""The building chart is read without colour, walked by arrows, and heard cell by cell."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from ui.theme import look
from ui.widgets.building import Building, BuildingChart, Door, DoorState, Floor
from ui.widgets.building_paint import FACES


def door(number: str, state: DoorState = DoorState.FINE, **more: object) -> Door:
    return Door(number, number[-3:], "陈", state, **more)


LOW = Building(
    "12 号楼",
    ("1 单元", "2 单元"),
    (
        Floor("2 层", ((door("1-201"), door("1-202", DoorState.LATE)), (door("2-201", rented=True),))),
        Floor("1 层", ((door("1-101"),), (door("2-101", DoorState.EMPTY), door("2-102", DoorState.UNKNOWN)))),
    ),
)


def tower(floors: int, entrances: int, doors: int) -> Building:
    def cells(floor: int, entrance: int) -> tuple[Door, ...]:
        return tuple(Door(f"{entrance}-{floor}0{n}", f"{floor}0{n}", "欧阳") for n in range(1, doors + 1))

    rows = (Floor(f"{floor} 层", tuple(cells(floor, at) for at in range(entrances))) for floor in range(floors, 0, -1))
    return Building("高层", tuple(f"{at + 1} 单元" for at in range(entrances)), tuple(rows))


@pytest.fixture
def chart(qtbot) -> BuildingChart:
    made = BuildingChart()
    qtbot.addWidget(made)
    made.resize(440, 360)
    made.put(LOW)
    made.show()
    return made


def test_the_model_keeps_qts_rules(qtmodeltester, chart: BuildingChart) -> None:
    qtmodeltester.check(chart.doors)


def test_every_cell_says_where_it_is_who_lives_there_and_how_it_stands(chart: BuildingChart) -> None:
    assert chart.spoken("1-202") == "1 单元，202，陈，已超期"
    assert chart.spoken("2-201") == "2 单元，201，陈，在期，出租"
    assert chart.spoken("2-102") == "2 单元，102，陈，未登记"
    assert chart.accessibleName() == "楼栋图：12 号楼"


def test_every_state_has_a_sign_or_a_hatch_besides_its_colour() -> None:
    signs = [FACES[state.name][3] for state in DoorState]
    assert len(set(signs)) == len(DoorState)
    assert [state for state in DoorState if not FACES[state.name][3]] == [DoorState.EMPTY]  # hatched


def test_states_differ_in_a_grey_print(qtbot, chart: BuildingChart) -> None:
    pictures = set()
    for state in DoorState:
        chart.put(Building("", ("",), (Floor("", ((Door("1", "101", "陈", state),),)),)))
        grey = chart.grab().toImage().convertToFormat(QImage.Format.Format_Mono)
        pictures.add(grey.constBits().tobytes())
    assert len(pictures) == len(DoorState)


def test_a_chart_that_is_painted_again_looks_as_it_did(chart: BuildingChart) -> None:
    first = chart.grab().toImage()
    for _ in range(12):
        chart.grab()
    assert chart.grab().toImage() == first


def test_arrows_walk_the_doors_and_step_over_gaps(qtbot, chart: BuildingChart) -> None:
    chart.go("1-202")
    walked = []
    chart.chosen.connect(walked.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(chart, key)
    assert walked == ["2-201", "2-101", "1-101", "1-201"]


def test_enter_opens_the_dwelling_one_stands_on(qtbot, chart: BuildingChart) -> None:
    opened = []
    chart.opened.connect(opened.append)
    chart.go("2-101")
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened == ["2-101"]


def test_tab_comes_in_at_the_first_door_and_leaves_again(qtbot, chart: BuildingChart) -> None:
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.current_key() == "1-201"
    assert not chart.tabKeyNavigation()


def test_a_new_state_keeps_the_dwelling_chosen(chart: BuildingChart) -> None:
    chart.go("1-202")
    told = []
    chart.chosen.connect(told.append)
    chart.put(Building("12 号楼", ("1 单元",), (Floor("2 层", ((door("1-202"),),)),)))
    assert (chart.current_key(), told) == ("1-202", [])
    chart.put(Building("13 号楼", (), ()))
    assert (chart.current_key(), told) == ("", [""])


@pytest.mark.parametrize(("floors", "entrances", "doors"), [(34, 1, 8), (18, 3, 4), (6, 2, 3)])
@pytest.mark.parametrize("size", ["standard", "large"])
def test_every_door_number_stands_whole_and_what_is_too_big_scrolls(
    qtbot, dressed, chart: BuildingChart, floors: int, entrances: int, doors: int, size: str
) -> None:
    look.wear(dressed, size=size)
    chart.put(tower(floors, entrances, doors))
    assert chart.columnWidth(0) >= chart.doors.narrowest()
    chart.go(f"{entrances - 1}-10{doors}")
    qtbot.waitUntil(lambda: chart.viewport().rect().contains(chart.visualRect(chart.currentIndex())))
    assert chart.rowHeight(0) >= 48
