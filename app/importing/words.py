"""Words of the field as people write them in tables: relations, tags, sexes, marks, and what stands for nothing.

Relations follow GB/T 4761-2008, sexes GB/T 2261.1, ethnic groups GB/T 3304, education GB/T 4658. What a table does not
say beyond doubt has no answer here: 媳妇 is a wife in one province and a son's wife in the next.
"""

import re

from app.rules.plain import half_width

TAGS = "独居 空巢 失能 半失能 失智 残疾 低保 特困 低保边缘 失独 优抚 退役军人 留守儿童 困境儿童".split()
RELATION_GENDER = {
    **dict.fromkeys("子 女婿 孙子 外孙子 父亲 公公 岳父 祖父 兄弟".split(), "男"),
    **dict.fromkeys("女 儿媳 孙女 外孙女 母亲 婆婆 岳母 祖母 姐妹".split(), "女"),
}
SPOUSE_GENDER = {
    **dict.fromkeys("夫 丈夫 老公 先生 男人 爱人(男) 夫君 夫婿".split(), "男"),
    **dict.fromkeys("妻 妻子 老婆 太太 夫人 内人 之妻 爱人(女)".split(), "女"),
}

_RELATION_WORDS = {
    "户主": "户主 本人 自己 本人或户主 户主本人 户主或本人 户主(本人) 本人(户主) 户长 家长 房主本人 承租人本人 戶主 为户主 主",
    "配偶": "配偶 夫 妻 丈夫 妻子 老公 老婆 爱人 夫妻 夫妇 先生 太太 夫人 内人 之妻 之夫 户主配偶 男人 对象 伴侣 老伴",
    "子": "子 儿子 之子 长子 次子 三子 四子 五子 六子 独子 独生子 养子 继子 儿 孩子(男) 男孩 幼子 小儿子 大儿子 二儿子 三儿子 "
    "老大(男) 养子或继子 其他儿子 犬子 长男 次男 继子或养子",
    "女": "女 女儿 之女 长女 次女 二女 三女 四女 五女 六女 独女 独生女 养女 继女 闺女 姑娘 小女儿 大女儿 二女儿 三女儿 幼女 女孩 "
    "孩子(女) 养女或继女 其他女儿 继女或养女",
    "儿媳": "儿媳 儿媳妇 子媳 长媳 次媳 儿子媳妇 之媳",
    "女婿": "女婿 婿 半子 姑爷",
    "孙子": "孙子 孙 孙儿 长孙 次孙 孙男 之孙 亲孙子",
    "孙女": "孙女 孙女儿 长孙女 次孙女 之孙女",
    "外孙子": "外孙子 外孙 外孙儿 外孙男 外长孙",
    "外孙女": "外孙女 外孙女儿",
    "父亲": "父亲 父 爸爸 爸 之父 老爸 爹 父(亲)",
    "母亲": "母亲 母 妈妈 妈 之母 老妈 娘 母(亲)",
    "公公": "公公 家公 夫之父",
    "婆婆": "婆婆 家婆 夫之母",
    "岳父": "岳父 丈人 老丈人 岳丈 妻之父 老岳父",
    "岳母": "岳母 丈母娘 丈母 妻之母",
    "祖父": "祖父 爷爷 爷 之祖父",
    "祖母": "祖母 奶奶 之祖母",
    "兄弟": "兄弟 兄 弟 哥哥 弟弟 哥 胞兄 胞弟 长兄 大哥 二弟 之兄 之弟 兄长 二哥 三弟 小弟",
    "姐妹": "姐妹 姐 妹 姐姐 妹妹 胞姐 胞妹 之姐 之妹 大姐 二姐 小妹 二妹 姊 姊妹 三妹",
    "其他亲属": "其他亲属 其它亲属 亲属 亲戚 其他亲戚 侄子 侄女 侄儿 侄 外甥 外甥女 叔叔 叔父 伯父 伯母 姑姑 姑妈 姑母 姨妈 姨母 舅舅 舅父 "
    "舅母 婶婶 嫂子 嫂 弟媳 弟妹 姐夫 妹夫 堂兄 堂弟 堂姐 堂妹 表兄 表弟 表姐 表妹 表哥 堂哥 曾孙 曾孙子 曾孙女 重孙 重孙子 重孙女 孙媳 "
    "孙媳妇 孙女婿 外祖父 外祖母 外公 外婆 姥姥 姥爷 曾祖父 曾祖母 侄媳 侄孙 继父 继母 养父 养母 大伯 小叔 小姑 其他亲属关系 外孙媳",
    "非亲属": "非亲属 室友 合租 合租人 同住人 合住 合租户 同租 租客 租户 朋友 同事 保姆 护工 雇工 同学 老乡 工友 寄住 寄居 寄宿 其他非亲属 "
    "非亲属关系 同事关系 朋友关系 舍友 无亲属关系 住家保姆 学徒 员工 借住 房客 雇员",
}
_RELATION_OF = {word: relation for relation, words in _RELATION_WORDS.items() for word in words.split()}

RELATION_WORDS = frozenset(_RELATION_OF)

_CODES = {  # GB/T 4761-2008, two digits
    **dict.fromkeys(("01", "02"), "户主"),
    **dict.fromkeys(("10", "11", "12"), "配偶"),
    **dict.fromkeys("20 21 22 23 24 25 26 27 29".split(), "子"),
    **dict.fromkeys("30 31 32 33 34 35 36 37 39".split(), "女"),
    "28": "女婿", "38": "儿媳", "41": "孙子", "42": "孙女", "43": "外孙子", "44": "外孙女", "51": "父亲", "52": "母亲",
    "53": "公公", "54": "婆婆", "55": "岳父", "56": "岳母", "61": "祖父", "62": "祖母", "71": "兄弟", "73": "兄弟",
    "75": "姐妹", "77": "姐妹", "97": "其他亲属", "99": "非亲属",
}  # fmt: skip
JOINED_RELATIONS = {  # words for both sexes, which the sex decides
    **dict.fromkeys("子女 孩子 儿女 小孩 子或女 子/女".split(), ("子", "女")),
    **dict.fromkeys("父母 父或母 双亲 父/母".split(), ("父亲", "母亲")),
    **dict.fromkeys("公婆 公公婆婆".split(), ("公公", "婆婆")),
    **dict.fromkeys("岳父母 岳父岳母".split(), ("岳父", "岳母")),
    **dict.fromkeys("孙子女 孙辈 孙子孙女 孙子或孙女".split(), ("孙子", "孙女")),
    **dict.fromkeys("外孙子女 外孙辈 外孙子或外孙女".split(), ("外孙子", "外孙女")),
    **dict.fromkeys("祖父母 爷爷奶奶".split(), ("祖父", "祖母")),
    **dict.fromkeys("兄弟姐妹 兄妹 姐弟 兄弟姊妹".split(), ("兄弟", "姐妹")),
}
UNCERTAIN_RELATIONS = frozenset(("媳妇", "媳"))  # a wife or a son's wife: the household decides
_SHORT_CODES = {"0": "户主", "1": "配偶", "2": "子", "3": "女"}  # GB/T 4761, one digit; 4 to 8 join several relations

_TAG_WORDS = {
    "独居": "独居 独居老人 独居老年人 独居高龄老人 高龄独居 独居高龄 高龄独居老人 独居户 单身独居 孤寡独居 独居人员 独自居住",
    "空巢": "空巢 空巢老人 空巢老年人 空巢家庭 空巢户 高龄空巢 空巢人员",
    "失能": "失能 失能老人 失能老年人 完全失能 全失能 重度失能 失能人员 生活不能自理 不能自理",
    "半失能": "半失能 半失能老人 半失能老年人 部分失能 半自理 中度失能 轻度失能 半失能人员",
    "失智": "失智 失智老人 失智老年人 认知症 认知障碍 痴呆 老年痴呆 阿尔茨海默病 失智人员 阿尔茨海默症",
    "残疾": "残疾 残疾人 残障 残障人士 残疾人员 重残 重度残疾 肢体残疾 视力残疾 听力残疾 言语残疾 智力残疾 精神残疾 多重残疾 持证残疾人 "
    "重度残疾人 残",
    "低保": "低保 低保户 低保对象 低保人员 最低生活保障 城市低保 农村低保 最低生活保障对象 享受低保 低保家庭 城低保",
    "特困": "特困 特困人员 特困供养 特困供养人员 五保 五保户 五保供养 分散特困 特困对象 分散供养特困 三无老人 三无人员 特困户",
    "低保边缘": "低保边缘 低保边缘户 低保边缘家庭 低边 低边户 低边对象 低保边缘人员 边缘户 低保边缘对象 低保边缘家庭成员",
    "失独": "失独 失独家庭 失独老人 计生特殊家庭(失独) 失独户 失独父母 失独人员",
    "优抚": "优抚 优抚对象 重点优抚 重点优抚对象 烈属 军烈属 烈士遗属 伤残军人 残疾军人 优抚人员 带病回乡 老复员军人",
    "退役军人": "退役军人 退伍军人 复员军人 转业军人 退役士兵 退伍兵 退伍 退役 复退军人 自主择业军转干部 退役 退伍老兵",
    "留守儿童": "留守儿童 农村留守儿童 留守未成年人 留守少年儿童",
    "困境儿童": "困境儿童 困难儿童 孤儿 事实无人抚养儿童 困境未成年人 困境少年儿童 事孤儿童",
}
_TAG_OF = {word: tag for tag, words in _TAG_WORDS.items() for word in words.split()}
_DISABLED = r"(?:肢体|视力|听力|言语|智力|精神|多重|重度)*(?:残疾?|残障)人?"
_GRADES = tuple(  # GB/T 26341-2010: seven kinds, four grades
    re.compile(pattern)
    for pattern in (
        rf"{_DISABLED}\(?([一二三四1-4])级\)?",
        rf"([一二三四1-4])级{_DISABLED}(?:\(.*)?",
        r"(?:肢体|视力|听力|言语|智力|精神|多重)([一二三四1-4])级",
    )
)
_GRADE_ALONE = re.compile(r"(?:肢体|视力|听力|言语|智力|精神|多重)?\(?([一二三四1-4])级\)?")
_KIND_ALONE = re.compile(r"肢体|视力|听力|言语|智力|精神|多重")
_DIGITS = str.maketrans("1234", "一二三四")
_ORDINARY = frozenset(
    "普通 一般 正常 无特殊 普通居民 一般人员 一般居民 普通人群 常规 非重点 一般人群 普通群众 普通住户".split()
)

NOTHING = frozenset(
    "无 没有 暂无 / // \\ - -- --- — —— ――  － ／ 、 . 。 · * ** × 空 空白 未填 未填写 不详 不祥 未知 不清楚 不明 待查 待核实 待补 待定 未提供 "
    "拒绝提供 不提供 拒绝 无电话 无手机 没电话 没手机 none null nan n/a na nil 0 # ? ？ 无此项 不适用 无法提供 未登记 忘记 不知道".split()
)
UNKNOWN = frozenset("不详 不祥 未知 不清楚 不明 待查 待核实 待补 待定 忘记 不知道 ? ？".split())
_GENDERS = {
    **dict.fromkeys("男 男性 男士 1 01 m male 男孩 先生 ♂ 1男 1-男 男(1)".split(), "男"),
    **dict.fromkeys("女 女性 女士 2 02 f female 女孩 ♀ 2女 2-女 女(2)".split(), "女"),
}
_YES = frozenset("√ ✓ ✔ ☑ 是 有 1 y yes true 对 v ● ○ ★ ▲ ■ ☆ ◎ 是的 属于 享受 t ∨ √√ +".split())
TICKS = frozenset("√ ✓ ✔ ☑ ∨ v V ● ★ 是 有".split())
_NO = frozenset("否 无 没有 不是 0 n no false × x ✗ ✘ ☐ □ - — -- / \\ 非 不 f 不属于 未享受 ╳".split())

_KIN_PATTERNS = (
    (re.compile(r"之?(?:[长次幺独养继大小幼一二三四五六]|独生|亲生|最小的?)?(?:儿子|儿|子)"), "子"),
    (re.compile(r"之?(?:[长次幺独养继大小幼一二三四五六]|独生|亲生|最小的?)?(?:女儿|女|闺女|丫头)"), "女"),
    (re.compile(r"(?:[长次大小]|第?[一二三四五])?孙(?:子|儿)?"), "孙子"),
    (re.compile(r"(?:[长次大小]|第?[一二三四五])?孙女儿?"), "孙女"),
    (re.compile(r"(?:[长次大小]|第?[一二三四五])?外孙(?:子|儿)?"), "外孙子"),
    (re.compile(r"(?:[长次大小]|第?[一二三四五])?外孙女儿?"), "外孙女"),
    (re.compile(r"(?:[长次大小二三四]|第?[一二三四五])?儿媳妇?"), "儿媳"),
    (re.compile(r"(?:[长次大小二三四])?女婿"), "女婿"),
)
_BLANKS = re.compile(r"\s+")
_NOT_NOW = re.compile(  # 低保(已取消), 残疾(待办): not so, no longer, not yet
    r"\(.*(?:取消|停|(?<!已)退(?![役伍])|已退|注销|未(?=享|批|办|通过|核|续|领|评|认|落|达|报)|否\)?$|[非不](?=享|属|符|是|再|予|够)"
    r"|待(?!遇)|申请|拟|曾|^\(?原|\(原|疑|无(?=此|该|资格|证)|脱[贫保]|终止|期满|到期|过期|失效|去世|死亡|核实|审[核批]|[?？])"
)
_SPLIT_TAGS = re.compile(r"[、,，;；/／|+＋&\n\r\t]+|\s{1,}|和(?=独居|空巢|残疾|低保)")


def plain(value: object) -> str:
    """A cell as comparable text: half width, no blanks, no invisible characters, a number without its `.0`."""
    if isinstance(value, str):
        return _BLANKS.sub("", half_width(value))
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_nothing(text: str) -> bool:
    """Whether plain text is a way to say that there is nothing to write."""
    return not text or text.lower() in NOTHING


def relation(text: str, two_digit_codes: bool = False) -> str | None:
    """The closed word for a relation as written, None when it is none or not beyond doubt.

    `two_digit_codes`: the column uses GB/T 4761's two digits, so a stored number 1 is 01.
    """
    word = text.removeprefix("户主之").removeprefix("户主的").removeprefix("其")
    found = _RELATION_OF.get(text) or _RELATION_OF.get(word) or _RELATION_OF.get(re.sub(r"[((].*", "", word))
    if found or not text[:1].isdecimal():
        return found or next((kin for pattern, kin in _KIN_PATTERNS if pattern.fullmatch(word)), None)
    digits = re.match(r"\d+", text)[0]  # type: ignore[index]
    if said := text[len(digits) :].lstrip("-.、:：_"):
        return _RELATION_OF.get(said)  # 10-配偶: the word decides
    if two_digit_codes:
        return _CODES.get(digits.zfill(2))
    return _SHORT_CODES.get(digits) if len(digits) == 1 else _CODES.get(digits)


def spouse_gender(text: str) -> str | None:
    """The sex that a spouse's word itself tells: 妻子, 老公."""
    return SPOUSE_GENDER.get(text)


def tags(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(closed tags in the order written, words that are none) of a tag cell."""
    found: dict[str, None] = {}
    unknown: list[str] = []
    for piece in _SPLIT_TAGS.split(half_width(text)):
        word = piece.strip(" .。()")
        if is_nothing(word) or word in _ORDINARY:
            continue
        if _NOT_NOW.search(word):
            unknown.append(piece.strip())
        elif tag := _graded(word) or _TAG_OF.get(word) or _TAG_OF.get(re.sub(r"\(.*", "", word)):
            found[tag] = None
        else:
            unknown.append(word)
    return tuple(found), tuple(unknown)


def _graded(word: str) -> str | None:
    """残疾二级 for 肢体残疾(2级), 二级残疾, 肢体二级."""
    found = next((match for grade in _GRADES if (match := grade.fullmatch(word))), None)
    return f"残疾{found[1].translate(_DIGITS)}级" if found else None


def disability(text: str) -> str | None:
    """What a cell means below a heading that already says 残疾: 二级, 肢体, 残疾二级."""
    if _NOT_NOW.search(text):
        return None
    if found := _GRADE_ALONE.fullmatch(text):
        return f"残疾{found[1].translate(_DIGITS)}级"
    return _graded(text) or ("残疾" if _KIND_ALONE.fullmatch(text) else None)


def closed(tag: str) -> str:
    """The closed tag that a finer one belongs to: 残疾 of 残疾二级."""
    return tag if tag in TAGS else "残疾" if tag.startswith("残疾") else tag


def tag_in(heading: str) -> str | None:
    """The tag that a yes/no column asks for: 独居, 是否低保户, 残疾人(√)."""
    word = re.sub(
        r"^(是否为?|是不是|属于|有无|是否属于|是否享受|享受|为)|(情况|等级|级别|与否|否|标识|标志|打勾|打√)$",
        "",
        heading,
    )
    return _TAG_OF.get(word) or _TAG_OF.get(heading)


def gender(text: str) -> str | None:
    return _GENDERS.get(text.lower())


def yes_no(text: str) -> bool | None:
    """A mark in a yes/no column; None when it says neither."""
    word = text.lower()
    return True if word in _YES else False if not word or word in _NO else None


ETHNIC = frozenset(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 "
    "布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺".split()
)
EDUCATION = frozenset(
    "文盲 半文盲 学龄前 幼儿园 小学 初中 高中 中专 中技 技校 职高 职业高中 大专 专科 本科 大学 大学本科 大学专科 研究生 硕士 硕士研究生 博士 博士研究生 "
    "中等专科 大学本科教育 普通高中 初级中学 小学教育 高中/中专 中职 高职 大学本科毕业 高中毕业 初中毕业 小学毕业 未上学 在读".split()
)
MARITAL = frozenset("未婚 已婚 离婚 离异 丧偶 初婚 再婚 复婚 有配偶 无配偶 同居 未说明的婚姻状况 分居".split())
POLITICAL = frozenset(
    "群众 党员 中共党员 预备党员 中共预备党员 团员 共青团员 民主党派 民革 民盟 民建 民进 农工党 致公党 九三学社 台盟 无党派 无党派人士 少先队员".split()
)
RESIDENCE = re.compile(
    r"户籍|流动|常住|人户|暂住|租住|自住|寄住|寄居|空挂|迁出|外出|在住|借住|暂离|自购|租赁|常驻|搬走"
)
