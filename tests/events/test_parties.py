"""Who acts on whom, through passives, relative clauses, coordination and nouns."""

from __future__ import annotations

import pytest

from dateline.foundation.rows import Dating
from dateline.foundation.spans import Span
from dateline.reading.events import find_events
from tests.events.stage import cast_of, events
from tests.recorded import tree_of


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("The envoy was arrested by Iran.", "COERCE", {"iran"}, {"envoy"}),
        ("Chile, which Peru condemned, apologised to Bolivia.", "ACCUSE", {"peru"}, {"chile"}),
        ("Chile apologised to Bolivia.", "CONCEDE", {"chile"}, {"bolivia"}),
        ("Oman and Kuwait agreed to build a bridge.", "AGREE", {"oman", "kuwait"}, set()),
        ("Sudan urged Egypt and Libya to withdraw their troops.", "REQUEST", {"sudan"}, {"egypt", "libya"}),
        ("France held talks with Spain.", "CONSULT", {"france"}, {"spain"}),
        ("The visit by Chavez to Cuba was short.", "CONSULT", {"chavez"}, {"cuba"}),
        ("Chile refused to recognise Kosovo.", "REJECT", {"chile"}, {"kosovo"}),
        ("Finland dismissed an appeal from Estonia for coal.", "REQUEST", {"estonia"}, {"finland"}),
    ],
)
def test_parties(text: str, kind: str, source: set[str], target: set[str]) -> None:
    rows = [e for e in events(text) if e.type == kind]
    assert rows
    assert set(rows[0].source) == source
    assert set(rows[0].target) <= target or set(rows[0].target) == target


def test_nobody_no_row() -> None:
    assert events("The price rose because the harvest failed.") == ()


def test_spans_lie_in_the_text_and_rows_are_stable() -> None:
    text = "Ryanair threatened to cancel the meeting with Boeing. Boeing condemned Ryanair."
    tree = tree_of(text)
    first = find_events(tree, cast_of(tree), (), (), Dating())
    again = find_events(tree, cast_of(tree), (), (), Dating())
    assert first == again
    assert len({e.id for e in first.events}) == len(first.events)
    for e in first.events:
        assert all(Span(0, len(text)).covers(s) for s in (e.trigger, *e.evidence))
        assert e.evidence[0].covers(e.trigger)
