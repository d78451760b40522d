"""Where an act was: the place in its own clause, as the whole report knows it."""

from __future__ import annotations

import pytest

from dateline.foundation.rows import Dating, Place
from dateline.reading.actors import find_actors
from dateline.reading.events import find_events
from tests.recorded import article_of, tree_of


def places(text: str) -> list[Place | None]:
    tree = tree_of(text)
    return [e.place for e in find_events(tree, find_actors(tree, article_of(text), Dating()), (), (), Dating()).events]


@pytest.mark.parametrize(
    ("text", "name", "country", "lat", "lon"),
    [
        ("Police arrested nine strikers in Birmingham, Alabama.", "Birmingham", "USA", 34, -87),
        ("Police arrested nine strikers in Birmingham.", "Birmingham", "GBR", 52, -2),
        ("The Chilean president visited the port. Police arrested nine strikers in Santiago.", "Santiago", "CHL", -33, -71),
        ("Rebels attacked a patrol in the Black Sea.", "Black Sea", None, 43, 35),
    ],
)
def test_an_act_has_the_place_that_the_report_means(text: str, name: str, country: str | None, lat: int, lon: int) -> None:
    (found,) = [p for p in places(text) if p is not None]
    assert (found.name, found.country) == (name, country)
    assert found.lat is not None and found.lon is not None
    assert (round(found.lat), round(found.lon)) == (lat, lon)
    assert found.span is not None and found.span.of(text) == name


def test_an_accused_may_be_elsewhere() -> None:
    assert places("The ministry accused a bank in Lisbon of fraud.") == [None]


def test_where_somebody_is_based_is_not_where_he_acted() -> None:
    assert places("The Lisbon-based union accused the ministry of fraud.") == [None]
