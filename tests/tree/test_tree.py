"""Questions asked of a parse."""

from __future__ import annotations

import pytest

from dateline.foundation.spans import Span
from dateline.reading.tree import Tree, quoted_in
from tests.recorded import tree_of


def find(tree: Tree, word: str) -> int:
    return next(i for i in range(len(tree)) if tree.word(i) == word)


def subject_of(text: str, verb: str) -> str | None:
    tree = tree_of(text)
    s = tree.subject(find(tree, verb))
    return None if s is None else tree.word(s)


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The minister resigned.", "resigned", "minister"),
        ("The minister resigned and left the country.", "left", "minister"),
        ("The minister refused to resign.", "resign", "minister"),
        ("The king urged the minister to resign.", "resign", "minister"),
        ("The king promised the minister to resign.", "resign", "king"),
        ("The army, which seized the airport, withdrew.", "seized", "army"),
        ("Soldiers guarding the airport fled.", "guarding", "Soldiers"),
        ("Ana Ruiz is the first judge of the court, which sits in Bonn, who resigned over the law.", "sits", "court"),
        ("Ana Ruiz is the first judge of the court, which sits in Bonn, who resigned over the law.", "resigned", "judge"),
        ("The airport was seized by rebels.", "seized", "airport"),
    ],
)
def test_subject(text: str, verb: str, subject: str) -> None:
    assert subject_of(text, verb) == subject


def test_agent_of_a_passive() -> None:
    tree = tree_of("The airport was seized by rebels.")
    verb = find(tree, "seized")
    assert tree.is_passive(verb)
    agent = tree.agent(verb)
    assert agent is not None
    assert tree.word(agent) == "rebels"


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("The envoys met.", "met", "past"),
        ("The envoys will meet.", "meet", "future"),
        ("The envoys won't meet.", "meet", "future"),
        ("The envoys have met.", "met", "present"),
        ("The envoys had met.", "met", "past"),
        ("The envoys meet often.", "meet", "present"),
    ],
)
def test_tense(text: str, verb: str, tense: str) -> None:
    tree = tree_of(text)
    assert tree.tense(find(tree, verb)) == tense


@pytest.mark.parametrize(
    ("text", "verb", "by"),
    [
        ("The envoys did not meet.", "meet", "not"),
        ("The envoys never met.", "met", "never"),
        ("No envoys met.", "met", "No"),
        ("Nobody resigned.", "resigned", "Nobody"),
        ("The envoys met.", "met", None),
    ],
)
def test_negation(text: str, verb: str, by: str | None) -> None:
    tree = tree_of(text)
    found = tree.negation(find(tree, verb))
    assert (None if found is None else tree.word(found)) == by


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"We won," he said. "They lost."', ["We won,", "They lost."]),
        ("“We won,” he said, “at last”.", ["We won,", "at last"]),
        ("``We won,'' he said.", ["We won,"]),
        ('He said "no', ["no"]),
        ("No quotation here.", []),
    ],
)
def test_quotations(text: str, quotes: list[str]) -> None:
    assert [q.of(text) for q in quoted_in(text, Span(0, len(text)))] == quotes


def test_conjuncts_and_span() -> None:
    tree = tree_of("Peru, Chile and Bolivia signed the accord.")
    peru = find(tree, "Peru")
    assert [tree.word(i) for i in tree.conjuncts(peru)] == ["Peru", "Chile", "Bolivia"]
    assert tree.span(tree.subtree(peru)).of(tree.text) == "Peru, Chile and Bolivia"


def test_word_at_an_offset() -> None:
    tree = tree_of("Peru signed.")
    assert [tree.at(k) for k in (0, 3, 4, 5, 11, 12)] == [0, 0, None, 1, 2, None]
