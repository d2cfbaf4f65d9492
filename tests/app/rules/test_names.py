import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.rules.names import MOST, clean, spelled_by, spellings, surname
from app.rules.readings import plain, readings

COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜单仇查覃解盖乐重朝长行贾任"
)
han = st.sampled_from(COMMON + "䶮㛃𬭎𬀩𫖯" + chr(0xFA0E) + chr(0xE863))
names = st.text(han, min_size=2, max_size=4)
BLANKS = " \u3000\u00a0\t"
INVISIBLE = "\u200b\u200d\ufeff\u00ad\u2060\u0000"


@pytest.mark.field
def test_every_published_name_is_found_by_pinyin_and_initials(field_data: Path) -> None:
    vectors = json.loads((field_data / "08-id-names/name_pinyin_vectors.json").read_text("utf-8"))["vectors"]
    missed = [v["name"] for v in vectors if not {"".join(v["pinyin"]), v["initials"]} <= spellings(v["name"])]
    assert len(vectors) == 430 and missed == []


@pytest.mark.field
def test_every_surname_is_found_as_both_dictionaries_of_surnames_read_it(field_data: Path) -> None:
    with (field_data / "08-id-names/surname_pinyin.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    missed = [
        (row["surname"], said)
        for row in rows
        for given, sound in (("", ""), ("小明", "xiaoming"))
        for said in (row["pinyin_pro"], row["hotoo_pinyin"])
        if "".join(map(plain, said.split())) + sound not in spellings(row["surname"] + given)
    ]
    assert len(rows) == 492 and missed == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("单雄信", "shanxiongxin sxx danxiongxin"),
        ("查良镛", "zhaliangyong zly"),
        ("尉迟恭", "yuchigong ycg"),
        ("万俟卨", "moqixie"),
        ("单于志", "chanyuzhi shanyuzhi"),
        ("皇甫嵩", "huangfusong huangpusong"),
        ("乐嘉", "lejia yuejia lj yj"),
        ("吕丽", "lvli luli lyuli ll"),
        ("许𬭎", "xuhong xh"),
        ("黄䶮", "huangyan hy"),
        ("次仁·拉姆", "cirenlamu crlm ciren lamu"),
        ("John Smith", "johnsmith js"),
        ("李Amy", "liamy la"),
    ],
)
def test_a_name_is_found_however_it_is_said(name: str, said: str) -> None:
    assert set(said.split()) <= spellings(name)


def test_a_reading_that_nobody_uses_finds_nobody() -> None:
    assert spellings("王明") == {"wangming", "wm"}


def test_a_long_name_keeps_every_reading_of_every_character_within_bounds() -> None:
    name = "长乐朝重行解单仇"
    found = spellings(name)
    assert len(found) <= MOST
    for place, character in enumerate(name):
        for said in readings(character):
            assert any(said in full for full in found), (place, said)


@given(st.text(max_size=60))
def test_any_text_is_spelled_in_small_ascii_letters_within_bounds(text: str) -> None:
    found = spellings(text)
    assert len(found) <= MOST
    assert all(re.fullmatch("[a-z0-9]+", said) for said in found)


def test_names_are_read_without_the_phrases_of_the_dictionary() -> None:
    code = (
        "import sys, app.rules.names as n; assert n.spellings('王'); sys.exit('pypinyin.phrases_dict' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=True)


@given(names, st.data())
def test_blanks_and_invisible_characters_go_and_nothing_else(name: str, data: st.DataObject) -> None:
    dirty = "".join(data.draw(st.text(BLANKS + INVISIBLE, max_size=2)) + one for one in name)
    assert clean(dirty + data.draw(st.text(BLANKS, max_size=2))).name == name


@given(names, names, st.sampled_from(".．•・‧·。"), st.sampled_from(["", " "]))
def test_a_minority_name_gets_its_own_dot(first: str, second: str, dot: str, blank: str) -> None:
    assert clean(f"{first}{blank}{dot}{blank}{second}").name == f"{first}·{second}"


@given(
    names,
    st.text(st.sampled_from("租户主已故0123 "), min_size=1, max_size=8),
    st.sampled_from(["()", "（）", "【】", "(）", "[]"]),
)
def test_a_note_in_brackets_leaves_the_name_and_is_kept(name: str, note: str, pair: str) -> None:
    found = clean(f"{name}{pair[0]}{note}{pair[1]}")
    assert found.name == name
    assert found.notes == ((note.strip(),) if note.strip() else ())
    assert found.changes == ("note",)


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once_and_invents_nothing(text: str) -> None:
    assume(text.count("(") + text.count("（") < 9)
    once = clean(text)
    assert clean(once.name).name == once.name
    assert set(once.name) <= set(text) | set("· ") | {
        chr(ord(c) - 0xFEE0) for c in text if "Ａ" <= c <= "ｚ" or "０" <= c <= "９"
    }


@given(names)
def test_a_clean_name_stays_and_reports_nothing(name: str) -> None:
    assert tuple(clean(name)) == (name, (), ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三（租（201））", "张三"),
        ("张三（租", "张三"),
        ("ＪＯＨＮ　Smith", "JOHN Smith"),
        ("张三、", "张三"),
        ("*三", "*三"),
        ("张\n三", "张三"),
        ("欧阳\n修远", "欧阳修远"),
        ("张三\n李四", "张三 李四"),
        ("\u3000", ""),
    ],
)
def test_told_cases(text: str, name: str) -> None:
    assert clean(text).name == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("欧阳修远", ("欧阳", "修远")),
        ("欧阳", ("欧", "阳")),
        ("王小明", ("王", "小明")),
        ("扎西多吉", ("扎", "西多吉")),
        ("阿依古丽·买买提", ("", "阿依古丽·买买提")),
        ("John", ("", "John")),
        ("", ("", "")),
    ],
)
def test_the_surname_is_split_off(name: str, parts: tuple[str, str]) -> None:
    assert surname(name) == parts


@pytest.mark.parametrize("text", ["(" * 30_000, "张 " * 15_000, "张." * 15_000, "张\n" * 15_000, "一" * 30_000])
def test_a_damaged_cell_is_cleaned_in_no_time(text: str) -> None:
    clean(text)
    assert len(spellings(text)) <= MOST


@pytest.mark.parametrize(
    ("name", "typed", "spelled"),
    [
        ("张伟", "z", (0, 1, True)),
        ("张伟", "zw", (0, 2, True)),
        ("张伟", "zha", (0, 1, False)),
        ("张伟民", "zhangwei", (0, 2, False)),
        ("张伟民", "zhangw", (0, 2, False)),
        ("单于志", "shanyuz", (0, 3, False)),
        ("吕梁", "lvl", (0, 2, False)),
        ("吕梁", "lul", (0, 2, False)),
        ("阿依古丽·买买提", "mmt", (5, 8, True)),
        ("阿依古丽·买买提", "aygl", (0, 4, True)),
        ("王John", "wangj", (0, 5, False)),
        ("张伟", "wei", None),
        ("张伟", "zhangweimin", None),
        ("张伟", "", None),
        ("", "z", None),
    ],
)
def test_letters_stand_for_characters(name: str, typed: str, spelled: tuple[int, int, bool] | None) -> None:
    found = spelled_by(name, typed)
    assert (found and (found.start, found.end, found.initials)) == spelled


@given(names, names)
def test_whatever_finds_a_name_tells_where(name: str, second: str) -> None:
    for whole in (name, f"{name}·{second}"):
        assert [said for said in spellings(whole) if not spelled_by(whole, said)] == []
