"""What `linli import` says and leaves behind: on its two streams, in its exit code, in the folder for results."""

import errno
import json
from pathlib import Path

import pytest

from app import bootstrap, cli
from app.cli import main
from app.errors import UserError
from app.importing import command

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
    for more in ([], ["--out", str(tmp_path / "out")], ["--accept", "clean"]):
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


@pytest.fixture
def made(tmp_path: Path, monkeypatch) -> list[Path]:
    """Folders of the stores that a call makes for itself, all of them below tmp_path/temp."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    folders: list[Path] = []

    def create(folder: Path, *rest, **more):
        folders.append(folder)
        return bootstrap.create(folder, *rest, **more)

    monkeypatch.setattr(command, "create", create)
    return folders


def results(folder: Path) -> dict[str, dict]:
    return {path.name.split(".")[0]: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}


def test_without_a_store_the_second_file_is_compared_with_what_was_clean_in_the_first(tmp_path, capsys, made) -> None:
    files = [roster(tmp_path, WANG, name="a.csv"), roster(tmp_path, WANG.replace("0001,", "0002,"), name="b.csv")]
    assert main(["import", *files, "--accept", "clean", "--out", str(tmp_path / "out"), *TODAY]) == cli.DONE
    (change,) = results(tmp_path / "out")["b"]["changes"]
    assert (change["field"], change["before"], change["after"]) == ("phones", ["15400000001"], ["15400000002"])
    assert capsys.readouterr().err.splitlines() == [
        "a.csv：已导入 1 人，更新 0 人，0 人没有变化，0 人留待处理",
        "b.csv：已导入 0 人，更新 1 人，0 人没有变化，0 人留待处理",
        "没有写 --store：以上只导入到临时的加密数据里，已经删掉",
    ]
    assert len(made) == 1
    assert [*(tmp_path / "temp").iterdir()] == []


def test_the_store_of_a_call_is_encrypted_and_goes_with_it_also_after_an_error(tmp_path, capsys, made) -> None:
    heads = []

    def write(folder: Path, name: str, text: str) -> None:
        heads.append((made[0] / "linli.db").read_bytes()[:16])
        raise UserError("the disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "_write", write)
        given = ["import", roster(tmp_path, WANG), "--accept", "clean", "--out", str(tmp_path / "out"), *TODAY]
        assert main(given) == cli.REFUSED
    assert len(heads) == 1 and not heads[0].startswith(b"SQLite format 3")
    assert [*(tmp_path / "temp").iterdir()] == []


@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--dry-run", "--accept", "clean"]])
def test_what_accepts_nothing_makes_no_store(tmp_path, made, more: list[str]) -> None:
    files = [roster(tmp_path, WANG, name="a.csv"), roster(tmp_path, WANG.replace("0001,", "0002,"), name="b.csv")]
    assert main(["import", *files, "--out", str(tmp_path / "out"), *more, *TODAY]) == cli.DONE
    assert "changes" not in results(tmp_path / "out")["b"]
    assert made == []


def test_a_result_is_the_same_with_a_store_of_the_call_and_without(tmp_path, made) -> None:
    lines = [WANG, WANG.replace("2X", "21"), "王建国,,15400000002,3幢2单元501室,子"]
    for name, more in (("bare", []), ("into", ["--accept", "clean"])):
        main(["import", roster(tmp_path, *lines, name="a.csv"), "--out", str(tmp_path / name), *more, *TODAY])
    assert results(tmp_path / "bare") == results(tmp_path / "into")
    assert len(made) == 1


def test_two_files_of_one_name_leave_two_results(tmp_path: Path) -> None:
    for folder in ("east", "west"):
        (tmp_path / folder).mkdir()
    files = [roster(tmp_path / "east", WANG), roster(tmp_path / "west", WANG.replace("王桂芳", "李敏"))]
    assert main(["import", *files, "--dry-run", "--out", str(tmp_path / "out"), *TODAY]) == 0
    told = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "out").iterdir()}
    names = {name: [record["name"] for record in one["records"]] for name, one in told.items()}
    assert names == {"名册.csv.json": ["王桂芳"], "名册.csv.2.json": ["李敏"]}
