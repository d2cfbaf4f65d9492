"""Why a file is not read, in words for the person who chose it.

A refusal travels from the child process as a code and at most one number, never as text of the child's making.
"""

from app.errors import UserError
from app.texts import N_, tr


class Unreadable(UserError):
    """The file is not read. `reason` is the code, for tests and reports; it carries nothing of the file."""

    reason = "damaged"


class PasswordNeeded(Unreadable):
    """The file is protected; ask for its password and read again."""


class PasswordWrong(Unreadable):
    """The password does not open the file."""


class ReadCancelled(Unreadable):
    """The person stopped the reading."""


def unreadable(code: str, number: int = 0) -> Unreadable:
    """The error for a code; an unknown code (a damaged child may send anything) counts as `damaged`."""
    if code not in _WORDS:
        code, number = "damaged", 0
    what, next_step = _WORDS[code]
    error = _KINDS.get(code, Unreadable)(tr(what).format(number=number), tr(_KEPT), tr(next_step).format(number=number))
    error.reason = code
    return error


_KINDS: dict[str, type[Unreadable]] = {
    "password_needed": PasswordNeeded,
    "password_wrong": PasswordWrong,
    "cancelled": ReadCancelled,
}

_KEPT = N_("什么都没有导入，原文件和名册里的数据都没有改动。")
_SAVE_AS = N_("请用 WPS 或 Excel 打开它，另存为“Excel 工作簿（.xlsx）”，再导入新存的文件。")
_ASK_AGAIN = N_("请向发来文件的人再要一份，或换一份没有损坏的文件。")
_SPLIT = N_("请把需要的内容另存为一个较小的工作簿，或分成几份，再分别导入。")
_CHOOSE = N_("请选择 .xlsx、.xls 或 .csv 格式的名册。")

_WORDS: dict[str, tuple[str, str]] = {
    # the file itself
    "missing": (N_("找不到这个文件，它可能已被移动、改名或删除。"), N_("请确认文件还在原处，再选择一次。")),
    "no_access": (
        N_("打不开这个文件：没有读取权限，或它正被别的程序占用。"),
        N_("请在 WPS 或 Excel 里关闭它，或把它复制到自己的文件夹里，再导入一次。"),
    ),
    "not_a_file": (N_("选中的不是普通文件，不能作为名册读取。"), _CHOOSE),
    "empty": (N_("这个文件是空的，里面没有任何内容。"), _ASK_AGAIN),
    "too_large": (N_("这个文件太大，超过了 {number} MB 的上限。"), _SPLIT),
    # what it is instead of a workbook
    "not_workbook": (N_("这不是表格文件，里面的内容不是 Excel 或 CSV 的格式。"), _CHOOSE),
    "html": (N_("这个文件其实是网页（HTML），只是改了扩展名，并不是真正的 Excel 表格。"), _SAVE_AS),
    "xml_table": (N_("这个文件是 2003 版的 XML 表格，不是普通的 Excel 工作簿。"), _SAVE_AS),
    "pdf": (N_("这个文件其实是 PDF，不是 Excel 表格。"), N_("请向发来文件的人要原来的 Excel 表格。")),
    "picture": (N_("这个文件其实是图片，不是 Excel 表格。"), N_("请向发来文件的人要原来的 Excel 表格。")),
    "document": (
        N_("这个文件其实是文字或演示文稿，不是 Excel 表格。"),
        N_("请把里面的表格复制到 Excel 里，存为 .xlsx，再导入。"),
    ),
    "archive": (N_("这个文件其实是压缩包，不是 Excel 表格。"), N_("请先解压，再选择里面的表格。")),
    "other_format": (N_("这是 .xlsb 或 .ods 格式的表格，里面的隐藏行、删除线等标记读不全，所以不直接读取。"), _SAVE_AS),
    # a workbook that is broken or built to harm
    "damaged": (N_("这个文件已经损坏，里面的内容读不出来。"), _ASK_AGAIN),
    "zip_entries": (N_("这个工作簿里的部件超过 {number} 个，不像正常的表格，为安全起见没有读取。"), _SAVE_AS),
    "zip_bomb": (N_("这个工作簿解开后会异常巨大，像是“压缩炸弹”，为安全起见没有读取。"), _SAVE_AS),
    "zip_names": (N_("这个工作簿里有不安全或重复的部件名，为安全起见没有读取。"), _SAVE_AS),
    "dtd": (N_("这个工作簿里夹带了表格不该有的声明（DTD），为安全起见没有读取。"), _SAVE_AS),
    "no_sheets": (N_("这个工作簿里没有可以读取的工作表。"), _CHOOSE),
    "too_many_sheets": (N_("这个工作簿的工作表超过 {number} 张。"), _SPLIT),
    "too_many_rows": (
        N_("有一张工作表在第 {number} 行以下还有内容，超出了可以读取的范围。"),
        N_("请在 Excel 里删除下方多余的行，或分成几份，保存后再导入。"),
    ),
    "too_many_columns": (
        N_("有一张工作表在第 {number} 列以外还有内容，超出了可以读取的范围。"),
        N_("请在 Excel 里删除右侧多余的列，保存后再导入。"),
    ),
    "too_many_cells": (N_("这个文件的内容超过 {number} 个单元格。"), _SPLIT),
    "cell_too_long": (N_("有一个单元格里的文字超过 {number} 个字，不像正常的名册。"), _SAVE_AS),
    # protected
    "password_needed": (N_("这个文件设了打开密码。"), N_("请输入密码后再读取；密码只在这次读取时使用，不会保存。")),
    "password_wrong": (
        N_("密码不对，文件没有打开。"),
        N_("请核对大小写和输入法后再输入一次，或向发来文件的人确认密码。"),
    ),
    "encryption_unknown": (
        N_("这个文件的加密方式不认识，打不开。"),
        N_("请在 Excel 里打开它，去掉密码后另存，再导入。"),
    ),
    # text
    "csv_encoding": (
        N_("这个文本文件的编码认不出来（不是 UTF-8，也不是 GB18030），强行读取会出现乱码。"),
        N_("请用 WPS 或 Excel 打开它，核对文字正常后另存为 .xlsx，再导入。"),
    ),
    "csv_quotes": (N_("这个 CSV 文件里的引号不成对，行和列分不清楚。"), _SAVE_AS),
    "no_persons": (
        N_("这个文件里没有认出人员名单：没有一行能读成居民。"),
        N_("请确认选对了文件；CSV 请用 Excel 打开，另存为 .xlsx 再导入。"),
    ),
    # the child ended
    "memory": (
        N_("读取这个文件需要的内存超过了上限，已经停止读取；它可能很大，也可能在很远的角落里有一个值。"),
        _SPLIT,
    ),
    "time": (N_("读取这个文件用的时间超过了 {number} 秒的上限，已经停止读取。"), _SPLIT),
    "child_failed": (
        N_("读取表格的子程序没能运行，这不是文件的问题。"),
        N_("请重新打开程序再试一次；若仍然这样，请联系维护人员。"),
    ),
    "cancelled": (N_("已按您的要求停止读取。"), N_("需要时可以再次选择这个文件导入。")),
}
CODES = frozenset(_WORDS)
