"""What must hold of who is meant, whatever the report; places by their context; the ranking of antecedents."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.casebook import cases
from dateline.foundation.cast import Cast
from dateline.reading.actors import ranking
from dateline.reading.actors.stage import Draft, Spot
from dateline.reading.tree import Tree
from tests.actors.reading import read, who
from tests.recorded import tree_of

TEXTS = [" ".join(c.text.split()) for c in cases() if c.id.startswith(("meant-", "pronoun-", "metonym-"))]
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})


def pronouns_of(tree: Tree, cast: Cast, words: frozenset[str]) -> set[str]:
    """Actors that some pronoun of these stands for."""
    return {a for r in cast.references if r.form == "pronoun" and tree.low(r.head) in words for a in r.actors}


@pytest.mark.parametrize("text", TEXTS)
def test_every_link_is_in_the_text_and_every_actor_has_one(text: str) -> None:
    tree, cast, _ = read(text)
    offices = {role.of for a in cast.actors for role in a.roles}
    for r in cast.references:
        assert 0 <= r.span.start < r.span.end <= len(text)
        assert r.span.start <= tree.parse.start[r.head] < r.span.end
        assert r.why
        assert {cast.actor(a).id for a in r.actors} == set(r.actors)
    for a in cast.actors:
        assert a.mentions or a.id in offices, a.id


@pytest.mark.parametrize("text", TEXTS)
def test_nobody_is_both_he_and_she(text: str) -> None:
    tree, cast, _ = read(text)
    assert pronouns_of(tree, cast, HE).isdisjoint(pronouns_of(tree, cast, SHE))


@pytest.mark.parametrize("text", TEXTS)
def test_only_persons_are_he_or_she(text: str) -> None:
    tree, cast, _ = read(text)
    assert {cast.actor(a).kind for a in pronouns_of(tree, cast, HE | SHE)} <= {"person", "anonymous"}


@pytest.mark.parametrize("text", TEXTS)
def test_places_are_in_the_text(text: str) -> None:
    _, cast, _ = read(text)
    for p in cast.places:
        assert p.span is not None
        assert p.span.of(text) == p.name
        assert (p.lat is None) == (p.lon is None)
        assert p.country is None or p.lat is not None
        assert cast.place(p.span.start) == p


def test_the_reading_does_not_depend_on_what_was_read_before() -> None:
    first = {t: read.__wrapped__(t)[1] for t in TEXTS[:8]}
    assert all(read.__wrapped__(t)[1] == first[t] for t in reversed(TEXTS[:8]))


# ---- ranking
SENTENCE = "Ana Berg met Ivo Petrov on Monday. Later Tove Lind called and said that he had won."


def candidate(name: str, word: int, part: str, sex: str | None, score: float) -> ranking.Candidate:
    draft = Draft(f"x:{name}", name, "person", sex=sex)  # type: ignore[arg-type]
    spot = Spot(word, (draft,), 0 if word < 8 else 1, 0, part, False)
    return ranking.Candidate(draft, (spot,), score, False, False, 0.0, False, False, True, 0)


@given(st.permutations(range(3)), st.lists(st.floats(-50, 200, width=32), min_size=3, max_size=3))
@settings(max_examples=40, deadline=None)
def test_the_order_of_candidates_does_not_matter(order: list[int], scores: list[float]) -> None:
    tree = tree_of(SENTENCE)
    made = [
        candidate("Ana Berg", 0, "subject", "f", scores[0]),
        candidate("Ivo Petrov", 3, "object", "m", scores[1]),
        candidate("Tove Lind", 9, "subject", None, scores[2]),
    ]
    he = next(i for i in range(len(tree)) if tree.low(i) == "he")
    rows = ranking.features(tree, he, made)
    shuffled = ranking.features(tree, he, [made[k] for k in order])
    assert np.array_equal(shuffled, rows[order])
    assert made[ranking.best(tree, he, made)] == [made[k] for k in order][ranking.best(tree, he, [made[k] for k in order])]


def test_one_candidate_is_taken() -> None:
    tree = tree_of(SENTENCE)
    assert ranking.best(tree, len(tree) - 4, [candidate("Ivo Petrov", 3, "object", "m", 0.0)]) == 0


# ---- links that are not forced
def test_a_bare_name_of_another_country_is_not_the_minister() -> None:
    text = "The carpenter Sergei Lavrov won the Canadian chess title."
    _, cast, _ = read(text, date(1996, 6, 3))
    assert [a.wikidata for a in cast.actors if a.name == "Sergei Lavrov"] == [None]


def test_the_speaker_of_a_quote_is_not_he_in_it() -> None:
    text = "Coach Ivo Tadic defended the goalkeeper, Luka Maric. “He saved us,” Tadic said."
    assert who(text, "He") == ("Luka Maric",)
