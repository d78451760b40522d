"""`dateline actor`: what the knowledge base has under a name, and who held an office on a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.faults import Fault, faults
from dateline.cli.options import day, knowledge

if TYPE_CHECKING:
    from dateline.knowledge.base import Code, Entity, KnowledgeBase, KnownPlace
    from dateline.knowledge.holders import Tenure

MOST_PLACES, MOST_OF_FAMILY = 6, 12


@click.command()
@click.argument("name", nargs=-1, metavar="NAME")
@click.option("--on", type=day, metavar="DAY", help="What was so that day; without it, everything that is known.")
@click.option("--office", metavar="OFFICE", help="Who holds this office of NAME: foreign minister, president, leader …")
@click.option("--json", "as_json", is_flag=True, help="One actor a line.")
@click.option("--export", type=click.Choice(["ftm"]), help="FollowTheMoney entities, one a line; without NAME, the whole base.")
@knowledge
@click.option("-o", "out", type=click.Path(dir_okay=False), metavar="FILE", help="Write there, not to stdout.")
def actor(
    name: tuple[str, ...],
    on: date | None,
    office: str | None,
    as_json: bool,
    export: str | None,
    kb: tuple[str, ...],
    out: str | None,
) -> int:
    """Look somebody up: names, codes, members, and offices with the source that lists them; or where a place is.

    NAME is a person, a country, a body, a party or a group, else a place. Exit status 1 if the base has nothing of that name.
    """
    from dateline.cli.knowledge import base_with
    from dateline.cli.output import opened

    if not name and not export:
        raise click.UsageError("name somebody, or export the whole base with --export ftm.")
    base, asked = base_with(kb), " ".join(name)
    lines = _exported(base, asked) if export else _asked(base, asked, on, office, as_json)
    found = False
    with faults(), opened(out) as target:
        for line in lines:
            found = True
            target.write(line + "\n")
    if not found:
        raise Fault("NO_SUCH_ACTOR", f"Nothing is known under {asked!r}.")
    return 0


def _exported(base: KnowledgeBase, asked: str) -> Iterator[str]:
    from dateline.knowledge.followthemoney import body, person_rows, whole_base

    rows = (
        [*(body(base, e) for e in _bodies(base, asked)), *(r for n in base.people.numbers(asked) for r in person_rows(base, n))]
        if asked
        else whole_base(base)
    )
    yield from (json.dumps(row, ensure_ascii=False) for row in rows)


def _asked(base: KnowledgeBase, asked: str, on: date | None, office: str | None, as_json: bool) -> Iterator[str]:
    rows: list[dict[str, Any]] = [_body_row(base, e, on, office) for e in _bodies(base, asked)]
    if not office:
        rows += [_person_row(base, n, on) for n in base.people.numbers(asked)]
        rows = rows or _by_office(base, asked, on) or [*_places(base, asked), *_of_family(base, asked, on)]
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) if as_json else "\n".join(_for_people(row))


def _by_office(base: KnowledgeBase, asked: str, on: date | None) -> list[dict[str, Any]]:
    """`Russian foreign minister`, `foreign minister of Russia`: as the country or body with that office."""
    from dateline.knowledge.offices import ASKED

    words = asked.split()
    for n in range(1, len(words)):
        before, after = " ".join(words[:n]), " ".join(words[n:])
        name, office = (after.removeprefix("of "), before) if before.lower() in ASKED else (before, after)
        country = base.country_by_adjective(name)
        found = (base.entities[country.id],) if country else _bodies(base, name)
        if found and office.lower() in ASKED:
            return [_body_row(base, e, on, office) for e in found]
    return []


def _of_family(base: KnowledgeBase, asked: str, on: date | None) -> list[dict[str, Any]]:
    """Those of that family name; with a day, those in office then."""
    rows = (_person_row(base, n, on) for n in base.people.family(asked))
    return [r for r in rows if not on or any(o["answer"] == "yes" for o in r["offices"])][:MOST_OF_FAMILY]


def _places(base: KnowledgeBase, asked: str) -> list[dict[str, Any]]:
    return [_place_row(p) for p in base.places_named(asked)[:MOST_PLACES]]


def _place_row(p: KnownPlace) -> dict[str, Any]:
    """A place that is no actor; people to two figures."""
    where = {"name": p.name, "kind": p.kind, "country": p.country, "lat": p.lat, "lon": p.lon}
    return where | {"people": int(float(f"{p.population:.2g}")) or None, "source": "by hand" if p.kind == "area" else "geonames"}


def _bodies(base: KnowledgeBase, asked: str) -> tuple[Entity, ...]:
    country = base.country_by_name(asked)
    found = (base.entities[country.id],) if country else base.lookup(asked)
    return found or ((base.entities[asked],) if asked in base.entities else ())


def _body_row(base: KnowledgeBase, e: Entity, on: date | None, office: str | None) -> dict[str, Any]:
    from dateline.knowledge.offices import ONE_SEAT, office_class

    country = base.countries.get(e.country or "") if e.kind == "country" else None
    lat, lon = (country.middle if country else None) or (None, None)
    row: dict[str, Any] = {
        "id": e.id,
        "name": e.name,
        "kind": e.kind,
        "names": list(e.names),
        "source": e.source,
        "codes": _codes(base.codes(e.id, on)),
    }
    if country:
        row |= {"capital": country.capital, "lat": lat, "lon": lon}
    if on:
        row |= {"on": on.isoformat(), "members": list(base.members(e.id, on))}
        kinds = (office_class(office),) if office else [o for o in base.people.offices_of(e.id) if o in ONE_SEAT]
        row["offices"] = [
            _office(t, base.verdict(t.name, t.office, t.country, on)) for kind in kinds for t in base.holders(kind, e.id, on)
        ]
    elif office:
        row["offices"] = [_office(t, None) for _, t in sorted(base.people.of_office(office_class(office), e.id), key=_start)]
    return row


def _codes(codes: tuple[Code, ...]) -> dict[str, str]:
    """By scheme; several of one scheme are joined, each with the days it is bound to."""
    out: dict[str, str] = {}
    for c in codes:
        days = "".join(f" {word} {day}" for word, day in (("from", c.start), ("to", c.end)) if day)
        out[c.scheme] = f"{out[c.scheme]}, {c.value}{days}" if c.scheme in out else f"{c.value}{days}"
    return out


def _start(pair: tuple[int, Tenure]) -> str:
    return pair[1].start


def _person_row(base: KnowledgeBase, n: int, on: date | None) -> dict[str, Any]:
    p = base.people.person(n)
    row: dict[str, Any] = {
        "id": p.id,
        "name": p.name,
        "kind": "person",
        "names": list(p.names),
        "source": p.source,
        "codes": {"wikidata": p.wikidata} if p.wikidata else {},
        "born": p.born or None,
        "died": p.died or None,
    }
    tenures = base.people.tenures_of(n)
    if on:
        row["on"] = on.isoformat()
        asked = dict.fromkeys((t.office, t.country) for t in tenures)
        verdicts = {key: base.people.verdict_of(n, *key, on) for key in asked}
        tenures = tuple(t for t in tenures if t.state(on) != "not" or verdicts[t.office, t.country].answer == "conflicting")
        row["offices"] = [_office(t, verdicts[t.office, t.country]) for t in tenures]
    else:
        row["offices"] = [_office(t, None) for t in tenures]
    return row


def _office(t: Tenure, verdict: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "office": t.office,
        "label": t.label,
        "of": t.country.lower(),
        "person": t.name,
        "from": t.start,
        "to": t.end,
        "until_known": t.until_known,
        "source": f"{t.source} {t.row}".strip(),
    }
    return row | ({"answer": verdict.answer, "why": verdict.why} if verdict else {})


def _for_people(row: dict[str, Any]) -> Iterator[str]:
    if "codes" not in row:
        size = f", about {row['people']:,} people" if row["people"] else ""
        yield f"{row['name']}  {row['kind']}  {row['country'] or 'in no one country'}  {_where(row)}{size}  [{row['source']}]"
        return
    codes = "  ".join(f"{k} {v}" for k, v in row["codes"].items())
    yield f"{row['name']}  {row['kind']}  {row['id']}" + (f"  {codes}" if codes else "")
    if row["names"]:
        yield f"  also: {', '.join(n for n in row['names'] if n != row['name'])}"
    if row.get("lat") is not None:
        yield f"  middle {_where(row)}" + (f", capital {row['capital']}" if row["capital"] else "")
    if row.get("born") or row.get("died"):
        yield f"  born {row['born'] or '?'}, died {row['died'] or '?'}" if row["died"] else f"  born {row['born']}"
    if row.get("members"):
        yield f"  members on {row['on']}: {', '.join(row['members'])}"
    for o in row.get("offices", ()):
        answer = f"{o['answer']:13} " if "answer" in o else ""
        who = f"{o['person']}, " if row["kind"] != "person" else ""
        until = o["to"] or (f"…, known to {o['until_known']}" if o["until_known"] else "…")
        yield f"  {answer}{who}{o['label']} ({o['of']})  {o['from']} to {until}  [{o['source']}]"
    yield f"  source: {row['source']}"


def _where(row: dict[str, Any]) -> str:
    lat, lon = row["lat"], row["lon"]
    return f"{abs(lat):.2f} {'N' if lat >= 0 else 'S'}, {abs(lon):.2f} {'E' if lon >= 0 else 'W'}"
