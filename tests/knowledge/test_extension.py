"""What users bring goes before what ships, and what can't be used is named with its entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.knowledge.base import base
from dateline.knowledge.extension import BadKnowledge, extended
from dateline.knowledge.followthemoney import body, person_rows, whole_base

OWN = """
[[actor]]
id = "harbour-front"
name = "Harbour Front"
aliases = ["HF", "Front of the Harbour"]
kind = "armed-group"
country = "ISL"
code = "ISLREB"
nouns = ["group", "front"]

[[tenure]]
person = "Jona Berg"
office = "foreign minister"
of = "isl"
label = "Minister for Foreign Affairs"
from = "2030-05"
until_known = "2031-06-30"

[[tenure]]
person = "Sergey Lavrov"
office = "leader"
of = "harbour-front"
from = "1999"
to = "2001"

[[member]]
group = "harbour-front"
members = ["isl", "irl"]
from = "2030-01-01"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_actors_of_ones_own(own: Path) -> None:
    kb = extended([own])
    (found,) = kb.lookup("Front of the Harbour")
    assert (found.id, found.kind, found.country, found.nouns) == ("harbour-front", "armed-group", "ISL", ("group", "front"))
    assert found.source == str(own)
    assert kb.lookup("NATO") == base().lookup("NATO") and base().lookup("Harbour Front") == ()
    assert kb.members("harbour-front", date(2031, 1, 1)) == ("irl", "isl")


def test_offices_of_ones_own(own: Path) -> None:
    kb = extended([own])
    assert [kb.verdict("Jóna Berg", "foreign", "isl", date(y, m, 1)).answer for y, m in ((2030, 5), (2030, 6), (2031, 7))] == [
        "unsure", "yes", "unknown-after",
    ]  # fmt: skip
    assert "leader" in {t.office for t in kb.tenures("Sergei Lavrov")}
    assert kb.tenures("Sergei Lavrov")[0].wikidata == "Q58217"
    assert base().tenures("Jona Berg") == ()


def test_a_csv_file_is_told_by_its_head_line(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("person,office,of,from,to\nJona Berg,leader,hamas,2030,2031-02-03\n", encoding="utf-8")
    assert extended([path]).verdict("Jona Berg", "leader", "hamas", date(2031, 1, 1)).answer == "yes"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "[[actor]]\nid = 'x'\nname = 'X'\n", "actor 'x' lacks 'kind'"),
        ("a.toml", "[[actor]]\nid = 'x'\nname = 'X'\nkind = 'ghost'\n", "no known kind 'ghost'"),
        ("a.toml", "[[actor]]\nid = 'x'\nname = 'X'\nkind = 'party'\nsize = 3\n", "does not know 'size'"),
        ("a.toml", "[[people]]\nid = 'x'\n", "'people' is no list"),
        ("a.toml", "[[actor\n", "no TOML"),
        ("a.toml", "[[tenure]]\nperson = 'A B'\noffice = 'leader'\nof = 'x'\nfrom = 'May 2030'\n", "'May 2030' under 'from'"),
        ("a.csv", "who,what\n1,2\n", "names no table"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadKnowledge) as caught:
        extended([path])
    assert str(caught.value).startswith(str(path)) and says in str(caught.value)


def test_follow_the_money(own: Path) -> None:
    kb = extended([own])
    (number,) = kb.people.numbers("Jona Berg")
    person, position, occupancy = person_rows(kb, number)
    assert person == {"id": "dateline-p-jona-berg", "schema": "Person", "properties": {"name": ["Jona Berg"]}}
    assert position["schema"] == "Position" and position["properties"]["country"] == ["is"]
    assert occupancy["properties"] == {
        "holder": ["dateline-p-jona-berg"], "post": [position["id"]], "startDate": ["2030-05"], "status": ["unknown"],
        "date": ["2031-06-30"],
    }  # fmt: skip
    assert body(kb, kb.entities["rus"])["schema"] == "PublicBody"


def test_an_export_names_nothing_that_is_not_in_it() -> None:
    rows = list(whole_base(base()))
    ids = [r["id"] for r in rows]
    assert len(ids) == len(set(ids)) and len(ids) > 90_000
    named = {x for r in rows for k in ("holder", "post") for x in r["properties"].get(k, ())}
    assert named <= set(ids)
