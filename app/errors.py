"""Errors that are told to the person at the screen, in three sentences."""

from app.texts import N_, tr
from db.errors import StoreError, Trouble


class UserError(Exception):
    """What happened, what was kept, what to do next. The sentences carry no personal value."""

    def __init__(self, what: str, kept: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what, self.kept, self.next_step = what, kept, next_step

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(part for part in (self.what, self.kept, self.next_step) if part)


class StoreRefused(UserError):
    """A store that does not open or write, in words; `trouble` for those who can do something about it."""

    def __init__(self, error: StoreError) -> None:
        what, kept, next_step = SENTENCES[error.trouble]
        super().__init__(tr(what).format(detail=error.detail), tr(kept), tr(next_step))
        self.trouble = error.trouble


def of_store(error: StoreError) -> StoreRefused:
    return StoreRefused(error)


def for_people(error: BaseException) -> UserError | None:
    """The error in sentences, None for a fault of ours."""
    if isinstance(error, StoreError):
        return of_store(error)
    return error if isinstance(error, UserError) else None


SENTENCES: dict[Trouble, tuple[str, str, str]] = {
    Trouble.NO_CIPHER: (
        N_("这台电脑上的加密组件缺失或没有通过自检，邻里通不能打开数据"),
        N_("没有新建也没有改动任何文件"),
        N_("请重新安装邻里通，或请管理员检查 sqlcipher3 组件"),
    ),
    Trouble.WRONG_PASSWORD: (
        N_("口令不对"), N_("数据没有改动"), N_("请检查大小写和输入法后再试；忘记口令可用打印的恢复码"),
    ),
    Trouble.WAIT: (
        N_("口令错的次数太多，请等 {detail} 秒再试"), N_("数据没有改动"), N_("忘记口令可用打印的恢复码"),
    ),
    Trouble.NO_STORE: (
        N_("这个文件夹里没有邻里通的数据"), N_("没有改动任何文件"), N_("请选对文件夹，或新建一个"),
    ),
    Trouble.EXISTS: (
        N_("这个文件夹里已经有邻里通的数据"), N_("原来的数据没有改动"), N_("请直接打开它，或换一个文件夹"),
    ),
    Trouble.IN_USE: (
        N_("这份数据正被另一个邻里通窗口或命令使用"), N_("数据没有改动"), N_("请先关闭那个窗口，再打开"),
    ),
    Trouble.DAMAGED: (
        N_("数据文件已损坏，读不出来"), N_("损坏的文件原样保留，没有改写"), N_("请从“文件 → 恢复备份”恢复最近的备份"),
    ),
    Trouble.MISSING: (
        N_("数据文件 linli.db 不见了，或者是空的"),
        N_("没有新建也没有改写任何文件，以前的备份都在"),
        N_("请从备份恢复；如果文件只是被移走了，请放回原处再打开"),
    ),
    Trouble.OTHER_ENVELOPE: (
        N_("口令文件 envelope.json 和数据文件对不上，解不开数据"),
        N_("数据没有改动"),
        N_("请把 backups 文件夹里最近的 envelope.json 放回来；如果数据文件换过，请从备份恢复"),
    ),
    Trouble.BAD_BACKUP: (
        N_("这份备份不完整或已损坏，没有恢复"), N_("现在的数据和这份备份都没有改动"), N_("请换一份备份再试"),
    ),
    Trouble.OTHER_BACKUP: (
        N_("这份备份属于另一份数据，没有恢复"), N_("现在的数据和这份备份都没有改动"), N_("请换一份备份再试"),
    ),
    Trouble.GARBLED: (
        N_("数据里有一处日期或数值写得不对，读不出来，这一步没有做成"),
        N_("数据没有改动"),
        N_("请用 linli check 查出是哪张表的哪一列，请管理员改正，或恢复一份备份"),
    ),
    Trouble.NEWER: (
        N_("这份数据由更新版本的邻里通写成（版本 {detail}），这个版本打不开"),
        N_("数据没有改动"),
        N_("请升级邻里通后再打开"),
    ),
    Trouble.BAD_ENVELOPE: (
        N_("口令文件 envelope.json 缺失或被改动，解不开数据"),
        N_("数据没有改动"),
        N_("请从 backups 文件夹找回最近的 envelope.json"),
    ),
    Trouble.NOT_WRITABLE: (
        N_("这个文件夹不能写入"), N_("已保存的数据没有改动"), N_("请换一个文件夹，或请管理员给您写入权限"),
    ),
    Trouble.DISK_FULL: (
        N_("磁盘已满，这次没有保存"), N_("以前保存的都在，刚才填写的还留在屏幕上"), N_("请清理磁盘后再保存一次"),
    ),
    Trouble.DISK_ERROR: (
        N_("磁盘读写出错，这次没有保存"), N_("以前保存的都在，刚才填写的还留在屏幕上"),
        N_("请检查磁盘是否插好、是否还有空间，再保存一次；仍然出错请找管理员"),
    ),
    Trouble.BAD_PLACE: (
        N_("数据不能放在网络盘或会自动同步的文件夹里，那样会损坏"),
        N_("没有新建任何文件"),
        N_("请选这台电脑自己的文件夹"),
    ),
}  # fmt: skip
