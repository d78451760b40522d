"""Who is meant: names, titles, houses, descriptions and pronouns, on short reports of our own."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.foundation.rows import Statement
from dateline.foundation.spans import Span
from dateline.reading.actors import bind_first_person
from tests.actors.reading import actor, read, ties, who

FISH = """LIMA, Oct. 9 (Andes Wire) -- Peru's foreign minister, Rosa Quispe, flew to Santiago on Thursday for talks on the
fishing dispute, a day after Chile seized four trawlers.

Quispe met President Pablo Rojas for an hour and then her Chilean counterpart, Andres Vidal. The two ministers
declined to take questions. "We spoke frankly," she told reporters at the airport.

A senior Chilean official, who asked not to be named, said the trawlers would be returned if Lima paid the fines. He
added that no date had been set.

Lima says its boats were in Peruvian waters. It has asked the Organization of American States to send observers;
Santiago, which rejects mediation, called the request premature.

In Callao, several hundred fishermen marched on the port. Their leader, Hugo Paz, accused both governments of ignoring
them. "They talk and we starve," he said.

The National Fishing Union, headed by Paz since 2011, wants the government to expel Chile's ambassador. The union has
threatened a strike. Marta Leon, a researcher at the Pacific Studies Centre in Lima, said Rojas could not back down
before the vote."""

TALKS = """VIENNA (Continental Press) - Iranian Foreign Minister Mohammad Javad Zarif told his country's state television on
Sunday that Washington was asking too much. U.S. Secretary of State John Kerry, who arrived from Paris, said Tehran
had yet to make hard choices. The two met for three hours, a U.S. official said.

The International Atomic Energy Agency has asked Iran to let inspectors visit a site near Tehran. The agency's
director general, Yukiya Amano, is to report in June.

The French want a longer freeze, European diplomats said, while Russian officials do not. The White House declined to
comment."""


@pytest.mark.parametrize(
    ("words", "within", "names"),
    [
        ("her Chilean counterpart", "then her Chilean counterpart", ("Andres Vidal",)),
        ("The two ministers", "The two ministers", ("Rosa Quispe", "Andres Vidal")),
        ("she", "she told reporters", ("Rosa Quispe",)),
        ("Lima", "if Lima paid", ("Peru",)),
        ("He", "fines. He", ("senior Chilean official",)),
        ("its", "its boats", ("Peru",)),
        ("It", "It has asked", ("Peru",)),
        ("Santiago", "Santiago, which", ("Chile",)),
        ("Their leader", "Their leader, Hugo", ("Hugo Paz",)),
        ("both governments", "accused both governments", ("Peru", "Chile")),
        ("he", 'starve," he said', ("Hugo Paz",)),
        ("the government", "wants the government", ("Peru",)),
        ("The union", "The union has", ("National Fishing Union",)),
    ],
)
def test_a_dispute(words: str, within: str, names: tuple[str, ...]) -> None:
    assert who(FISH, words, date(2014, 10, 9), within=within) == names


@pytest.mark.parametrize("words", ["LIMA", "Santiago on", "Callao"])
def test_places_are_no_actors(words: str) -> None:
    assert who(FISH, words, date(2014, 10, 9)) == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [("Washington", ("United States",)), ("Tehran", ("Iran",)), ("The two", ("Mohammad Javad Zarif", "John Kerry")),
    ("The French", ("France",)),
     ("Russian officials", ("Russia",)), ("The White House", ("United States",)), ("The agency",
     ("International Atomic Energy Agency",))],
)  # fmt: skip
def test_talks(words: str, names: tuple[str, ...]) -> None:
    assert who(TALKS, words, date(2015, 5, 31)) == names


def test_places_of_the_talks_are_no_actors() -> None:
    assert who(TALKS, "Paris", date(2015, 5, 31)) == ()
    assert who(TALKS, "VIENNA", date(2015, 5, 31)) == ()


def test_an_office_the_base_knows_is_confirmed() -> None:
    zarif = actor(TALKS, "Mohammad Javad Zarif", date(2015, 5, 31))
    assert (zarif.id, zarif.country, zarif.kind) == ("mohammad-javad-zarif", "IRN", "person")
    assert [(r.of, r.basis, r.verdict) for r in zarif.roles] == [("irn", "both", "confirmed")]


def test_an_office_the_base_does_not_know_stands_on_the_text() -> None:
    quispe = actor(FISH, "Rosa Quispe", date(2014, 10, 9))
    assert quispe.id == "x:rosa-quispe" and quispe.country == "PER"
    assert [(r.office, r.of, r.basis) for r in quispe.roles] == [("foreign minister", "per", "text")]


def test_an_unnamed_source_is_an_actor_of_its_own() -> None:
    text = "A Foreign Ministry spokesman denied it. The spokesman gave no reason. He then left."
    assert actor(text, "Foreign Ministry spokesman").kind == "anonymous"
    assert who(text, "The spokesman") == who(text, "He") == ("Foreign Ministry spokesman",)


def test_ties_of_the_dispute() -> None:
    found = ties(FISH)
    assert {
        ("Rosa Quispe", "minister-of", "Peru"),
        ("Andres Vidal", "minister-of", "Chile"),
        ("Hugo Paz", "leader-of", "National Fishing Union"),
        ("Marta Leon", "analyst-at", "Pacific Studies Centre"),
    } <= found
    assert not any(s == "Pablo Rojas" and o == "Peru" for s, _, o in found)


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [("It is clear that Norway lost.", "It"), ("It was Norway that lost.", "It"), ("Norway lost the cup. It rained.", "It")],
)
def test_an_empty_it_is_nobody(text: str, pronoun: str) -> None:
    assert who(text, pronoun) == ()


def test_a_pronoun_may_come_before_its_name() -> None:
    assert who("After he had lost the vote, Prime Minister Jonas Berg resigned.", "he") == ("Jonas Berg",)


def test_a_speaker_is_not_he_in_his_own_words() -> None:
    text = 'Ivo Petrov met Jonas Berg in Oslo. "He is a liar," Berg told reporters.'
    assert who(text, "He") == ("Ivo Petrov",)


def test_a_title_tells_the_sex() -> None:
    text = "Mr. Mbeki and Mrs. Adeyo spoke for an hour. She was angry."
    assert who(text, "She") == ("Adeyo",)


def test_one_person_under_several_names() -> None:
    text = "Maria Lopez won. Lopez thanked her party. Mrs. Lopez then left."
    assert {who(text, "Lopez", nth=n) for n in range(3)} == {("Maria Lopez",)}


def test_the_first_person_is_who_speaks() -> None:
    text = '"We will win," Maria Lopez said.'
    tree, cast, _ = read(text)
    said = Statement(
        id="s:1",
        speaker="x:maria-lopez",
        speaker_span=None,
        manner="direct",
        act="say",
        cue=None,
        content=(Span(1, 12),),
        rule="test",
    )
    bound = bind_first_person(cast, tree, (said,))
    assert bound.at(tree.at(1)) == ("x:maria-lopez",)
    assert any(m.form == "pronoun" for m in bound.actor("x:maria-lopez").mentions)
    assert bind_first_person(cast, tree, ()) == cast


@pytest.mark.parametrize("text", [FISH, TALKS])
def test_every_reference_points_at_an_actor_and_at_words(text: str) -> None:
    _, cast, _ = read(text, date(2014, 10, 9))
    for r in cast.references:
        assert all(cast.actor(a).id == a for a in r.actors)
        assert r.span.of(text).strip() and r.why
    for a in cast.actors:
        assert all(m.span.of(text) for m in a.mentions)


def test_the_same_report_gives_the_same_cast() -> None:
    read.cache_clear()
    first = read(FISH)[1]
    read.cache_clear()
    assert read(FISH)[1] == first
