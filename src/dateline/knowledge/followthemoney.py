"""The base as FollowTheMoney entities, the form in which investigators exchange people, offices and bodies.

Schemata of followthemoney 3: `Person`, `PublicBody`, `Organization`, `Position`, `Occupancy`, `Membership`. An open tenure
has status `unknown`, for the source says nothing of the days after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dateline.foundation.ids import slug
from dateline.knowledge.base import Entity, KnowledgeBase
from dateline.knowledge.holders import Person, Tenure

SCHEMA = {
    "country": "PublicBody",
    "government": "PublicBody",
    "agency": "PublicBody",
    "party": "Organization",
    "armed-group": "Organization",
    "organisation": "Organization",
    "media": "Company",
    "group": "Organization",
}


def whole_base(kb: KnowledgeBase) -> Iterator[dict[str, Any]]:
    """Every body, person, position and occupancy, in that order, each id once."""
    yield from (body(kb, e) for e in kb.entities.values())
    seen: set[str] = set()
    for n in range(len(kb.people)):
        for row in person_rows(kb, n):
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row


def person_rows(kb: KnowledgeBase, n: int) -> Iterator[dict[str, Any]]:
    """A person with the positions held and the times in them."""
    person = kb.people.person(n)
    yield _person(person)
    for t in kb.people.tenures_of(n):
        position = _position(kb, t)
        yield position
        yield _occupancy(t, f"p-{person.id}", str(position["id"]))


def body(kb: KnowledgeBase, e: Entity) -> dict[str, Any]:
    """A country's government, an agency, a party, a group."""
    country = kb.countries.get(e.country or "")
    return _entity(
        f"b-{e.id}",
        SCHEMA.get(e.kind, "Organization"),
        name=[e.name],
        alias=sorted({*e.names} - {e.name}),
        country=[country.iso2] if country and country.iso2 else [],
        wikidataId=[e.wikidata],
        sourceUrl=_url(e.source),
    )


def _person(p: Person) -> dict[str, Any]:
    return _entity(
        f"p-{p.id}",
        "Person",
        name=[p.name],
        alias=list(p.names),
        birthDate=[p.born],
        deathDate=[p.died],
        gender=[{"m": "male", "f": "female"}.get(p.gender or "")],
        wikidataId=[p.wikidata],
    )


def _position(kb: KnowledgeBase, t: Tenure) -> dict[str, Any]:
    of = kb.entities.get(t.country.lower())
    country = kb.countries.get(t.country)
    name = f"{t.label}, {of.name}" if of else t.label
    return _entity(
        f"o-{t.country.lower()}-{t.office}-{slug(t.label)}",
        "Position",
        name=[name],
        country=[country.iso2] if country and country.iso2 else [],
    )


def _occupancy(t: Tenure, holder: str, post: str) -> dict[str, Any]:
    return _entity(
        f"{holder}-{post.removeprefix('dateline-')}-{t.start}",
        "Occupancy",
        holder=[f"dateline-{holder}"],
        post=[post],
        startDate=[t.start],
        endDate=[t.end],
        status=["ended" if t.end else "unknown"],
        date=[t.until_known],
        sourceUrl=_url(t.source),
    )


def _entity(ident: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    kept = {k: [v for v in values if v] for k, values in properties.items()}
    return {"id": f"dateline-{ident}", "schema": schema, "properties": {k: v for k, v in kept.items() if v}}


def _url(source: str) -> list[str | None]:
    return [source] if source.startswith("http") else []
