"""Who acts besides the great: crowds, crews, unions, firms, states that no base knows; and whose they are."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.knowledge.base import base
from tests.actors.reading import actor, read, ties, who

STRIKE = """PORT LOUIS, June 4 (Isle Wire) -- Hundreds of dockers marched to parliament on Wednesday, led by Marcus Ode, the
head of the Dockers' Federation. They carried flags of the Workers' Front, an ally of the ruling People's Union.

Ode's deputy, Carla Nunes, was arrested with two bus drivers. She is also the federation's treasurer. Their spokesman,
Jean Tuyo, said the port's director, Ines Fabre, had lied.

Rui Prado of the Liberal Party and Judge Amara Diop of the labour court met on Thursday. Members of the Lifeline South
charity brought soup. One of the nurses, Petra Vale, said she would stay.

An EU envoy, Hans Dorn, called for calm. European Union mediator Lena Voss will follow him. The Greek coast guard and
Portugal's navy sent patrols. The Chilean Red Cross sent tents."""

RURITANIA = """Ruritania's army crossed the river on Monday. Norway and Ruritania had signed a pact in May. The Ruritanian
prime minister, Tomas Brandt, spoke to his Norwegian counterpart. Brazil condemned the attack."""

CABINET = """LIMA, Oct. 9 (Andes Wire) -- Ministers Ana Ruiz and Pablo Soto resigned on Monday. Both had been allies of
President Rosa Quispe. Quispe wept. Her lawyer, Hugo Vera, said that she would appeal. The army commander, General
Alan Tello, said
nothing. Swift Freight, a trade group whose members include Mara Lines and Rift Cargo, stopped its lorries."""

DUO = """Mrs. Asha Bell and her brother, Owen Bell, sued the bank. Mr. Bell lost. Mrs. Bell won. It was the Danes who paid
her. Two Frenchmen were freed."""


@pytest.mark.parametrize(
    ("text", "words", "within", "names"),
    [
        (STRIKE, "Hundreds of dockers", "Hundreds of dockers", ("Hundreds of dockers",)),
        (STRIKE, "two bus drivers", "with two bus drivers", ("two bus drivers",)),
        (STRIKE, "the federation", "also the federation", ("Dockers' Federation",)),
        (STRIKE, "People's Union", "ruling People's Union", ("People's Union",)),
        (STRIKE, "port", "the port's director", ("port",)),
        (STRIKE, "she", "said she would stay", ("Petra Vale",)),
        (STRIKE, "The Greek coast guard", "The Greek coast guard", ("Greek coast guard",)),
        (STRIKE, "Chilean Red Cross", "Chilean Red Cross", ("Chilean Red Cross",)),
        (RURITANIA, "Ruritania", "Norway and Ruritania", ("Ruritania",)),
        (RURITANIA, "Brazil", "Brazil condemned", ("Brazil",)),
        (CABINET, "Both", "Both had been", ("Ana Ruiz", "Pablo Soto")),
        (CABINET, "she", "that she would", ("Rosa Quispe",)),
        (DUO, "Mr. Bell", "Mr. Bell lost", ("Owen Bell",)),
        (DUO, "Mrs. Bell", "Mrs. Bell won", ("Asha Bell",)),
        (DUO, "the Danes", "was the Danes who", ("Denmark",)),
        (DUO, "Two Frenchmen", "Two Frenchmen", ("Two Frenchmen",)),
    ],
)
def test_who_acts(text: str, words: str, within: str, names: tuple[str, ...]) -> None:
    assert who(text, words, within=within) == names


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        (STRIKE, ("Marcus Ode", "leader-of", "Dockers' Federation")),
        (STRIKE, ("Carla Nunes", "leader-of", "Dockers' Federation")),
        (STRIKE, ("Ines Fabre", "leader-of", "port")),
        (STRIKE, ("Rui Prado", "member-of", "Liberal Party")),
        (STRIKE, ("Amara Diop", "member-of", "labour court")),
        (STRIKE, ("Hans Dorn", "envoy-of", "European Union")),
        (STRIKE, ("Lena Voss", "envoy-of", "European Union")),
        (RURITANIA, ("Tomas Brandt", "leader-of", "Ruritania")),
        (CABINET, ("Ana Ruiz", "minister-of", "Peru")),
        (CABINET, ("Pablo Soto", "minister-of", "Peru")),
        (CABINET, ("Pablo Soto", "ally-of", "Rosa Quispe")),
        (CABINET, ("Alan Tello", "leader-of", "Peruvian army")),
        (CABINET, ("Mara Lines", "member-of", "Swift Freight")),
    ],
)
def test_ties_of_offices(text: str, tie: tuple[str, str, str]) -> None:
    assert tie in ties(text), ties(text)


def test_a_state_no_base_knows_is_a_country() -> None:
    assert actor(RURITANIA, "Ruritania").kind == "country"


def test_every_country_is_called_by_its_name() -> None:
    cast = read(RURITANIA)[1]
    assert {a.name for a in cast.actors if a.country == "BRA"} == {"Brazil"}
    for iso, country in base().countries.items():
        assert base().entities[country.id].name == country.name != iso
        assert "&" not in (country.capital or "")


def test_a_wish_ties_nobody() -> None:
    assert not [t for t in ties("Nadir Qassem, who would like to lead the Growers' Bank, sued.") if t[1] == "leader-of"]


QUARREL = """Commander Yonas Bekele and the trader Salim Warsame fell out over the port. The former has the guns. Georgia and
Armenia agreed to help after both sides had paid. The driver, a soldier, fled."""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("The former", ("Yonas Bekele",)),
        ("both sides", ("Georgia", "Armenia")),
        ("a soldier", ("driver",)),
    ],
)
def test_two_of_a_kind(words: str, names: tuple[str, ...]) -> None:
    assert who(QUARREL, words) == names


def test_a_predicate_gives_an_office() -> None:
    text = "Sven Ahlgren, a Dane who is Greenland's minister for mines, sat beside Naja Brandt."
    assert ("Sven Ahlgren", "minister-of", "Greenland") in ties(text)
    assert not ties(text.replace("is Green", "is not Green"))


@pytest.mark.parametrize(
    ("text", "name", "country", "code"),
    [
        ("Hezbollah leader Hassan Nasrallah spoke in Beirut on Friday.", "Hassan Nasrallah", "LBN", "LBN"),
        ("U.N. Secretary-General Ban Ki-moon spoke in Oslo on Friday.", "Ban Ki-moon", None, "IGO"),
        ("Foreign Minister Sergei Lavrov of Russia spoke on Friday.", "Sergei Lavrov", "RUS", "RUS"),
    ],
)
def test_who_serves_a_body_has_its_country_and_code(text: str, name: str, country: str | None, code: str) -> None:
    """The contract's `country` is a country's code, never a body's id."""
    (actor,) = (a for a in read(text, date(2015, 6, 5))[1].actors if a.name == name)
    assert actor.country == country
    assert actor.code is not None and actor.code.startswith(code) and actor.code.isupper()
