"""Runs inside a session bus: an input method, the probe's window, and a hand on the keyboard.

Prints what the probe told, with a line `{"step": name}` before each step of the play.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

LIMIT = 20.0  # s for one thing to happen
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
Layout=
[Groups/0/Items/1]
Name=pinyin
Layout=
[GroupOrder]
0=Default
"""


class Play:
    def __init__(self, probe: subprocess.Popen[str]) -> None:
        self.told: Queue[dict] = Queue()
        self.log: list[dict] = []
        threading.Thread(target=self._listen, args=(probe,), daemon=True).start()

    def step(self, name: str) -> None:
        self.log.append({"step": name})

    def keys(self, *names: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "60", *names], check=True)

    def letters(self, text: str) -> None:
        self.keys(*text)

    def click(self, place: list[int]) -> None:
        subprocess.run(["xdotool", "mousemove", *map(str, place), "click", "1"], check=True)

    def until(self, wanted) -> dict:
        """Reads on until the probe tells what is wanted; ends the play when it never does."""
        end = time.monotonic() + LIMIT
        while True:
            try:
                line = self.told.get(timeout=max(end - time.monotonic(), 0.01))
            except Empty:
                self.log.append({"missing": True})
                self.end(1)
            self.log.append(line)
            if wanted(line):
                return line

    def end(self, code: int) -> None:
        print(json.dumps(self.log, ensure_ascii=False), flush=True)
        os._exit(code)

    def _listen(self, probe: subprocess.Popen[str]) -> None:
        for line in probe.stdout or ():
            self.told.put(json.loads(line) if line.startswith("{") else {"noise": line.strip()})


def main() -> None:
    config = Path(os.environ["HOME"]) / ".config" / "fcitx5"
    config.mkdir(parents=True, exist_ok=True)
    (config / "profile").write_text(PROFILE, "utf-8")
    method = subprocess.Popen(["fcitx5"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for_door()
    probe = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.typing_probe"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    play = Play(probe)
    try:
        perform(play)
    finally:
        probe.terminate()
        method.terminate()
    play.end(0)


def wait_for_door() -> None:
    """fcitx5 answers on the portal name of ibus; before that Qt would find nobody."""
    ask = ["dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]
    ask += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.portal.IBus"]
    end = time.monotonic() + LIMIT
    while "true" not in subprocess.run(ask, capture_output=True, text=True, check=False).stdout:
        if time.monotonic() > end:
            raise SystemExit("fcitx5 did not open its door")
        time.sleep(0.1)  # lint: sleep: nobody tells us when the input method is up


def perform(play: Play) -> None:
    shown = play.until(lambda line: "shown" in line)
    subprocess.run(["xdotool", "windowfocus", "--sync", str(shown["shown"])], check=True)
    ready = play.until(lambda line: "ready" in line)
    play.keys("ctrl+space")
    play.step("compose")
    play.letters("nihao")
    play.until(lambda line: line.get("composing") and line["read"].replace(" ", "").replace("'", "") == "nihao")
    play.step("choose")
    play.keys("space")
    play.until(lambda line: line.get("read") == "你好" and not line["composing"])
    play.step("enter while composing")
    play.letters("wang")
    play.until(lambda line: line.get("read") == "你好wang")
    play.keys("Return")
    play.until(lambda line: "read" in line and not line["composing"])
    play.step("enter")
    play.keys("Return")
    play.until(lambda line: "entered" in line)
    play.step("focus moves")
    play.letters("li")
    play.until(lambda line: line.get("read") == "li" and line["composing"])
    play.click(ready["places"]["first"])
    play.until(lambda line: line.get("at") == "first")
    play.step("save while composing")
    play.letters("zhao")
    play.until(lambda line: line.get("composing") and line["read"].endswith("zhao"))
    play.keys("ctrl+s")
    play.until(lambda line: "saved" in line)
    play.step("search while composing")
    play.keys("ctrl+k")
    play.until(lambda line: line.get("at") == "palette")
    play.letters("zhang")
    play.until(lambda line: line.get("asked") == "zhang")


if __name__ == "__main__":
    main()
