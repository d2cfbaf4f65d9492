"""Which rows of a table are persons; totals, signatures, notes, examples and repeated headings are told apart and left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.importing.book import Value
from app.importing.person_text import read_name
from app.importing.profile import looks, name_like
from app.importing.result import Column
from app.importing.tables import Region
from app.importing.words import is_nothing, plain
from app.rules.citizen_id import check_digit

PERSONAL = ("id_no", "phone", "phone2", "gender", "birth", "relation", "age", "ethnic", "education", "tags")
_TOTAL = re.compile(
    r".{0,14}?(?:小计|合计|总计|共计|累计|总数|总人数|汇总|本页计|页计|总户数).{0,20}|共\d+[人户].{0,12}|.{0,8}\d+户,?\d+人"
)
_SIGNED = re.compile(
    r".*(?:审核人|负责人|填表人|制表人|填报人|经办人|统计人|复核人|签字|盖章|签章|签名|报送人|登记人|采集人|单位领导|主管|调查人|走访人|核对人|公章|填报单位|制表单位|"
    r"填表日期|填报日期|制表日期|制表时间|报送日期|日期|审批人|审核|打印时间|打印日期|联系电话|联系人|社区意见|居委会意见|网格员)[^:：]{0,6}[:：].*|"
    r".*(?:\(盖章\)|\(签字\)|\(公章\)).*|[\s_]*年[\s_]*月[\s_]*日|第\s*\d+\s*页.*|共\s*\d+\s*页.*|-\s*\d+\s*-|\d+\s*/\s*\d+页?|.*第\d+页.*共\d+页.*"
)
_NOTE = re.compile(
    r"^(?:注意|备注|说明|填表说明|填报说明|填写说明|注\d?|附注|图例|备考|提示|要求|颜色|标色|标注|※|\*|★)[:：、.].*|^注\d?[:：].*|^[((]?\d+[))]?[.、:：].{8,}|^[①-⑩].*"
)
_LEGEND = re.compile(r".*(?:表示|代表|为已|指已|即|图例|标记为|标色|底色|涂色|标[红黄绿蓝灰]).*")
LEGEND = re.compile("表示|代表|为|指|即|[=＝:：]|色|是")
_EXPLAINS = re.compile(
    r".*(?:必填|选填|填写|如[:：]?.{1,8}|例如|格式|yyyy|mm-dd|\d+位|位数|下拉|代码表|字典|数字|文本|自动|与.{1,6}一致|男/女|是/否|请按|请填|参照|同上|不填|√|阿拉伯|全称|"
    r"示例|字符|单选|多选|勾选|手机号|按.{1,8}填|见.{1,6}表|公历|真实|准确)", re.IGNORECASE,
)  # fmt: skip
_EXAMPLE = re.compile(
    r"^(?:例|例\d|示例|样例|范例|举例|例如|例子|示范|样本|填写示例|填报示例|样表|模板)[:：]?\d*$|.*(?:示例|样例|请删除|仅供参考|填写样式|范例|此行为例).*"
)
_PLACE = re.compile(r".{0,12}(?:\d|[一二三四五六七八九十])+(?:号楼|幢|栋|座|单元)|[一-鿿]{1,5}(?:巷|弄|胡同|坊|大街)")
_PLACEHOLDERS = frozenset(
    "张三 李四 王五 赵六 某某 张某某 王某某 李某某 张某 李某 王某 某某某 xxx ××× 张xx 张×× 测试 test 小明 王小明 张小明".split()
)
_ID = re.compile(r"\d{17}[\dX]", re.ASCII)
_MAY_BE_REAL = frozenset("张三 李四 王五 赵六 小明 王小明 张小明".split())
_TRY_PHONES = frozenset(
    "13800000000 13800138000 12345678901 13888888888 13900000000 13812345678 138xxxxxxxx 13000000000 11111111111".split()
)


@dataclass(slots=True)
class Lines:
    """persons: rows that hold one. told: (row, col, kind of finding) of those left out. sections: row -> text of a line
    that speaks for the rows below it. legends: (row, col, text)."""

    persons: list[int] = field(default_factory=list)
    told: list[tuple[int, int, str]] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    legends: list[tuple[int, int, str]] = field(default_factory=list)


def classify(region: Region, columns: Sequence[Column]) -> Lines:
    """Sorts the body. A row with an id and a name is a person without further question, unless it stands as an example."""
    sorter = _Sorter(region, columns)
    names, ids = sorter.vector("name"), sorter.vector("id_no")
    lines = Lines()
    for at, row in enumerate(region.body):
        quick = type(names[at]) is str and type(ids[at]) is str and len(ids[at]) >= 15 and at > 3  # type: ignore[arg-type]
        if quick and ids[at][:15].isdecimal():  # type: ignore[index]
            lines.persons.append(row)
        else:
            sorter.sort(row, at, lines)
    return lines


class _Sorter:
    def __init__(self, region: Region, columns: Sequence[Column]) -> None:
        self.region, self.grid = region, region.grid
        self.cols: dict[str, list[int]] = {}
        for column in columns:
            self.cols.setdefault(column.field, []).append(column.col)
        self.heads = {col: plain(texts[-1]) for col, texts in region.heads.items() if texts}

    def vector(self, name: str) -> list[Value]:
        cols = self.cols.get(name)
        return self.grid.column(cols[0], self.region.body) if cols else [None] * len(self.region.body)

    def sort(self, row: int, at: int, lines: Lines) -> None:
        inside = [(c, v) for c, v in self.grid.filled(row) if self.region.first_col <= c <= self.region.last_col]
        texts = [(col, plain(value)) for col, value in inside]
        texts = [(col, text) for col, text in texts if text]
        if not texts:
            return
        if kind := self._left_out(row, at, texts, lines):
            lines.told.append((row, texts[0][0], "explanation_row" if kind == "section" else kind))
        elif self._is_person(texts):
            lines.persons.append(row)

    def _left_out(self, row: int, at: int, texts: Sequence[tuple[int, str]], lines: Lines) -> str:
        """The kind of a row that is no person; "" for one that may be."""
        if self._repeats(texts):
            return "repeated_header"
        data = self._has_data(row)
        first = texts[0][1]
        named = len(texts) > 1 and self._is_named(row)
        if not data and self._total(texts):
            return "total_row"
        if not data and not named and len(texts) <= 6 and any(_SIGNED.fullmatch(text) for _, text in texts):
            return "signature_row"
        if not data and not named and len(texts) <= 3 and self._note(row, texts, lines):
            return "legend_row"
        if at < 4 and self._example(row, texts):
            return "example_row"
        if at < 4 and self._explains(row, texts):
            return "explanation_row"
        if len(texts) == 1 and self._section(row, texts[0][0], first, lines):
            return "section"
        return ""

    def _repeats(self, texts: Sequence[tuple[int, str]]) -> bool:
        same = sum(self.heads.get(col) == text for col, text in texts)
        return same >= 2 and same * 10 >= len(texts) * 6

    def _has_data(self, row: int) -> bool:
        """An id or a phone stands where ids and phones stand."""
        for name in ("id_no", "phone"):
            for col in self.cols.get(name, ()):
                if not {"id", "phone"}.isdisjoint(looks(self.grid.cell(row, col))):
                    return True
        return False

    def _total(self, texts: Sequence[tuple[int, str]]) -> bool:
        names = self.cols.get("name", ())
        return any(_TOTAL.fullmatch(text) and (col not in names or not name_like(text)) for col, text in texts[:3])

    def _note(self, row: int, texts: Sequence[tuple[int, str]], lines: Lines) -> bool:
        whole = "".join(text for _, text in texts)
        if len(texts) == 1 and texts[0][0] in self.cols.get("name", ()) and name_like(whole):
            return False
        if _NOTE.match(whole) or (_LEGEND.fullmatch(whole) and len(whole) > 5):
            lines.legends.append((row, texts[0][0], whole))
            return True
        return len(texts) == 1 and len(whole) > 24 and texts[0][0] not in self.cols.get("address", ())

    def _is_named(self, row: int) -> bool:
        name = self._name(row)
        return bool(name) and name_like(name)

    def _name(self, row: int) -> str:
        return next((plain(self.grid.cell(row, col)) for col in self.cols.get("name", ())), "")

    def _example(self, row: int, texts: Sequence[tuple[int, str]]) -> bool:
        if any(_EXAMPLE.match(text) for _, text in texts):
            return True
        tried = any(text in _TRY_PHONES for _, text in texts)
        name = self._name(row).lower()
        if name not in _PLACEHOLDERS or (not tried and self._has_id(row)):
            return False
        return tried or name not in _MAY_BE_REAL or self._invented(row)

    def _has_id(self, row: int) -> bool:
        """One that somebody may have been given: a 王小明 with it is a person."""
        texts = [plain(self.grid.cell(row, col)).upper() for col in self.cols.get("id_no", ())]
        return any(_ID.fullmatch(text) and check_digit(text[:17]) == text[17] for text in texts)

    def _invented(self, row: int) -> bool:
        """张三 may be real; one whose id nobody can have, or who has none while others do, is an example."""
        for col in self.cols.get("id_no", ()):
            text = plain(self.grid.cell(row, col))
            return (
                not text
                or len(set(text[6:])) <= 4
                or bool(re.fullmatch(r"1101\d{2}19[0-9]{2}0?1?.*(?:1234|0000|0021|xxxx|\*+).{0,2}", text.lower()))
            )
        return False

    def _explains(self, row: int, texts: Sequence[tuple[int, str]]) -> bool:
        if self._has_data(row) or len(texts) < 2:
            return False
        name = self._name(row)
        if name and name_like(name) and not _EXPLAINS.match(name):
            return False
        return sum(bool(_EXPLAINS.match(text)) for _, text in texts) * 10 >= len(texts) * 4

    def _section(self, row: int, col: int, text: str, lines: Lines) -> bool:
        """A line of one cell that is no name: 3号楼, 第二单元, 二、租户."""
        wide = self._spread(row, col) >= 3
        if not wide and col in self.cols.get("name", ()) and not _PLACE.fullmatch(text):
            name = read_name(text)
            if name.name or name.kind == "several_persons":
                return False
        if text.isdecimal() and col in self.cols.get("seq", (col,)) and self._spread(row, col) == 1:
            return False
        if wide or _PLACE.fullmatch(text) or col in self.cols.get("name", ()) or not self._is_person([(col, text)]):
            lines.sections[row] = text
            return True
        return False

    def _spread(self, row: int, col: int) -> int:
        return self.grid.spans.get((row, col), (row, col))[1] - col + 1

    def _is_person(self, texts: Sequence[tuple[int, str]]) -> bool:
        """A name, or anything that only a person has; a number and an address alone are an empty line of a form."""
        at = {col for col, text in texts if not is_nothing(text)}
        return any(col in at for name in ("name", *PERSONAL) for col in self.cols.get(name, ()))


def gone_colours(legends: Sequence[tuple[int, int, str]], coloured: Mapping[tuple[int, int], str]) -> frozenset[str]:
    """Fills (ARGB) that a legend declares to mean that somebody has left: 黄色为已搬走, or a coloured cell saying so."""
    found: set[str] = set()
    for row, col, text in legends:
        for part in re.split(r"[;；,，。、]|(?<=[走出世亡销])", text):
            if not _GONE.search(part):
                continue
            found |= {
                argb
                for argb in coloured.values()
                if any(word in part and _is_colour(argb, hue) for word, hue in _HUES.items())
            }
            own = coloured.get((row, col))
            found |= {own} if own and not any(word in part for word in _HUES) else set()
    return frozenset(found)


_GONE = re.compile("搬|迁出|迁走|去世|死亡|注销|离开|不在|走了|已走|销户|过世|亡故|退租|外迁|已故|减少|删除|不再")
GONE_WORDS = re.compile(
    r"^(?:已)?(?:搬走|搬离|迁出|迁走|去世|死亡|注销|销户|过世|病故|亡故|退租|外迁|已故)(?:\(.*\)|,.*|。.*)?$"
)
_HUES = {
    "黄": "yellow",
    "红": "red",
    "绿": "green",
    "蓝": "blue",
    "灰": "grey",
    "橙": "orange",
    "橘": "orange",
    "紫": "purple",
    "粉": "pink",
}


def _is_colour(argb: str, hue: str) -> bool:
    try:
        red, green, blue = (int(argb[-6:][at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return _hue(red, green, blue) == hue or (hue == "red" and _hue(red, green, blue) == "pink")


def _hue(red: int, green: int, blue: int) -> str:
    high, low = max(red, green, blue), min(red, green, blue)
    if high - low < 24:
        return "grey"
    span = high - low
    if high == red:
        angle = 60 * ((green - blue) / span % 6)
    elif high == green:
        angle = 60 * ((blue - red) / span + 2)
    else:
        angle = 60 * ((red - green) / span + 4)
    for limit, name in (
        (18, "red"),
        (44, "orange"),
        (70, "yellow"),
        (170, "green"),
        (255, "blue"),
        (300, "purple"),
        (342, "pink"),
    ):
        if angle < limit:
            return name
    return "red"
