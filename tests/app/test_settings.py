"""What a person chose holds at the next start, and a bad file is no reason not to start."""

import json
from pathlib import Path

import pytest

from app.errors import StoreRefused
from app.settings import LANGUAGE, SIZE, Settings


def test_a_choice_holds_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "linli" / "settings.json"
    Settings(file).put(SIZE, "large")
    again = Settings(file)
    assert (again.get(SIZE), again.get(LANGUAGE)) == ("large", "zh_CN")
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_what_a_newer_program_keeps_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"size": "large", "projector": {"names": false}}')
    Settings(file).put(LANGUAGE, "en")
    assert json.loads(file.read_text()) == {"size": "large", "projector": {"names": False}, "language": "en"}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"size": "huge"}', '{"size": ["large"]}', "\udcff"])
def test_a_bad_file_counts_as_nothing_chosen(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content.encode(errors="surrogateescape"))
    assert Settings(file).get(SIZE) == "standard"


def test_a_choice_that_cannot_be_kept_is_said_and_holds_for_now(tmp_path: Path) -> None:
    (tmp_path / "linli").write_text("a file where the folder should be")
    settings = Settings(tmp_path / "linli" / "settings.json")
    with pytest.raises(StoreRefused):
        settings.put(SIZE, "large")
    assert settings.get(SIZE) == "large"
