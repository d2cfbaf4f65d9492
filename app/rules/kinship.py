"""与户主关系 after another one becomes the head: what follows from the old relations, and nothing where it does not.

Codes of GB/T 4761-2008 as the program offers them (domain.md 1.5). What is not sure is left to the person: a grandchild of the
old head may be the new head's child or nephew.
"""

from collections.abc import Mapping

HEAD, SPOUSE, SON, DAUGHTER = "02", "10", "20", "30"
FATHER, MOTHER, BROTHER, SISTER, KIN, NO_KIN = "51", "52", "71", "75", "97", "99"
MAN, WOMAN = "1", "2"
Pair = Mapping[str, str]
Told = Mapping[str, str | Pair]  # by what somebody was to the old head; a pair by his own gender

PARENTS, CHILDREN, SIBLINGS = {MAN: FATHER, WOMAN: MOTHER}, {MAN: SON, WOMAN: DAUGHTER}, {MAN: BROTHER, WOMAN: SISTER}
HIS_PARENTS, HER_PARENTS = {MAN: "55", WOMAN: "56"}, {MAN: "53", WOMAN: "54"}  # of his wife, of her husband
GRANDPARENTS = {MAN: "61", WOMAN: "62"}
OF_SON, OF_DAUGHTER = {MAN: "41", WOMAN: "42"}, {MAN: "43", WOMAN: "44"}
IN_LAWS = {MAN: "28", WOMAN: "38"}  # who married a child


def _same(*codes: str) -> dict[str, str]:
    return {code: code for code in codes}


def _all(said: str, *codes: str) -> dict[str, str]:
    return dict.fromkeys(codes, said)


_PARENT: Told = {
    HEAD: CHILDREN, SPOUSE: IN_LAWS, FATHER: SPOUSE, MOTHER: SPOUSE, BROTHER: SON, SISTER: DAUGHTER,
    **_all(KIN, "38", "28", "41", "42", "43", "44"),
}  # fmt: skip
_CHILD: Told = {
    HEAD: PARENTS,
    SPOUSE: PARENTS,
    SON: BROTHER,
    DAUGHTER: SISTER,
    **_all(KIN, "61", "62", BROTHER, SISTER),
}
_SIBLING: Told = {
    HEAD: SIBLINGS, **_same(FATHER, MOTHER, "61", "62", BROTHER, SISTER),
    **_all(KIN, SPOUSE, SON, DAUGHTER, "38", "28", "41", "42", "43", "44", "53", "54", "55", "56"),
}  # fmt: skip
_SPOUSE: Told = {
    HEAD: SPOUSE, **_same(SON, DAUGHTER, "38", "28", "41", "42", "43", "44"),
    "53": FATHER, "54": MOTHER, "55": FATHER, "56": MOTHER, **_all(KIN, "61", "62", BROTHER, SISTER),
}  # fmt: skip
_SONS_WIFE: Told = {HEAD: HER_PARENTS, SPOUSE: HER_PARENTS, DAUGHTER: KIN}
_DAUGHTERS_MAN: Told = {HEAD: HIS_PARENTS, SPOUSE: HIS_PARENTS, SON: KIN}
_SONS_CHILD: Told = {HEAD: GRANDPARENTS, SPOUSE: GRANDPARENTS}
_HIS_PARENT: Told = {HEAD: "38", SPOUSE: SON, "53": SPOUSE, "54": SPOUSE, SON: "41", DAUGHTER: "42"}  # of the husband
_HER_PARENT: Told = {HEAD: "28", SPOUSE: DAUGHTER, "55": SPOUSE, "56": SPOUSE, SON: "43", DAUGHTER: "44"}  # of the wife
_GRANDPARENT: Told = {HEAD: OF_SON, FATHER: SON, "61": SPOUSE, "62": SPOUSE}
_TOLD: Mapping[str, Told] = {
    SPOUSE: _SPOUSE, SON: _CHILD, DAUGHTER: _CHILD, FATHER: _PARENT, MOTHER: _PARENT, BROTHER: _SIBLING, SISTER: _SIBLING,
    "38": _SONS_WIFE, "28": _DAUGHTERS_MAN, "41": _SONS_CHILD, "42": _SONS_CHILD, "53": _HIS_PARENT, "54": _HIS_PARENT,
    "55": _HER_PARENT, "56": _HER_PARENT, "61": _GRANDPARENT, "62": _GRANDPARENT, NO_KIN: {HEAD: NO_KIN},
}  # fmt: skip


def towards(head: str, head_gender: str, other: str, gender: str, old_gender: str = "") -> str:
    """What somebody is to the new head, who was `head` to the old one; `other`, `gender`: his own, HEAD for the old head himself.

    `old_gender`: of the old head. Empty where it does not follow.
    """
    if other == NO_KIN:
        return "" if head == NO_KIN else NO_KIN
    if head == SPOUSE and other in (FATHER, MOTHER):  # the old head's parents are the new head's by marriage
        return {MAN: HIS_PARENTS, WOMAN: HER_PARENTS}.get(head_gender, {}).get(MAN if other == FATHER else WOMAN, "")
    if head in (FATHER, MOTHER) and other in (SON, DAUGHTER):
        line = {MAN: OF_SON, WOMAN: OF_DAUGHTER}.get(old_gender, {})
        return line.get(MAN if other == SON else WOMAN, "")
    if head in (SON, DAUGHTER) and other in (
        FATHER,
        MOTHER,
    ):  # 祖父 only through the father; there is no word for the others
        return GRANDPARENTS[MAN if other == FATHER else WOMAN] if old_gender == MAN else ""
    told = _TOLD.get(head, {}).get(other, "")
    return told if isinstance(told, str) else told.get(gender, "")
