"""What holds of every dating, whatever the clues."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.foundation.days import day
from dateline.foundation.rows import Clue
from dateline.reading.dating import date_page, weigh
from dateline.reading.dating.base import Evidence
from dateline.reading.dating.days import days_between
from dateline.reading.dating.report import evidence_of, log_weights, misfit, range_of
from dateline.reading.times import find_times
from tests.dating.test_dating import WIRE, dated, stamp
from tests.recorded import article_of, tree_of

TEXTS = (
    WIRE,
    "The ferry sank on Tuesday. Divers will search the wreck on Thursday.",
    "The accord was signed last year, in 2008. In May the engineers went home.",
    "The Quartet, which met last week in Munich, sent nobody, an envoy said on Wednesday. It was set up in 2002.",
)
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
KINDS = st.sampled_from(["json-ld", "meta", "microdata", "url", "time-tag", "visible", "feed", "header"])
MEANS = st.sampled_from(["published: a tag", "modified: a tag", "seen: a line"])
CLUES = st.lists(st.builds(stamp, DAYS, KINDS, MEANS), max_size=4)


def _sound(dating) -> None:
    assert 0.0 <= dating.confidence <= 1.0
    assert (dating.published is None) == (dating.confidence == 0.0)
    assert all(1 <= w <= 7 for w in dating.weekdays)
    if dating.interval is not None:
        inside = [d for d in (*dating.days[:1], dating.published) if d]
        assert all(date.fromisoformat(d) in dating.interval for d in inside)
        if dating.interval.start and dating.interval.end:
            assert dating.interval.start <= dating.interval.end
    if dating.published and dating.weekdays:
        assert date.fromisoformat(dating.published).isoweekday() in dating.weekdays


@pytest.mark.parametrize("text", TEXTS)
@given(clues=CLUES)
@settings(max_examples=25, deadline=None)
def test_every_dating_is_sound(text, clues):
    dating, issues = dated(text, *clues)
    _sound(dating)
    assert {c.text for c in clues} <= {c.text for c in dating.clues}
    assert {i.code for i in issues} <= {"DATE_CONFLICT"}


@given(clues=CLUES)
@example(clues=[stamp(date(2000, 1, d), why="modified: a tag") for d in (1, 2)])
@settings(max_examples=50, deadline=None)
def test_a_page_alone_is_dated_soundly(clues):
    from msgspec.structs import replace

    dating, _ = date_page(replace(article_of(""), clues=tuple(clues)))
    _sound(dating)
    published = {c.says.start.isoformat() for c in clues if c.why.startswith("published:")}
    assert dating.published is None or dating.published in published


@given(
    clues=st.permutations(
        [stamp(date(2012, 5, 9)), stamp(date(2014, 1, 3), "visible"), stamp(date(2016, 7, 27), why="modified: x")]
    )
)
@settings(max_examples=6, deadline=None)
def test_the_order_of_clues_does_not_matter(clues):
    here, there = dated(WIRE, *clues)[0], dated(WIRE, *sorted(clues, key=lambda c: c.text))[0]
    assert (here.published, here.interval, here.confidence) == (there.published, there.interval, there.confidence)


@given(order=st.permutations(range(4)))
@settings(max_examples=10, deadline=None)
def test_weights_are_a_sum(order):
    tree = tree_of(WIRE)
    evidence = evidence_of(article_of(WIRE), tree, find_times(tree))[:4]
    days = range_of(evidence)
    assert days is not None
    assert np.allclose(log_weights([evidence[i] for i in order], days), log_weights(evidence, days))


@pytest.mark.parametrize("text", [WIRE, TEXTS[2]])
def test_a_clue_that_agrees_never_widens_the_interval(text):
    before, _ = dated(text)
    assert before.interval is not None
    told = date.fromisoformat(before.published) if before.published else before.interval.start + timedelta(days=3)
    after, issues = dated(text, stamp(told))
    assert issues == ()
    assert after.interval == day(told)
    assert after.confidence >= before.confidence


@given(offset=st.integers(1, 400))
@settings(max_examples=30, deadline=None)
def test_nothing_lies_after_the_last_change(offset):
    limit = date(2009, 10, 9) + timedelta(days=offset)
    dating, _ = dated(WIRE, stamp(limit, "visible", "modified: last updated"))
    assert dating.published is None or date.fromisoformat(dating.published) <= limit


def test_misfit_is_nothing_on_the_best_day():
    clue = Clue(kind="weekday", text="x")
    evidence = [Evidence(clue, weigh.dateline(5, 9), floor=2005, ceiling=2015)]
    assert misfit(evidence, date(2010, 5, 9)) == 0
    assert misfit(evidence, date(2010, 11, 9)) > 5
    assert len(days_between(date(2010, 1, 1), date(2010, 12, 31))) == 365
