#!/usr/bin/env python3
"""Brings a bare machine to where Linli can run, or be checked or tested. Only the standard library, also of an older Python.

    packaging/setup.py [run|check|test|soak|bench|gallery]

First it says what will be fetched and how long that takes. Missing system packages are installed by apt where root or a sudo
without password allows; otherwise one line to copy is printed and nothing is downloaded (exit 2). Then the virtual environment
.venv and, with their hashes checked, the libraries of the lock. A second run with the same lock returns at once. For `soak`
also .venv-oldest-qt: the same libraries behind the oldest PySide6 that we write for.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_QT = ROOT / ".venv-oldest-qt"
OLDEST_QT_LOCK, OLDEST_QT_MEGABYTES = "requirements-oldest-qt.lock", 95
OLDEST = (3, 11)
VERSION = "%d.%d" % sys.version_info[:2]  # not more: apt may bring a newer 3.11 while we run
NEEDS_A_PERSON = 2

Need = namedtuple("Need", "package megabytes kind probe")  # kind: what tells that it is there
Level = namedtuple("Level", "purpose lock pip_megabytes needs")


def library(package, megabytes, name):
    return Need(package, megabytes, "library", name)


def program(package, megabytes, name):
    return Need(package, megabytes, "program", name)


def file(package, megabytes, *patterns):
    return Need(package, megabytes, "file", patterns)


ENVIRONMENT = [Need("python3-venv", 8, "module", "ensurepip")]
QT = [
    library("libglib2.0-0", 2, "libgthread-2.0.so.0"),
    library("libgl1", 46, "libGL.so.1"),
    library("libegl1", 1, "libEGL.so.1"),
    library("libxkbcommon0", 1, "libxkbcommon.so.0"),
    library("libdbus-1-3", 1, "libdbus-1.so.3"),
    library("libfontconfig1", 2, "libfontconfig.so.1"),
]
WINDOW = [
    library("libxcb-cursor0", 0.1, "libxcb-cursor.so.0"),
    library("libxcb-icccm4", 0.1, "libxcb-icccm.so.4"),
    library("libxcb-keysyms1", 0.1, "libxcb-keysyms.so.1"),
    library("libxcb-shape0", 0.1, "libxcb-shape.so.0"),
    library("libxkbcommon-x11-0", 0.1, "libxkbcommon-x11.so.0"),
]
SCREEN = [program("xvfb", 6, "Xvfb"), program("xauth", 1, "xauth"), program("xdotool", 1, "xdotool")]
OFFICE = [
    file(
        "libreoffice-calc-nogui", 110, "/usr/lib/libreoffice/program/libsclo.so", "/opt/libreoffice*/program/libsclo.so"
    ),
    program("poppler-utils", 2, "pdftotext"),
    # LibreOffice does not see the font that comes with us
    file("fonts-wqy-microhei", 2, "/usr/share/fonts/**/wqy-microhei*", "/usr/share/fonts/**/NotoSansCJK*"),
]
INPUT_METHOD = [
    program("fcitx5", 60, "fcitx5"),
    file("fcitx5-pinyin", 40, "/usr/lib/*/fcitx5/libpinyin.so"),
    program("dbus-daemon", 1, "dbus-daemon"),
    program("dbus-x11", 1, "dbus-launch"),
]

TESTED = ENVIRONMENT + QT + WINDOW + SCREEN + OFFICE + INPUT_METHOD
RUN_MEGABYTES = 150  # of requirements.lock

LEVELS = {
    "run": Level("运行邻里通", "requirements.lock", RUN_MEGABYTES, ENVIRONMENT + QT + WINDOW),
    "gallery": Level("生成界面图", "requirements.lock", RUN_MEGABYTES, ENVIRONMENT + QT),
    "check": Level("检查代码", "requirements-dev.lock", 195, ENVIRONMENT),
    "test": Level("运行全部测试", "requirements-dev.lock", 195, TESTED),
    "soak": Level("长时间测试", "requirements-dev.lock", 195, TESTED),
    "bench": Level("测量速度", "requirements-bench.lock", 230, ENVIRONMENT + QT + WINDOW + SCREEN),
}


def main():
    chosen = sys.argv[1] if len(sys.argv) > 1 else "run"
    if chosen not in LEVELS:
        sys.exit(__doc__)
    use_a_new_python()
    level = LEVELS[chosen]
    if not is_ready(level):
        missing = [need for need in level.needs if not is_here(need)]
        announce(level, missing)
        install_packages(missing)
        make_environment()
        install_libraries(level.lock)
        make_command()
        (VENV / stamp_name(level)).write_text(key(level))
    if chosen == "soak":
        make_oldest_qt()
    if chosen != "check":
        say_what_qt_misses()


# ------------------------------------------------------------------------------------------------ what is there, what is not


def use_a_new_python():
    """Goes on in the newest Python of the machine where `python3` is older than 3.11."""
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        newer = shutil.which("python3.%d" % minor)
        if newer:
            os.execv(newer, [newer, *sys.argv])
    stop("邻里通需要 Python 3.11 或更新版本，这里是 %d.%d。" % sys.version_info[:2])


def is_ready(level):
    stamp = VENV / stamp_name(level)
    return stamp.exists() and stamp.read_text() == key(level) and PYTHON.exists()


def stamp_name(level):
    """`run` and `gallery` share their libraries but not their system packages."""
    names = sorted(need.package for need in level.needs)
    return "setup-" + hashlib.sha256(repr((level.lock, names)).encode()).hexdigest()[:12]


def key(level):
    parts = [(ROOT / level.lock).read_bytes(), Path(__file__).read_bytes(), str(ROOT).encode(), VERSION.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_here(need):
    if need.kind == "module":
        return importlib.util.find_spec(need.probe) is not None
    if need.kind == "library":
        return need.probe in known_libraries() or loads(need.probe)
    if need.kind == "program":
        return shutil.which(need.probe, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin") is not None
    return any(any(Path("/").glob(pattern[1:])) for pattern in need.probe)


def known_libraries(known=[]):  # noqa: B006 - asked once
    if not known:
        finder = shutil.which("ldconfig", path="/sbin:/usr/sbin:/bin:/usr/bin")
        told = subprocess.run([finder, "-p"], capture_output=True, text=True, check=False).stdout if finder else ""
        known.append({line.split()[0] for line in told.splitlines() if line.startswith("\t")})
    return known[0]


def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


# -------------------------------------------------------------------------------------------------- say first, then install


def announce(level, missing):
    system = sum(need.megabytes for need in missing)
    libraries = level.pip_megabytes - (RUN_MEGABYTES if any(VENV.glob("lib/*/site-packages/PySide6")) else 0)
    fetch = system + libraries
    minutes = max(1, round((fetch / 10 + system * 0.6) / 60))  # 10 MB a second, and dpkg's own time
    say("准备环境：%s" % level.purpose)
    say("  系统软件包：%s" % (names(missing) + "，约 %d MB" % max(1, round(system)) if missing else "已齐全"))
    say("  Python 库：%s（装入 .venv），约 %d MB" % (level.lock, libraries))
    say("  共约下载 %d MB，大约需要 %d 分钟（下载快慢看网络）。以后再次启动不再下载。" % (fetch, minutes))
    say("  (Fetching about %d MB; about %d min on a fast connection.)" % (fetch, minutes))


def names(needs):
    return " ".join(need.package for need in needs)


def install_packages(missing):
    if not missing:
        return
    rights = [] if os.geteuid() == 0 else passwordless_sudo()
    if shutil.which("apt-get") is None:
        stop(
            "这台机器没有 apt，请用系统的软件管理器安装与下列 Debian 软件包相当的软件，然后重新运行：\n  "
            + names(missing)
        )
    if rights is None:
        stop(
            "缺少系统软件包，安装需要管理员权限。还没有下载任何东西。请复制运行这一行，然后重新运行刚才的命令：\n\n"
            + line_to_copy(missing)
        )
    apt(rights, ["update", "-qq"])
    wanted = [need.package for need in missing]
    if apt(rights, ["install", "-y", "-qq", "--no-install-recommends", *wanted]) != 0:
        stop("系统软件包没有装上（原因见上）。请复制运行这一行，然后重新运行刚才的命令：\n\n" + line_to_copy(missing))


def line_to_copy(missing):
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n" % names(missing)


def passwordless_sudo():
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def apt(rights, arguments):
    """Quiet where nobody watches; the whole story is shown when it fails."""
    say("  apt-get %s" % " ".join(arguments))
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = [*rights, "apt-get", "-o", "DPkg::Lock::Timeout=120", *arguments]
    ran = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        say(ran.stdout[-3000:] + ran.stderr[-3000:])
    return ran.returncode


def make_environment():
    if not PYTHON.exists() or not same_python():
        make_venv(VENV)


def make_venv(folder):
    shutil.rmtree(folder, ignore_errors=True)
    say("  python3 -m venv %s" % folder.name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    if subprocess.run([sys.executable, "-m", "venv", str(folder)], env=environment, check=False).returncode != 0:
        stop("虚拟环境没有建成（原因见上）。")


def same_python():
    asked = subprocess.run(
        [str(PYTHON), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() == VERSION


def make_oldest_qt():
    """Its own PySide6 comes first on its path; everything else is that of .venv."""
    stamp, wanted = OLDEST_QT / "setup", key(LEVELS["soak"]) + (ROOT / OLDEST_QT_LOCK).read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("  再装一套旧版 Qt（%s），约下载 %d MB" % (OLDEST_QT_LOCK, OLDEST_QT_MEGABYTES))
    make_venv(OLDEST_QT)
    python = OLDEST_QT / "bin" / "python"
    install_libraries(OLDEST_QT_LOCK, python)
    (site_packages(python) / "others.pth").write_text("%s\n%s\n" % (ROOT, site_packages(PYTHON)))
    stamp.write_text(wanted)


def site_packages(python):
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.run([str(python), "-c", where], capture_output=True, text=True, check=True).stdout.strip())


def install_libraries(lock, python=PYTHON):
    say("  pip install --require-hashes -r %s" % lock)
    quiet = [] if sys.stdout.isatty() else ["-qq"]
    command = [str(python), "-m", "pip", "install", *quiet, "--disable-pip-version-check", "--no-warn-script-location"]
    command += ["--only-binary=:all:", "--require-hashes", "-r", str(ROOT / lock)]
    for attempt in (1, 2):  # a connection that breaks off is common, a second one usually holds
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return
        if attempt == 1:
            say("  下载中断，再试一次")
            time.sleep(3)
    stop("Python 库没有装上（原因见上）。检查网络后重新运行即可，已下载的部分不会重来。")


def make_command():
    """`.venv/bin/linli`, and the checkout on the path: nothing is built, so nothing has to be fetched to build it."""
    (site_packages(PYTHON) / "linli.pth").write_text(str(ROOT) + "\n")
    command = VENV / "bin" / "linli"
    command.write_text("#!%s\nimport sys\n\nfrom ui.launch import main\n\nsys.exit(main())\n" % PYTHON)
    command.chmod(0o755)


def say_what_qt_misses():
    """All missing libraries at once: Qt itself names one a try, and blames xcb-cursor for everything."""
    missing = set()
    for part in ("QtWidgets.abi3.so", "Qt/plugins/platforms/libqxcb.so"):
        for found in VENV.glob("lib/python3*/site-packages/PySide6/" + part):
            told = subprocess.run(["ldd", str(found)], capture_output=True, text=True, check=False).stdout
            missing |= {line.split()[0] for line in told.splitlines() if "not found" in line}
    if missing:
        stop("Qt 还缺少这些系统库，请安装提供它们的软件包：%s" % " ".join(sorted(missing)))


def say(text):
    print(text, flush=True)


def stop(text):
    print("\n" + text, file=sys.stderr, flush=True)
    sys.exit(NEEDS_A_PERSON)


if __name__ == "__main__":
    main()
