"""The optional layer of who says what: windows, features, and that it can be left out."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.parse import attribution
from dateline.reading.parse.attribution import CONTEXT, WINDOW, attributed, shipped_tagger, windows_of
from dateline.reading.parse.attribution_features import CLOSING, CONTINUED, INSIDE, ODD, OPENING, OUTSIDE, quotation_states
from tests.recorded import article_of, tree_of

SAID = "The talks have failed, the minister said on Monday."


@given(st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=90), max_size=6))
def test_windows_answer_every_word_once_and_are_short(blocks: list[list[int]]) -> None:
    counts = [n for block in blocks for n in block]
    ends = list(accumulate(len(b) for b in blocks))
    windows = windows_of(list(zip([0, *ends], ends, strict=False)), counts)
    assert [i for w in windows for i in range(w.first, w.end)] == list(range(len(counts)))
    for w in windows:
        assert w.runs[0][0] <= w.first < w.end <= w.runs[-1][1]
        assert 1 + sum(sum(counts[a:b]) + 1 for a, b in w.runs) <= WINDOW + 2 * CONTEXT


def states(text: str) -> list[int]:
    return quotation_states(tree_of(text).parse)


def test_marks_open_and_close() -> None:
    found = states("“Never again,” she said.")
    assert found[:5] == [OPENING, INSIDE, INSIDE, INSIDE, CLOSING]
    assert set(found[5:]) == {OUTSIDE}


def test_straight_marks_are_told_apart_by_their_spaces() -> None:
    assert states('He called it "a bad idea" twice.')[3:8] == [OPENING, INSIDE, INSIDE, INSIDE, CLOSING]


def test_a_quotation_goes_on_in_the_next_paragraph_or_is_odd() -> None:
    assert states("“We waited.\n\n“Nobody came,” he said.")[0] == CONTINUED
    assert states("“We waited.\n\nNobody came.")[0] == ODD


def test_source_cue_and_content() -> None:
    found = attributed(tree_of(SAID).parse)
    if found is None:
        pytest.skip("the optional weights were left out")
    words = dict(zip(("The talks have failed , the minister said on Monday .").split(), found.tag, strict=False))
    assert (words["talks"], words["said"], words["minister"]) == ("I-CONTENT", "B-CUE", "I-SOURCE")
    assert len(found.sure) == len(found.tag)
    assert all(0 <= s <= 1 for s in found.sure)


def test_it_can_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(attribution, "files", lambda name: tmp_path)
    shipped_tagger.cache_clear()
    try:
        assert attributed(tree_of(SAID).parse) is None
    finally:
        shipped_tagger.cache_clear()


def test_nothing_to_read() -> None:
    from dateline.reading.parse import parse

    found = attributed(parse(article_of("")))
    assert found is None or found.tag == ()
