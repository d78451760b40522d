"""Time expressions of sentences: what is found, what it means, which way it looks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.times import occurrence
from dateline.foundation.rows import Dating
from dateline.foundation.spans import Span
from dateline.reading.times import find_times, resolve_times
from dateline.reading.times.match import matches
from dateline.reading.when import interval_of
from tests.recorded import tree_of

PUBLISHED = Dating(published="2010-06-16")  # a Wednesday


def rows(text: str):
    tree = tree_of(text)
    return [(r.span.of(text), r.type, r.value) for r in resolve_times(find_times(tree), tree, PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoys met on Monday.", ("Monday", "DATE", "2010-06-14")),
        ("The envoys will meet on Monday.", ("Monday", "DATE", "2010-06-21")),
        ("The envoys are to meet on Friday.", ("Friday", "DATE", "2010-06-18")),
        ("The envoys agreed to meet on Friday.", ("Friday", "DATE", "2010-06-18")),
        ("The bank opens on Thursday.", ("Thursday", "DATE", "2010-06-17")),
        ("The strike ended last Friday.", ("last Friday", "DATE", "2010-06-11")),
        ("The trial begins in September.", ("September", "DATE", "2010-09")),
        ("Two ministers resigned last month.", ("last month", "DATE", "2010-05")),
        ("She flew home late last week.", ("late last week", "DATE", "2010-W23")),
        ("The mine closed three years ago.", ("three years ago", "DATE", "2007")),
        ("The siege lasted nearly three months.", ("nearly three months", "DURATION", "P3M")),
        ("The ferry leaves every two days.", ("every two days", "SET", "P2D")),
        ("The dam broke last night.", ("last night", "TIME", "2010-06-15TNI")),
        ("Polls closed at 8 p.m. Sunday.", ("8 p.m. Sunday", "TIME", "2010-06-13T20:00")),
        ("The bridge opened on May 4, 1987.", ("May 4, 1987", "DATE", "1987-05-04")),
    ],
)
def test_one_expression(text, expected):
    assert rows(text) == [expected]


def test_the_next_day_goes_on_from_the_day_before():
    found = rows("The king fled on May 3. The next day the army took the city. A week later he died.")
    assert [v for _, _, v in found] == ["2010-05-03", "2010-05-04", "2010-05-11"]


def test_an_hour_belongs_to_the_day_of_the_story():
    assert rows("The truce collapsed on Monday. It had begun at 8 a.m. in the north.")[1][2] == "2010-06-14T08:00"


def test_ids_and_anchors():
    text = "The king fled on May 3, 1999. The next day the army took the city."
    tree = tree_of(text)
    found = resolve_times(find_times(tree), tree, PUBLISHED)
    assert [(r.id, r.anchor, r.rule) for r in found] == [("t1", None, "month-day-year"), ("t2", "t1", "told-unit")]


def test_names_and_counts_are_no_times():
    assert rows("About 1500 villages were flooded.") == []


def when(text: str, word: str) -> str:
    tree = tree_of(text)
    times = resolve_times(find_times(tree), tree, PUBLISHED)
    at = tree.at(text.index(word))
    assert at is not None
    return str(interval_of(tree, times, at, PUBLISHED))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The mayor resigned on Monday.", "resigned", "2010-06-14"),
        ("The mayor said on Monday that the bridge would open on Friday.", "said", "2010-06-14"),
        ("The mayor said on Monday that the bridge would open on Friday.", "open", "2010-06-18"),
        ("The two sides held talks in Oslo last week.", "talks", "2010-06-07..2010-06-13"),
        ("The two sides signed a pact on Tuesday and exchanged prisoners.", "exchanged", "2010-06-15"),
        ("The island has been a republic since 1968.", "republic", "1968-01-01..2010-06-16"),
        ("The mayor, who was elected in 2004, denied it.", "denied", "None"),
        ("The mayor, who was elected in 2004, denied it.", "elected", "2004"),
        ("The mayor denied it.", "denied", "None"),
    ],
)
def test_interval_of(text, word, expected):
    assert when(text, word) == expected


@given(st.text(alphabet="Monday June 12,345'-ago lastnext week\n.", max_size=80))
def test_spans_lie_inside_the_text(text):
    found = matches(text, Span(0, len(text)))
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fair runs from July 4-9.", [("July 4", "2010-07-04"), ("9", "2010-07-09")]),
        ("The drought of 1984-86 ended.", [("1984", "1984"), ("86", "1986")]),
        ("Between March and June 1998 it rained.", [("March", "1998-03"), ("June 1998", "1998-06")]),
        (
            "In December it will be March nineteen ninety-six again.",
            [("December", "2010-12"), ("March nineteen ninety-six", "1996-03")],
        ),
        (
            "The quake came at 10:35 a.m. (0735 GMT) Monday.",
            [("10:35 a.m.", "2010-06-14T10:35"), ("0735 GMT", "2010-06-14T07:35Z")],
        ),
    ],
)
def test_ranges_and_hours(text, expected):
    assert [(w, v) for w, _, v in rows(text)][: len(expected)] == expected


def test_a_history_goes_by_its_own_years_and_news_by_its_day():
    text = (
        "The fort was begun on 4 May 1803. It was taken on 11 March 1811, retaken in June and razed on 2 December 1813. "
        "A chapel rose in 1830, a school in 1852. It burned in April 1861 and was rebuilt in July.\n\n"
        "Its bell was found in September."
    )
    tree = tree_of(text)
    by = {p: [r.value for r in resolve_times(find_times(tree), tree, PUBLISHED, p)] for p in ("auto", "narrative", "news")}
    assert by["auto"] == by["narrative"]
    assert (by["narrative"][2], by["narrative"][-1], by["news"][-1]) == ("1811-06", "1861-09", "2009-09")


@pytest.mark.parametrize(
    ("text", "word", "interval", "by"),
    [
        ("The mayor resigned on Monday.", "resigned", "2010-06-14", "words"),
        ("The mayor resigned on Monday. The deputy fled.", "fled", "2010-06-14", "story"),
        ("The mayor will resign.", "resign", "2010-06-16..", "tense"),
        ("The mayor had resigned.", "resigned", "..2010-06-15", "tense"),
        ("The mayor denied that she stole the seal.", "stole", "..2010-06-15", "tense"),
        ("The mayor denied stealing the seal.", "stealing", "2010-06-16", "tense"),
        ("The mayor denied that she stole the seal and hid it.", "hid", "..2010-06-15", "tense"),
        ("The mayor denied that she lied when they asked her.", "asked", "..2010-06-15", "tense"),
        ("The mayor is trying to sell the seal.", "sell", "2010-06-16..", "tense"),
        ("The mayor tried to sell the seal.", "sell", "2010-06-16", "tense"),
        ("The council has already sold the seal.", "sold", "..2010-06-15", "tense"),
        ("The mayor wants the seal to be sold.", "sold", "2010-06-16..", "tense"),
        ("The mayor resigned.", "resigned", "2010-06-16", "tense"),
    ],
)
def test_when_a_happening_is_and_what_tells_it(text, word, interval, by):
    tree = tree_of(text)
    at = tree.at(text.index(word))
    assert at is not None
    found = occurrence(tree, resolve_times(find_times(tree), tree, PUBLISHED), at, PUBLISHED)
    assert (str(found[0]), found[1]) == (interval, by)
