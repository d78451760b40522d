"""What holds of every row, whatever the text."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating
from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.forecasts import forecasts_of
from dateline.reading.statements import find_statements
from dateline.reading.statements.layout import trimmed
from dateline.reading.tree import Tree
from tests.recorded import tree_of

SENTENCES = [text for e in table("lexicon/cues") for text in (*e["yes"], *e["no"])]
RELATIONS = ["nsubj", "obj", "obl", "ccomp", "xcomp", "advcl", "conj", "punct", "mark", "parataxis", "acl:relcl", "appos", "case"]
MARKS = '"“”'


def inside_one_block(tree: Tree, span: Span) -> bool:
    return any(block.covers(span) for _, block in tree.parse.blocks)


@pytest.mark.parametrize("text", SENTENCES)
def test_every_row_can_be_shown_in_the_text(text: str) -> None:
    tree = tree_of(text)
    found = find_statements(tree, Cast(), (), Dating())
    assert found == find_statements(tree, Cast(), (), Dating())
    assert len({r.id for r in found}) == len(found)
    assert len({(r.speaker_span, r.content) for r in found}) == len(found)
    for r in found:
        for span in (*r.content, *filter(None, (r.cue, r.speaker_span))):
            assert 0 <= span.start < span.end <= len(text)
            assert inside_one_block(tree, span)
        if r.manner == "direct":
            assert not any(s.of(text)[0] in MARKS or s.of(text)[-1] in MARKS for s in r.content)
            assert all(any(q.covers(s) for q in tree.quoted) for s in r.content)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_trimming_only_takes_away_and_settles(text: str, data: st.DataObject) -> None:
    tree = tree_of(text)
    first = data.draw(st.integers(0, len(tree)))
    words = range(first, data.draw(st.integers(first, len(tree))))
    once = trimmed(tree, words)
    assert set(once) <= set(words)
    assert trimmed(tree, once) == once


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_a_parse_gone_wrong_breaks_nothing(text: str, data: st.DataObject) -> None:
    parse = tree_of(text).parse
    wrong = data.draw(st.lists(st.sampled_from(RELATIONS), min_size=len(parse), max_size=len(parse)))
    keep = data.draw(st.lists(st.booleans(), min_size=len(parse), max_size=len(parse)))
    rel = tuple(old if k else new for old, new, k in zip(parse.rel, wrong, keep, strict=True))
    tree = Tree(msgspec.structs.replace(parse, rel=rel))
    found = find_statements(tree, Cast(), (), Dating())
    for row in (*found, *forecasts_of(found, tree, Cast(), ())):
        assert all(0 <= s.start < s.end <= len(text) for s in row.content)
