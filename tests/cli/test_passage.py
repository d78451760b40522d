"""The words of a row, short enough for a line and never other words than the report's."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.passage import passage, shortened
from dateline.foundation.rows import Report
from tests.made import made, span_of


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (200, "Norland's transport minister, Ada Lindqvist, met harbour unions in Port Ellis on Monday."),
        (70, "… Ada Lindqvist, met harbour unions in Port Ellis on Monday."),
        (44, "… met harbour unions in Port Ellis on Monday."),
        (30, "met harbour unions in Port …"),
    ],
)
def test_an_event_is_shown_in_its_sentence(room: int, shown: str) -> None:
    text = passage(made().events[0], made(), room)
    assert text is not None
    assert text.plain == shown


def test_the_evidence_stands_out() -> None:
    text = passage(made().events[0], made(), 200)
    assert text is not None
    (bold,) = [s for s in text.spans if "bold" in str(s.style)]
    assert text.plain[bold.start : bold.end] == "met harbour unions in Port Ellis on Monday"


@given(st.text(alphabet="ab c,;", max_size=60), st.integers(2, 60))
def test_what_is_shortened_begins_as_it_did(text: str, room: int) -> None:
    short = shortened(text, room)
    assert len(short) <= room + 1
    assert text.startswith(short.removesuffix("…").rstrip())


@given(st.integers(10, 120))
def test_a_passage_is_made_of_the_reports_words(room: int) -> None:
    report = made()
    for row in (*report.events, *report.statements):
        text = passage(row, report, room)
        assert text is not None
        assert text.plain.strip("… “”") in report.report.text


def test_an_event_of_the_headline_has_it_as_its_passage() -> None:
    report: Report = made()
    event = msgspec.structs.replace(report.events[0], evidence=(span_of("Resume"),))
    text = passage(event, report, 90)
    assert text is not None
    assert text.plain == "Ferry Talks Resume"
