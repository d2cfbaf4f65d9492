"""What `linli import` says and leaves behind: on its two streams, in its exit code, in the folder for results."""

import errno
import json
from pathlib import Path

import pytest

from app import cli
from app.cli import main

TODAY = ["--today", "2026-11-24"]
HEADS = "姓名,身份证号,联系电话,家庭住址,与户主关系"
WANG = "王桂芳,11010519491231002X,15400000001,3幢2单元501室,户主"


def roster(folder: Path, *lines: str, name: str = "名册.csv") -> str:
    path = folder / name
    path.write_text("\n".join([HEADS, *lines]), "utf-8")
    return str(path)


def test_a_folder_for_results_that_is_none_is_told_in_three_sentences(tmp_path: Path, capsys) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    given = ["import", roster(tmp_path, WANG), "--out", str(tmp_path / "out"), *TODAY]
    assert main(given) == cli.REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"结果写不进文件夹 {tmp_path / 'out'}",
        "这个文件没有导入，在它之前导入的都在",
        "请换一个文件夹，或腾出空间后再试一次",
    ]


def test_a_full_disk_is_told_too_and_leaves_no_half_of_a_result(tmp_path: Path, capsys, monkeypatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("db.vault.os.fsync", full)
    given = ["import", roster(tmp_path, WANG), "--out", str(tmp_path / "out"), *TODAY]
    assert main(given) == cli.REFUSED
    assert capsys.readouterr().err.splitlines()[0] == "磁盘已满，结果没有写出"
    assert [*(tmp_path / "out").iterdir()] == []


def test_a_file_that_is_refused_is_told_beside_the_results_in_three_sentences(tmp_path: Path, capsys) -> None:
    (tmp_path / "名册.xlsx").write_bytes(b"no workbook at all")
    for more in ([], ["--out", str(tmp_path / "out")]):
        assert main(["import", str(tmp_path / "名册.xlsx"), *more, *TODAY]) == cli.REFUSED
        said = capsys.readouterr()
        assert said.out == ""
        first, *rest = said.err.splitlines()
        assert first.startswith("名册.xlsx：")
        assert len(rest) == 2 and rest[0].startswith("什么都没有导入")


def test_a_refusal_for_programs_stands_in_its_object_alone(tmp_path: Path, capsys) -> None:
    (tmp_path / "名册.xlsx").write_bytes(b"no workbook at all")
    assert main(["import", str(tmp_path / "名册.xlsx"), "--json", *TODAY]) == cli.REFUSED
    said = capsys.readouterr()
    assert said.err == ""
    assert "什么都没有导入" in json.loads(said.out)["refused"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([WANG], cli.DONE),
        ([WANG.replace("王桂芳", " 王 桂 芳")], cli.DONE),  # repaired
        ([WANG.replace("2X", "21")], cli.FOUND),  # an error
        ([WANG, WANG], cli.FOUND),  # twice in the file: which one is meant
        ([WANG.replace("3幢2单元501室", "3-2")], cli.FOUND),  # no dwelling: one question
    ],
)
def test_the_exit_code_says_whether_something_is_left_to_decide(tmp_path: Path, lines: list[str], code: int) -> None:
    assert main(["import", roster(tmp_path, *lines), *TODAY]) == code


@pytest.mark.parametrize("given", ["merged=banana", "merged", "colour=red", "=fill", "fields=ask"])
def test_an_answer_to_no_question_is_wrong_use_and_the_answers_are_listed(tmp_path: Path, capsys, given: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["import", roster(tmp_path, WANG), "--answer", given, *TODAY])
    assert left.value.code == cli.WRONG_USE
    said = capsys.readouterr()
    assert said.out == ""
    assert "merged=ask|fill|keep" in said.err and "hidden=ask|skip|take" in said.err
