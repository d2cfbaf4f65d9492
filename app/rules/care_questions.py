"""What is asked about a person at a visit, by care group.

The scale of health and mood is Beijing's (domain.md 2.1, S30), made for the old and the ill: they are asked everything. For the
other groups it is the smallest part that helps to help (OUR DESIGN); of families of G7 nothing, for symptoms are the
doctor's and must not be stored here (domain.md 2.4).
"""

from collections.abc import Iterable

SPEECH, MOVING, ILLNESS = "health_speech", "health_moving", "health_illness"
FEELING, THINKING, STRESS = "mood_feeling", "mood_thinking", "mood_stress"
ORDER = (SPEECH, FEELING, MOVING, THINKING, ILLNESS, STRESS)  # health at the left, mood at the right
_OF_GROUP = {
    "G1": frozenset(ORDER),
    "G2": frozenset(ORDER),
    "G3": frozenset({SPEECH, MOVING, ILLNESS, FEELING, STRESS}),
    "G4": frozenset({ILLNESS, FEELING, STRESS}),
    "G5": frozenset({ILLNESS, STRESS}),
    "G6": frozenset({ILLNESS, FEELING, STRESS}),
    "G8": frozenset({ILLNESS, FEELING}),
}


def questions(tags: Iterable[str]) -> tuple[str, ...]:
    """`tags`: codes of sub-groups in force (`G101`) of one person. Codes of questions, in the order in which they are asked."""
    groups = {tag[:2] for tag in tags}
    if "G7" in groups:
        return ()
    asked = frozenset[str]().union(*(_OF_GROUP.get(group, frozenset()) for group in groups))
    return tuple(question for question in ORDER if question in asked)
