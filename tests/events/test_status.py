"""Whether it happened: what each construction leaves of the act inside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.events.status import WEAKEST_FIRST, Claim, composed, weaker
from tests.events.stage import events, told

CASES = [
    ("Belgium refused to receive the governor of Alaska.", "CONSULT", "negated"),
    ("Egypt met the rebels.", "CONSULT", "happened"),
    ("Egypt will meet the rebels on Friday.", "CONSULT", "planned"),
    ("Egypt did not meet the rebels.", "CONSULT", "negated"),
    ("Egypt may meet the rebels.", "CONSULT", "possible"),
    ("Egypt is to visit Oman.", "CONSULT", "planned"),
    ("The emir of Qatar was to have toured Ghana.", "CONSULT", "negated"),
    ("If Ghana relents, Benin will ease the sanctions against Ghana.", "RETREAT", "conditional"),
    ("If Ghana relents, Benin will ease the sanctions against Ghana.", "CONCEDE", "conditional"),
    ("Unless Kenya withdraws its troops, Uganda will attack Kenya.", "ASSAULT", "conditional"),
    ("The mayor of Turin vowed to quit if the stadium closed.", "RETREAT", "conditional"),
    ("Slovakia cancelled a meeting with Hungary.", "CONSULT", "negated"),
    ("The talks between India and Pakistan were postponed to May.", "CONSULT", "planned"),
    ("The UN urged Mali to free the prisoners.", "RETREAT", "wanted"),
    ("Putin ordered the ministers not to attack Georgia.", "ASSAULT", "negated"),
    ("No summit of Sweden and Norway is planned.", "CONSULT", "negated"),
    ("Turkey denies having sent troops to Libya.", "MOBILIZE", "negated"),
    ("Brazil did not fail to ratify the accord with Ghana.", "SUPPORT", "happened"),
    ("Malta failed to ratify the convention with Spain.", "SUPPORT", "negated"),
    ("Austria wants to receive the president of Oman.", "CONSULT", "wanted"),
    ("Peru no longer supports Chile.", "SUPPORT", "negated"),
    ("Bankers sought to convince Argentina to ratify the accord, to no avail.", "SUPPORT", "negated"),
    ("Bankers sought to convince Argentina to ratify the accord, to no avail.", "REQUEST", "happened"),
    ("Nobody attacked the police.", "ASSAULT", "negated"),
    ("Wales spurned an offer of negotiations by Fiji.", "CONSULT", "negated"),
    ("Rebels attacked the army without warning the police.", "ASSAULT", "happened"),
]


@pytest.mark.parametrize(("text", "kind", "status"), CASES)
def test_constructions(text: str, kind: str, status: str) -> None:
    assert (kind, status) in told(text)


@pytest.mark.parametrize(("text", "kind"), [(t, k) for t, k, s in CASES if s in ("negated", "conditional", "wanted", "possible")])
def test_traps_hold(text: str, kind: str) -> None:
    assert not {(kind, s) for s in ("happened", "ongoing", "planned")} & set(told(text)) - {("CONSULT", "planned")}


def test_act_and_act_inside_are_two_rows() -> None:
    outer, inner = events("Finland volunteered to deploy soldiers in Cyprus if Malta paid.")[:2]
    assert (outer.type, outer.status) == ("AGREE", "happened")
    assert (inner.type, inner.status) == ("MOBILIZE", "conditional")
    assert inner.source == outer.source == ("finland",)


def test_accuser_vouches_for_the_deed() -> None:
    accused, deed = events("Nigeria accused Cameroon of arresting pilots.")
    assert (accused.type, accused.source, accused.target) == ("ACCUSE", ("nigeria",), ("cameroon",))
    assert (deed.type, deed.source, deed.status, deed.holder) == ("COERCE", ("cameroon",), "possible", "nigeria")


MODES = st.sampled_from(WEAKEST_FIRST)
SIGNS = st.sampled_from(["same", "negated", "planned", "possible", "wanted"])


@given(MODES, MODES)
def test_weaker_is_a_meet(a: str, b: str) -> None:
    assert weaker(a, b) == weaker(b, a)
    assert weaker(a, a) == a


@given(st.sampled_from(["conditional", "possible", "wanted", "planned"]), st.booleans(), SIGNS, SIGNS)
def test_nothing_inside_an_open_act_has_happened(mode: str, negated: bool, sign: str, sign_not: str) -> None:
    assert composed(Claim(mode, negated), (sign, sign_not), Claim()).status not in ("happened", "ongoing")
