"""Longest match at token level: what a walk over every n-gram would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.knowledge.aliases import AliasIndex, Match

WORDS = st.sampled_from("Free Trade Union of al Ana Ruiz the".split())
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(tuple), min_size=1, max_size=12, unique=True)


def walk(names: list[tuple[str, ...]], text: list[str]) -> list[Match]:
    out, at = [], 0
    while at < len(text):
        lengths = [len(n) for n in names if tuple(text[at : at + len(n)]) == n]
        if lengths:
            out.append(Match(at, at + max(lengths) - 1, (names.index(tuple(text[at : at + max(lengths)])),)))
        at += max(lengths, default=1)
    return out


@given(NAMES, st.lists(WORDS, max_size=30))
def test_none_is_lost_and_none_is_added(names: list[tuple[str, ...]], text: list[str]) -> None:
    assert list(AliasIndex((n, i) for i, n in enumerate(names)).matches(text)) == walk(names, text)


def test_a_name_ends_where_a_token_ends() -> None:
    index = AliasIndex([(("Niger",), 1), (("United", "States"), 2), (("United", "States"), 3)])
    assert list(index.matches("In Nigeria the United States".split())) == [Match(3, 4, (2, 3))]
    assert index[("Niger",)] == (1,) and index[("Nigeria",)] == ()
