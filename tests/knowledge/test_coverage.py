"""The page of coverage is the one that the base as it ships gives; what speeds looking up leaves nothing out."""

from __future__ import annotations

from pathlib import Path

from dateline.knowledge.base import base
from tools.kb_coverage import page, spans

ROOT = Path(__file__).parents[2]


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8") == "\n".join(page(base()))


def test_runs_of_years() -> None:
    assert spans({1998, 1999, 2000, 2003}) == "1998–2000, 2003"
    assert spans(set()) == ""


def test_every_name_begins_with_a_word_that_begins_names() -> None:
    names = [n for e in base().entities.values() for n in (e.name, *e.names)]
    assert [n for n in names if not base().begins_name(n.split()[0])] == []
    assert not base().begins_name("Quux")
