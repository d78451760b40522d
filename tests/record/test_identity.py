"""Who is who across reports."""

from __future__ import annotations

import msgspec
import pytest

from dateline.foundation.rows import Actor, Report, Role
from dateline.record import Query, open_record
from dateline.record.identity import is_one
from tests.made import made, renamed


def _person(country: str | None = None, office: str | None = None, of: str | None = None, name: str = "Tom Brandt") -> Actor:
    roles = (Role(office=office, of=of),) if office else ()
    return Actor(id="x:tom-brandt", name=name, kind="person", country=country, roles=roles)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (_person("NOR", "union leader", "x:harbour-unions"), _person("NOR", "union leader", "x:harbour-unions"), True),
        (_person("NOR", "minister", "nor"), _person(None, None), True),
        (_person("NOR", "transport minister", "nor"), _person("NOR", "foreign minister", "nor"), True),
        (_person("NOR", "union leader", "x:harbour-unions"), _person("NOR", "judge", "x:city-court"), False),
        (_person("NOR"), _person("SWE"), False),
        (_person(name="Brandt"), _person(name="Brandt"), False),
        (_person("NOR", "judge", name="Brandt"), _person("NOR", "judge", name="Brandt"), True),
    ],
)
def test_who_is_one(one: Actor, other: Actor, same: bool) -> None:
    assert is_one(one, other) is is_one(other, one) is same


@pytest.mark.parametrize(
    ("kind", "countries", "same"),
    [
        ("anonymous", ("RUS", "MYS"), False),
        ("anonymous", ("RUS", "RUS"), True),
        ("group", (None, "COL"), False),
        ("organisation", (None, "COL"), True),
        ("organisation", ("PER", "COL"), False),
    ],
)
def test_bodies_and_the_nameless_go_by_country(kind: str, countries: tuple[str | None, str | None], same: bool) -> None:
    one, other = (Actor(id="x:a", name="a", kind=kind, country=c) for c in countries)  # type: ignore[arg-type]
    assert is_one(one, other) is same


def _with(report: Report, **told: object) -> Report:
    """The report with something else told of Tom Brandt."""
    actors = tuple(msgspec.structs.replace(a, **told) if a.id == "x:tom-brandt" else a for a in report.actors)
    return msgspec.structs.replace(report, actors=actors)


def test_another_of_the_same_name_has_an_id_of_his_own(tmp_path) -> None:
    judge = _with(renamed(made(), "r:court", "court.html"), country="CHL", roles=(Role(office="judge", of="chl"),))
    with open_record(tmp_path / "r.db") as record:
        record.put(_with(made(), country="NOR"))
        first = record.put(judge)
        assert record.put(judge).is_new is False
        told = record.report("r:court")
        assert told is not None
        assert record.put(told).is_new is False
        assert "x:tom-brandt~2" in {a.id for a in told.actors}
        assert {f.by for f in told.forecasts} == {"x:tom-brandt~2"}
        assert {a.id: a.reports for a in record.known_actors("Tom Brandt")} == {"x:tom-brandt": 1, "x:tom-brandt~2": 1}
        assert {f.report for f in record.find(Query(actor="x:tom-brandt~2"))} == {"r:court"}
        assert {f.report for f in record.find(Query(actor="Tom Brandt"))} == {"r:ferry", "r:court"}
        assert first.version == 1


def test_the_same_person_is_known_again(tmp_path) -> None:
    with open_record(tmp_path / "r.db") as record:
        record.put(made())
        record.put(renamed(made(), "r:again", "again.html"))
        assert [a.reports for a in record.known_actors("Tom Brandt")] == [2]


def test_a_corrected_report_keeps_its_actors(tmp_path) -> None:
    """What is told of an actor anew changes him; it makes no other of him."""
    with open_record(tmp_path / "r.db") as record:
        record.put(made())
        put = record.put(_with(made(), country="CHL"))
        assert put.version == 2
        assert [a.id for a in record.known_actors("Tom Brandt")] == ["x:tom-brandt"]
        assert {(c.change, c.row) for c in put.changes} == {("amended", "x:tom-brandt")}
