"""Whether an import said everything that it lost: the rule that no field may be wrong without a word at its row."""

from app.importing.answers import Answers
from app.importing.result import Record, Understood
from app.importing.understand import understand
from tests.helpers.layouts import Roster
from tests.helpers.people import Cells, Someone

NEEDS = {  # a field of the record -> columns that would tell it
    "id_no": {"id_no"}, "birth": {"birth", "id_no"}, "gender": {"gender", "id_no"}, "phones": {"phone"},
    "building": {"building", "address"}, "unit": {"unit", "address"}, "room": {"room", "address"}, "relation": {"relation"},
    "tags": {"tags"},
}  # fmt: skip


def imported(roster: Roster, today: object) -> Understood:
    answers = Answers(**{"merged": "fill", "hidden": "skip", **roster.answers})  # type: ignore[arg-type]
    return understand(roster.book, answers=answers, today=today)  # type: ignore[arg-type]


def told_rows(result: Understood) -> set[tuple[str, int]]:
    rows = {(one.sheet, one.row) for one in result.findings if one.row}
    return rows | {(one.sheet, row) for one in result.findings for row in one.rows}


def silent_faults(roster: Roster, result: Understood) -> list[str]:
    """Every difference from the truth at whose row nothing was reported."""
    told = told_rows(result)
    across = {table.sheet for table in result.tables if table.transposed}
    told_across = {(one.sheet, one.col) for one in result.findings if one.sheet in across}
    found = {(one.sheet, one.row, one.name): one for one in result.records}
    places = {(sheet, row) for sheet, row, _ in roster.truth}
    faults = [f"extra {one.sheet}!{one.row} {one.name}" for one in result.records
              if (one.sheet, one.row) not in places and (one.sheet, one.row) not in told]  # fmt: skip
    faults += [f"came in though gone: {one.sheet}!{one.row}" for one in result.records if one.row in roster.gone]
    faults += [f"gone and not told: {row}" for row in roster.gone if row not in {row for _, row in told}]
    for (sheet, row, name), cells in roster.truth.items():
        if (sheet, row) in told:
            continue
        record = found.get((sheet, row, name))
        if record is not None and (sheet, record.col) in told_across:
            continue
        if record is None:
            if not (result.questions or result.skipped):
                faults.append(f"missing {sheet}!{row} {name}")
        else:
            faults += [f"{sheet}!{row} {name}: {fault}" for fault in differences(record, cells, roster.shown)]
    return faults


def differences(record: Record, cells: Cells, shown: set[str]) -> list[str]:
    faults = []
    for name, columns in NEEDS.items():
        got, want = getattr(record, name), _want(cells.who, name)
        if name == "tags":
            got, want = tuple(sorted(got)), tuple(sorted(want))
        if (
            got != want
            and (got or (shown & columns and want))
            and not (name == "unit" and not got and cells.who.building == "3")
        ):
            faults.append(f"{name}={got!r} expected {want!r}")
    return faults


def _want(who: Someone, name: str) -> object:
    return getattr(who, name)


def right_share(roster: Roster, result: Understood) -> float:
    """Part of the persons of whom every field is right, where nothing was damaged."""
    found = {(one.sheet, one.row, one.name): one for one in result.records}
    sound = {place: one for place, one in roster.truth.items() if not one.lost and place[1] not in roster.gone}
    good = sum(place in found and not differences(found[place], cells, roster.shown) for place, cells in sound.items())
    return good / max(1, len(sound))
