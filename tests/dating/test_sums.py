"""Years that a text adds up by itself, and the days that follow."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.knowledge.tables import table
from dateline.reading.dating.sums import lasted, sums
from dateline.reading.times import find_times
from tests.dating.test_dating import dated, stamp
from tests.recorded import tree_of

WIRE = "PRAIA, Oct. 9 (Atlantic Wire) - Islanders blocked a harbour on Friday in a quarrel over fishing.\n\n"  # a Friday in 2009


def _years(text: str) -> list[int]:
    tree = tree_of(text)
    return [s.year for s in sums(tree, find_times(tree))]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The accord was signed three years ago, in 2006.", [2009]),
        ("In 2006, three years ago, four ministers signed an accord.", [2009]),
        ("It is the first strike in ten years, since a walkout in 1999.", [2009]),
        ("A law passed last year, in 2008, forbids it.", [2009]),
        ("The losers of the 2008 election last year want a recount.", [2009]),
        ("The assembly will be elected next year, in 2010.", [2009]),
        ("Twenty years after the accord of 1989, nobody keeps it.", [2009]),
        ("Twenty years after the accord of 1789, nobody kept it.", []),
        ("Twenty years after the accord of 1989, nobody keeps it, a minister said on Friday.", [2009]),
        ("The quarrel began two decades ago, in 1989.", [2009]),
        ("Hundreds marched on the tenth anniversary of the 1999 flood.", [2009]),
        ("The treaty of 1999, now ten years old, says nothing of squid.", [2009]),
        ("The leader, Ana Lopes, 49, was born in June 1960.", [2009]),
        ("It was the first protest in six years; the last was in 2003.", [2009]),
        ("In 2007 the court tore up the contract. Two years on, the state has not paid.", [2009]),
        ("In 2007 the court tore up the contract. Two years later, the state paid.", []),
        ("He was indicted two years ago in the 1998 case.", []),
        ("Two years after the 1994 war, he fled.", []),
        ("They met in 1999 and spoke for two years.", []),
        ("Harvests fell by six years' worth since 1990.", []),
        ("After thirty years of rule he went. Since the vote of 1999 he has kept silent.", []),
        ("Since 1985 all but two of the dead had been over 50 years of age.", []),
        ("In 1996, 38-year-old Rui Lopes was chosen as bishop.", []),
        ("Drawn first in 1998, 31-year-old Rui Lopes scores little.", []),
        ("The pact ends after 2012, the last year of its second term.", []),
        ("By what the bank published this year, 2004 brought it a loss.", []),
        ("The wall was built between 12 and 9 BC, the next year.", []),
        ("It was the first eclipse in 9000 years, since one of 1900.", []),
    ],
)
def test_sums(text, years):
    assert _years(text) == years


def test_what_is_over_is_a_lower_bound():
    tree = tree_of("The fishing pact, signed in 1998, ran for six years.")
    assert [y for _, y in lasted(tree, find_times(tree))] == [2004]
    for text in ("In 1998 a judge jailed him for six years.", "Signed in 1998, it will run for six years."):
        tree = tree_of(text)
        assert list(lasted(tree, find_times(tree))) == []


def _examples(kind: str) -> list[pytest.param]:
    return [pytest.param(s, id=f"{e['id']}-{n}") for e in table("times/dating") for n, s in enumerate(e[kind])]


def _tells(sentence: str) -> bool:
    tree = tree_of(sentence)
    expressions = find_times(tree)
    return bool(list(sums(tree, expressions)) or list(lasted(tree, expressions)))


@pytest.mark.parametrize("sentence", _examples("yes"))
def test_words_tell_a_year(sentence):
    assert _tells(sentence)


@pytest.mark.parametrize("sentence", _examples("no"))
def test_words_tell_no_year(sentence):
    assert not _tells(sentence)


@pytest.mark.parametrize(
    "background",
    [
        "The accord was signed three years ago, in 2006, by four ministers.",
        "It comes two decades after the 1989 accord.",
        "The last accord, signed in 2003, ran for six years.",
        "A law passed in 2007, the year before last, forbids it.",
        "The port is to be ready for the 2010 games next year.",
    ],
)
def test_dateline_with_arithmetic_gives_the_day(background):
    dating, issues = dated(WIRE + background)
    assert (dating.published, issues) == ("2009-10-09", ())


def test_a_weekday_told_again_is_the_same_day():
    text = (
        "The two armies agreed on Friday to withdraw after a clash on Thursday, 8 October.\n\n"
        '"They shot first," a general said on Thursday night. The quarrel began two years ago, in 2007.'
    )
    assert dated(text)[0].published == "2009-10-09"


def test_yesterday_beside_a_date():
    text = "Islanders blocked a harbour yesterday, 8 October. The accord was signed last year, in 2008."
    assert dated(text)[0].published == "2009-10-09"


def test_no_day_without_evidence_for_a_day():
    text = "The accord was signed last year, in 2008. In May the engineers went home."
    dating, _ = dated(text)
    assert dating.published is None
    assert dating.interval is not None
    assert (dating.interval.start, dating.interval.end) >= (date(2009, 1, 1), date(2009, 6, 1))
    assert dating.interval.end is not None
    assert dating.interval.end <= date(2009, 12, 31)


def test_a_false_stamp_gives_way_to_dateline_and_arithmetic():
    text = WIRE + "The accord was signed three years ago, in 2006."
    dating, issues = dated(text, stamp(date(2019, 3, 14)))
    assert dating.published == "2009-10-09"
    assert [i.code for i in issues] == ["DATE_CONFLICT"]


def test_the_day_of_change_may_be_the_day_itself():
    told = stamp(date(2009, 10, 9), "visible", "modified: last updated")
    text = "Islanders blocked a harbour on Friday, October 9. They will sail on Monday."
    assert dated(text, told)[0].published == "2009-10-09"


def test_open_order_of_day_and_month_is_settled_by_the_text():
    from dateline.foundation.rows import Clue

    line = Clue(kind="visible", text="Published 09/10/2009", says=None, why="published: a line of the page says so")
    text = "Islanders blocked a harbour on Friday, October 9. They will sail on Monday."
    assert dated(text, line)[0].published == "2009-10-09"
    nothing = "Islanders blocked a harbour. They will sail again."
    assert dated(nothing, line)[0].published is None
