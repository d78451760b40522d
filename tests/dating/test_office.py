"""Persons as clues to the years."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dateline.reading.dating.days import days_between
from dateline.reading.dating.office import STRETCHES, known_people, office_clues, office_evidence, stretch
from tests.recorded import tree_of


def test_who_is_named_without_office_is_known_by_the_years_about_it():
    tree = tree_of("Kofi Annan planted a tree. Rui Lopes Tavares watched.")
    assert list(office_clues(tree)) == []
    assert [(k.name, k.years) for k in known_people(tree, [])] == [("Kofi Annan", (1997, 2012))]
    assert list(known_people(tree, ["Kofi Annan"])) == []


def test_in_office_is_likelier_than_long_after():
    (found,) = office_evidence(tree_of("Boris Yeltsin planted a tree."))
    days = days_between(date(1980, 1, 1), date(2030, 12, 31))
    logs = found.weigh(days)
    at = {y: float(logs[days.index(date(y, 7, 1))]) for y in (1981, 1993, 1999, 2001, 2020)}
    assert at[1993] == at[1999] > at[2001] > at[2020]
    assert at[1993] > at[1981]
    assert np.isfinite(logs).all()
    assert not found.hard
    assert found.floor is found.ceiling is None  # it names no year by itself


@pytest.mark.parametrize(("year", "of"), [(1800, (-9999, -6)), (1996, (-1, -1)), (1997, (0, 0)), (2006, (0, 0)), (2007, (1, 1))])
def test_stretch(year, of):
    assert STRETCHES[stretch(year, 1997, 2006)] == of
