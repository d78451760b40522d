"""Words and sentences of news text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.foundation.spans import Span
from dateline.reading.parse.tokens import sentences_of, words_of


def words(text: str) -> list[str]:
    return [w.of(text) for w in words_of(text, Span(0, len(text)))]


def sentences(text: str) -> list[str]:
    found = list(words_of(text, Span(0, len(text))))
    return [text[found[a].start : found[b - 1].end] for a, b in sentences_of(text, found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't know.", ["They", "do", "n't", "know", "."]),
        ("He cannot go", ["He", "can", "not", "go"]),
        ("Peru’s ministers’ plan", ["Peru", "’s", "ministers", "’", "plan"]),
        ("a two-day visit", ["a", "two", "-", "day", "visit"]),
        ("an anti-war co-sponsor", ["an", "anti-war", "co-sponsor"]),
        ("Mr. J. Smith of the U.S. Senate", ["Mr.", "J.", "Smith", "of", "the", "U.S.", "Senate"]),
        ("$1,000.50 at 10:30 a.m.", ["$", "1,000.50", "at", "10:30", "a.m."]),
        ("on 07/27/2016 -- late", ["on", "07/27/2016", "--", "late"]),
        ('"Yes," she said.', ['"', "Yes", ",", '"', "she", "said", "."]),
        ("the I.A.E.A. board", ["the", "I.A.E.A.", "board"]),
        ("Jan. 5, twenty-one people", ["Jan.", "5", ",", "twenty-one", "people"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks began. They ended.", ["Talks began.", "They ended."]),
        ('"We agreed." The minister left.', ['"We agreed."', "The minister left."]),
        ('"Who knows?" asked the envoy. Nobody did.', ['"Who knows?" asked the envoy.', "Nobody did."]),
        ('"Is it war?" Minister Ana Ruiz asked.', ['"Is it war?" Minister Ana Ruiz asked.']),
        ("He lives in the U.S. Senate rules bar it.", ["He lives in the U.S. Senate rules bar it."]),
        ("He lives in the U.S. The rules bar it.", ["He lives in the U.S.", "The rules bar it."]),
        ("Gen. Omar met Dr. Lee. Both smiled.", ["Gen. Omar met Dr. Lee.", "Both smiled."]),
        ("It rose 3.5 percent. Prices fell.", ["It rose 3.5 percent.", "Prices fell."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(max_size=200))
def test_words_lie_inside_in_order_and_leave_out_only_white_space(text: str) -> None:
    found = list(words_of(text, Span(0, len(text))))
    ends = [0, *(w.end for w in found)]
    assert all(before <= w.start < w.end <= len(text) for before, w in zip(ends, found, strict=False))
    gaps = [text[a:b] for a, b in zip(ends, [*(w.start for w in found), len(text)], strict=True)]
    assert all(not g.replace("\u00ad", "").strip() for g in gaps)


@given(st.text(max_size=200))
def test_sentences_share_out_all_words(text: str) -> None:
    found = list(words_of(text, Span(0, len(text))))
    ranges = sentences_of(text, found)
    assert [i for a, b in ranges for i in range(a, b)] == list(range(len(found)))
