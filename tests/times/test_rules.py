"""Every rule and word list of the time tables does its work on its own examples."""

from __future__ import annotations

import re

import pytest

from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.times import find_times
from dateline.reading.times.match import matches
from dateline.reading.when import time_of
from tests.recorded import tree_of


def _examples(name: str, kind: str) -> list[pytest.param]:
    return [pytest.param(e, s, id=f"{e['id']}-{n}") for e in table(name) for n, s in enumerate(e[kind])]


def _rules_in(sentence: str) -> set[str]:
    return {m.rule for m in matches(sentence, Span(0, len(sentence)))}


@pytest.mark.parametrize(("entry", "sentence"), _examples("times/rules", "yes"))
def test_rule_matches(entry, sentence):
    assert entry["id"] in _rules_in(sentence)


@pytest.mark.parametrize(("entry", "sentence"), _examples("times/rules", "no"))
def test_rule_does_not_match(entry, sentence):
    assert entry["id"] not in _rules_in(sentence)


@pytest.mark.parametrize(("entry", "sentence"), _examples("times/ahead", "yes"))
def test_day_lies_ahead(entry, sentence):
    assert [e.direction for e in find_times(tree_of(sentence))] == ["future"]


@pytest.mark.parametrize(("entry", "sentence"), _examples("times/ahead", "no"))
def test_day_does_not_lie_ahead(entry, sentence):
    assert [e.direction for e in find_times(tree_of(sentence))] != ["future"]


def _is_dated(sentence: str) -> bool:
    from dateline.foundation.rows import Dating
    from dateline.reading.times import resolve_times

    marked = re.search(r"\[(\w+)\]", sentence)
    assert marked is not None
    text = re.sub(r"[\[\]]", "", sentence)
    tree = tree_of(text)
    times = resolve_times(find_times(tree), tree, Dating(published="2010-06-16"))
    word = tree.at(marked.start())
    assert word is not None
    return time_of(tree, times, word) is not None


@pytest.mark.parametrize(("entry", "sentence"), _examples("times/belongs", "yes"))
def test_time_belongs(entry, sentence):
    assert _is_dated(sentence)


@pytest.mark.parametrize(("entry", "sentence"), _examples("times/belongs", "no"))
def test_time_does_not_belong(entry, sentence):
    assert not _is_dated(sentence)
