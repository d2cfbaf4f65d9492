"""What an import has to say about a workbook: a closed list of kinds, each with its gravity and its sentence."""

from dataclasses import dataclass, field
from typing import Any, Literal

from app.texts import N_, tr

Level = Literal["repaired", "error", "decision", "notice"]

_REPAIRED = {
    "id_cleaned": N_("号码里的空格、全角或看不见的字符已去掉"),
    "name_cleaned": N_("姓名里的空格、看不见的字符已去掉，间隔号已统一"),
    "cells_swapped": N_("这一行的两个格子填反了，已换回来"),
    "columns_swapped": N_("这一列的表头和内容对不上，已按内容认"),
    "birth_cleaned": N_("出生日期已改写成统一格式"),
    "phone_cleaned": N_("电话里的空格、短横或国家码已去掉"),
    "phone_split": N_("一个格子里有几个电话，已分开"),
    "address_cleaned": N_("地址已改写成统一写法"),
}
_ERROR = {
    "id_truncated": N_("号码被表格软件当作数字保存，最后三位已丢失；不补，留空"),
    "id_scientific": N_("号码被改成了科学计数法，后几位已丢失；不补，留空"),
    "id_bad_check": N_("公民身份号码的校验位不符；不导入这个号码，请核对"),
    "id_bad_date": N_("公民身份号码里的出生日期不存在；不导入这个号码，请核对"),
    "id_bad_length": N_("公民身份号码的位数不对；不导入这个号码，请核对"),
    "id_masked": N_("公民身份号码被遮住了；留空"),
    "not_an_id": N_("这里不是公民身份号码；留空"),
    "name_missing": N_("没有姓名，这一行不导入"),
    "birth_lunar": N_("写的是农历，不换算；请填公历出生日期"),
    "birth_invalid": N_("看不出是哪一天，或这一天不存在；留空"),
    "phone_invalid": N_("不是完整的电话号码；不导入这个号码，请核对"),
    "formula_no_value": N_("公式没有保存结果；请在 Excel 或 WPS 中打开、保存后再导入"),
    "formula_error": N_("公式显示错误；留空"),
}
_DECISION = {
    "id_15": N_("这是 15 位旧号码，不自动换成 18 位；请核对建议的号码"),
    "id_shared": N_("同一个号码用在两个姓名上；后一个先不填号码，请核对"),
    "id_restored": N_("号码不完整，但前 15 位和姓名与在册的一位居民相同，可以补全；请确认"),
    "name_note": N_("姓名旁边写有别的字，已去掉；请过目"),
    "name_title": N_("像称呼，不像全名；请核对姓名"),
    "several_persons": N_("一个格子里像有几个人，请分成几行"),
    "birth_conflict": N_("填的出生日期与公民身份号码不一致；先按填的，请核对"),
    "birth_is_age": N_("填的是年龄，不是出生日期；不推算"),
    "birth_two_digit_year": N_("年份只有两位；有身份号码时按号码，没有时留空"),
    "birth_partial": N_("日期不完整；有身份号码时按号码，没有时留空"),
    "gender_conflict": N_("填的性别与身份号码或家庭关系不一致；先按填的，请核对"),
    "gender_unknown": N_("看不出性别；留空"),
    "phone_note": N_("电话旁边写有别的字；已只留号码，请过目这是谁的电话"),
    "address_incomplete": N_("地址不完整，请补全"),
    "address_note": N_("地址里还写有别的话，像是说从前、别处或几个门牌；请过目现在住哪里"),
    "address_estate": N_("几个小区都有这一幢，或这个小区只有这一行写；请核对是哪个小区"),
    "address_unparsed": N_("看不出是哪一幢哪一室；请指明"),
    "relation_unknown": N_("与户主关系认不准；留空，请选择"),
    "tag_unknown": N_("标签认不出；没有导入，请选择"),
    "duplicate_in_file": N_("同一个人在文件里出现两次；后一行不导入"),
    "gone_from_file": N_("在册，但这份名册里没有了；请确认是否已迁出"),
    "strike_through": N_("被划掉或注明已不在，不导入；请确认"),
    "colour_marked": N_("这一行涂了颜色；图例说已不在的不导入，没有图例的照常导入，请确认"),
    "no_header": N_("这张表没有表头，各列是按内容认的；请核对"),
    "example_row": N_("像是填表示例，不导入"),
    "two_heads": N_("一户有两个户主，请核对"),
    "no_head": N_("这一户没有户主，请核对"),
    "left_before": N_("名册里记着这个人已迁出或去世；采纳就是重新在册，住在这份名册写的地方"),
    "heads_left_out": N_("户主只写在别人的行里，没有自己的一行：号码和电话都没有导入；请给他们各加一行"),
    "store_changed": N_("试运行以后，名册里这个人又有变动；没有写入，请再看一遍"),
    "moved_home": N_("与在册的住址不同；请确认是否搬了家"),
}
_NOTICE = {
    "id_missing": N_("没有公民身份号码"),
    "word_unknown": N_("这个写法不在可选的词里；这些格子留空"),
    "heads_unlisted": N_("这些户主在文件里没有自己的一行；他们没有导入"),
    "phones_full": N_("名册里已有两个电话，文件里又是另一个：它记在前面，名册里的第二个写进备注"),
    "remark_added": N_("备注与名册里的不同；两边都留，文件里的接在后面"),
    "remark_left": N_("名册里已有备注，接不下文件里的；没有导入这一格"),
    "phones_more": N_("一个人最多记两个电话；其余的没有导入"),
    "cell_comment": N_("格子上有批注，没有导入"),
    "hidden_row": N_("隐藏的行"),
    "hidden_column": N_("有隐藏的列"),
    "hidden_sheet": N_("隐藏的工作表"),
    "filtered_row": N_("被筛选隐藏的行"),
    "total_row": N_("小计或合计，不导入"),
    "signature_row": N_("签字、审核或页脚，不导入"),
    "explanation_row": N_("填表说明，不导入"),
    "repeated_header": N_("重复的表头，不导入"),
    "ghost_area": N_("表格下面有许多只有格式的空行，已忽略"),
    "merged_fill": N_("合并的格子只在第一行有内容"),
    "legend_row": N_("图例或注解，不导入"),
    "wrong_extension": N_("文件的扩展名与内容不符，已按内容读取"),
    "encrypted": N_("文件有密码"),
    "epoch_1904": N_("文件的日期从 1904 年算起，已换算"),
}
_LEVELS: tuple[tuple[Level, dict[str, str]], ...] = (
    ("repaired", _REPAIRED),
    ("error", _ERROR),
    ("decision", _DECISION),
    ("notice", _NOTICE),
)
LEVEL: dict[str, Level] = {kind: level for level, kinds in _LEVELS for kind in kinds}
SENTENCE = {kind: sentence for _, kinds in _LEVELS for kind, sentence in kinds.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """sheet "" for a csv; row and col from 1, 0 where the finding is about a whole file, sheet or row.

    value: what the cell became or might become (text, a list of phones, or a dict naming another row or person).
    """

    kind: str
    sheet: str = ""
    row: int = 0
    col: int = 0
    value: Any = None
    rows: tuple[int, ...] = ()  # where one sentence is about many rows
    level: Level = field(default="notice", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", LEVEL[self.kind])

    @property
    def sentence(self) -> str:
        return tr(SENTENCE[self.kind])

    @property
    def cell(self) -> str | None:
        """`D9`, as Excel writes it; None without a column."""
        return f"{letters(self.col)}{self.row}" if self.col and self.row else None

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"sheet": self.sheet, "kind": self.kind, "level": self.level}
        if self.row:
            said |= {"cell": self.cell, "row": self.row}
        if self.rows:
            said["rows"] = list(self.rows)
        if self.value is not None:
            said["value"] = self.value
        return said


def letters(col: int) -> str:
    """1 is A, 27 is AA."""
    name = ""
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name
