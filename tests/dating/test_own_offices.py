"""Office-holders that a user brings date a report as those of the package do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.knowledge.base import KnowledgeBase
from dateline.knowledge.extension import extended
from dateline.reading.dating import date_report
from dateline.reading.times import find_times
from tests.recorded import article_of, tree_of

OWN = """
[[tenure]]
person = "Jona Berg"
office = "foreign minister"
of = "isl"
label = "Foreign Minister"
from = "2030-05-01"
to = "2031-06-30"
"""
TEXT = "Icelandic Foreign Minister Jona Berg opened the new harbour at Husavik."


@pytest.fixture
def own(tmp_path: Path) -> KnowledgeBase:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return extended([path])


def test_own_offices_bound_the_day(own: KnowledgeBase) -> None:
    tree = tree_of(TEXT)
    bare, _ = date_report(article_of(TEXT), tree, find_times(tree), None)
    dating, _ = date_report(article_of(TEXT), tree, find_times(tree), None, own)
    assert [c for c in bare.clues if c.kind == "office"] == []
    (clue,) = [c for c in dating.clues if c.kind == "office"]
    assert (clue.text, str(clue.says)) == ("Jona Berg", "2030-05-01..2031-06-30")
    assert dating.interval is not None and dating.interval.start is not None and dating.interval.end is not None
    assert dating.interval.start.year >= 2030 - 1 and dating.interval.end.year <= 2031 + 1
