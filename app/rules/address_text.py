"""The grammar of addresses as people write them: which words mark a building, an entrance, a floor, a room, a house.

Follows DB33/T 2354-2021 (Hangzhou) and its like in the order of parts: region, street, community, estate or lane, 幢, 单元,
层, 室. Numbers may be Arabic, full width or Chinese; `甲` `乙` and letters belong to them. Nothing here knows a real place.
"""

import re
from collections.abc import Iterator

from app.rules.plain import Lazy, half_width

DIGITS = "零〇一二两三四五六七八九"
CN = f"[{DIGITS}十百]+"
N = rf"(?:\d{{1,5}}|{CN})"
STEM = "[甲乙丙丁戊己]"
SIDE = "[东南西北中]"
BUILDING = rf"(?:{STEM}?{N}(?:{STEM}|[A-Z])?|[A-Z]\d{{0,3}}|{STEM}|{SIDE})"
PLAIN_BUILDING = BUILDING.replace("{1,5}", "{1,3}")  # without a word beside it a longer number is a year or a phone
BUILDING_WORD = r"(?:号楼|号栋|号幢|#楼|楼栋|幢楼?|栋楼?|座|#)"
UNIT = rf"(?:{N}|[A-Z]|{STEM}|{SIDE})"
UNIT_WORD = r"(?:单元|单位|号门|门洞|门|梯口?|单)"
FLOOR = rf"(?:第?(?P<floor>{N})(?:层|楼|F)-?)?"
NUMBER = rf"(?:[A-Z]?\d{{1,4}}[A-Z]?(?:-\d{{1,2}})?|{CN})"
ROOM = rf"(?P<room>{NUMBER})(?:号?室|号?房间?|号|户)?(?:(?P<side>{SIDE})(?:户|室|边|侧)?)?"
DOOR = rf"(?P<door>{SIDE}{{1,2}}(?:户|边|侧))"
CELLAR = r"(?:半?地下(?:室|层|[一1]层|[一1]楼)?|负[一1][层楼]|-1[层楼F]|B1层?)"
NAMED = (
    rf"(?P<named>{CELLAR}|架空层|阁楼|顶楼|(?:地下)?车库|车棚|储藏[室间]|杂物[间室]|门卫室?|传达室|物业用房|(?:底层)?(?:商铺|门面房?|店面|门市))"
    r"-?(?P<named_no>\d{0,4})(?:号|室)?"
)
ENTRANCE = rf"(?:(?P<unit>{UNIT})(?:{UNIT_WORD}-?|[号]?-?(?<=[号-])(?=[A-Z]?\d{{3}}|{CELLAR}|第?{N}[层楼])))"
INSIDE = rf"(?:{FLOOR}(?:{ROOM}|{NAMED}|{DOOR}))"
ANNEX = rf"(?:(?:附|副|之)(?P<annex>{N})|-(?P<dash>\d{{1,2}}))"
HOUSE = rf"(?P<house>{N})(?:号|#)?(?:院|宅)?(?:{ANNEX}(?:号|#|户)?)?"
MARKED_HOUSE = rf"(?P<house>{N})(?:号|#)(?:院|宅)?(?:{ANNEX}(?:号|#|户)?)?"
LANE_END = r"(?:巷|弄|路|街|大道|胡同|坊|里|(?<!新)村|[组队屯湾沟庄寨营院])"
ESTATE_END = r"(?:小区|花园|家园|花苑|新村|公寓|大厦|宿舍|[苑园城庭府邸居])"
HAN = "[\u4e00-\u9fff]"

WORDED = Lazy(rf"(?P<head>.*?)(?P<building>{BUILDING}){BUILDING_WORD}-?{ENTRANCE}?{INSIDE}?")
HALF_WORDED = Lazy(rf"(?P<head>.*?)(?<![\dA-Z-])(?P<building>{PLAIN_BUILDING})-(?P<unit>{UNIT}){UNIT_WORD}-?{INSIDE}?")
THREE = Lazy(rf"(?P<head>.*?)(?<![\dA-Z-])(?P<building>{PLAIN_BUILDING})-(?P<unit>{UNIT})-(?:{ROOM}|{NAMED})")
FOUR = Lazy(
    rf"(?P<head>.*?)(?<![\dA-Z-])(?P<building>{PLAIN_BUILDING})-(?P<unit>{UNIT})"
    r"-(?P<floor>\d{1,2})-(?P<room>\d{1,4})(?:号?室|房)?(?P<side>)"
)
TWO = Lazy(rf"(?P<head>.*?)(?<![\dA-Z-])(?P<building>{PLAIN_BUILDING})-(?:(?=[A-Z]?\d{{3}}){ROOM}|{NAMED})")
NUMBER_UNIT = Lazy(rf"(?P<head>.*?)(?P<building>{N})号-?(?P<unit>{UNIT}){UNIT_WORD}-?{INSIDE}?")
NUMBER_ROOM = Lazy(
    rf"(?P<head>.*?)(?P<building>{N})号-?(?=.*[室房]|(?:第?{N}(?:层|楼)-?)?[A-Z]?\d{{3}}|{CELLAR}){INSIDE}"
)
STOREY = Lazy(rf"(?P<head>.*?)(?P<building>{BUILDING})楼-?{ENTRANCE}?{INSIDE}")
ON_LANE = Lazy(rf"(?P<head>.+{LANE_END}){HOUSE}")
ON_PLACE = Lazy(rf"(?P<head>{HAN}+(?![{DIGITS}十百号室]){HAN}){MARKED_HOUSE}")
IN_BUILDING = Lazy(rf"(?P<head>){ENTRANCE}?{INSIDE}?")
IN_LANE = Lazy(rf"(?P<head>){HOUSE}")


def normal(text: str) -> tuple[str, str]:
    """Text ready for the grammar, and the notes in brackets that were cut out of it."""
    plain = half_width(text).upper()
    notes = " ".join(re.findall(r"[(\[【〔](.*?)[)\]】〕]", plain))
    plain = re.sub(r"[(\[【〔].*?(?:[)\]】〕]|$)", "", plain)
    plain = _LIVES.made.sub("", plain.strip())
    plain = re.sub(r"[‐‑‒–—―−﹣~∼─━ー_]+|(?<=\d)一(?=\d)", "-", plain)
    plain = re.sub(r"(?<=[\dA-Z#])[\s,.、/\\:;·]+(?=[\dA-Z])", "-", plain.strip())
    plain = re.sub(r"[\s,，.。、/\\:：;；·]+", "", plain)
    return re.sub(r"^-(?!1[层楼F])|-(?=-)|-$", "", plain), notes


_LIVES = Lazy(
    r"^(?:(?:[现家暂租借居寄]|实际|现居)住(?:在|于|地址?|址)?|住(?:在|于|址|(?=\d))|(?:现|家庭)?地址)[:：]?|^位于"
)
_SEVERAL = Lazy(
    r"(?P<head>.*(?:单元|[门梯座幢栋楼号#/-])|)(?P<first>\d{3,4})(?:号?室)?(?:[、,/;&+和及与或-]\d{3,4}(?:号?室)?)+"
)
_LOOK_ALIKE = Lazy(r"\d[lOoIi]|(?<![A-Za-z])[lOoIi]\d")
ELSEWHERE = Lazy(
    r"(?:^|[已现后又将])(?:搬|(?:迁|调|转|换|改|移)(?=[到至往去入出居住]))|^[原曾前旧](?:[住址先来为系在]|$)"
    r"|^[原曾](?!平市|阳县|州区).*(?:社区|街道|居委会|[省市区县])|(?:对面|对门|隔壁|旁边?|附近|[后前]面|楼[上下])$"
)


def several_rooms(text: str, within: bool) -> str:
    """`3号楼2单元501、502` up to its first room, "" where one room is said. within: the building is known already."""
    plain = re.sub(r"[(\[【〔].*?(?:[)\]】〕]|$)|\s+", "", half_width(text))
    found = _SEVERAL.made.fullmatch(plain)
    return found["head"] + found["first"] if found and (found["head"] or within) else ""


def look_alike(text: str) -> bool:
    """`50l`, `5O1`: letters that were meant as digits, or not."""
    return bool(_LOOK_ALIKE.made.search(half_width(text)))


def number(text: str) -> str:
    """`三` is 3, `十二` 12, `五〇一` and `五百零一` 501, `01` is 1, `0501` is 501; letters and stems stay: `三甲` is 3甲."""
    text = re.sub(CN, lambda numeral: str(_value(numeral[0])), text)
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


_VALUES = dict(zip(DIGITS, (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def _value(numeral: str) -> int:
    if not set(numeral) & set("十百"):
        return int("".join(str(_VALUES[digit]) for digit in numeral))
    total = current = 0
    for sign in numeral:
        if sign in _VALUES:
            current = _VALUES[sign]
        else:
            total += (current or 1) * (10 if sign == "十" else 100)
            current = 0
    return total + current


_REGION = Lazy(
    rf"(?:{HAN}{{2,8}}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市?)?"
    rf"(?:{HAN}{{2,10}}?(?:市|自治州|地区|盟))?"
    rf"(?:(?:(?!小区|社区|街道){HAN}){{1,8}}?(?:(?<![小社园])区|县|旗|市))?"
)
_STREET = Lazy(rf"(?:(?!社区|小区){HAN}){{2,10}}?(?:街道(?:办事处)?|(?<![小古])镇|乡)")
_COMMUNITY = Lazy(rf"{HAN}{{1,12}}?(?:社区居委会|社区|居民?委员会|居委会?|村委会|行政村)")
_GRID = Lazy(rf"第?{N}(?:号?网格|片区)")
_ROAD = Lazy(rf"{HAN}{{1,8}}?(?:路|街|大道|巷)\d+号(?=.)")


def place(head: str) -> tuple[str, str]:
    """What stands before the building, as (region down to the grid, estate or lane)."""
    rest = head.strip("-#号")
    end = _end(_STREET, rest, _region_end(rest))
    end = _end(_COMMUNITY, rest, end)
    end = _end(_GRID, rest, end)
    end = _end(_ROAD, rest, end)
    return rest[:end], rest[end:].strip("-")


def _region_end(text: str) -> int:
    """A district is only believed after a province or city, or before a street or community: 东区 may be an estate."""
    found = _REGION.made.match(text)
    end = found.end() if found else 0
    believed = re.match(r".*?[省市州盟县]|.*?自治区|北京|上海|天津|重庆", text[:end])
    after = _STREET.made.match(text, end) or _COMMUNITY.made.match(text, end)
    return end if believed or after else 0


def _end(pattern: Lazy, text: str, start: int) -> int:
    found = pattern.made.match(text, start)
    return found.end() if found else start


def matches(text: str, *patterns: Lazy) -> Iterator[re.Match[str]]:
    """The readings of a whole text, in the order of the patterns."""
    return (found for pattern in patterns if (found := pattern.made.fullmatch(text)))
