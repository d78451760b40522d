"""Every entry of the lexicons works on its own examples and keeps off the others."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating, Statement
from dateline.knowledge.tables import table
from dateline.reading.forecasts import forecasts_of
from dateline.reading.statements import find_statements
from tests.recorded import tree_of


def rows(text: str) -> tuple[Statement, ...]:
    return find_statements(tree_of(text), Cast(), (), Dating())


def examples(name: str, kind: str) -> list[Any]:
    return [pytest.param(e, text, id=f"{e['id']}-{n}") for e in table(name) for n, text in enumerate(e[kind])]


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/cues", "yes"))
def test_a_cue_is_found(entry: dict[str, Any], text: str) -> None:
    assert [r for r in rows(text) if r.rule.startswith(f"cue:{entry['id']}/")], rows(text)


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/cues", "no"))
def test_a_cue_in_another_sense_is_let_be(entry: dict[str, Any], text: str) -> None:
    assert not [r for r in rows(text) if r.rule.startswith(f"cue:{entry['id']}/")]


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/media", "yes"))
def test_a_medium_is_named(entry: dict[str, Any], text: str) -> None:
    assert any(r.medium for r in rows(text))


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/media", "no"))
def test_no_medium_is_made_up(entry: dict[str, Any], text: str) -> None:
    assert all(r.medium is None for r in rows(text))


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/anonymity", "yes"))
def test_terms_of_anonymity_are_kept(entry: dict[str, Any], text: str) -> None:
    found = [r.condition for r in rows(text) if r.condition]
    assert found
    assert re.search(entry["pattern"], found[0])


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/anonymity", "no"))
def test_other_terms_are_none_of_anonymity(entry: dict[str, Any], text: str) -> None:
    assert not re.search(entry["pattern"], text) or all(r.condition is None for r in rows(text))


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/likely", "yes"))
def test_what_is_likely_is_forecast(entry: dict[str, Any], text: str) -> None:
    assert forecasts_of(rows(text), tree_of(text), Cast(), ())


@pytest.mark.parametrize(("entry", "text"), examples("lexicon/likely", "no"))
def test_the_word_alone_forecasts_nothing(entry: dict[str, Any], text: str) -> None:
    assert not forecasts_of(rows(text), tree_of(text), Cast(), ())
