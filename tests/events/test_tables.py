"""Every entry of the ontology does its work on its own examples."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.knowledge.tables import table
from dateline.reading.events.frames import Frames
from dateline.reading.events.lexicon import SENSES, kinds, senses
from tests.events.stage import cast_of, events
from tests.recorded import tree_of

ENTRIES = [pytest.param(e, id=e["id"]) for name in SENSES for e in table(name)]


def works(entry: dict[str, Any], sentence: str) -> bool:
    if entry.get("type"):
        return any(e.rule.split(" < ")[0] == entry["id"] for e in events(sentence))
    tree = tree_of(sentence)
    return any(f.sense.id == entry["id"] and f.insides for f in Frames(tree, cast_of(tree)).by_word.values())


@pytest.mark.parametrize("entry", ENTRIES)
def test_examples(entry: dict[str, Any]) -> None:
    assert [s for s in entry["yes"] if not works(entry, s)] == []
    assert [s for s in entry["no"] if works(entry, s)] == []


@pytest.mark.parametrize("entry", [pytest.param(e, id=e["id"]) for e in table("ontology/plover")])
def test_types(entry: dict[str, Any]) -> None:
    assert all(entry["id"] in [e.type for e in events(s)] for s in entry["yes"])
    assert not any(entry["id"] in [e.type for e in events(s)] for s in entry["no"])


def test_ids_are_unique_and_types_known() -> None:
    ids = [e["id"] for name in SENSES for e in table(name)]
    assert len(ids) == len(set(ids))
    assert {e["type"] for name in SENSES for e in table(name) if "type" in e} <= set(kinds())


def test_breadth() -> None:
    assert len(senses("verbs")) > 400
    assert len(senses("nouns")) > 130
