"""Names out of scores: borders, classes, and one class for one name."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dateline.reading.parse.entities import CLASSES, TAGS, Named, agreed, spans_of, tags_of


def scores(*tags: str) -> np.ndarray:
    """Scores that make each of the tags nearly sure."""
    out = np.zeros((len(tags), len(TAGS)), np.float32)
    out[np.arange(len(tags)), [TAGS.index(t) for t in tags]] = 9
    return out


def named(first: int, end: int, **likely: float) -> Named:
    return Named(first, end, np.array([likely.get(c, -20.0) for c in CLASSES]))


def read(*tags: str, starts: tuple[int, ...] = ()) -> list[tuple[int, int, str]]:
    return [(n.first, n.end, n.best) for n in spans_of(scores(*tags), starts)]


def test_a_name_begins_and_ends() -> None:
    assert read("O", "B-PER", "I-PER", "O", "B-GPE") == [(1, 3, "PER"), (4, 5, "GPE")]


def test_two_names_side_by_side_are_two() -> None:
    assert read("B-GPE", "B-ORG", "I-ORG") == [(0, 1, "GPE"), (1, 3, "ORG")]


def test_a_title_or_people_never_runs_into_a_name() -> None:
    assert read("B-TITLE", "I-TITLE", "I-PER", "I-PER") == [(0, 2, "TITLE"), (2, 4, "PER")]
    assert read("B-NORP", "I-ORG") == [(0, 1, "NORP"), (1, 2, "ORG")]


def test_a_name_ends_with_its_sentence() -> None:
    assert read("O", "B-ORG", "I-ORG", starts=(0, 2)) == [(1, 2, "ORG"), (2, 3, "ORG")]


def test_no_name() -> None:
    assert read("O", "O") == []


def test_a_class_split_over_begin_and_inside_is_one_class() -> None:
    odd = scores("B-PER", "I-PER")
    odd[1] = 0
    odd[1, TAGS.index("B-ORG")] = odd[1, TAGS.index("I-PER")] = 5
    odd[1, TAGS.index("I-ORG")] = 5.5
    (name,) = spans_of(odd)
    assert (name.first, name.end, name.best) == (0, 2, "PER")


def test_one_name_has_one_class_by_all_its_places() -> None:
    weak, strong = named(3, 4, PER=-1.0, GPE=-0.5), named(9, 10, PER=-0.1, GPE=-3.0)
    assert agreed([(("Varga",), weak), (("Varga",), strong)]) == ["PER", "PER"]
    assert agreed([(("Varga",), weak)]) == ["GPE"]


def test_a_family_name_goes_with_the_full_name() -> None:
    full, alone = named(0, 2, PER=-0.1, GPE=-9.0), named(7, 8, PER=-1.5, GPE=-0.4)
    assert agreed([(("Ilse", "Varga"), full), (("Varga",), alone)]) == ["PER", "PER"]


def test_a_town_does_not_take_over_a_body_that_ends_in_its_name() -> None:
    body, town = named(0, 3, ORG=-0.1), named(7, 8, GPE=-0.2, ORG=-2.0)
    assert agreed([(("Bank", "of", "Arlen"), body), (("Arlen",), town)]) == ["ORG", "GPE"]


@given(arrays(np.float32, st.tuples(st.integers(1, 12), st.just(len(TAGS))), elements=st.floats(-9, 9, width=32)))
def test_spans_lie_inside_in_order_and_apart(found: np.ndarray) -> None:
    spans = [(n.first, n.end) for n in spans_of(found)]
    assert all(0 <= a < b <= len(found) for a, b in spans)
    assert all(b <= a for (_, b), (a, _) in pairwise(spans))
    assert len(tags_of(len(found), [(a, b, "PER") for a, b in spans])) == len(found)
