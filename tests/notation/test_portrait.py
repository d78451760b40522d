"""How a report looks in a terminal and in a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dateline.foundation.portrait import dated, portrait, portrait_html, visible
from dateline.foundation.rows import Dating, Head, Report
from tests.made import TEXT, made

TAGS = {"article", "h3", "p", "em", "mark", "u", "i", "details", "summary", "pre"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.marks: list[tuple[str, str]] = []
        self.paragraphs: list[str] = []
        self._title: str | None = None
        self._in_paragraph = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._title = self._title or dict(attrs).get("title")
        if tag == "p":
            self.paragraphs.append("")
            self._in_paragraph = True

    def handle_endtag(self, tag: str) -> None:
        self._in_paragraph = self._in_paragraph and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._in_paragraph:
            self.paragraphs[-1] += data
        if self._title is not None:
            self.marks.append((data, self._title))
            self._title = None


def _read(report: Report) -> _Reader:
    reader = _Reader()
    reader.feed(portrait_html(report))
    return reader


def test_the_portrait_names_the_report_and_counts_its_rows() -> None:
    assert portrait(made()) == (
        "<Report r:ferry 'Ferry Talks Resume', published 2031-03-04 (page+text, sure to 0.93)\n"
        "  3 events, 2 statements, 1 position, 1 tie, 1 calendar, 1 forecast, 2 times, 4 actors, 1 issue>"
    )


def test_a_day_that_is_not_known_is_said_so() -> None:
    assert dated(Dating()) == "day of publication unknown"


def test_the_notebook_marks_the_evidence_with_its_rows() -> None:
    marks = dict(_read(made()).marks)
    assert marks["met harbour unions in Port Ellis on Monday"].startswith("event  CONSULT  Ada Lindqvist > harbour unions")
    refusal = marks["refuses to lower the tolls"].split("\n")
    assert [line.split()[0] for line in refusal] == ["event", "holds"]
    assert "<u title=" in portrait_html(made())
    assert re.search(r'<u><mark title="[^"]*event  AGREE  Ada Lindqvist', portrait_html(made()))
    assert '<i title="tie  Ada Lindqvist  minister-of  Norland' in portrait_html(made())


def test_the_notebook_shows_the_whole_text() -> None:
    paragraphs = _read(made()).paragraphs
    title, *rest = TEXT.split("\n\n")
    assert f"<h3>{title}</h3>" in portrait_html(made())
    assert paragraphs[0].startswith("published 2031-03-04 (page+text, sure to 0.93); 3 events, 2 statements")
    assert paragraphs[1:] == rest


@given(st.text())
def test_hostile_text_brings_no_tag_of_its_own(text: str) -> None:
    head = Head(id="r:x", source=text, title=text + "<script>alert(1)</script>", text=text + "<img src=x onerror=y>")
    reader = _read(Report(report=head))
    assert reader.tags <= TAGS
    assert reader.attributes <= {"title"}


def test_controls_and_direction_marks_are_shown_not_obeyed() -> None:
    assert visible("a\x1b[31mb\u202ec\u00a0d\n") == "a\ufffd[31mb\ufffdc\u00a0d\n"


def test_hostile_rows_are_escaped_too() -> None:
    report = made()
    actors = tuple(msgspec.structs.replace(a, name='"><script>') for a in report.actors)
    assert _read(msgspec.structs.replace(report, actors=actors)).tags <= TAGS
