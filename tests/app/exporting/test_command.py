"""What `linli export` says beside the file that it writes."""

import pytest

from app import bootstrap, cli
from app.cli import main
from tests.helpers.stores import FOUNDING, WORLD

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("export")
    (folder / "password").write_text(PASSWORD)
    bootstrap.create(folder / "store", PASSWORD, FOUNDING, WORLD)[0].close()
    secret = ["--store-password-file", str(folder / "password")]
    return ["--store", str(folder / "store"), *secret, "--out", str(folder / "out"), "--today", "2026-11-24"]


@pytest.mark.parametrize("ledger", ["L01", "L12"])
def test_a_period_for_a_ledger_that_has_none_is_told(given: list[str], capsys, ledger: str) -> None:
    assert main(["export", ledger, "--period", "2026-11", *given]) == cli.DONE
    said = capsys.readouterr()
    assert "_全部_" in said.out
    assert said.err == f"{ledger} 不分期间：没有用 --period 2026-11，导出的是现在的全部\n"


@pytest.mark.parametrize("asked", [["L05", "--period", "2026-11"], ["L01"]])
def test_where_a_period_was_used_or_none_was_given_nothing_is_told(given: list[str], capsys, asked: list[str]) -> None:
    assert main(["export", *asked, *given]) == cli.DONE
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("asked", [["L99"], ["L05", "--period", "November"]])
def test_what_cannot_be_exported_is_told_in_three_sentences_before_a_password_is_asked_for(
    given: list[str], capsys, monkeypatch, asked: list[str]
) -> None:
    monkeypatch.setattr(cli, "_open", lambda asked: pytest.fail("nobody needs a password to learn this"))
    assert main(["export", *asked, *given]) == cli.REFUSED
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and said[1] == "没有写出文件"
