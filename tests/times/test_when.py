"""Which days a predicate is dated to."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.foundation.days import Interval
from dateline.foundation.rows import Dating
from dateline.reading.tense import left_by_tense
from dateline.reading.times import find_times, resolve_times
from dateline.reading.when import interval_of, moved_dates, story_of
from tests.recorded import tree_of

PUBLISHED = Dating(published="2014-06-18")  # a Wednesday


def _read(marked: str):
    at = marked.index("[")
    tree = tree_of(marked.replace("[", "").replace("]", ""))
    word = tree.at(at)
    assert word is not None
    return tree, resolve_times(find_times(tree), tree, PUBLISHED), word


@pytest.mark.parametrize(
    ("marked", "days"),
    [
        ("A [meeting] planned for Monday was called off.", "2014-06-23"),
        ("A [vote] is due on Thursday.", "2014-06-19"),
        ("The army will [withdraw] by noon on Sunday.", "2014-06-18..2014-06-22"),
        ("The strike will [last] until Friday.", "2014-06-18..2014-06-20"),
        ("The fair will be [held] from 5 to 9 July.", "2014-07-05..2014-07-09"),
        ("The summit will [run] from Monday to Friday.", "2014-06-23..2014-06-27"),
        ("The company will [close] the mine by the end of the year.", "2014-06-18..2014-12-31"),
        ("The ship must [leave] before Saturday.", "2014-06-18..2014-06-20"),
        ("The bridge will [open] before the end of the year.", "2014-06-18..2014-12-31"),
        ("The two have [traded] fire since Sunday.", "2014-06-15..2014-06-18"),
        ("He said on Monday that the bank had [closed] in May.", "2014-05"),
        ("He arrived on Monday and [met] the king.", "2014-06-16"),
        ("He arrived on Monday and will [meet] the king.", "None"),
        ("The minister, who resigned on Friday, [denied] it.", "None"),
        ("Four died in an [attack] on Monday.", "2014-06-16"),
        ("The union called a [strike] for Saturday.", "2014-06-21"),
        ("The union [called] a strike for Saturday.", "None"),
        ("The judge ordered that the crew be [freed] by Saturday.", "2014-06-18..2014-06-21"),
        ("The prime minister was due to [arrive] on Thursday.", "2014-06-19"),
        ("The king urged calm on Tuesday, a day after rioters [burned] a bank.", "2014-06-16"),
        ("Two days before the vote on 6 July, the court will [rule].", "2014-07-04"),
        ("The rebels released a hostage on 3 June, three days after [seizing] her.", "2014-05-31"),
        ("On Monday the court freed him; the next day the police [arrested] him again.", "2014-06-17"),
        ("The two will [attend] the forum that Oslo will host in July.", "2014-07"),
        ("The signing was [moved] from 24 July to 6 August.", "None"),
        ("The [signing] was put off until July.", "2014-07"),
        ("The [signing] has been postponed to the first half of August.", "2014-08-01..2014-08-15"),
        ("Rebels [seized] winter clothes.", "None"),
        ("Police [found] a 1987 van.", "None"),
        ("Rebels [began] a summer offensive.", "2014-06-01..2014-08-31"),
    ],
)
def test_interval_of(marked, days):
    tree, times, word = _read(marked)
    assert str(interval_of(tree, times, word, PUBLISHED)) == days


@pytest.mark.parametrize(
    ("marked", "old", "new"),
    [
        ("The signing was [moved] from 24 July to 6 August.", "2014-07-24", "2014-08-06"),
        ("The vote, set for Monday, was [postponed] until Friday.", "2014-06-23", "2014-06-20"),
        ("The court [put] off the trial until September.", "None", "2014-09"),
        ("The hearing has been [brought] forward to Tuesday from 9 July.", "2014-07-09", "2014-06-24"),
    ],
)
def test_moved_dates(marked, old, new):
    tree, times, word = _read(marked)
    assert tuple(str(d.interval) for d in moved_dates(tree, times, word, PUBLISHED)) == (old, new)


@pytest.mark.parametrize(
    ("marked", "day"),
    [
        ("Rebels attacked the town on Monday. The army [fled].", "2014-06-16"),
        ("Rebels attacked the town on Monday. The army had [fled].", "None"),
        ("Rebels attacked the town on Monday. The army will [flee].", "None"),
        ("Rebels attacked the town on Monday.\n\nThe army [fled].", "None"),
        ("Rebels will attack on Monday. The army [fled].", "None"),
        ("Rebels attacked the town in May. The army [fled].", "None"),
        ("Rebels attacked the town on Monday. The army [fled] on Tuesday.", "None"),
    ],
)
def test_story_of(marked, day):
    tree, times, word = _read(marked)
    assert str(story_of(tree, times, word, PUBLISHED).interval) == day


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("The club cancelled Friday's match.", "future"),
        ("The club cancelled a match on Friday.", "past"),
        ("The minister was due to arrive on Thursday.", "future"),
        ("By Friday the rebels will have left.", "future"),
        ("By Friday the rebels had left.", "past"),
        ("They will annul the vote of Sunday.", None),
        ("They will withdraw after a clash on Sunday.", None),
        ("On Wednesday grocers shut their shops.", "past"),
        ("The pact will replace the 1991 treaty.", None),
        ("The generals signed a truce on Monday, which is to begin on Friday.", "future"),
    ],
)
def test_direction(text, direction):
    assert find_times(tree_of(text))[-1].direction == direction


@pytest.mark.parametrize(
    ("marked", "status", "left"),
    [
        ("The ministers [agreed] on a fee.", "happened", "..2014-06-18"),
        ("The ministers had [agreed] on a fee.", "happened", "..2014-06-17"),
        ("The ministers will [agree] on a fee.", "planned", "2014-06-18.."),
        ("The ministers may [agree] on a fee.", "possible", "2014-06-18.."),
        ("The ministers did not [agree] on a fee.", "negated", "..2014-06-18"),
        ("The ministers [oppose] a fee.", "ongoing", "None"),
        ("The ministers discussed a [visit].", "possible", "None"),
    ],
)
def test_what_tense_leaves(marked, status, left):
    tree, _, word = _read(marked)
    assert str(left_by_tense(tree, word, PUBLISHED, status)) == left


def test_what_tense_leaves_of_an_interval_of_publication():
    tree, _, word = _read("The ministers [agreed] on a fee.")
    dating = Dating(interval=Interval(date(2014, 6, 1), date(2014, 6, 30)))
    assert str(left_by_tense(tree, word, dating, "happened")) == "..2014-06-30"
    assert left_by_tense(tree, word, Dating(), "happened") is None
