"""Trees and spans out of scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.parse.decode import entity_spans, heads_of
from dateline.reading.parse.lemma import apply_script, lemma_of, script_of, tense_of


def test_argmax_that_is_a_tree_is_kept() -> None:
    arc = np.array([[0, 0, 5, 0], [9, 0, 0, 0], [0, 0, 4, 0]], np.float32)
    assert heads_of(arc) == [2, 0, 2]


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    arc = np.array([[1, 0, 10], [4, 10, 0]], np.float32)  # words 1 and 2 want each other; 2 likes the root more
    assert heads_of(arc) == [2, 0]


def test_an_arc_that_crosses_another_gives_way_to_the_next_likely() -> None:
    arc = np.full((4, 5), -9.0, np.float32)  # 1 hangs on 4 over the root 2, or nearly as likely on 2
    arc[0, 4], arc[0, 2], arc[1, 0], arc[2, 4], arc[3, 2] = 1.0, 0.4, 5, 5, 5
    assert heads_of(arc) == [2, 0, 4, 2]
    arc[0, 2] = -3.0  # too unlikely: the crossing stays
    assert heads_of(arc) == [4, 0, 4, 2]


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.lists(st.lists(st.floats(-50, 50), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)
    )
)
def test_always_one_root_and_no_cycle(rows: list[list[float]]) -> None:
    heads, n = heads_of(np.array(rows)), len(rows)
    assert heads.count(0) == 1
    for i in range(1, n + 1):
        seen = set()
        while i:
            assert i not in seen
            seen.add(i)
            i = heads[i - 1]


def test_entity_spans() -> None:
    assert entity_spans(["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-ORG"]) == [
        (0, 2, "PER"), (3, 4, "LOC"), (4, 5, "LOC"), (5, 6, "ORG"),
    ]  # fmt: skip


@given(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12), st.text(st.characters(categories=["Ll"]), max_size=12))
def test_a_script_gives_back_its_lemma(word: str, lemma: str) -> None:
    if word.lower() == word and lemma.lower() == lemma and lemma:
        assert apply_script(word, script_of(word, lemma)) == lemma


@pytest.mark.parametrize(
    ("word", "upos", "script", "lemma"),
    [("arrived", "VERB", "2|", "arrive"), ("met", "VERB", "0|", "meet"), ("talks", "NOUN", "1|", "talk"),
     ("Hamas", "PROPN", "1|", "Hamas"), ("zorked", "VERB", "2|", "zork"), ("her", "PRON", "1|", "he")],
)  # fmt: skip
def test_dictionary_before_script(word: str, upos: str, script: str, lemma: str) -> None:
    assert lemma_of(word, upos, script) == lemma


@pytest.mark.parametrize(
    ("word", "lemma", "tense"),
    [
        ("forgave", "forgive", "Past"),
        ("Led", "lead", "Past"),
        ("leads", "lead", "Pres"),
        ("shut", "shut", None),
        ("say", "say", None),
    ],
)
def test_the_form_of_a_finite_verb_tells_its_tense(word: str, lemma: str, tense: str | None) -> None:
    assert tense_of(word, lemma) == tense
