"""With QT_IM_MODULE=fcitx, as Chinese desktops set it, one types Chinese into a real window with a real input method."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("fcitx5", "dbus-run-session", "dbus-send", "dbus-uuidgen", "xdotool")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def play(screen: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict]]:
    """What the probe told in each step of tests/helpers/typing_session.py."""
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"no {', '.join(missing)}: run `make test`, which installs it")
    subprocess.run(["dbus-uuidgen", "--ensure"], check=False, capture_output=True)
    home = tmp_path_factory.mktemp("home")
    environment = {
        "HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "DISPLAY": screen, "LC_ALL": "C.UTF-8",
        "QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT),
        "XDG_RUNTIME_DIR": str(home),
    }  # fmt: skip
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.helpers.typing_session"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=150, check=False)
    if not done.stdout:
        pytest.fail(f"the session ended without a word (exit {done.returncode}): {done.stderr[-500:]}")
    steps: dict[str, list[dict]] = {"start": []}
    for line in json.loads(done.stdout.splitlines()[-1]):
        if "step" in line:
            steps[line["step"]] = []
        else:
            steps[list(steps)[-1]].append(line)
    return steps


pytestmark = [pytest.mark.window, pytest.mark.slow]


def test_the_cure_was_applied_and_nothing_failed(play: dict[str, list[dict]]) -> None:
    assert play["start"][-1]["ready"] is True
    assert play["start"][-1]["module"] == "ibus"
    lines = [line for lines in play.values() for line in lines]
    assert [line for line in lines if "error" in line or "missing" in line] == []


def test_letters_are_read_while_they_are_composed(play: dict[str, list[dict]]) -> None:
    read = [line["read"].replace(" ", "").replace("'", "") for line in play["compose"] if line.get("composing")]
    assert [read[0], read[-1]] == ["n", "nihao"]


def test_a_chosen_word_becomes_text(play: dict[str, list[dict]]) -> None:
    assert play["choose"][-1] == {"at": "first", "read": "你好", "composing": False}


def test_enter_ends_the_composing_and_does_nothing_else(play: dict[str, list[dict]]) -> None:
    assert not any("entered" in line for line in play["enter while composing"])
    assert play["enter while composing"][-1]["read"].startswith("你好")
    assert play["enter"][-1]["entered"].startswith("你好")


def test_letters_not_committed_are_kept_when_the_focus_moves(play: dict[str, list[dict]]) -> None:
    last = [line for line in play["focus moves"] if line.get("at") == "second"][-1]
    assert last == {"at": "second", "read": "li", "composing": False}


def test_letters_not_committed_are_saved(play: dict[str, list[dict]]) -> None:
    assert play["save while composing"][-1]["saved"].endswith("zhao")


def test_the_palette_searches_for_letters_being_composed(play: dict[str, list[dict]]) -> None:
    assert play["search while composing"][-1] == {"asked": "zhang"}
