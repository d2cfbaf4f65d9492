"""What a heading asks for, by the vocabulary of Chinese forms (GB/T 31000-2015 tables 12-16, the usual household forms).

A heading has an owner (whose?) and a matter (what?): 户主 + 身份证号, 房东 + 电话, 监护人 + 姓名. Only the person's own matters are
imported; a matter of somebody whom the roster does not keep is understood and left out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.importing import words
from app.rules.plain import half_width

FIELDS = (
    "seq grid estate building unit floor room address household_no head_name head_id name relation gender id_no birth age ethnic "
    "education marital political occupation workplace phone phone2 registered_region registered_address registered_same "
    "residence_kind tags arrived landlord_name landlord_phone updated collector remark household_size record_id ignore"
).split()


@dataclass(frozen=True, slots=True)
class Heading:
    """field: of FIELDS or `tag:` + tag, "" when nothing was recognised; surety 0..1 (1 = a usual name of the field)."""

    field: str
    surety: float
    member: str = ""  # whom of the household, where a row holds several: 配偶, 成员2


NONE = Heading("", 0.0)

_EXACT = {
    "seq": "序号 序 no no. № 行号 顺序号 序列号 序列 # 流水号 排序 项次 号 次序 序次",
    "grid": "网格 所属网格 网格名称 网格号 网格编号 网格编码 所在网格 片区 网格区域 微网格 所属片区",
    "estate": "小区 小区名称 所属小区 所在小区 居住小区 院落 院落名称 楼盘 楼盘名称 小区名 小区(院落) 住宅小区 小院名称 小区(单位)名称 居民小区",
    "building": "楼栋 楼号 栋号 幢号 楼幢号 楼栋号 楼幢 栋 幢 号楼 楼座 座 楼栋名称 楼宇 座号 楼 楼幢名称 栋座 几栋 几幢 几号楼 楼宇名称 所在楼栋 "
    "居住楼栋 栋数 楼牌号 楼宇号 所属楼栋 栋(幢) 幢(栋) 幢(楼)号 楼(幢)号 楼(栋)号 楼号(栋) 楼座号 巷道 街巷 路段 街路巷 街路巷名称",
    "unit": "单元 单元号 单元门 梯 梯号 门洞 几单元 所在单元 单元(门) 单元门号 楼门 楼门号 门栋 单元名称 门洞号",
    "floor": "楼层 层 所在楼层 层数 楼层号 层号 几层 几楼",
    "room": "室号 室 房号 房间号 房间 户室 门号 房室号 门户号 户室号 住房号 房屋号 门牌号 门牌 房(室)号 室(房)号 户室门牌 几室 房门号 房间编号 "
    "房牌号 门牌号码 室号(房号) 号室 户门号 房间门牌",
    "address": "地址 住址 现住址 家庭住址 家庭地址 现居住地址 居住地址 居住地 现居住地 现居地址 现住地址 详细地址 住所 门牌地址 现住门(楼)详址 "
    "现住门详址 现住详址 常住地址 常住址 实际居住地址 居住详址 房屋地址 房址 楼栋门牌 楼栋房号 楼栋门牌号 家庭详细住址 住房地址 经常居住地 实际住址 "
    "现居住址 现居住详细地址 居住地详址 居住地详细地址 居住处所 现居地 现家庭住址 常住地 家庭详细地址 现住地 居住门牌 详细住址 房屋坐落 坐落 "
    "实际居住地 现住所 本地住址 租住地址 暂住地址 居住位置 楼栋单元室 楼栋单元房号 楼单元室 房号(楼-单元-室) 在本地住址 具体住址 具体地址 住处",
    "household_no": "户号 户编号 家庭编号 户口编号 家庭户号 户籍号 户号编码 家庭号 户口簿号 户口本号 户号码 家庭户编号 住户编号 户序 户序号 户次",
    "head_name": "户主 户主姓名 户主名 户主名字 家庭户主 户主名称 户主(姓名) 所属户主 户主姓名(本户)",
    "head_id": "户主身份证 户主身份证号 户主身份证号码 户主公民身份号码 户主证件号码 户主证件号 户主身份号码",
    "name": "姓名 名字 居民姓名 人员姓名 住户姓名 成员姓名 家庭成员姓名 家庭成员 老人姓名 本人姓名 被访人姓名 对象姓名 服务对象 服务对象姓名 走访对象 "
    "承租人姓名 租客姓名 租户姓名 租住人姓名 居住人姓名 实际居住人 常住人口姓名 流动人口姓名 人口姓名 儿童姓名 残疾人姓名 户内人员 户内人员姓名 "
    "户成员 现住人姓名 中文姓名 被走访人姓名 姓名(全称) 人名 名 姓名(中文) 真实姓名 走访对象姓名 居住人员姓名 登记人员姓名 公民姓名 学生姓名 "
    "党员姓名 志愿者姓名 被服务人姓名 家庭人员姓名 家庭人员 户内成员 户内成员姓名 居住人员 人员名单 居民名字",
    "relation": "与户主关系 关系 家庭关系 与户主的关系 和户主关系 同户主关系 户主关系 家庭成员关系 成员关系 与承租人关系 与房主关系 与本户关系 称谓 "
    "亲属关系 与业主关系 与家长关系 与户主之关系 户内关系 家庭角色 是户主的什么人 与户主何关系 系户主什么人 与租户关系 与承租户关系 与户主关系代码",
    "gender": "性别 男女 sex gender 性別 性别(男/女) 男/女 性别代码",
    "id_no": "身份证号 身份证号码 身份证 公民身份号码 公民身份证号 公民身份证号码 居民身份证 居民身份证号 居民身份证号码 证件号 证件号码 有效证件号码 "
    "身份证件号 身份证件号码 身份号码 身份证编号 二代证号码 身份证件 证照号码 本人身份证号 id id号 idcard 有效证件号 身份证明号码 身份证证号 "
    "公民身份证 身份证号(18位) 公民证号 二代身份证号 二代身份证号码 身份识别号 身份证件编号 证号",
    "birth": "出生日期 出生年月 出生年月日 生日 出生 出生时间 出生日 诞生日期 birthday 出生(年月日) 出生日期(公历) 出生年份 出生年 公历生日 生辰 何时出生",
    "age": "年龄 周岁 岁数 年纪 现年 实足年龄 周岁年龄 年岁 岁",
    "ethnic": "民族 族别 民族成分 所属民族",
    "education": "学历 文化程度 教育程度 受教育程度 最高学历 文化 学历程度 学历层次 文化水平",
    "marital": "婚姻状况 婚姻 婚姻状态 婚否 婚姻情况 婚姻关系 婚况",
    "political": "政治面貌 政治身份 党派 政治面目 是否党员",
    "occupation": "职业 从业状况 职业类别 就业状况 工种 从事职业 从事行业 职业状况 就业情况 从业情况 谋生职业",
    "workplace": "服务处所 工作单位 单位 就业单位 就读学校 学校 工作地点 单位名称 工作单位及职务 工作(学习)单位 工作单位/学校 就业地点 所在单位",
    "phone": "联系电话 电话 电话号码 手机 手机号 手机号码 联系方式 联系手机 移动电话 本人电话 联系号码 常用电话 电话1 手机1 联系电话1 住户电话 居民电话 "
    "手机电话 本人手机 本人手机号 联系方式1 本人联系方式 本人联系电话 手机/电话 tel phone mobile 电话(手机) 联系电话(手机) 常用手机 联系方式(手机) "
    "手机号1 可联系电话 联络电话 联络方式 通讯号码 移动号码 电话/手机 手机或电话 联系电话一 电话一",
    "phone2": "备用电话 其他电话 第二联系电话 电话2 联系电话2 手机2 备用手机 备用号码 其它联系方式 其他联系方式 备用联系电话 备用联系方式 固定电话 座机 固话 "
    "宅电 家庭电话 住宅电话 联系方式2 家庭座机 座机号码 固话号码 其它电话 备用联系方式2 手机号2 联系电话二 电话二 另一电话 第二电话 座机电话 家庭固话",
    "registered_region": "户籍地 户籍所在地 户口所在地 户籍 户口地 户籍地区 来源地 户籍省市 户籍地(省市县) 户籍地区划 户口属地 户籍区划 原籍 来自何地 "
    "户籍省份 流出地 户口",
    "registered_address": "户籍地址 户籍地详址 户口地址 户籍门(楼)详址 户籍门详址 户籍详址 户籍住址 户籍地详细地址 身份证地址 户口所在地地址 户籍详细地址 "
    "户口所在地详细地址 户籍所在地地址 户籍所在地详细地址 户口登记地 户籍登记地址 身份证住址 户口簿地址 户籍地址(详细) 原籍地址 户口详址 户籍地住址",
    "registered_same": "人户一致标识 人户一致 是否人户一致 人户是否一致 人户分离 是否人户分离 人户分离情况 人户情况",
    "residence_kind": "居住类型 居住情况 人口类型 居住状态 状态 户口类型 人口性质 户籍类型 住所类型 居住性质 人户状态 居住方式 常住类型 人口类别 户籍性质 "
    "户口性质 在住情况 居住类别 人员状态 人口状态 住户类型 在住状态 人口属性",
    "tags": "关爱标签 人员类别 特殊群体 特殊人群 重点人群 人群类别 标签 人员标签 重点人员类别 关爱类别 人群标签 特殊人群类别 人员属性 关爱对象 救助类别 "
    "困难类型 重点类型 对象类别 群体类别 细分标签 特殊群体类别 人群分类 重点人群类别 特殊类别 类别 关爱群体 特殊对象 特殊身份 重点对象 特殊情况 "
    "关注类别 关爱人群 重点关爱 重点人群标签 特殊人员类别 关注人群 人员分类 服务对象类别 特殊群体类型 困难类别 特群 特殊类型",
    "arrived": "来本地日期 来本地时间 入住时间 入住日期 到达日期 流入时间 流入日期 迁入时间 迁入日期 起租日期 来居住地日期 起租时间 居住起始日期 搬入日期 "
    "来本市时间 来本市日期 何时入住 到本地日期 租住起始时间 居住开始时间 来此居住时间",
    "landlord_name": "房东 房东姓名 房主 房主姓名 出租人 出租人姓名 产权人 房屋所有人 产权人姓名 房屋产权人 房东名字 房主名字 出租房主",
    "landlord_phone": "房东电话 房主电话 房主联系方式 出租人电话 房东联系方式 房主手机 房东手机 房东联系电话 房主联系电话 产权人电话 出租人联系方式 "
    "房东手机号 产权人联系方式",
    "updated": "更新日期 更新时间 采集日期 登记日期 登记时间 填表日期 录入时间 核实日期 采集时间 最后更新 最近更新 最近更新时间 核查日期 填报日期 录入日期 核实时间",
    "collector": "采集人 登记人 网格员 填表人 录入人 采集员 调查员 填报人 录入员 采集人员 网格员姓名 调查人 登记员 核实人",
    "remark": "备注 说明 备注说明 附注 注 情况说明 备注信息 其他说明 其它说明 备考 其他情况 其它 其他 补充说明 其它情况 其他事项 需说明的情况 特别说明",
    "household_size": "人口数 家庭人口 家庭人数 户人口 家庭人口数 户内人数 家庭成员数 人数 本户人数 同住人数 人口 户人数 在册人数 常住人数 家庭人口总数 人口总数",
    "record_id": "系统编号 数据编号 记录编号 uuid 系统id 主键 数据id 人员编号 人员id 档案号 档案编号 居民编号 唯一标识 记录号 系统流水号",
}
_EXACT_FIELD = {alias: field for field, aliases in _EXACT.items() for alias in aliases.split()}
EXACT = frozenset(_EXACT_FIELD) - frozenset("户主 本人 女 其他 其它 说明 无 户口 小区 住所".split())
_WEAK = {"业主": ("name", 0.6), "业主姓名": ("name", 0.7), "承租人": ("name", 0.7), "租客": ("name", 0.7), "租户": ("name", 0.7),
         "居民": ("name", 0.6), "人员": ("name", 0.6), "住户": ("name", 0.6), "老人": ("name", 0.6), "成员": ("name", 0.7),
         "编号": ("seq", 0.6), "编码": ("seq", 0.5), "号码": ("phone", 0.4), "姓": ("name", 0.4), "对象": ("name", 0.5),
         "居住人": ("name", 0.7), "租住人": ("name", 0.7), "申请人": ("name", 0.6), "申请人姓名": ("name", 0.7), "楼层数": ("floor", 0.7),
         "名称": ("name", 0.3), "身份": ("tags", 0.3), "类型": ("tags", 0.4), "联系人": ("name", 0.3), "联系人姓名": ("name", 0.4),
         "联系人电话": ("phone", 0.4), "联系人手机": ("phone", 0.4), "联系人号码": ("phone", 0.4), "联系人联系方式": ("phone", 0.4)}  # fmt: skip

_OTHERS = re.compile(  # people whom a roster of residents does not keep
    "监护|紧急|应急|照护|照料|护理|赡养|抚养|扶养|委托人|代理|法定|法人|负责|责任人|经办|介绍人|代办|楼长|栋长|楼栋长|单元长|组长|网格长|网格员|微网格|民警|"
    "医生|社工|志愿|结对|帮扶|包保|干部|书记|走访人|采集|(?<!被)登记人|填表|审核|填报人|录入|联络员|亲友|家属|邻居|担保|用人单位|车主|犬主|房产证|共有人|联系人|"
    "子女(?!$)|儿女|父母|父亲|母亲|学校联|班主任|老师|中介|物业|用工|雇主|经手"
)
_LANDLORD = re.compile("房东|房主|出租人|产权人|所有人|出租方|出租屋主|屋主")
_TENANT = re.compile(
    "^(承租|租客|租户|租住|本人|居民|住户|人员|老人|对象|被访|成员|家庭成员|户内|申请人|业主|个人|参保人|残疾人|儿童|学生|人口)"
)
_HEAD = re.compile("户主|户长")
_MEMBER = re.compile(
    r"^(家庭成员|成员|人员|户内人员|同住人|居民|子女|孩子|家属)?(?:第)?([1-9一二三四五六七八九])(?:号)?(?:的)?(?=\D)|^(?P<kin>配偶|妻子|丈夫)(?=.)"
)
_NUMBERED = re.compile(
    r"^(姓名|身份证号码?|证件号码?|公民身份号码|性别|与户主关系|关系|出生日期|出生年月)[((]?([1-9一二三四五六七八九])[))]?$"
)

_MATTERS: tuple[tuple[str, str, float], ...] = (  # the first that is found decides
    ("ignore", r"^(原|旧|曾|上月|上年|上次|去年)(?!籍|户籍)", 0.7),
    ("ignore", r"残疾人?证|低保证|居住证|优抚证|房产证|不动产|社保|医保|银行|卡号|账号|帐号|车牌|车辆|护照|营业执照|户口簿编|签字|签名|签收|签章|盖章|手印|照片|"
     r"走访|回访|入户时间|血型|宗教|曾用名|职务|面积|产权|证件类|证件种|证件名|证件代|有效期|到期|离开|密码|邮箱|微信|qq|经度|纬度|收入|金额|得分|积分|籍贯|"
     r"国籍|健康|疾病|慢病|身高|体重|疫苗|核酸|医院|社区$|街道$|村$|居委会|派出所|乡镇|省份?$|市$|区县$|年级|班级", 0.8),
    ("registered_same", r"人户", 0.8),
    ("id_no", r"身份证|身份号|公民身份|身份证件|证件号|证件编号|证件号码|身份.{0,2}号码?|证.{0,2}号码$|^id(号|码|号码|卡号?)?$", 0.85),
    ("phone", r"手机|电话|联系方式|联络方式|联系号|移动号|通讯方式|通信方式|tel|mobile|phone|联络号", 0.85),
    ("relation", r"关系|称谓", 0.85),
    ("gender", r"性别|^男女", 0.85),
    ("birth", r"出生|生日|诞生|生年月日", 0.85),
    ("age", r"年龄|周岁|岁数|^几岁", 0.85),
    ("ethnic", r"民族", 0.85),
    ("education", r"学历|文化程度|教育程度|受教育", 0.85),
    ("marital", r"婚姻|婚否|婚育|婚况", 0.85),
    ("political", r"政治面|党员|党派", 0.85),
    ("registered_address", r"(户籍|户口|身份证).*(地址|详址|住址|门牌|登记地)|原籍.*址", 0.85),
    ("registered_region", r"户籍|户口(所在|属)|户口地|原籍|流出地|来源地", 0.75),
    ("arrived", r"^来(?!访|电|信|源)[一-龥]{1,3}(时间|日期)$", 0.8),
    ("arrived", r"(来|到)(本|此|该|我|[一-龥]{1,2})(地|市|区|县|省|社区).{0,3}(时间|日期)|(入住|迁入|流入|搬入|起租|来.居住).{0,2}(时间|日期|年月)", 0.8),
    ("updated", r"(更新|采集|登记|录入|填表|填报|核实|核查|调查|摸排|排查).{0,2}(时间|日期|年月)", 0.8),
    ("household_size", r"(家庭|户|人口|成员|同住).{0,3}(人数|口数|人口|数量?)$|几口人|^人数|人口数", 0.8),
    ("household_no", r"户(编|序)?号|家庭编?号|户编码", 0.7),
    ("name", r"姓名|名字|^名$|人名|^(业主|住户|居民|人员|成员|租户|租客)名称?$", 0.8),
    ("name", r"^被?(登记|采集|调查|访问|走访|服务|受访|摸排)(人|者|对象|人员)$", 0.6),
    ("address", r"^(所|居|现)?(住|居)?房屋?(位置|地点|门牌)$|^所住房屋$|(住|居)(址|处|所)|地址|详址|(居|现|常)住地|住地|门牌.*址|(楼|栋|幢).*(单元).*(室|房|号)", 0.8),
    ("building", r"楼栋|栋号|幢号|楼号|楼幢|号楼|楼宇|楼座|栋$|幢$|^(所在|居住|所住|第?几)?楼(栋|座|幢)?(号|名)?$", 0.75),
    ("unit", r"单元", 0.75),
    ("floor", r"楼层|层$", 0.7),
    ("room", r"室号|房号|房间|门牌|室$|房$|户室|门号", 0.75),
    ("grid", r"网格|片区", 0.7),
    ("estate", r"小区|院落|楼盘|苑名", 0.7),
    ("tags", r"标签|人群|群体|(人员|对象|困难|救助|关爱|特殊|重点|帮扶|关注|保障|服务).{0,4}(类|型|对象|群)", 0.7),
    ("residence_kind", r"居住(类|情|状|性|方)|(人口|户口|户籍)(类|性)|在住", 0.7),
    ("occupation", r"职业|从业|就业|工种", 0.7),
    ("workplace", r"单位|处所|学校", 0.7),
    ("remark", r"备注|说明|附注|其他$|其它$", 0.7),
    ("seq", r"^序|编号$|^no", 0.5),
)  # fmt: skip
_MATTERS_RE = tuple((field, re.compile(pattern), surety) for field, pattern, surety in _MATTERS)
_NOTES = re.compile(r"[((\[【<《〔][^))\]】>》〕]*[))\]】>》〕]?")
_EDGES = "*＊★☆※▲△●:：.。、,，-_ \"'“”"
_ALTERNATIVES = re.compile(r"[/／、]|或(?!有)")


_COUNTED = re.compile(
    r"^[((]?(?:\d{1,2}|[①-⑳])[))]?[、.]?(?=\D)(?!号|栋|幢|单元|室|层|楼)|[-_]?[((]?(?:必填|选填|必录|非必填|可空|下拉选择?)项?[))]?$"
)
_TRADITIONAL = str.maketrans(
    "證電話關係戶單號樓棟聯繫絡備註與現區別齡類業員對詳屬軍婚職學歷況話機層",
    "证电话关系户单号楼栋联系络备注与现区别龄类业员对详属军婚职学历况话机层",
)


def plain(text: object) -> str:
    """A heading made comparable: half width, small letters, no blanks, no stars, no colon, no number before it."""
    said = re.sub(r"[\s　]+", "", half_width(str(text))).lower().strip(_EDGES).translate(_TRADITIONAL)
    return (_COUNTED.sub("", said) or said).strip(_EDGES)


@lru_cache(maxsize=4096)
def read(text: str, groups: tuple[str, ...] = ()) -> Heading:
    """What a heading asks for; `groups` are the headings above it, outermost first."""
    said = plain(text)
    above = [plain(group) for group in groups]
    if not said:
        return NONE
    if numbered := _NUMBERED.fullmatch(said):
        own = read(numbered[1])
        return Heading(own.field, own.surety, f"成员{_digit(numbered[2])}")
    own = _read(said)
    first, *more = str(text).split() or [""]
    if more and own.surety < 1.0 and (alone := _read(plain(first))).surety == 1.0:
        own = alone  # 姓名 与身份证一致: the line below explains
    for group in reversed(above):
        own = _below(own, said, group)
    return own


_OWNED = frozenset(("name", "id_no", "phone", "gender", "birth", "address", "relation", "tags", "age", ""))


def _below(own: Heading, said: str, group: str) -> Heading:
    """A heading under a group: 姓名 under 房东 is the landlord's."""
    if own.field and (member := _member(group + "的")):
        return Heading(own.field, own.surety, member)
    if own.field in _OWNED and (_subject(group) or _read(group).field == "ignore"):
        joined = _read(group + said)
        return joined if joined.field else own
    if not own.field and _read(group).field in ("phone", "address", "registered_address"):
        return Heading(_read(group).field, 0.5)
    return own


def _subject(group: str) -> bool:
    return bool(_OTHERS.search(group) or _LANDLORD.search(group) or _HEAD.search(group))


@lru_cache(maxsize=4096)
def _read(said: str) -> Heading:
    bare = _NOTES.sub("", said).strip(_EDGES) or said.strip("()（）")
    for form in (said, bare):
        if form in _EXACT_FIELD:
            return Heading(_EXACT_FIELD[form], 1.0)
        if form in _WEAK:
            return Heading(*_WEAK[form])
    if tag := words.tag_in(bare) or words.tag_in(said):
        return Heading(f"tag:{tag}", 0.95)
    if member := _member(bare):
        own = _read(_MEMBER.sub("", bare))
        if own.field:
            return Heading(own.field, own.surety, member)
    alternatives = [part for part in _ALTERNATIVES.split(bare) if part]
    if len(alternatives) > 1 and not _OTHERS.search(bare):
        return _either([_read(part) for part in alternatives], bare)
    return _owned(bare)


def somebody_else(header: str) -> bool:
    """紧急联系人, 监护人, 房东: a person whom the roster does not list."""
    said = plain(header)
    return bool(_OTHERS.search(said) or _LANDLORD.search(said)) and not _TENANT.search(said)


def says_whose(header: str) -> bool:
    """本人电话, 户主电话, 紧急联系人电话; not 联系电话."""
    said = plain(header)
    return somebody_else(header) or bool(_TENANT.search(said) or _HEAD.search(said))


def _either(found: list[Heading], bare: str) -> Heading:
    """公民身份号码/证件号码: both say the same; 手机/QQ: the matter that is known."""
    fields = {one.field for one in found if one.field not in ("", "ignore")}
    if fields == {"phone", "phone2"} or len(fields) == 1:
        best = max((one for one in found if one.field in fields), key=lambda one: (one.field != "phone2", one.surety))
        return Heading(best.field, min(best.surety, 0.95))
    return _owned(bare)


_WHOSE_EVER = frozenset(("updated", "grid", "remark", "household_size", "tags"))


def _owned(bare: str) -> Heading:
    own = _matter(bare)
    if _LANDLORD.search(bare) and own.field != "relation":
        if own.field in ("phone", "name"):
            return Heading("landlord_phone" if own.field == "phone" else "landlord_name", 0.85)
        return Heading("ignore", 0.8)
    if _HEAD.search(bare) and own.field not in ("relation", "household_no"):
        return Heading({"id_no": "head_id", "name": "head_name", "": "head_name"}.get(own.field, "ignore"), 0.8)
    if _OTHERS.search(bare) and not _TENANT.search(bare) and own.field not in _WHOSE_EVER:
        return Heading("ignore", 0.85)
    return own


def _matter(bare: str) -> Heading:
    for field, pattern, surety in _MATTERS_RE:
        if pattern.search(bare):
            return Heading(field, surety)
    return NONE


def _member(text: str) -> str:
    found = _MEMBER.match(text)
    if not found:
        return ""
    return str(found["kin"]) if found["kin"] else f"成员{_digit(found[2])}"


def _digit(mark: str) -> int:
    return int(mark) if mark.isdecimal() else "一二三四五六七八九".index(mark) + 1
