"""`linli import`: what a workbook holds, and, where it was asked for, its clean rows written into a store."""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

from app.bootstrap import Founding, House, create, meta
from app.errors import UserError, of_store
from app.importing import held, trial, writing
from app.importing.answers import ANSWERABLE, Answers
from app.importing.known import Known
from app.importing.result import Understood
from app.importing.understand import understand_file
from app.ledger.kinds import CHINA
from app.texts import N_, official, tr
from db.errors import StoreError, Trouble, trouble_of_disk
from db.store import World
from db.vault import write_whole

REFUSED, FOUND, DONE = 3, 1, 0
COMMAND = N_("导入名册")
CHOICES: dict[str, tuple[str, ...]] = {name: get_args(get_type_hints(Answers)[name]) for name in ANSWERABLE}


def run(asked: argparse.Namespace, world: World, opening: Callable[[], House]) -> int:
    """Without a store and with rows to accept all files of the call share one that goes with it."""
    passing = not asked.store and asked.accept and not asked.dry_run
    with closing(opening()) if asked.store else _throw_away(world) if passing else nullcontext() as house:
        codes = [_one(asked, path, world, house) for path in asked.files]
    if passing and min(codes) < REFUSED:
        print(tr("没有写 --store：以上只导入到临时的加密数据里，已经删掉"), file=sys.stderr)
    return max(codes, default=DONE)


@contextmanager
def _throw_away(world: World) -> Iterator[House]:
    """An empty store in a temporary folder, encrypted with a password that nobody knows."""
    try:
        folder = TemporaryDirectory(prefix="linli-", ignore_cleanup_errors=True)
    except OSError as error:
        raise of_store(StoreError(trouble_of_disk(error))) from None
    with folder:
        nobody = Founding(person="-", community="-", grid="-")
        with closing(create(Path(folder.name) / "store", token_urlsafe(), nobody, world)[0]) as house:
            yield house


def _one(asked: argparse.Namespace, path: Path, world: World, house: House | None) -> int:
    from app.cli import first_line

    today = world.now().astimezone(CHINA).date()
    known = house.store.read_now(lambda session: held.known(session, today)) if house else Known()
    password = first_line(asked.file_password_file) if asked.file_password_file else None
    with official() if asked.json or asked.out else nullcontext():  # what programs read is one language
        understood = understand_file(path, password, known, answers(asked.answer), today=today)
        _tell(asked, path, understood)
    if understood.refused:
        return REFUSED
    left = 0
    if house and asked.accept and not asked.dry_run:
        counts = take(house, understood, hashlib.sha256(path.read_bytes()).hexdigest())
        words = tr("{file}：已导入 {new} 人，更新 {changed} 人，{same} 人没有变化，{left} 人留待处理")
        left = len(understood.records) - sum(counts.told().values())
        print(words.format(file=path.name, **counts.told(), left=left), file=sys.stderr)
    return FOUND if left or _undecided(understood) else DONE


def _undecided(understood: Understood) -> bool:
    """Whether a person still has to say something; what was repaired or is only worth knowing waits for nobody."""
    return bool(understood.questions) or any(finding.level in trial.OPEN for finding in understood.findings)


def take(house: House, understood: Understood, sha256: str = "") -> writing.Counts:
    """Writes the rows that nothing is wrong with, in one transaction after a backup; without any there is no batch."""
    ready = trial.accepted(understood)
    if not ready:
        return writing.Counts()
    house.back_up_changes("before-import")
    return house.store.write_now(COMMAND, lambda s: writing.write(s, understood, ready, meta(s)["grid"], sha256))[0]


def answer(text: str) -> str:
    """`merged=fill`, as it is; argparse.ArgumentTypeError, with all that could stand there: no such question or answer."""
    name, _, choice = text.partition("=")
    if choice not in CHOICES.get(name, ()):
        known = " ".join(f"{name}={'|'.join(choices)}" for name, choices in sorted(CHOICES.items()))
        raise argparse.ArgumentTypeError(
            tr("没有这个问题或回答：{text}；可以写 {known}").format(text=text, known=known)
        )
    return text


def answers(given: list[str]) -> Answers:
    """From what `answer` let through; of two to one question the last."""
    chosen: dict[str, Any] = dict(text.split("=") for text in given)
    return Answers(**chosen)


def _tell(asked: argparse.Namespace, path: Path, understood: Understood) -> None:
    if asked.out:
        _write(asked.out, _result_name(asked.files, path), json.dumps(understood.to_json(), ensure_ascii=False))
    elif asked.json:
        print(json.dumps(understood.to_json(), ensure_ascii=False))
    elif not understood.refused:
        words = tr("{file}：{records} 人，{findings} 处要看一看")
        print(words.format(file=path.name, records=len(understood.records), findings=len(understood.findings)))
    if understood.refused and (asked.out or not asked.json):  # what is printed as JSON says it itself
        sentences = re.sub(r"(?<=[。.]) ", "\n", understood.refused)
        print(tr("{file}：{words}").format(file=path.name, words=sentences), file=sys.stderr)


def _result_name(files: Sequence[Path], path: Path) -> str:
    """The second file of a name, from another folder, gets a number."""
    at = [one for one in files if one.name == path.name].index(path)
    return f"{path.name}.{at + 1}.json" if at else f"{path.name}.json"


def _write(folder: Path, name: str, text: str) -> None:
    """UserError: the folder refuses, or the disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, text.encode())
    except OSError as error:
        full = trouble_of_disk(error) is Trouble.DISK_FULL
        what = tr("磁盘已满，结果没有写出") if full else tr("结果写不进文件夹 {folder}").format(folder=folder)
        kept, next_step = tr("这个文件没有导入，在它之前导入的都在"), tr("请换一个文件夹，或腾出空间后再试一次")
        raise UserError(what, kept, next_step) from None
