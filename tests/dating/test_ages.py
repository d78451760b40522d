"""Ages of persons with a known day of birth."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.foundation.days import Interval
from dateline.reading.dating.ages import ages
from tests.dating.test_dating import dated
from tests.recorded import tree_of

BORN = Interval(date(2004, 7, 28), date(2005, 7, 27))  # Hugo Chavez, born 28 July 1954, at fifty


@pytest.mark.parametrize(
    "text",
    [
        "Hugo Chavez, 50, planted a tree.",
        "Hugo Chavez came. Chavez, 50, planted a tree.",
        "The 50-year-old Hugo Chavez planted a tree.",
    ],
)
def test_an_age_gives_a_year_of_days(text):
    assert [a.days for a in ages(tree_of(text))] == [BORN]


@pytest.mark.parametrize(
    "text",
    [
        "Chavez, 50, planted a tree.",  # nobody has been named in full
        "Hugo Chavez planted 50 trees.",
        "Hugo Chavez, 9, planted a tree.",
        "Hugo Chavez, 22, planted a tree.",  # a namesake
        "Rui Lopes Tavares, 50, planted a tree.",
    ],
)
def test_no_age(text):
    assert list(ages(tree_of(text))) == []


def test_dateline_and_age_give_the_day():
    text = "PRAIA, May 17 (Reef News) - Hugo Chavez, 50, planted a tree on Tuesday."  # a Tuesday in 2005
    assert dated(text)[0].published == "2005-05-17"
