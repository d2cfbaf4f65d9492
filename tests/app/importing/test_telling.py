"""What a dry run says of doors: with their estate where there are several, since each may have such a door."""

from datetime import date

from app.importing.answers import Memory
from app.importing.findings import Finding
from app.importing.known import Known, KnownPerson, addresses_from
from app.importing.telling import Telling
from app.importing.trial import Trial
from tests.helpers.sheets import book, number, sheet

TODAY = date(2026, 11, 24)
ONE, TWO = number("1960-03-04"), number("1961-03-04")
SEVERAL = addresses_from([("3", "阳光花园", ["1", "2"]), ("3", "月亮花园", ["1", "2"])])
SINGLE = addresses_from([("3", "阳光花园", ["1", "2"])])


def tried(known: Known, *rows: list[str]) -> Telling:
    trial = Trial(book(sheet([["姓名", "身份证号", "住址"], *rows])), known, Memory(), TODAY)
    trial.again()
    return Telling(trial)


def said(telling: Telling, kind: str) -> list[str]:
    found: list[Finding] = [one for one in telling.trial.listed() if one.kind == kind]
    return [telling.sentence(one).partition(" → ")[2] for one in found]


def test_the_same_door_of_two_estates_is_told_apart() -> None:
    rows = [["王大一", ONE, "阳光花园3-2-501"], ["李大二", TWO, "月亮花园3-2-501"]]
    telling = tried(Known((), SEVERAL), *rows)
    assert said(telling, "address_cleaned") == ["阳光花园3幢2单元501室", "月亮花园3幢2单元501室"]
    assert [telling.door(one) for one in telling.newcomers()] == ["阳光花园3幢2单元501室", "月亮花园3幢2单元501室"]


def test_where_there_is_one_estate_its_name_is_left_out() -> None:
    telling = tried(Known((), SINGLE), ["王大一", ONE, "3-2-501"])
    assert said(telling, "address_cleaned") == ["3幢2单元501室"]


def test_a_move_says_from_which_door_to_which() -> None:
    held = KnownPerson("u1", "王大一", ONE, "1960-03-04", "男", (), "3", "2", "501", estate="阳光花园")
    rows = ["王大一", ONE, "月亮花园3幢1单元501室"]
    telling = tried(Known((held,), SEVERAL), rows)
    move = "阳光花园3幢2单元501室 → 月亮花园3幢1单元501室"
    assert said(telling, "moved_home") == [move]
    assert [(one.fields, one.words, one.ready) for one in telling.renewed()] == [("住址", move, False)]


def test_many_changes_of_one_person_are_counted_and_each_is_named_once() -> None:
    held = KnownPerson("u1", "王大一", ONE, building="3", unit="2", room="501")
    (one,) = tried(Known((held,), SINGLE), ["王大一", ONE, "阳光花园3幢2单元501室"]).renewed()
    assert (one.fields, one.words) == ("出生日期、性别", "出生日期 （空） → 1960-03-04，性别 （空） → 男")
    (more,) = tried(Known((held,), SINGLE), ["王大一", ONE, "阳光花园3幢1单元501室"]).renewed()
    assert more.fields == "3 处" and more.words.startswith("住址 3幢2单元501室 → 3幢1单元501室，出生日期 ")


def test_who_is_gone_from_the_file_is_named_with_the_estate() -> None:
    people = [
        KnownPerson(
            f"u{n}", name, number(f"19{60 + n}-03-04"), building="3", unit="1", room=f"{n}01", estate="月亮花园"
        )
        for n, name in enumerate(("王大一", "李大二", "张大三", "赵大四"), start=1)
    ]
    rows = [[one.name, one.id_no, f"月亮花园3幢1单元{one.room}室"] for one in people[:3]]
    telling = tried(Known(tuple(people), SEVERAL), *rows)
    assert [(one.name, door) for one, door in telling.gone()] == [("赵大四", "月亮花园3幢1单元401室")]


def test_a_cell_is_shown_as_the_person_sees_it_in_the_file() -> None:
    cells = [(5.10107199003209e17, "5.10107E+17"), (301.0, "301"), ("12-1", "12-1"), (None, "")]
    trial = Trial(book(sheet([[value] for value, _ in cells])), Known(), Memory(), TODAY)
    seen = [trial.original(Finding("not_an_id", "名册", row, 1)) for row in range(1, len(cells) + 1)]
    assert seen == [text for _, text in cells]
