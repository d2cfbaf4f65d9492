"""Prints THIRD_PARTY.md: what the program is made of besides our own code, from the lock and the libraries' own metadata."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))? ?\\?$", re.MULTILINE)
SAID_ELSEWHERE = {"sqlcipher3": "zlib", "tzdata": "Apache-2.0", "colorama": "BSD-3-Clause"}  # empty or absent metadata
BUNDLED = [
    ("Noto Sans CJK SC Bold (subset)", "2.004", "OFL-1.1", "resources/fonts/OFL.txt"),
    ("Lucide icons", "", "ISC", "resources/icons/LICENSE.txt"),
    ("holiday-cn (resources/calendar)", "d4e53bf2", "MIT", "resources/calendar/LICENSE.txt"),
    ("pypinyin (derived list, resources/names)", "0.55.0", "MIT", "resources/names/LICENSE.txt"),
]


def main() -> int:
    print("# 第三方组件 · Third-party components\n")
    print("由 `make third-party` 生成。随程序安装的库（requirements.lock）：\n")
    print("| component | version | licence |\n| --- | --- | --- |")
    for name, version, _ in LOCKED.findall((ROOT / "requirements.lock").read_text("utf-8")):
        print(f"| {name} | {version} | {licence(name)} |")
    print("\n仓库中自带的文件：\n\n| component | version | licence | text |\n| --- | --- | --- | --- |")
    for row in BUNDLED:
        print(f"| {' | '.join(row)} |")
    print(
        "\nQt 与 PySide6 以 LGPL-3.0 授权，动态链接，可自行替换。SQLCipher 含于 sqlcipher3（BSD-3-Clause），OpenSSL 含于"
    )
    print("cryptography 与 sqlcipher3（Apache-2.0）。各库的授权全文在其安装目录的 `*.dist-info` 中。")
    return 0


def licence(name: str) -> str:
    if name in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "not installed on this platform"
    classifiers = [line.split(" :: ")[-1] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    short = told.get("License-Expression") or (told.get("License") or "").strip().split("\n")[0][:60]
    return short or ", ".join(classifiers) or "see its files"


if __name__ == "__main__":
    sys.exit(main())
