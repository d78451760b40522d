"""Public events with days: the table, the words of each series, and what they say of the day of publication."""

from __future__ import annotations

import pytest

from dateline.knowledge.dating import public_events
from dateline.knowledge.tables import table
from dateline.reading.dating.events import _named, event_matches
from dateline.reading.times import find_times
from tests.dating.test_dating import dated
from tests.recorded import tree_of

SERIES = table("dating/series")


def _examples(kind: str) -> list[pytest.param]:
    return [pytest.param(e["id"], s, id=f"{e['id']}-{n}") for e in SERIES for n, s in enumerate(e[kind])]


def _matched(sentence: str) -> set[str]:
    tree = tree_of(sentence)
    return {entry["id"] for e in find_times(tree) for entry, _ in event_matches(tree, e)}


@pytest.mark.parametrize(("series", "sentence"), _examples("yes"))
def test_words_name_the_series(series, sentence):
    assert series in _matched(sentence)


@pytest.mark.parametrize(("series", "sentence"), _examples("no"))
def test_words_do_not_name_the_series(series, sentence):
    assert series not in _matched(sentence)


def test_every_event_has_days_in_order_a_source_and_a_series():
    assert set(public_events()) == {e["id"] for e in SERIES}
    for events in public_events().values():
        assert all(v.start <= v.end and (v.end - v.start).days < 46 and v.source.startswith("http") for v in events)
        assert [v.start for v in events] == sorted(v.start for v in events)
        assert len({(v.start, v.places, v.parties) for v in events}) == len(events)


def test_series_are_series():
    assert [s for s, events in public_events().items() if len(events) < 2] == []
    assert all(0 < e["listed"] < 1 for e in SERIES)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("VALLETTA, Feb. 9 (Island Wire) - Malta on Wednesday praised the Quartet, which met last week in Munich.", "2011-02-09"),
        (
            "RIGA, Dec. 6 (Desk) - Latvia on Wednesday counted what the NATO summit in Riga last week had cost.",
            "2006-12-06",
        ),
    ],
)
def test_an_event_gives_the_year(text, day):
    dating, issues = dated(text)
    assert (dating.published, issues) == (day, ())
    assert [c.verdict for c in dating.clues if c.kind == "event"] == ["used"]


def test_a_place_that_the_series_never_met_in_says_nothing():
    assert _matched("The Quartet met last week in Timbuktu.") == set()


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Danish voters went to the polls last month in an early election that Denmark had not asked for.", True),
        ("A parliamentary election was held in South Korea last April.", True),
        ("A general election was held last month.", False),  # of no country
        ("Israel's prime minister promised on Wednesday a clean general election.", False),  # the day of the promise
        ("The minister said last month that the general election in Israel would be fair.", False),
    ],
)
def test_an_election_is_its_country_s(sentence, named):
    assert ("parliamentary-election" in _matched(sentence)) is named


def test_a_party_goes_by_any_of_its_names_and_the_longest_counts():
    assert {"Danish", "Denmark", "Danes"} <= {n for v in public_events()["parliamentary-election"] for p in v.parties for n in p}
    assert _named("parliamentary-election").findall("South Korea and North Korean guests of the Danes") == [
        "South Korea", "North Korean", "Danes",
    ]  # fmt: skip
