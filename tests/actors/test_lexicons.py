"""Every entry of the lexicons does its work on its `yes` examples and none on its `no` examples."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.knowledge.tables import table
from dateline.reading.actors.lexicon import noun_around, reading_of, title_around
from tests.actors.reading import read, who
from tests.recorded import tree_of


def examples(name: str) -> list[Any]:
    return [
        pytest.param(entry, text, wanted, id=f"{entry['id']}-{'yes' if wanted else 'no'}-{n}")
        for entry in table(name)
        for wanted, texts in ((True, entry["yes"]), (False, entry["no"]))
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(("entry", "text", "wanted"), examples("lexicon/titles"))
def test_titles(entry: dict[str, Any], text: str, wanted: bool) -> None:
    tree = tree_of(text)
    found = {t.title.id for i in range(len(tree)) if tree.upos(i) in ("NOUN", "PROPN") for t in [title_around(tree, i)] if t}
    assert (entry["id"] in found) is wanted, found


@pytest.mark.parametrize(("entry", "text", "wanted"), examples("lexicon/nouns"))
def test_nouns(entry: dict[str, Any], text: str, wanted: bool) -> None:
    tree, cast, _ = read(text)
    found = {n.id for r in cast.references for n in noun_around(tree, r.head)[1]}
    found |= {n.id for i in range(len(tree)) for n in noun_around(tree, i)[1] if n.id == "nobody"}
    assert (entry["id"] in found) is wanted, found


@pytest.mark.parametrize(("entry", "text", "wanted"), examples("lexicon/metonymy"))
def test_metonymy(entry: dict[str, Any], text: str, wanted: bool) -> None:
    tree = tree_of(text)
    city = next(i for i in range(len(tree)) if tree.word(i) == "Moscow")
    assert (reading_of(tree, city).rule == entry["id"]) is wanted, reading_of(tree, city)


@pytest.mark.parametrize(("entry", "text", "wanted"), examples("lexicon/ties"))
def test_ties(entry: dict[str, Any], text: str, wanted: bool) -> None:
    rules = {t.rule for t in read(text)[2]}
    assert (f"tie.{entry['id']}" in rules) is wanted, rules


@pytest.mark.parametrize(("entry", "text", "wanted"), examples("lexicon/descriptions"))
def test_descriptions(entry: dict[str, Any], text: str, wanted: bool) -> None:
    second = text.split(". ", 1)[1]
    phrase = next(
        f"The {w}" for w in sorted(entry["words"], key=len, reverse=True) if second.startswith((f"The {w} ", f"The {w}s "))
    )
    first = {a.id for a in read(text)[1].actors if a.mentions and a.mentions[0].span.start < text.index(second)}
    named = {r.actors for r in read(text)[1].references if r.span.start == text.index(phrase)}
    assert bool(named and set(next(iter(named))) & first) is wanted, named


@pytest.mark.parametrize(("entry", "text", "wanted"), examples("lexicon/pronouns"))
def test_pronouns(entry: dict[str, Any], text: str, wanted: bool) -> None:
    first, second = text.split(". ", 1)
    asked = entry.get("asks", "It" if " It " in text else "They")
    found = who(text, asked, within=second)
    named = {a.name for a in read(text)[1].actors if any(m.span.end <= len(first) for m in a.mentions)}
    assert (len(set(found) & named) >= (2 if entry["id"] == "together" else 1)) is wanted, found
