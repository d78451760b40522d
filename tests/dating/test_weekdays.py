"""The habits that weekdays are weighed by."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dateline.knowledge.dating import weights
from dateline.knowledge.tables import table
from dateline.reading.dating.dates import DISTANCES, date_class, holidays, partial_dates
from dateline.reading.dating.days import days_between
from dateline.reading.dating.weekdays import is_saying, named_weekdays
from dateline.reading.dating.years import GAPS, told_years
from dateline.reading.times import find_times
from tests.recorded import tree_of

SAYING = next(e for e in table("dating/words") if e["id"] == "saying")


def _named(text: str):
    tree = tree_of(text)
    return {n.expression.span.of(text): n for n in named_weekdays(tree, find_times(tree))}


@pytest.mark.parametrize(("sentence", "said"), [*((s, True) for s in SAYING["yes"]), *((s, False) for s in SAYING["no"])])
def test_day_of_a_saying(sentence, said):
    tree = tree_of(sentence)
    assert any(is_saying(tree, e) for e in find_times(tree)) is said


def test_classes():
    named = _named("Miners struck on Friday, the day after a blast on Thursday. They will meet on Monday.")
    assert named["Friday"].classes[0] == "first"
    assert named["Monday"].coming
    assert named["Monday"].off(7) == 1
    assert named["Friday"].off(6) == 1


def test_the_day_of_the_saying_comes_before_what_is_said():
    named = _named("The envoy is to speak on Thursday, a spokesman announced on Wednesday.")
    assert [c for n in named.values() for c in n.classes if c.startswith("first")] == ["first"]
    assert "first" in named["Wednesday"].classes


def test_what_the_first_day_tells_besides():
    assert "here" in _named("He told reporters here on Friday that he would stay.")["Friday"].classes
    deep = "PRAIA (Reef News) -\n\nThe port was shut. Nobody was hurt.\n\nA boat had sunk on Friday."
    assert "deep" in _named(deep)["Friday"].classes
    assert "deep" not in _named("PRAIA (Reef News) -\n\nA boat sank on Friday. Nobody was hurt.")["Friday"].classes
    assert "once" in _named("A boat sank on Friday.")["Friday"].classes
    assert "once" not in _named("A boat sank on Friday. It had left on Friday.")["Friday"].classes
    assert "late" in _named("A boat sank late Friday.")["late Friday"].classes


def test_words_for_the_days_next_to_it():
    named = _named("The mill shut yesterday. A fire had broken out on Tuesday.")
    assert "yesterday" in named["Tuesday"].classes
    assert "today" in _named("The mill shut today. A fire broke out on Tuesday.")["Tuesday"].classes


def test_tables_are_whole_and_say_what_news_does():
    w = weights()
    assert all(len(row) == 7 for row in w["weekday"].values())
    assert all(len(row) == len(DISTANCES) for row in w["date"].values())
    assert all(len(row) == 12 for row in w["month"].values())
    assert all(len(row) == len(GAPS) for row in w["year"].values())
    assert max(w["weekday"]["first"]) == w["weekday"]["first"][0]  # agencies name the day itself
    assert w["weekday"]["today"][0] < 0  # who says `today` does not name it
    assert 0.8 < w["office"]["inside"] < 1
    assert w["year"]["past"][GAPS.index(1)] == max(w["year"]["past"])  # the year just behind is named most


def test_distance_of_a_day_without_year():
    tree = tree_of("The port was shut on May 2.")
    (found,) = partial_dates(tree, find_times(tree))
    assert date_class(found) == "past"
    assert DISTANCES[found.bin(date(2010, 5, 3))] == (-1, -1)
    assert DISTANCES[found.bin(date(2010, 4, 20))] == (7, 13)


def test_distance_of_a_holiday():
    tree = tree_of("The shops were shut on Good Friday.")
    (found,) = holidays(tree, find_times(tree))
    assert DISTANCES[found.bin(date(2010, 4, 3))] == (-1, -1)  # Good Friday was on 2 April
    assert DISTANCES[found.bin(date(2011, 4, 22))] == (0, 0)
    assert DISTANCES[found.bin(date(2012, 4, 1))] == (2, 6)
    assert np.abs(found.distances(days_between(date(2010, 1, 1), date(2010, 12, 31)))).max() < 200


def test_a_year_to_come_never_lies_before_one_that_is_past():
    tree = tree_of("The bank was founded in 1998. The bank, set up to be open in 1991, will close in 2004.")
    assert {kind: t.year for kind, t in told_years(tree, find_times(tree))}["ahead"] == 2004
