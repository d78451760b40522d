"""Whether it happened: what each construction leaves of the act inside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.events.status import WEAKEST_FIRST, Claim, composed, weaker
from tests.events.stage import events, told

CASES = [
    ("Egypt refused to meet the rebels.", "CONSULT", "negated"),
    ("Egypt met the rebels.", "CONSULT", "happened"),
    ("Egypt will meet the rebels on Friday.", "CONSULT", "planned"),
    ("Egypt did not meet the rebels.", "CONSULT", "negated"),
    ("Egypt may meet the rebels.", "CONSULT", "possible"),
    ("Egypt is to visit Oman.", "CONSULT", "planned"),
    ("The president of Peru was to have visited Oman.", "CONSULT", "negated"),
    ("If Bolivia apologises, Chile will lift the embargo on Bolivia.", "RETREAT", "conditional"),
    ("If Bolivia apologises, Chile will lift the embargo on Bolivia.", "CONCEDE", "conditional"),
    ("Unless Kenya withdraws its troops, Uganda will attack Kenya.", "ASSAULT", "conditional"),
    ("The minister of Peru threatened to resign if the law passed.", "RETREAT", "conditional"),
    ("India called off talks with Pakistan.", "CONSULT", "negated"),
    ("The talks between India and Pakistan were postponed to May.", "CONSULT", "planned"),
    ("The UN urged Mali to free the prisoners.", "RETREAT", "wanted"),
    ("Putin ordered the ministers not to attack Georgia.", "ASSAULT", "negated"),
    ("No meeting between Chile and Bolivia is scheduled.", "CONSULT", "negated"),
    ("Turkey denies having sent troops to Libya.", "MOBILIZE", "negated"),
    ("Sudan did not fail to sign the treaty with Chad.", "SUPPORT", "happened"),
    ("Kenya failed to sign the treaty with Chad.", "SUPPORT", "negated"),
    ("Italy wants to host the king of Libya.", "CONSULT", "wanted"),
    ("Peru no longer supports Chile.", "SUPPORT", "negated"),
    ("Envoys tried to persuade Serbia to recognise Kosovo, to no avail.", "SUPPORT", "negated"),
    ("Envoys tried to persuade Serbia to recognise Kosovo, to no avail.", "REQUEST", "happened"),
    ("Nobody attacked the police.", "ASSAULT", "negated"),
    ("Japan rejected an offer of talks from China.", "CONSULT", "negated"),
    ("Rebels attacked the army without warning the police.", "ASSAULT", "happened"),
]


@pytest.mark.parametrize(("text", "kind", "status"), CASES)
def test_constructions(text: str, kind: str, status: str) -> None:
    assert (kind, status) in told(text)


@pytest.mark.parametrize(("text", "kind"), [(t, k) for t, k, s in CASES if s in ("negated", "conditional", "wanted", "possible")])
def test_traps_hold(text: str, kind: str) -> None:
    assert not {(kind, s) for s in ("happened", "ongoing", "planned")} & set(told(text)) - {("CONSULT", "planned")}


def test_act_and_act_inside_are_two_rows() -> None:
    outer, inner = events("Canada offered to send troops to Haiti if Peru agreed.")[:2]
    assert (outer.type, outer.status) == ("AGREE", "happened")
    assert (inner.type, inner.status) == ("MOBILIZE", "conditional")
    assert inner.source == outer.source == ("canada",)


def test_accuser_vouches_for_the_deed() -> None:
    accused, deed = events("Syria accused Turkey of shelling a village.")
    assert (accused.type, accused.source, accused.target) == ("ACCUSE", ("syria",), ("turkey",))
    assert (deed.type, deed.source, deed.status, deed.holder) == ("ASSAULT", ("turkey",), "possible", "syria")


MODES = st.sampled_from(WEAKEST_FIRST)
SIGNS = st.sampled_from(["same", "negated", "planned", "possible", "wanted"])


@given(MODES, MODES)
def test_weaker_is_a_meet(a: str, b: str) -> None:
    assert weaker(a, b) == weaker(b, a)
    assert weaker(a, a) == a


@given(st.sampled_from(["conditional", "possible", "wanted", "planned"]), st.booleans(), SIGNS, SIGNS)
def test_nothing_inside_an_open_act_has_happened(mode: str, negated: bool, sign: str, sign_not: str) -> None:
    assert composed(Claim(mode, negated), (sign, sign_not), Claim()).status not in ("happened", "ongoing")
