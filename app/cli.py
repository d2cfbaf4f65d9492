"""`linli` and its subcommands. Nothing here needs Qt; only the window does.

Exit codes: 0 done, 1 something was found or left to decide, 2 wrong use, 3 the store or a file refused, in words.
"""

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from app import __version__, bootstrap, texts
from app.errors import UserError, for_people
from app.ledger.kinds import CHINA
from app.settings import LANGUAGE, Settings
from app.texts import N_, tr
from db.errors import StoreError
from db.store import World

DONE, FOUND, WRONG_USE, REFUSED = 0, 1, 2, 3
EXIT_CODES = N_("退出码：0 做完了；1 做完了，但有问题或有待处理的；2 用法不对；3 数据或文件不能用，原因已写明")


def main(
    argv: Sequence[str] | None = None, window: Callable[[bool, date | None, Path | None], int] | None = None
) -> int:
    """`window` opens the program's window (demo, today, folder); without it the subcommands alone work."""
    bootstrap.harden()
    texts.use_language(Settings().get(LANGUAGE))
    parser = _parser()
    asked = parser.parse_args(argv)
    try:
        if hasattr(asked, "run"):
            return int(asked.run(asked))
        if window:
            return window(asked.demo, asked.today, asked.folder)
        parser.print_help()
        return WRONG_USE
    except (UserError, StoreError) as error:
        print("\n".join(told.sentences if (told := for_people(error)) else ()), file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    words = tr("邻里通：网格工作，离线可用")
    parser = argparse.ArgumentParser(prog="linli", description=words, epilog=tr(EXIT_CODES))
    parser.add_argument("--version", action="version", version=f"linli {__version__}")
    parser.add_argument("--demo", action="store_true", help=tr("打开演示社区"))
    parser.add_argument("--today", type=date.fromisoformat, help=tr("当作今天的日期，如 2026-11-24"))
    parser.add_argument("--store", dest="folder", type=Path, help=tr("数据所在的文件夹，不写就用平时的"))
    commands = parser.add_subparsers(title=tr("命令"))
    new = _command(commands, "new", _new, tr("新建一份数据"))
    new.add_argument("dir", type=Path)
    for name, words in (("--person", tr("您的姓名")), ("--community", tr("社区名称")), ("--grid", tr("网格名称"))):
        new.add_argument(name, required=True, help=words)
    demo = _command(commands, "demo", _demo, tr("新建演示社区"))
    demo.add_argument("dir", type=Path)
    demo.add_argument("--seed", type=int, default=1)
    take = _command(commands, "import", _import, tr("试读或导入名册"))
    take.add_argument("files", nargs="+", type=Path)
    take.add_argument("--store", type=Path)
    take.add_argument("--dry-run", action="store_true")
    take.add_argument("--json", action="store_true")
    take.add_argument("--out", type=Path, help=tr("结果文件夹，每个文件一份 JSON"))
    take.add_argument("--accept", choices=["clean"])
    words = tr("先回答一个问题，可以写几次；写错时列出全部回答")
    take.add_argument("--answer", type=_answer, action="append", default=[], metavar="merged=fill", help=words)
    take.add_argument("--file-password-file", type=Path)
    _add_looking(commands)
    return parser


def _add_looking(commands) -> None:  # type: ignore[no-untyped-def]
    """For a store that is there."""
    give = _command(commands, "export", _export, tr("导出台账"))
    give.add_argument("ledger", help=tr("台账编号，如 L01；写错时列出全部编号"))
    give.add_argument("--store", type=Path, required=True)
    give.add_argument("--period", help="2026-11, 2026Q4, 2026, 2026-11-23..2026-11-29")
    give.add_argument("--out", type=Path, required=True)
    give.add_argument("--force", action="store_true", help=tr("同名文件直接覆盖；不写就另存为带编号的新文件"))
    units = _command(commands, "regions", _regions, tr("导入行政区划代码表"))
    units.add_argument("file", type=Path, help=tr("每行有 12 位代码和名称的表，Excel 或 CSV"))
    units.add_argument("--store", type=Path, required=True)
    look = _command(commands, "check", _check, tr("检查数据"))
    look.add_argument("--store", type=Path, required=True)
    look.add_argument("--rebuild-index", action="store_true", help=tr("重建搜索索引"))
    data = _command(commands, "db", _db, tr("查看数据表（已脱敏，会留记录）"))
    data.add_argument("table", nargs="?")
    data.add_argument("--store", type=Path, required=True)
    data.add_argument("--schema", action="store_true")
    data.add_argument("--limit", type=int, default=100)


def _command(commands, name: str, run: Callable[..., int], words: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words, epilog=tr(EXIT_CODES))
    parser.add_argument("--store-password-file", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def _new(asked: argparse.Namespace) -> int:
    founding = bootstrap.Founding(asked.person, asked.community, asked.grid)
    password = _password(asked)
    _refuse_weak(password, (asked.person, asked.community, asked.grid))
    house, code = bootstrap.create(asked.dir, password, founding, world(asked.today))
    house.close()
    print(tr("已新建。恢复码只显示这一次，请抄下或打印后收好：{code}").format(code=code))
    return DONE


def _demo(asked: argparse.Namespace) -> int:
    from app.demo import community

    password = first_line(asked.store_password_file) if asked.store_password_file else community.PASSWORD
    _refuse_weak(password)
    make_demo(asked.dir, asked.seed, world(asked.today), password).close()
    own = asked.store_password_file
    print(tr("演示社区已建好：{folder}").format(folder=asked.dir))
    print(tr("口令：{words}").format(words=tr("{file} 的第一行").format(file=own) if own else community.PASSWORD))
    print(tr("打开：{words}").format(words=shlex.join(["linli", "--store", str(asked.dir)])))
    return DONE


def _refuse_weak(password: str, names: Sequence[str] = ()) -> None:
    from app.first_run import problems_of_password

    if weak := problems_of_password(password, password, names):
        raise UserError(weak["password"], tr("没有新建任何文件"), tr("请换一个口令再试"))


def make_demo(folder: Path, seed: int, world: World, password: str = "") -> bootstrap.House:
    """`password`: another one than the one that everybody knows."""
    from app.demo import community, ids

    def fill(house: bootstrap.House) -> None:
        house.store.write_now(N_("演示数据"), lambda session: community.grow(session, seed, house.today()))

    first = datetime.combine(world.now().astimezone(CHINA).date(), time(), CHINA)
    growing = replace(world, ids=ids.of_seed(seed, first))
    house, _ = bootstrap.create(folder, password or community.PASSWORD, community.FOUNDING, growing, fill=fill)
    house.store.world = world  # what a person adds is his own
    return house


def _import(asked: argparse.Namespace) -> int:
    from app.importing import command

    return command.run(asked, world(asked.today), lambda: _open(asked))


def _answer(text: str) -> str:
    from app.importing import command

    return command.answer(text)


def _regions(asked: argparse.Namespace) -> int:
    from app import region_import

    names = region_import.read(asked.file)
    if not names:
        words = tr("请换一份每行有 12 位代码和名称的表再试")
        raise UserError(tr("这个文件里没有 12 位的区划代码"), tr("没有写入任何行"), words)
    house = _open(asked)
    try:
        done, _ = house.store.write_now(region_import.COMMAND, lambda session: region_import.write(session, names))
    finally:
        house.close()
    print(tr("新增 {new} 个，更名 {changed} 个，没有变化 {same} 个").format(**vars(done)))
    return DONE


def _export(asked: argparse.Namespace) -> int:
    from app.exporting import command

    dated = command.dated(command.sheet_of(asked.ledger))
    period = command.period_of(asked.period) if asked.period else None
    house = _open(asked)
    try:
        print(command.export(house, asked.ledger, period, asked.out, over=asked.force))
    finally:
        house.close()
    if period and not dated:
        words = tr("{ledger} 不分期间：没有用 --period {period}，导出的是现在的全部")
        print(words.format(ledger=asked.ledger, period=asked.period), file=sys.stderr)
    return DONE


def _check(asked: argparse.Namespace) -> int:
    from app import search
    from db import backup, shapes

    house = _open(asked)
    try:
        if asked.rebuild_index:
            house.store.note_now(search.rebuild)
        missing, garbled = house.store.read_now(search.missing), house.store.read_now(shapes.garbled)
        mended = " ".join(house.start.repaired)
    finally:
        house.store.close()
    backup.check(house.opened.database, house.opened.key)
    house.opened.release()
    found = {"integrity": "ok", "index_missing": missing, "triggers_repaired": mended, "garbled": garbled}
    print(json.dumps(found, ensure_ascii=False))
    return FOUND if missing or mended or garbled else DONE


def _db(asked: argparse.Namespace) -> int:
    from app import database_view

    house = _open(asked)
    try:
        if not asked.table:
            print("\n".join(f"{count:>9,} {name}" for name, count in database_view.tables(house.store)))
        elif asked.schema:
            print(database_view.schema(house.store, asked.table))
        else:
            for row in database_view.rows(house.store, asked.table, asked.limit):
                print(json.dumps(row, ensure_ascii=False))
    finally:
        house.close()
    return DONE


def _open(asked: argparse.Namespace) -> bootstrap.House:
    return bootstrap.unlock(asked.store, _password(asked), world(asked.today))


def _password(asked: argparse.Namespace) -> str:
    """From a file or the keyboard; never from the command line, where other programs can read it."""
    if asked.store_password_file:
        return first_line(asked.store_password_file)
    from getpass import getpass

    return getpass(tr("口令："))


def first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").splitlines()[0]
    except (OSError, UnicodeDecodeError, IndexError):
        raise UserError(tr("口令文件读不出来"), tr("没有改动任何数据"), tr("请检查文件路径和内容")) from None


def world(today: date | None) -> World:
    """Today's clock, or half past nine in the morning of a given day."""
    if today is None:
        return World()
    moment = datetime.combine(today, time(9, 30), CHINA).astimezone(UTC)
    return World(now=lambda: moment)
