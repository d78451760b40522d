"""A report cannot mean who was dead, a child or not yet born on its day, whatever the name."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actors.reading import actor

PRESIDENT = "Russian President Boris Yeltsin met port workers in Murmansk on Tuesday and promised them new cranes."
FRENCH = "French economist Emmanuel Macron told a Lyon audience on Tuesday that the canals would be dredged."


@pytest.mark.parametrize(
    ("text", "name", "day", "ident"),
    [
        (PRESIDENT, "Boris Yeltsin", date(1996, 5, 7), "boris-yeltsin"),
        (PRESIDENT, "Boris Yeltsin", date(2007, 5, 8), "boris-yeltsin"),  # a fortnight after his death
        (PRESIDENT, "Boris Yeltsin", date(2012, 5, 8), "x:boris-yeltsin"),  # five years after it
        (FRENCH, "Emmanuel Macron", date(2018, 5, 8), "emmanuel-macron"),
        (FRENCH, "Emmanuel Macron", date(1990, 5, 8), "x:emmanuel-macron"),  # twelve years old
        (FRENCH, "Emmanuel Macron", date(1970, 5, 8), "x:emmanuel-macron"),  # seven years before his birth
    ],
)
def test_who_can_be_meant_on_the_day_of_the_report(text: str, name: str, day: date, ident: str) -> None:
    assert actor(text, name, day).id == ident
