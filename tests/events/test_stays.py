"""How long a visit lasts."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.foundation.rows import Dating, Event
from dateline.reading.events import find_events
from dateline.reading.times import find_times, resolve_times
from tests.events.stage import cast_of
from tests.recorded import tree_of

PUBLISHED = Dating(published="2011-06-01", method="given")  # a Wednesday


def visits(text: str) -> list[tuple[str, str]]:
    """The words of each visit and its days."""
    tree = tree_of(text)
    times = resolve_times(find_times(tree), tree, PUBLISHED)
    events: tuple[Event, ...] = find_events(tree, cast_of(tree), times, (), PUBLISHED).events
    return [(e.trigger.of(text), str(e.when)) for e in events if e.mode == "visit"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Berg, on a two-day visit to Norway, sought support. Berg arrived in Norway on Monday.", "2011-05-30..2011-05-31"),
        ("Berg flew to Norway on Tuesday. Berg, on a three-day visit to Norway, sought aid.", "2011-05-31..2011-06-02"),
        ("Berg, on a visit to Norway, sought support. Berg arrived in Norway on Monday.", "None"),
        ("Berg, on a two-day visit to Norway, sought support. Rao arrived in Norway on Monday.", "None"),
        ("Berg, on a two-day visit to Norway, sought support. Berg arrived in Sweden on Monday.", "None"),
    ],
)
def test_a_visit_of_days_has_those_from_the_arrival_on(text: str, found: str) -> None:
    assert dict(visits(text))["visit"] == found


def test_an_arrival_keeps_its_day() -> None:
    text = "Berg flew to Norway on Tuesday. Berg, on a three-day visit to Norway, sought aid."
    assert dict(visits(text))["flew"] == str(date(2011, 5, 31))
