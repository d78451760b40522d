"""Single quotation marks, and apostrophes that are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.foundation.spans import Span
from dateline.reading.statements.marks import single_quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("'The mill will close,' he said.", ["The mill will close,"]),
        ("‘The mill won’t close,’ he said. ‘Never.’", ["The mill won’t close,", "Never."]),
        ("The mill's owner said it was 'too late'.", ["too late"]),
        ("'The owners' plan is dead,' he said.", ["The owners' plan is dead,"]),
        ("The workers' plan and the owners' plan are alike.", []),
        ("He left in the '90s.", []),
        ("He said 'no more.", []),
    ],
)
def test_single_marks(text: str, quoted: list[str]) -> None:
    assert [q.of(text) for q in single_quoted(text, Span(0, len(text)))] == quoted


@given(st.text(alphabet="abs '‘’.,", max_size=40))
def test_quotations_are_apart_and_between_marks(text: str) -> None:
    found = single_quoted(text, Span(0, len(text)))
    assert all(a.end < b.start for a, b in pairwise(found))
    assert all(text[q.start - 1] in "'‘" and text[q.end] in "'’" for q in found)
