"""The walls round the child that parses strangers' files.

Linux x86_64 and aarch64: memory, CPU time, core dumps and file growth are limited, and a seccomp filter (no rights needed)
refuses sockets, new programs and processes, and every way to write, rename or delete a file. Other Linux machines, or a
kernel without seccomp: the limits, and a network namespace of its own where the rights allow. Everywhere, Windows too:
Python's own socket module cannot be imported; there is no memory limit on Windows.
"""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from app.importing.limits import Limits


def enter(limits: Limits) -> frozenset[str]:
    """Shuts the walls for the rest of this process's life; the names of those that stand: limits, seccomp, netns."""
    _shut_socket_module()
    walls = set()
    if sys.platform == "linux":
        _limit_resources(limits)
        walls.add("limits")
        if _install_filter():
            walls.add("seccomp")
        elif _leave_network():
            walls.add("netns")
    return frozenset(walls)


def _shut_socket_module() -> None:
    for name in ("socket", "_socket"):
        sys.modules[name] = None  # type: ignore[assignment]


def _limit_resources(limits: Limits) -> None:
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard - (kind == resource.RLIMIT_CPU))
        resource.setrlimit(kind, (most, most + (kind == resource.RLIMIT_CPU)))  # SIGXCPU tells why, SIGKILL would not


_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000


def _leave_network() -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWNET | _CLONE_NEWUSER))


# seccomp: a small program that the kernel asks before every system call (linux/seccomp.h, linux/filter.h).


@dataclass(frozen=True, slots=True)
class _Machine:
    """System call numbers of one architecture. `opens`: call number -> which argument holds the flags."""

    audit_arch: int
    refused: tuple[int, ...]
    opens: tuple[tuple[int, int], ...]
    clone: int
    clone3: int = 435
    first_foreign: int = 0x40000000  # x32 numbers


# Sockets; fork, exec, kill, ptrace, memory of others, bpf; truncate, rename, mkdir, rmdir, creat, link, unlink, symlink,
# mknod, chmod, chown and their *at forms; pidfd, io_uring, openat2 (424 and above, the same on every machine).
_EVERYWHERE = (424, 425, 426, 427, 434, 437, 438, 440)
_X86_64 = (*range(41, 51), 53, 57, 58, 59, 62, 76, *range(82, 89), 90, 91, 92, 94, 101, 133, 200, 258, 259, 260, 263)
_X86_64_LATER = (264, 265, 266, 268, 288, 310, 311, 316, 321, 322)
_AARCH64 = (*range(33, 39), 45, *range(52, 56), 117, 129, 130, *range(198, 208), 211, 221, 242, 270, 271, 276, 280, 281)
_MACHINES = {
    "x86_64": _Machine(0xC000003E, (*_X86_64, *_X86_64_LATER, *_EVERYWHERE), opens=((2, 1), (257, 2)), clone=56),
    "aarch64": _Machine(0xC00000B7, (*_AARCH64, *_EVERYWHERE), opens=((56, 2),), clone=220),
}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_WRITING = 0o3 | 0o100 | 0o1000 | 0o2000  # WRONLY, RDWR, CREAT, TRUNC, APPEND
_CLONE_THREAD = 0x00010000
_Step = tuple[int, int, int, int]


def _install_filter() -> bool:
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    steps = list(_program(machine))
    code = b"".join(struct.pack("<HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(set_seccomp, mode_filter, ctypes.create_string_buffer(program), 0, 0) == 0)


def _program(machine: _Machine) -> Iterator[_Step]:
    """Jumps count the steps to skip when true and when false."""
    denied, unknown = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    yield _LOAD, 0, 0, 4  # architecture
    yield _EQUAL, 1, 0, machine.audit_arch
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, 0  # system call number
    yield _AT_LEAST, 0, 1, machine.first_foreign
    yield _RETURN, 0, 0, denied
    for call in machine.refused:
        yield _EQUAL, 0, 1, call
        yield _RETURN, 0, 0, denied
    yield _EQUAL, 0, 1, machine.clone3  # glibc then falls back to clone, whose flags can be seen
    yield _RETURN, 0, 0, unknown
    yield from _unless_flags(machine.clone, 0, _CLONE_THREAD, when_set=_ALLOW, otherwise=denied)
    for call, argument in machine.opens:
        yield from _unless_flags(call, argument, _WRITING, when_set=denied, otherwise=_ALLOW)
    yield _RETURN, 0, 0, _ALLOW


def _unless_flags(call: int, argument: int, bits: int, when_set: int, otherwise: int) -> Iterator[_Step]:
    yield _EQUAL, 0, 4, call
    yield _LOAD, 0, 0, 16 + 8 * argument
    yield _ANY_BIT, 0, 1, bits
    yield _RETURN, 0, 0, when_set
    yield _RETURN, 0, 0, otherwise
