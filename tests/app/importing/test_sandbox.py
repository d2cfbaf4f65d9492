"""Code that took over the child could reach no network, start no program and change no file."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.importing import reader, sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls of other systems are listed in sandbox.py")
START = "import sys; sys.path[:0] = sys.argv[1:]; from app.importing import sandbox; from app.importing.limits import Limits; "
ENTER = "walls = sandbox.enter(Limits()); "
LIBC = "import ctypes, os; libc = ctypes.CDLL(None, use_errno=True); "
TELL = "; print(ctypes.get_errno())"


def run(program: str, folder: Path | None = None) -> str:
    """What the program prints inside the walls."""
    command = [sys.executable, "-I", "-S", "-c", START + program, *reader._import_paths()]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=20).stdout.strip()


@pytest.fixture(scope="module")
def has_filter() -> None:
    if os.uname().machine not in sandbox._MACHINES or "Seccomp:" not in Path("/proc/self/status").read_text("ascii"):
        pytest.skip("this kernel or machine has no seccomp filter for us")


def test_the_walls_that_stand_are_known() -> None:
    walls = run(ENTER + "print(*sorted(walls))").split()
    assert "limits" in walls
    assert "seccomp" in walls or "Seccomp:" not in Path("/proc/self/status").read_text("ascii")


@pytest.mark.parametrize("family", [1, 2, 10, 16, 17])
@pytest.mark.usefixtures("has_filter")
def test_no_socket_of_any_family_can_be_made_even_past_python(family: int) -> None:
    assert run(LIBC + ENTER + f"libc.socket({family}, 2, 0)" + TELL) == str(errno.EPERM)


def test_python_itself_has_no_sockets_left() -> None:
    shown = run(ENTER + "\ntry:\n import socket\nexcept ImportError:\n print('none')")
    assert shown == "none"


@pytest.mark.usefixtures("has_filter")
@pytest.mark.parametrize(
    "call",
    [
        "libc.execve(b'/bin/true', None, None)",
        "libc.syscall(57)",  # fork by its bare number, x86_64 only
        "libc.kill(os.getppid(), 0)",
        "libc.ptrace(16, os.getppid(), 0, 0)",
        "libc.open(b'new.txt', 0o101, 0o600)",
        "libc.open(b'kept.txt', 2)",
        "libc.creat(b'new.txt', 0o600)",
        "libc.unlink(b'kept.txt')",
        "libc.rename(b'kept.txt', b'gone.txt')",
        "libc.mkdir(b'new', 0o700)",
        "libc.rmdir(b'folder')",
        "libc.symlink(b'kept.txt', b'new.txt')",
        "libc.link(b'kept.txt', b'new.txt')",
        "libc.chmod(b'kept.txt', 0o777)",
        "libc.truncate(b'kept.txt', 0)",
        "libc.syscall(425, 4, None)",  # io_uring_setup
        "libc.syscall(437, -100, b'new.txt', None, 0)",  # openat2
    ],
)
def test_nothing_can_be_started_written_renamed_or_removed(tmp_path: Path, call: str) -> None:
    if "57" in call and os.uname().machine != "x86_64":
        pytest.skip("no such number on this machine")
    (tmp_path / "kept.txt").write_text("名册", "utf-8")
    (tmp_path / "folder").mkdir()
    assert run(LIBC + ENTER + call + TELL, tmp_path) == str(errno.EPERM)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "kept.txt"]
    assert (tmp_path / "kept.txt").read_text("utf-8") == "名册"


def test_files_can_be_read_and_threads_started_or_no_parser_would_work(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("ok", "ascii")
    program = (
        ENTER
        + "import threading; t = threading.Thread(target=lambda: print(open('kept.txt').read())); t.start(); t.join()"
    )
    assert run(program, tmp_path) == "ok"


def test_memory_time_and_core_dumps_are_limited() -> None:
    program = (
        ENTER
        + "import resource as r; print(*(r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE, r.RLIMIT_FSIZE)))"
    )
    assert run(program).split() == [str(1 << 30), "60", "0", "0"]


def test_the_limits_hold_where_there_is_no_filter(tmp_path: Path) -> None:
    program = (
        "sandbox._install_filter = lambda: False; "
        + ENTER
        + "\nimport os\ntry:\n os.write(os.open('new.txt', 65), b'x' * 9)\nexcept OSError as e:\n print(e.errno)"
    )
    assert run(program, tmp_path) == str(errno.EFBIG)
    assert not (tmp_path / "new.txt").exists() or (tmp_path / "new.txt").stat().st_size == 0
