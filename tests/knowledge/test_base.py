"""The knowledge base answers by name, day and place; what it does not know it says so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.knowledge.base import Tables, Tenure, base, fold, person_key
from dateline.knowledge.gazetteer import place_key

DAY = date(2007, 2, 27)


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("Russia", "RUS"),
        ("the United States", "USA"),
        ("U.S.", "USA"),
        ("Zaire", "ZAR"),
        ("Soviet Union", "SUN"),
        ("Palestinian Authority", "PSE"),
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Czech Republic", "CZE"),
        ("UAE", "ARE"),
    ],
)
def test_country_by_name(name: str, iso: str) -> None:
    found = base().country_by_name(name)
    assert found is not None and found.iso3 == iso


@pytest.mark.parametrize(
    ("word", "iso"),
    [
        ("Russian", "RUS"),
        ("South Korean", "KOR"),
        ("Yugoslav", "YUG"),
        ("Zairean", "ZAR"),
        ("Dutch", "NLD"),
        ("Philippine", "PHL"),
    ],
)
def test_country_by_adjective(word: str, iso: str) -> None:
    found = base().country_by_adjective(word)
    assert found is not None and found.iso3 == iso


@pytest.mark.parametrize(
    ("word", "iso"), [("Filipinos", "PHL"), ("Nigeriens", "NER"), ("Nigerians", "NGA"), ("Danes", "DNK"), ("Frenchman", "FRA")]
)
def test_country_by_people(word: str, iso: str) -> None:
    found = base().country_by_people(word)
    assert found is not None and found.iso3 == iso


def test_words_that_are_no_country() -> None:
    assert base().country_by_name("Atlantis") is None
    assert base().country_by_adjective("green") is None


@pytest.mark.parametrize(
    ("name", "day", "who"),
    [
        ("Kremlin", date(2001, 1, 1), "rus"),
        ("Kremlin", date(1988, 1, 1), "sun"),
        ("Kinshasa", date(1990, 1, 1), "zar"),
        ("Kinshasa", date(2010, 1, 1), "cod"),
        ("Niamey", None, "ner"),
        ("White House", None, "usa"),
        ("Blue House", date(2023, 1, 1), None),
        ("Lyon", None, None),
    ],
)
def test_capitals_and_houses_by_day(name: str, day: date | None, who: str | None) -> None:
    assert base().capital(name, day) == who


def test_lookup_by_acronym_and_full_name() -> None:
    assert [e.id for e in base().lookup("NATO")] == ["nato"]
    assert [e.id for e in base().lookup("World Food Program")] == ["wfp"]
    assert base().lookup("Society of Nobody in Particular") == ()


def test_parties_of_one_name_are_kept_apart() -> None:
    countries = {e.country for e in base().lookup("Democratic Party")}
    assert len(countries) > 1 and "ITA" in countries


@pytest.mark.parametrize(
    ("office", "country", "day", "name"),
    [
        ("foreign", "RUS", DAY, "Sergey Lavrov"),
        ("head_of_state", "RUS", DAY, "Vladimir Putin"),
        ("foreign", "USA", DAY, "Condoleezza Rice"),
        ("head_of_government", "GBR", date(1999, 6, 1), "Tony Blair"),
        ("foreign", "RUS", date(2026, 6, 1), None),
        ("foreign", "XXX", DAY, None),
    ],
)
def test_holder(office: str, country: str, day: date, name: str | None) -> None:
    assert base().holder(office, country, day) == name


def test_held_gives_all_four_answers() -> None:
    held = base().held
    assert held("Sergei Lavrov", "foreign", "RUS", DAY) == "confirmed"
    assert held("Igor Ivanov", "foreign", "RUS", DAY) != "confirmed"
    assert held("Condoleezza Rice", "foreign", "USA", date(2015, 1, 1)) == "contradicted"
    assert held("Sergei Lavrov", "foreign", "RUS", date(2024, 1, 1)) == "unknown-after"
    assert held("Nobody Known", "foreign", "RUS", DAY) == "not-listed"


def test_a_family_name_alone_has_no_tenures() -> None:
    assert base().tenures("Putin") == ()
    assert base().tenures("Vladimir Putin")[0].country == "RUS"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sergei Shoigu", "Sergey Shoygu"), ("Zohrab Mnatsakanyan", "Zohrab Mnatsakanian"), ("Khaled Mashaal", "Khalid Meshaal")],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    assert person_key(one).split()[-1] == person_key(other).split()[-1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Shehbaz Sharif", "Nawaz Sharif"), ("Lech Kaczynski", "Jaroslaw Kaczynski"), ("Hosni Mubarak", "Hisham Mubarak")],
)
def test_near_misses_stay_apart(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


def test_place() -> None:
    lagos = base().place("Lagos")
    assert lagos is not None and lagos.country == "NGA" and lagos.lat is not None and 6 < lagos.lat < 7
    paris = base().place("Paris")
    assert paris is not None and paris.country == "FRA"
    assert base().place("Nowhere at All") is None
    assert base().place("Nieuw Nickerie") is None  # a town of twelve thousand does not name a report's country


def test_places_of_a_name_are_of_every_kind_and_size() -> None:
    found = base().places_named("New York")
    assert [(p.kind, p.country) for p in found[:2]] == [("region", "USA"), ("town", "USA")]
    assert [(p.kind, p.country) for p in base().places_named("NSW")] == [("region", "AUS")]
    assert ("county", "USA") in {(p.kind, p.country) for p in base().places_named("Orange County")}
    (sea,) = base().places_named("Sea of Azov")
    assert (sea.kind, sea.country, sea.lat, sea.lon) == ("area", None, 46.0, 37.0)
    springfields = [p for p in base().places_named("Springfield") if p.country == "USA"]
    assert len({p.region for p in springfields}) > 10


@pytest.mark.parametrize(("name", "key"), [("St. John's", "saint johns"), ("Port-au-Prince", "port au prince"), ("Żory", "zory")])
def test_what_a_place_is_looked_for_by(name: str, key: str) -> None:
    assert place_key(name) == key


def test_every_area_and_region_kept_by_hand_is_found() -> None:
    kb = base()
    for r in Tables()["areas"]:
        assert any(p.kind == "area" for n in (r["name"], *r["aliases"].split("|")) if n for p in kb.places_named(n)), r
    for r in Tables()["region_words"]:
        for word in filter(None, (*r["words"].split("|"), r["codes"] if r["country"] == "usa" else "")):
            found = kb.region_abbreviated(word)
            assert found is not None and (found.country, found.name) == (r["country"].upper(), r["name"]), word


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Red Sea", 20, 38),  # as the factbook states it
        ("Dead Sea", 31.5, 35.5),
        ("Central America", 13.2, -86.0),  # computed from the land of seven countries
        ("New England", 44.2, -70.7),
        ("Gaza Strip", 31.3, 34.3),
    ],
)
def test_where_an_area_lies(name: str, lat: float, lon: float) -> None:
    (found,) = (p for p in base().places_named(name) if p.kind == "area")
    assert found.lat == pytest.approx(lat, abs=0.5) and found.lon == pytest.approx(lon, abs=1.0)


@pytest.mark.parametrize("name", ["Danube", "Great Plains", "Eastern Europe"])
def test_an_area_whose_place_no_source_states_has_none(name: str) -> None:
    found = base().places_named(name)[0]
    assert (found.kind, found.lat, found.lon) == ("area", None, None)


@pytest.mark.parametrize("name", ["Kent", "Gironde", "Basra Governorate", "Bavaria", "Connacht", "An Giang"])
def test_a_division_is_known_by_geonames_own_name(name: str) -> None:
    assert any(p.kind in ("region", "county") for p in base().places_named(name))


def test_gender_of_given_names() -> None:
    assert base().gender_of("Ingrid") == "f"
    assert base().gender_of("Sergei") == "m"
    assert base().gender_of("Zzyzx") is None


def test_an_open_tenure_is_true_only_to_its_sources_day() -> None:
    t = Tenure(
        name="A B",
        office="foreign",
        country="XXX",
        label="",
        start="2020-05",
        end=None,
        until_known="2022-08-03",
        gender=None,
        wikidata=None,
        source="s",
    )
    assert t.on(date(2020, 4, 30)) is False
    assert t.on(date(2020, 5, 1)) is True
    assert t.on(date(2022, 8, 4)) is None


def test_codes_of_others_with_the_days_they_are_bound_to() -> None:
    armenia = {(c.scheme, c.value): c for c in base().codes("arm")}
    assert {"plover", "wikidata", "iso3", "iso2", "gec", "cameo"} <= {scheme for scheme, _ in armenia}
    assert armenia["cameo", "USRARM"].end == "1990-08-23" and armenia["cameo", "ARM"].start == "1991-12-21"
    assert [c.value for c in base().codes("arm", date(1990, 1, 1)) if c.scheme == "cameo"] == ["USRARM"]
    assert [c.value for c in base().codes("rus") if c.scheme == "gw"] == ["365"]
    assert [(c.scheme, c.value) for c in base().codes("hamas")] == [
        ("plover", "PSEREBHMS"),
        ("iso3", "PSE"),
        ("cameo", "PSEREBHMS"),
    ]
    assert base().codes("nobody") == ()


def test_every_source_may_be_redistributed_and_is_named() -> None:
    tables = Tables()
    sources = {r["id"]: r for r in tables["sources"]}
    assert all(r["redistributable"] == "yes" for r in sources.values())
    written = {r["source"] for name in ("countries", "areas", "region_words") for r in tables[name]}
    for name in ("people", "tenures", "given_names", "groups", "seen_members", "codes"):
        written |= set(tables.packed(name)["source"])
    named = {part for source in written for part in source.split("+")}
    assert {part for part in named if not part.startswith(("https://", "http://"))} == sources.keys()
    for name in ("bodies", "metonyms", "media", "country_words", "tenures", "members"):
        assert all(r["source"].startswith(("https://", "http://")) for r in tables[name])


@given(st.text(max_size=30))
def test_folding_is_stable(name: str) -> None:
    assert fold(fold(name)) == fold(name) or fold(name).startswith("the ")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=30))
def test_a_key_never_fails(name: str) -> None:
    assert isinstance(person_key(name), str)


def test_names_in_running_text() -> None:
    found = base().names_in("Vladimir Putin met the African Union in Moscow".split())
    assert found == [(0, 1, ("vladimir-putin",)), (4, 5, ("african-union",))]
