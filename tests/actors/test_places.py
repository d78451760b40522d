"""Which place of a name is meant, and where it lies."""

from __future__ import annotations

import pytest

from dateline.foundation.rows import Place
from dateline.knowledge.base import KnownPlace, base
from dateline.reading.actors.places import Context, choose, distance
from tests.actors.reading import read


def place(text: str, name: str) -> Place:
    """The first place of that name in the reading."""
    return next(p for p in read(text)[1].places if p.name == name)


def near(p: Place | KnownPlace, lat: float, lon: float, km: float = 60.0) -> bool:
    return (
        distance(KnownPlace(name="", country=None, lat=p.lat, lon=p.lon), KnownPlace(name="", country=None, lat=lat, lon=lon))
        < km
    )


@pytest.mark.parametrize(
    ("name", "home", "countries", "country"),
    [
        ("Paris", None, (), "FRA"),
        ("Valencia", None, ("VEN",), "VEN"),
        ("Valencia", "ESP", ("ESP", "VEN"), "ESP"),
        ("Hyderabad", "PAK", ("PAK",), "PAK"),
        ("Hyderabad", None, (), "IND"),
        ("Alberta", None, (), "CAN"),
        ("Georgia", None, (), "GEO"),
        ("Georgia", "USA", ("USA",), "USA"),
        ("Mexico", "MEX", ("MEX",), "MEX"),
        ("Black Sea", "TUR", ("TUR",), None),
        ("Calcutta", None, (), "IND"),
    ],
)
def test_context_chooses_among_places_of_one_name(
    name: str, home: str | None, countries: tuple[str, ...], country: str | None
) -> None:
    found = choose(base(), name, None, Context(home, countries))
    assert found is not None
    assert found.country == country


def test_a_container_decides() -> None:
    kb = base()
    alabama = kb.region_abbreviated("AL")
    assert alabama is not None and (alabama.kind, alabama.country) == ("region", "USA")
    inside = choose(kb, "Birmingham", [alabama], Context())
    assert inside is not None and near(inside, 33.5, -86.8)
    alone = choose(kb, "Birmingham", None, Context())
    assert alone is not None and near(alone, 52.5, -1.9)
    assert choose(kb, "Vladivostok", [alabama], Context()) is None


def test_a_hamlet_is_taken_only_where_the_report_is_about_its_country() -> None:
    kb = base()
    (only, *others) = kb.places_named("Nieuw Nickerie")
    assert (only.country, only.population < 20_000, others) == ("SUR", True, [])
    assert choose(kb, "Kisima", None, Context()) is None
    found = choose(kb, "Kisima", None, Context("KEN", ("KEN",)))
    assert found is None or found.country == "KEN"


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon"),
    [
        ("The mayor spoke in Springfield, Ill., on Friday.", "Springfield", 39.8, -89.6),
        ("The mayor spoke in Springfield, Mass., on Friday.", "Springfield", 42.1, -72.6),
        ("The envoys met in Aurora, Colorado, on Friday.", "Aurora", 39.7, -104.8),
        ("Troops left Tripoli in Lebanon on Friday.", "Tripoli", 34.4, 35.8),
        ("The clinic in Portland, Maine, was closed. Nurses in Portland went on strike.", "Portland", 43.7, -70.3),
    ],
)
def test_what_stands_beside_a_name_says_which(text: str, name: str, lat: float, lon: float) -> None:
    found = [p for p in read(text)[1].places if p.name == name]
    assert found
    assert all(near(p, lat, lon) for p in found)


def test_neighbours_in_a_list_contain_each_other_not() -> None:
    text = "Ministers from Kenya, Uganda and Rwanda met farmers from Ohio, Oregon and Washington."
    found = {p.name: p for p in read(text)[1].places}
    assert [found[n].country for n in ("Kenya", "Uganda", "Rwanda")] == ["KEN", "UGA", "RWA"]
    assert near(found["Ohio"], 40.3, -82.8, 100)
    assert near(found["Oregon"], 43.9, -120.6, 200)
    assert near(found["Washington"], 47.4, -120.4, 200)


def test_a_word_for_its_kind_says_which_and_the_next_mention_follows() -> None:
    text = "Officials in the state of Washington closed the port. Officials in Washington declined to comment."
    one, two = (p for p in read(text)[1].places if p.name == "Washington")
    assert near(one, 47.4, -120.4, 200)
    assert near(two, 47.4, -120.4, 200)
    assert near(place("Officials in Washington declined to comment.", "Washington"), 38.9, -77.0)


def test_places_of_a_report_lie_together() -> None:
    text = "Crews from Halifax and Truro fought the fire. The blaze began outside Dartmouth, Nova Scotia."
    assert near(place(text, "Dartmouth"), 44.7, -63.6)
    assert near(place(text, "Halifax"), 44.6, -63.6)
    assert near(place(text, "Truro"), 45.4, -63.3)


def test_a_country_is_its_middle_not_its_capital() -> None:
    found = place("The envoy spoke in Sweden.", "Sweden")
    assert found.country == "SWE"
    assert near(found, 62.4, 16.5, 100)


def test_a_sea_is_in_no_country() -> None:
    found = place("The frigate sank in the Black Sea on Monday.", "Black Sea")
    assert found.country is None
    assert near(found, 43.0, 35.0)


def test_a_person_is_no_place() -> None:
    _, cast, _ = read("The novelist Jack London-Smith sued the printer.")
    assert cast.places == ()
    assert cast.place(4) is None


def test_a_nationality_is_no_place() -> None:
    _, cast, _ = read("The Norwegian envoy praised Danish farmers.")
    assert cast.places == ()
